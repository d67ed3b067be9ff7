"""The demo municipality as its own rows tell it, for counting a second time."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.models import (
    KvpBenefit,
    KvpCase,
    KvpEnrolment,
    KvpEvaluation,
    KvpExtension,
    KvpState,
    Payment,
)
from children.codes import MappingState, TransitionState
from children.models import ChildMapping, Transition
from children.transitions.actions import open_due
from coordination.models import Flag
from coordination.worklist.due import LAW, PLAN, scope_of
from coordination.worklist.dues import everything
from households.models import IntroPeriod, Membership, Person
from households.rules import age_on
from reports.models import ReportRun
from tests.reports.plain_count import City, Member, Someone, month_of, months_from


class Demo:
    """The report that was made, and the same rows for counting by hand."""

    def __init__(self) -> None:
        self.run = ReportRun.objects.get()
        self.figures: dict[str, Any] = self.run.figures
        self.year = self.run.year
        self.city = city()


def city() -> City:
    people = {
        pk: Someone(born, died, moved)
        for pk, born, died, moved in Person.objects.values_list(
            "pk", "birth_date", "died_on", "moved_away_on"
        )
        if born is not None
    }
    paid = Payment.objects.filter(scheme="assistance", status="paid", amount__gt=0).order_by()
    for pk, spouse, day in paid.values_list("person", "co_applicant", "paid_on"):
        people[pk].own.add(month_of(day))
        if spouse is not None:
            people[spouse].with_spouse.add(month_of(day))
            people[spouse].spouses.add(pk)
            people[pk].spouses.add(spouse)
    periods = ("person", "valid_from", "valid_to")
    kvp = list(KvpEnrolment.objects.values_list(*periods))
    last = month_of(timezone.localdate())
    for pk, first, end in [*kvp, *IntroPeriod.objects.values_list(*periods)]:
        months = months_from(month_of(first), last if end is None else month_of(end))
        people[pk].neutral.update(months)
    fields = ("household", "person", "role", "valid_from", "valid_to")
    return City(people, [Member(*row) for row in Membership.objects.values_list(*fields)], kvp)


def red_things() -> dict[str, int]:
    """Of each caseworker, what stands late by law or plan in the work list."""
    today = timezone.localdate()
    users = User.objects.filter(responsibilities__isnull=False).distinct()
    return {
        user.username: sum(
            row.late in (LAW, PLAN) and row.caseworker_id == user.pk
            for row in everything(scope_of(user, today))
        )
        for user in users
    }


def of_children_lacking() -> list[str]:
    """What mappings and transitions do not show: every state, twenty of 17, some of them red."""
    today = timezone.localdate()
    rows = list(Transition.objects.with_all())
    born = [row.child.birth_date for row in rows if row.child.birth_date]
    of_17 = sum(age_on(day, today) == 17 for day in born)
    red = Flag.objects.open().filter(rule=Flag.Rule.UNRECEIVED).count()
    mapped = set(ChildMapping.objects.values_list("state", flat=True))
    shown = {
        "every state of a mapping": mapped == set(MappingState),
        "twenty of 17": of_17 >= 20,
        "every state of a transition": {row.state for row in rows} == set(TransitionState),
        "an answer waited for": any(row.waits_for_answer for row in rows),
        "some before the meeting": 5 <= red < of_17,
        "all that open by themselves": open_due(today=today, at=timezone.now()) == 0,
    }
    return [name for name, is_shown in shown.items() if not is_shown]


FEWEST_MONTHS = 15
"""Of some sixty participants, a fourth wait in each way."""


def of_kvp_lacking() -> list[str]:
    """States of a case in the programme, and what happens in one, with fewer than twenty."""
    states = Counter(KvpCase.objects.values_list("state", flat=True))
    numbers = {str(state): states[state] for state in KvpState} | {
        "extended": KvpExtension.objects.filter(decision__state="approved").count(),
        "evaluated": KvpEvaluation.objects.filter(held_on__isnull=False).count(),
    }
    lacking = [name for name, number in numbers.items() if number < 20]
    months = Counter(KvpBenefit.objects.values_list("state", "payment__status"))
    told = ("prepared", None), ("confirmed", "paid"), ("replaced", "paid"), ("confirmed", None)
    waiting = (("confirmed", one) for one in ("planned", "sent", "stopped"))
    return lacking + [f"a month {one}" for one in (*told, *waiting) if months[one] < FEWEST_MONTHS]
