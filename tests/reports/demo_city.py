"""The demo municipality as its own rows tell it, for counting a second time."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.models import KvpEnrolment, Payment
from coordination.worklist.due import LAW, PLAN, scope_of
from coordination.worklist.dues import everything
from households.models import IntroPeriod, Membership, Person
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
