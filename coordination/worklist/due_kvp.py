"""What is due in the qualification programme (1c): decision, start, evaluation, leave, afterwards.

The steps are those that the case's own page shows (benefits/programmes/next_steps.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from accounts.access import units_with
from accounts.models import Party
from accounts.policy import Permission
from benefits.models import RUNNING, KvpCase, KvpFollowUp, KvpState
from benefits.programmes.next_steps import Step, What, steps_of
from benefits.programmes.queries import with_dates
from coordination.worklist.due import LAW, OWN, PLAN, Due, Scope, in_days

S = KvpState
OVER = (S.COMPLETED, S.STOPPED_ABSENCE, S.ENDED_AFTER_BREAK)
LATE_BY = {
    What.ASSESS: LAW,
    What.DECIDE: LAW,
    What.APPROVE: LAW,
    What.START: PLAN,
    What.EVALUATE: PLAN,
    What.COME_BACK: PLAN,
    What.END: PLAN,
    What.FOLLOW_UP: OWN,
}
WHY = {
    What.ASSESS: "Svar innen en måned etter søknaden",
    What.DECIDE: "Svar innen en måned etter søknaden",
    What.APPROVE: "Svar innen en måned etter søknaden",
    What.EVALUATE: "Planlagt evaluering",
    What.COME_BACK: "Siste dag i permisjonen",
    What.END: "Siste dag som er innvilget",
    What.FOLLOW_UP: "Tiltak 1c: hva gjør personen nå?",
}
ASKED_FOR = timedelta(days=430)
"""Longer than a year after the end nobody is reminded; by then it is told or it is not."""


def kvp_steps(scope: Scope) -> Iterable[Due]:
    """One line for each thing that is due soon in a case, or should have been done."""
    for case in _cases(scope):
        for step in steps_of(case, scope.today):
            if step.due is not None and _is_near(step, scope.today):
                yield _due(case, step, scope)


def _is_near(step: Step, today: date) -> bool:
    """Whether it stands in the list yet: the end of a programme long before, the rest a while."""
    if step.due is None or step.what in (What.ASSESS, What.DECIDE, What.APPROVE, What.START):
        return True
    days = settings.KVP["end_days" if step.what == What.END else "notice_days"]
    before = timedelta(days=0 if step.what == What.FOLLOW_UP else days)
    return step.due - before <= today


def _cases(scope: Scope) -> Iterator[Any]:
    over = Q(state__in=OVER, closed_on__gt=scope.today - ASKED_FOR)
    over &= Q(told__lt=len(KvpFollowUp.MONTHS))
    rows: Any = KvpCase.objects.annotate(
        told=Count("follow_ups"), caseworker_id=scope.holder(Party.NAV)
    ).filter(
        Q(state__in=RUNNING) | over,
        unit__in=scope.units & units_with(scope.user, Permission.SEE_BENEFITS),
        household__in=scope.known,
    )
    rows = with_dates(rows).select_related("household__contact", "decision")
    yield from rows.order_by("enquired_on", "pk")


def _due(case: Any, step: Step, scope: Scope) -> Due:
    due = step.due or scope.today
    return Due(
        key=f"kvp-{step.what.replace('_', '-')}-{case.pk}-{due:%Y%m%d}",
        household_id=case.household_id,
        household=str(case.household),
        what=step.text,
        url=reverse("programmes:kvp", args=[case.household_id, case.pk]),
        registered=case.enquired_on,
        kind="KVP",
        status=case.get_state_display(),
        due=due,
        why=WHY.get(step.what) or _start_within(),
        late=LATE_BY[step.what] if step.late else "",
        urgent=False,
        caseworker_id=case.caseworker_id,
        caseworker="Meg" if case.caseworker_id == scope.user.pk else "",
        is_sent=step.what == What.APPROVE,
        subject_id=case.person_id,
    )


def _start_within() -> str:
    return f"Start innen {in_days(settings.KVP['start_days'])} etter vedtaket"
