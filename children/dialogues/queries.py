"""The participants of the introduction programme, and the talks with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from children.dialogues.rules import base_day
from children.models import FamilyDialogue
from children.models.dialogues import homes_known_to_centre
from households.models import IntroPeriod, Membership

FIRST_YEAR = 2013
"""The plan's first."""


@dataclass(frozen=True)
class Participant:
    """Somebody in the programme on the day that counts; `talked_on` is the year's latest talk."""

    period: IntroPeriod
    household_id: int
    talked_on: date | None

    @property
    def name(self) -> str:
        return self.period.person.name


def participants(user: User, year: int, today: date) -> list[Participant]:
    """Those the user may know of, by name; each once, however many periods overlap. One query."""
    day = base_day(year, today)
    talks = FamilyDialogue.objects.filter(
        person=OuterRef("person"), held_on__year=year, undone_at__isnull=True
    )
    rows: Any = _periods(user, day).annotate(
        talked_on=Subquery(talks.order_by("-held_on").values("held_on")[:1])
    )
    found: dict[int, Participant] = {}
    for row in rows.order_by("person__sort_name", "person", "-valid_from"):
        found.setdefault(row.person_id, Participant(row, row.household_id, row.talked_on))
    return list(found.values())


def known_periods(user: User, today: date) -> QuerySet[Any]:
    """Those the user may know of, open or over, each with the `household_id` of today."""
    return _periods(user, today, open_only=False)


def _periods(user: User, day: date, *, open_only: bool = True) -> QuerySet[Any]:
    """Periods, each with the household that the person lives in on `day`."""
    homes = Membership.objects.valid_on(day).filter(person=OuterRef("person"))
    rows: Any = IntroPeriod.objects.valid_on(day) if open_only else IntroPeriod.objects.all()
    rows = rows.annotate(household_id=Subquery(homes.order_by("pk").values("household")[:1]))
    known = homes_known_to_centre(user)
    return rows.filter(household_id__in=known.values("pk")).select_related("person")


def dialogues_with(person_id: int, user: User) -> list[FamilyDialogue]:
    """All that were held with the person, the latest first; those undone are left out."""
    rows = FamilyDialogue.objects.visible_to(user).filter(person=person_id, undone_at__isnull=True)
    return list(rows.select_related("held_by"))
