"""Roles, what each may do, and the engine that weighs rules. Default deny throughout.

What does not stand in the table may not be done. The engine knows no person and no household: the
facts, and who may see which household, are households/access.py.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models


class Permission(enum.StrEnum):
    """Something a role may do; values are stable names used in the access matrix.

    SEE_HOUSEHOLDS opens the pages of households at all; which ones, the next three decide: those of
    the own office (OF_OFFICE), those shared with the own unit (OF_SHARE) or with the OSK meeting
    (OF_OSK). A name with ANY is for all of the unit's households, without it for those that are
    assigned to oneself.
    """

    SEE_HOUSEHOLDS = "see_households"
    OF_OFFICE = "of_office"
    OF_SHARE = "of_share"
    OF_OSK = "of_osk"
    BREAK_GLASS = "break_glass"
    REVIEW_BREAK_GLASS = "review_break_glass"
    OVERSEE_BREAK_GLASS = "oversee_break_glass"
    REGISTER_INTAKE = "register_intake"
    TAKE_INTAKE = "take_intake"
    RECORD_CONSENT = "record_consent"
    RECORD_ANY_CONSENT = "record_any_consent"
    DECLARE_DISQUALIFICATION = "declare_disqualification"
    LIFT_DISQUALIFICATION = "lift_disqualification"
    RAISE_PROTECTION = "raise_protection"
    LOWER_PROTECTION = "lower_protection"
    SETTLE_PROTECTION = "settle_protection"
    REVEAL_PLACE = "reveal_place"
    REVEAL_ANY_PLACE = "reveal_any_place"
    REVEAL_NATIONAL_ID = "reveal_national_id"
    REVEAL_ANY_NATIONAL_ID = "reveal_any_national_id"
    SEE_BENEFITS = "see_benefits"
    HANDLE_ASSISTANCE = "handle_assistance"
    SEND_PAYMENTS = "send_payments"
    KEEP_MEMBERS = "keep_members"
    WRITE_JOURNAL = "write_journal"
    REGISTER_DOCUMENT = "register_document"
    SEE_REPORTS = "see_reports"
    ORDER_REPORT = "order_report"
    ASSESS_REPORT = "assess_report"
    OPEN_FIGURES = "open_figures"
    IMPORT_DATA = "import_data"
    SEE_ACCESS_LOG = "see_access_log"
    SEE_UNIT_ACCESS_LOG = "see_unit_access_log"
    SEE_OWN_ACCESS_LOG = "see_own_access_log"
    REVIEW_ACCESS = "review_access"
    PREPARE_SUBJECT_FILE = "prepare_subject_file"
    APPROVE_SUBJECT_FILE = "approve_subject_file"
    OPEN_LOCKED = "open_locked"
    SEE_RETENTION = "see_retention"
    PROPOSE_RETENTION = "propose_retention"
    APPROVE_RETENTION = "approve_retention"
    SEE_USERS = "see_users"
    MANAGE_USERS = "manage_users"
    MANAGE_UNITS = "manage_units"
    APPROVE_ACCESS = "approve_access"
    DISTRIBUTE_HOUSEHOLDS = "distribute_households"
    ASSIGN_CASES = "assign_cases"
    DECIDE = "decide"
    APPROVE_DECISION = "approve_decision"
    SEE_APPEALS = "see_appeals"
    COUNSEL = "counsel"
    KEEP_TEXTS = "keep_texts"
    KEEP_MEASURES = "keep_measures"
    SEE_PLAN_ACTIONS = "see_plan_actions"
    KEEP_PLAN_ACTIONS = "keep_plan_actions"
    SEE_MAPPINGS = "see_mappings"
    MAP_CHILD = "map_child"
    MAP_SHARED_CHILD = "map_shared_child"
    OBSERVE_CHILD = "observe_child"
    SEE_CHILDREN = "see_children"
    FOLLOW_MAPPING = "follow_mapping"
    SEE_EXCEPTIONS = "see_exceptions"
    SEE_OFFERS = "see_offers"
    EDIT_OFFERS = "edit_offers"
    LEAD_MEETINGS = "lead_meetings"
    ATTEND_MEETINGS = "attend_meetings"
    HOLD_DIALOGUES = "hold_dialogues"
    SEE_PLANS = "see_plans"
    MAKE_PLAN = "make_plan"
    SEE_THRESHOLDS = "see_thresholds"
    SEE_HOUSING = "see_housing"
    HANDLE_HOUSING = "handle_housing"
    LET_HOMES = "let_homes"
    DECIDE_HOUSING = "decide_housing"
    MOVE_BETWEEN_CLASSES = "move_between_classes"
    READ_SHARED_HOUSING = "read_shared_housing"


class Role(models.TextChoices):
    """The actors of security.md 2.1 and domain.md part 7."""

    CASEWORKER = "caseworker", "NAV-saksbehandler"
    TEAM_LEADER = "team_leader", "Teamleder NAV"
    BFT_ADVISER = "bft_adviser", "Rådgiver BFT"
    BFT_LEADER = "bft_leader", "Leder BFT"
    HV_ADVISER = "hv_adviser", "Rådgiver HV"
    HV_LEADER = "hv_leader", "Leder HV"
    HOUSING_ADVISER = "housing_adviser", "Boligrådgiver"
    DEBT_COUNSELLOR = "debt_counsellor", "Gjeldsrådgiver"
    OSK_LEAD = "osk_lead", "OSK-møteleder"
    PAYMENT_CLERK = "payment_clerk", "Økonomimedarbeider"
    EXECUTIVE = "executive", "Kommunedirektør"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Revisor og personvernombud"
    CENTRE_STAFF = "centre_staff", "Ansatt i kultur og senter"


P = Permission
OF_PARTY = frozenset(
    {
        P.SEE_HOUSEHOLDS,
        P.OF_OFFICE,
        P.OF_SHARE,
        P.BREAK_GLASS,
        P.DECLARE_DISQUALIFICATION,
        P.SEE_OWN_ACCESS_LOG,
        P.REGISTER_INTAKE,
        P.TAKE_INTAKE,
        P.RAISE_PROTECTION,
        P.LOWER_PROTECTION,
        P.REVEAL_PLACE,
        P.SEE_OFFERS,
        P.ATTEND_MEETINGS,
        P.SEE_PLANS,
    }
)
"""What everybody has who works with households in an office of a party."""

RECORDS = frozenset({P.KEEP_MEMBERS, P.WRITE_JOURNAL, P.REGISTER_DOCUMENT, P.MAKE_PLAN})
"""What those do who work on cases themselves; whoever leads them reads."""

LEADS = frozenset(
    {
        P.REVEAL_ANY_NATIONAL_ID,
        P.REVEAL_ANY_PLACE,
        P.SETTLE_PROTECTION,
        P.LIFT_DISQUALIFICATION,
        P.RECORD_ANY_CONSENT,
        P.REVIEW_BREAK_GLASS,
        P.SEE_UNIT_ACCESS_LOG,
        P.REVIEW_ACCESS,
        P.PREPARE_SUBJECT_FILE,
        P.APPROVE_SUBJECT_FILE,
        P.OPEN_LOCKED,
        P.ASSIGN_CASES,
        P.SEE_PLAN_ACTIONS,
        P.KEEP_PLAN_ACTIONS,
    }
)
"""What the leader of a unit has beside OF_PARTY, whichever party the unit is of."""

# What a role may do without ever meeting a person's data; whatever is not named here reaches them,
# and demands a second factor at login.
WITHOUT_PERSONAL_DATA = frozenset(
    {
        P.SEE_REPORTS,
        P.ORDER_REPORT,
        P.ASSESS_REPORT,
        P.SEE_OWN_ACCESS_LOG,
        P.SEE_PLAN_ACTIONS,
        P.KEEP_PLAN_ACTIONS,
    }
)
REACH_PERSONAL_DATA = frozenset(Permission) - WITHOUT_PERSONAL_DATA

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CASEWORKER: OF_PARTY
    | RECORDS
    | {
        P.REVEAL_NATIONAL_ID,
        P.SEE_BENEFITS,
        P.HANDLE_ASSISTANCE,
        P.DECIDE,
        P.RECORD_CONSENT,
        P.SEE_MAPPINGS,
        P.MAP_CHILD,
        P.READ_SHARED_HOUSING,
    },
    Role.TEAM_LEADER: OF_PARTY
    | LEADS
    | {
        P.SEE_BENEFITS,
        P.SEE_REPORTS,
        P.OPEN_FIGURES,
        P.APPROVE_DECISION,
        P.SEE_APPEALS,
        P.KEEP_TEXTS,
        P.KEEP_MEASURES,
        P.SEE_MAPPINGS,
        P.SEE_EXCEPTIONS,
        P.EDIT_OFFERS,
        P.SEE_THRESHOLDS,
        P.READ_SHARED_HOUSING,
    },
    Role.BFT_ADVISER: OF_PARTY
    | RECORDS
    | {
        P.REVEAL_NATIONAL_ID,
        P.RECORD_CONSENT,
        P.SEE_MAPPINGS,
        P.MAP_CHILD,
        P.MAP_SHARED_CHILD,
        P.EDIT_OFFERS,
    },
    Role.BFT_LEADER: OF_PARTY
    | LEADS
    | {
        P.SEE_MAPPINGS,
        P.FOLLOW_MAPPING,
        P.SEE_EXCEPTIONS,
        P.EDIT_OFFERS,
    },
    Role.HV_ADVISER: OF_PARTY
    | RECORDS
    | {
        P.REVEAL_NATIONAL_ID,
        P.RECORD_CONSENT,
        P.SEE_CHILDREN,
        P.OBSERVE_CHILD,
        P.SEE_HOUSING,
        P.HANDLE_HOUSING,
        P.DECIDE_HOUSING,
    },
    Role.HV_LEADER: OF_PARTY
    | LEADS
    | {
        P.SEE_CHILDREN,
        P.SEE_HOUSING,
        P.SEE_APPEALS,
        P.MOVE_BETWEEN_CLASSES,
    },
    Role.HOUSING_ADVISER: OF_PARTY
    | RECORDS
    | {
        P.REVEAL_NATIONAL_ID,
        P.RECORD_CONSENT,
        P.SEE_HOUSING,
        P.HANDLE_HOUSING,
        P.DECIDE_HOUSING,
        P.LET_HOMES,
    },
    Role.DEBT_COUNSELLOR: frozenset({P.COUNSEL, P.SEE_OWN_ACCESS_LOG}),
    Role.OSK_LEAD: frozenset(
        {
            P.SEE_HOUSEHOLDS,
            P.OF_OSK,
            P.LEAD_MEETINGS,
            P.SEE_PLANS,
            P.DECLARE_DISQUALIFICATION,
            P.SEE_OWN_ACCESS_LOG,
            P.SEE_MAPPINGS,
            P.READ_SHARED_HOUSING,
        }
    ),
    Role.PAYMENT_CLERK: frozenset({P.SEND_PAYMENTS, P.SEE_OWN_ACCESS_LOG}),
    Role.EXECUTIVE: frozenset(
        {
            P.SEE_REPORTS,
            P.ORDER_REPORT,
            P.ASSESS_REPORT,
            P.SEE_OWN_ACCESS_LOG,
            P.SEE_PLAN_ACTIONS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            P.IMPORT_DATA,
            P.SEE_OWN_ACCESS_LOG,
            P.SEE_RETENTION,
            P.PROPOSE_RETENTION,
            P.SEE_USERS,
            P.MANAGE_USERS,
            P.MANAGE_UNITS,
            P.APPROVE_ACCESS,
            P.DISTRIBUTE_HOUSEHOLDS,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            P.SEE_ACCESS_LOG,
            P.REVIEW_ACCESS,
            P.SEE_OWN_ACCESS_LOG,
            P.OVERSEE_BREAK_GLASS,
            P.SEE_RETENTION,
            P.APPROVE_RETENTION,
            P.SEE_USERS,
        }
    ),
    Role.CENTRE_STAFF: frozenset({P.HOLD_DIALOGUES, P.SEE_OWN_ACCESS_LOG}),
}


def permissions_of(role: Role) -> frozenset[Permission]:
    """What `role` may do; a role missing in the table may do nothing."""
    return ROLE_PERMISSIONS.get(role, frozenset())


Facts = TypeVar("Facts")


@dataclass(frozen=True)
class Rule(Generic[Facts]):
    """A rule by name: a core rule refuses when it holds, a basis opens when it holds."""

    name: str
    holds: Callable[[Facts], bool]


@dataclass(frozen=True)
class Verdict:
    """What was decided and by which rule: the core rule that refused, or the basis that opened."""

    allow: bool
    rule: str


NO_BASIS = "no_basis"


def decide(facts: Facts, core: Sequence[Rule[Facts]], bases: Sequence[Rule[Facts]]) -> Verdict:
    """Weigh `facts`: the first core rule that holds refuses, and no basis overrides it.

    Else the first basis that holds opens, and without one the answer is no. A rule that raises
    is passed on to the caller, who must refuse (households/door.py answers 503).
    """
    for rule in core:
        if rule.holds(facts):
            return Verdict(allow=False, rule=rule.name)
    for basis in bases:
        if basis.holds(facts):
            return Verdict(allow=True, rule=basis.name)
    return Verdict(allow=False, rule=NO_BASIS)
