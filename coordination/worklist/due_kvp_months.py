"""Last month's benefit in KVP: to be prepared, and to be confirmed, soon after the month's end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from accounts.access import units_with
from accounts.models import Party
from accounts.policy import Permission
from benefits.kvp_benefit.queries import last_month, to_confirm, to_prepare
from benefits.models import KvpCase
from coordination.worklist.due import OWN, Due, Scope, in_days
from households.months import first_day, last_day, month_name, month_of

PAY_WITHIN = timedelta(days=10)
"""Our own aim after the month's end; that it is paid in arrears is all the law says."""


def kvp_months(scope: Scope) -> Iterable[Due]:
    """One line for each month that nobody has prepared, or that is prepared and waits."""
    cases = _cases(scope)
    month = last_month(scope.today)
    case: Any
    for case in to_prepare(cases, scope.today):
        yield _due(
            case,
            case.holder,
            scope,
            month,
            f"Klargjør kvalifiseringsstønaden for {month_name(month)}",
        )
    waiting = to_confirm(cases)
    holder = scope.holder(Party.NAV, household="case__household")
    for row in waiting.annotate(holder=holder):
        of_month = month_of(row.for_month)
        text = f"Bekreft kvalifiseringsstønaden for {month_name(of_month)}"
        yield _due(row.case, row.holder, scope, of_month, text)


def _cases(scope: Scope) -> Any:
    """The cases of the user's offices, each with who has the household."""
    return KvpCase.objects.filter(
        unit__in=scope.units & units_with(scope.user, Permission.SEE_BENEFITS),
        household__in=scope.known,
    ).annotate(holder=scope.holder(Party.NAV))


def _due(case: Any, holder: int | None, scope: Scope, month: int, text: str) -> Due:
    over: date = last_day(month)
    due = over + PAY_WITHIN
    return Due(
        key=f"kvp-maaned-{case.pk}-{first_day(month):%Y%m}",
        household_id=case.household_id,
        household=str(case.household),
        what=text,
        url=reverse("programmes:kvp", args=[case.household_id, case.pk]),
        registered=over,
        kind="KVP",
        status=case.get_state_display(),
        due=due,
        why=f"Etterskuddsvis, innen {in_days(PAY_WITHIN.days)} etter måneden",
        late=OWN if due < scope.today else "",
        urgent=False,
        caseworker_id=holder,
        caseworker="Meg" if holder == scope.user.pk else "",
        subject_id=case.person_id,
    )
