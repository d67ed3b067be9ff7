"""What the rules need to know of a decision, and who may decide how much."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.access import live_roles
from accounts.models import DelegationLimit, Unit, User
from accounts.policy import Permission, Role
from decisions.codes import AppealResult, Kind, Outcome, Section
from decisions.models import Appeal, Condition, Decision, Letter, Matter, TextBlock
from decisions.rules import (
    Appellant,
    ChildFacts,
    ConditionFacts,
    DecisionFacts,
    MatterFacts,
    gives,
    may_appeal,
)
from households.models import Household, MappingDuty, Membership, Person
from households.person_bar import is_child, is_present
from households.rules import ADULT_AT, age_on

OF_MONEY = (Section.SUBSISTENCE, Section.SPECIAL)
REVERSED = (Kind.HOUSING,)
"""Kinds in which a refusal that the office itself turns is a reversal with grounds (fvl § 35)."""
CHANGED = (AppealResult.CHANGED, AppealResult.ANNULLED, AppealResult.RETURNED)
COUPLE = {Membership.Role.APPLICANT, Membership.Role.SPOUSE}


def appeal_body(kind: str) -> str:
    """Who decides appeals against decisions of this kind."""
    bodies: dict[str, str] = settings.APPEAL_BODIES
    return bodies.get(kind, bodies[""])


def turns_refusal(decision: Decision) -> bool:
    """Whether it corrects a refusal that no appeal had turned: the office's own accord (§ 35)."""
    before = decision.corrects
    if before is None or decision.kind not in REVERSED:
        return False
    is_refusal = before.outcome in (Outcome.REFUSED, Outcome.DISMISSED)
    return is_refusal and not turns_by_appeal(decision)


def turns_by_appeal(decision: Decision) -> bool:
    """Whether an appeal had turned the decision that it corrects, at the office or above it."""
    if decision.corrects is None:
        return False
    made = timezone.localdate(decision.approved_at) if decision.approved_at else date.max
    turned = Q(is_reversed=True, reconsidered_on__lte=made)
    turned |= Q(result__in=CHANGED, result_on__lte=made)
    found: bool = decision.corrects.appeals.filter(turned, is_taken_up=True).exists()
    return found


def is_reversal(decision: Decision) -> bool:
    """Whether it is a reversal (omgjøring): a refusal turned so, and something given instead."""
    return gives(decision.outcome) and turns_refusal(decision)


def children_of(household: Household, on: date) -> list[Person]:
    """Those under 18 whose best interests a decision about the household must weigh."""
    members = household.memberships.valid_on(on).select_related("person").order_by("pk")
    return [row.person for row in members if is_child(row, on)]


def members_on(household: Household, on: date) -> set[int]:
    """Ids of those who belong to the household that day."""
    return set(household.memberships.valid_on(on).values_list("person", flat=True))


def mapped_paragraphs(
    household: Household, party: str, children: Collection[Person]
) -> dict[int, str]:
    """What the latest mapping of each child (id) gave a decision of the party to say."""
    done = _duties(household, party, children).filter(fulfilled_on__isnull=False)
    return dict(done.order_by("fulfilled_on", "pk").values_list("child", "paragraph"))


def _duties(household: Household, party: str, children: Collection[Person]) -> Any:
    """The party's own in this household: what another was asked for is not for it to know."""
    return MappingDuty.objects.filter(household=household, party=party, child__in=children)


def facts_of(decision: Decision, on: date) -> DecisionFacts:
    """The decision as the rules weigh it, with the children who live in the household on `on`."""
    return DecisionFacts(
        kind=decision.kind,
        outcome=decision.outcome,
        has_period=decision.months is not None,
        months=decision.month_count,
        matters=[_matter(row) for row in decision.matters.order_by("number")],
        children=_children(decision, on),
        cap_reduction=decision.cap_reduction,
        applicant_age=_age(decision.applicant, on),
        conditions=[
            ConditionFacts(
                row.basis, _age(row.person, on), row.person_id == decision.applicant_id, row.text
            )
            for row in decision.conditions.select_related("person").order_by("number")
        ],
        reassessed=decision.reassessed if decision.renews else None,
        reassessed_before=decision.renews.reassessed if decision.renews else "",
        reversal=decision.reassessed if turns_refusal(decision) else None,
        payment=decision.payment,
        standards=standard_texts(),
    )


def _age(person: Person, on: date) -> int | None:
    return None if person.birth_date is None else age_on(person.birth_date, on)


def _matter(row: Matter) -> MatterFacts:
    return MatterFacts(
        asked=row.asked,
        outcome=row.outcome,
        section=row.section,
        facts=row.facts,
        law=row.law,
        discretion=row.discretion,
        amount=row.amount if _is_of_money(row) else None,
    )


