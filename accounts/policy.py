"""One table from role to permissions. Default deny: what does not stand here may not be done.

Knows no person and no household; who may see which household is households/access.py.
"""

from __future__ import annotations

import enum

from django.db import models


class Permission(enum.StrEnum):
    """Something a role may do; values are stable names used in the access matrix.

    REVEAL_NATIONAL_ID is for the households one has oneself, REVEAL_ANY_ for all of the unit's.
    """

    SEE_HOUSEHOLDS = "see_households"
    REVEAL_NATIONAL_ID = "reveal_national_id"
    REVEAL_ANY_NATIONAL_ID = "reveal_any_national_id"
    SEE_BENEFITS = "see_benefits"
    SEE_REPORTS = "see_reports"
    ORDER_REPORT = "order_report"
    ASSESS_REPORT = "assess_report"
    OPEN_FIGURES = "open_figures"
    IMPORT_DATA = "import_data"


class Role(models.TextChoices):
    """The actors of security.md 2.1 and domain.md part 7."""

    CASEWORKER = "caseworker", "NAV-saksbehandler"
    TEAM_LEADER = "team_leader", "Teamleder NAV"
    BFT_ADVISER = "bft_adviser", "Rådgiver BFT"
    HV_ADVISER = "hv_adviser", "Rådgiver HV"
    HOUSING_ADVISER = "housing_adviser", "Boligrådgiver"
    DEBT_COUNSELLOR = "debt_counsellor", "Gjeldsrådgiver"
    OSK_LEAD = "osk_lead", "OSK-møteleder"
    PAYMENT_CLERK = "payment_clerk", "Økonomimedarbeider"
    EXECUTIVE = "executive", "Kommunedirektør"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Revisor og personvernombud"
    CENTRE_STAFF = "centre_staff", "Ansatt i kultur og senter"


P = Permission

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CASEWORKER: frozenset({P.SEE_HOUSEHOLDS, P.REVEAL_NATIONAL_ID, P.SEE_BENEFITS}),
    Role.TEAM_LEADER: frozenset(
        {
            P.SEE_HOUSEHOLDS,
            P.REVEAL_ANY_NATIONAL_ID,
            P.SEE_BENEFITS,
            P.SEE_REPORTS,
            P.OPEN_FIGURES,
        }
    ),
    Role.BFT_ADVISER: frozenset({P.SEE_HOUSEHOLDS, P.REVEAL_NATIONAL_ID}),
    Role.HV_ADVISER: frozenset({P.SEE_HOUSEHOLDS, P.REVEAL_NATIONAL_ID}),
    Role.HOUSING_ADVISER: frozenset(),
    Role.DEBT_COUNSELLOR: frozenset(),
    Role.OSK_LEAD: frozenset(),
    Role.PAYMENT_CLERK: frozenset(),
    Role.EXECUTIVE: frozenset({P.SEE_REPORTS, P.ORDER_REPORT, P.ASSESS_REPORT}),
    Role.ADMINISTRATOR: frozenset({P.IMPORT_DATA}),
    Role.AUDITOR: frozenset(),
    Role.CENTRE_STAFF: frozenset(),
}


def permissions_of(role: Role) -> frozenset[Permission]:
    """What `role` may do; a role missing in the table may do nothing."""
    return ROLE_PERMISSIONS.get(role, frozenset())