def _is_of_money(row: Matter) -> bool:
    """Whether a matter grants money: a grant or a loan, under a section that gives some."""
    return row.form in Matter.PAID_OUT and row.section in OF_MONEY


def standard_texts() -> list[str]:
    """Every edition there is or was: a text is no more individual because its block has ended."""
    return list(TextBlock.objects.order_by().values_list("body", flat=True))


def _children(decision: Decision, on: date) -> list[ChildFacts]:
    children = children_of(decision.household, on)
    weighed = {row.child_id: row for row in decision.children.all()}
    party = decision.unit.party
    owed = _duties(decision.household, party, children).open()
    excepted = dict(owed.values_list("child", "exception"))
    mapped = mapped_paragraphs(decision.household, party, children)
    return [
        ChildFacts(
            child_id=child.pk,
            name=child.first_name or child.name,
            text=weighed[child.pk].text if child.pk in weighed else "",
            cap_text=weighed[child.pk].cap_text if child.pk in weighed else "",
            mapped=mapped.get(child.pk, ""),
            owes_mapping=child.pk in excepted,
            is_excepted=bool(excepted.get(child.pk)),
        )
        for child in children
    ]


def limit_of(user: User, permission: Permission, decision: Decision, on: date) -> int | None:
    """Kroner the user may decide alone in the decision's unit, by a role that has `permission`.

    None for one without such a role there.
    """
    return limit_in(user, permission, decision.unit, on)


def limit_in(user: User, permission: Permission, unit: Unit, on: date) -> int | None:
    """As `limit_of`, of any unit."""
    limits = [
        DelegationLimit.objects.amount_for(Role(row.role), unit, on)
        for row in live_roles(user)
        if row.unit_id == unit.pk and permission in row.permissions
    ]
    return max(limits, default=None)


def appellant_of(decision: Decision, person: Person, on: date) -> Appellant:
    """Who a complainer is in the decision's case, seen in the household on `on`."""
    members = decision.household.memberships.valid_on(on)
    roles = dict(members.values_list("person", "role"))
    couple = {pk for pk, role in roles.items() if role in COUPLE}
    married = Membership.Role.SPOUSE in roles.values()
    age = _age(person, on)
    return Appellant(
        is_applicant=person.pk == decision.applicant_id,
        is_spouse=married and {person.pk, decision.applicant_id} <= couple,
        is_adult=age is None or age >= ADULT_AT,
    )


def decisions_of(household: Household, parties: Collection[str]) -> list[Decision]:
    """Those of these parties, the latest first, each with its letter if it has one."""
    rows = household.decisions.select_related("applicant", "made_by", "approved_by", "letter")
    return list(rows.filter(unit__party__in=parties))


def decision_of(
    household: Household, decision_id: int, parties: Collection[str]
) -> Decision | None:
    rows = household.decisions.select_related(
        *("applicant", "household", "unit", "made_by", "proposed_by", "approved_by"),
        *("letter", "corrects", "renews"),
    )
    found: Decision | None = rows.filter(pk=decision_id, unit__party__in=parties).first()
    return found


def letter_of(decision: Decision) -> Letter | None:
    return Letter.objects.filter(decision=decision).select_related("decision").first()


def usual_channel(decision: Decision) -> str:
    """How the applicant had the last letter sent; empty for who has had none."""
    sent = Letter.objects.filter(
        decision__applicant=decision.applicant_id, sent_at__isnull=False
    ).order_by("-sent_at")
    return sent.values_list("channel", flat=True).first() or ""


def open_duty_of(decision: Decision, child_id: int) -> MappingDuty | None:
    """The duty of the decision's party to map a child of the household that stands open."""
    owed = MappingDuty.objects.open().filter(
        household=decision.household, party=decision.unit.party, child=child_id
    )
    found: MappingDuty | None = owed.first()
    return found


def conditions_of(decision: Decision) -> list[Condition]:
    return list(decision.conditions.select_related("person"))


def appeals_of(decision: Decision) -> list[Appeal]:
    return list(decision.appeals.select_related("appellant"))


def possible_applicants(household: Household, today: date) -> list[Person]:
    """Members present whom the user may know of; the contact first, then adults."""
    rows = [
        row
        for row in household.all_memberships
        if is_present(row, today) and household.access.knows(row.person_id)
    ]
    rows.sort(key=lambda row: (row.person_id != household.contact_id, is_child(row, today)))
    return list({row.person_id: row.person for row in rows}.values())


def names_of(household: Household, today: date) -> dict[int, str]:
    """Members present by id; those a condition can be for."""
    return {person.pk: person.name for person in possible_applicants(household, today)}


def appellants_of(decision: Decision, household: Household, today: date) -> list[Person]:
    """Those who may complain of the decision (rules.may_appeal)."""
    return [
        person
        for person in possible_applicants(household, today)
        if may_appeal(appellant_of(decision, person, today))
    ]
