"""Assessments for active measures in a demo (1a): most have one, few on any desk wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import Party, Unit, User
from benefits.measures import queries, youth
from benefits.models import ActivityAssessment
from households.models import Household, JournalEntry, Responsibility
from reports.demo import measure_places as places
from reports.demo.users import DISTRICTS, Staff

C = ActivityAssessment.Conclusion
GROUNDS = {
    C.JOBBSJANSEN: "Hjemme med barn i flere år. Vil ut i arbeid, trenger norsk og praksis.",
    C.YOUTH: "Har sluttet på skolen. Trenger fast opplegg hver dag.",
    C.PRACTICE: "Kan jobbe halve dager. Kommunal plass prøves først.",
    C.BARNAS_INN: "Vil jobbe med barn. Passer med levering i barnehagen.",
    C.WORK_TRAINING: "Har jobbet på lager før. Trenger å komme i gang igjen.",
    C.COURSE: "Mangler fagbrev. Godt motivert for kurs.",
    C.LANGUAGE: "Snakker lite norsk. Språk først, så praksis.",
    C.STATE: "NAVs eget tiltak er søkt.",
    C.KVP: "Trenger tett oppfølging på heltid over lengre tid.",
    C.JOB_SEARCH: "Klar for jobb. Avtalt møter annenhver uke.",
    C.NOT_NOW: "Under behandling på sykehus. Tas opp igjen når den er ferdig.",
}
WEIGHTS = (6, 8, 10, 4, 16, 10, 10, 6, 8, 10, 12)
UNASSIGNED_WAITING = 0.12
"""Of those whom no caseworker has, the share that nobody has assessed."""
WAITING_PER_DESK = 1
FOLLOWED_UP = 0.75
"""Of the young in nothing, and of the new ones, the share that somebody has talked with."""
TALKS = (
    "Snakket om hva som skal til for å komme i gang. Møter på Ungdomsverkstedet på mandag.",
    "Avtalt å søke skoleplass sammen neste uke.",
    "Har vært på intervju. Avtalt ny samtale om to uker.",
)


def lay_down(staff: Staff, year: int) -> None:
    rng, today = Random(f"{year}/measures"), timezone.localdate()
    assess(staff, rng, today)
    places.lay_down(staff, rng, today)
    follow_up(staff, rng, today)


def assess(staff: Staff, rng: Random, today: date) -> None:
    """Everybody on assistance over time, but for one on each desk and some whom nobody has."""
    own = {staff.units[Party.NAV, d].pk: staff.users[f"nav.{d}"] for d in DISTRICTS}
    units = {unit.pk: unit for unit in staff.units.values()}
    waiting: Counter[int] = Counter()
    made: list[ActivityAssessment] = []
    for row in over_time(today):
        if row.caseworker_id is None:
            waits = rng.random() < UNASSIGNED_WAITING
        else:
            waits = waiting[row.caseworker_id] < WAITING_PER_DESK and rng.random() < 0.2
            waiting[row.caseworker_id] += waits
        by, unit = row.caseworker or own[row.unit_id], units[row.unit_id]
        made += _assessments(rng, row, by, unit, today, waits=waits)
    ActivityAssessment.objects.bulk_create(made, batch_size=500)


def follow_up(staff: Staff, rng: Random, today: date) -> None:
    """Most of the young who are in nothing have been talked with; some are left red (1b)."""
    own = {staff.units[Party.NAV, d].pk: staff.users[f"nav.{d}"] for d in DISTRICTS}
    red = youth.young_recipients(_seated(queries.adults(today), today), today).filter(is_red=True)
    notes = [
        _talk(rng, row.household_id, row.person_id, (row.unit_id, own[row.unit_id]), today, 25)
        for row in red.order_by("person", "pk")
        if rng.random() < FOLLOWED_UP
    ]
    new = youth.first_talks(today, Household.objects.values("pk"))
    notes += [
        _talk(rng, row.household_id, row.applicant_id, (row.unit_id, own[row.unit_id]), today, 0)
        for row in new
        if rng.random() < FOLLOWED_UP
    ]
    JournalEntry.objects.bulk_create(notes, batch_size=500)


def _talk(
    rng: Random, household: int, person: int, seat: tuple[int, User], today: date, days: int
) -> JournalEntry:
    unit, by = seat
    return JournalEntry(
        household_id=household,
        party=Party.NAV,
        unit_id=unit,
        contact_on=today - timedelta(days=rng.randint(0, days)),
        spoken_with_id=person,
        topic=JournalEntry.Topic.WORK,
        text=rng.choice(TALKS),
        written_by=by,
        form_token=UUID(int=rng.getrandbits(128)),
    )


def _seated(rows: Any, today: date) -> Any:
    """Those whom a unit of NAV has, each with the unit and the caseworker."""
    has = Responsibility.objects.valid_on(today).filter(
        household=OuterRef("household"), party=Party.NAV
    )
    rows = rows.annotate(
        unit_id=Subquery(has.values("unit")[:1]),
        caseworker_id=Subquery(has.values("caseworker")[:1]),
    )
    return rows.filter(unit_id__isnull=False)


def over_time(today: date) -> list[Any]:
    """The memberships of those on assistance over time, with unit and caseworker; each once."""
    rows = _seated(queries.over_time(queries.adults(today), today), today)
    found: dict[int, Any] = {}
    for row in rows.order_by("person", "pk"):
        found.setdefault(row.person_id, row)
    people = User.objects.in_bulk({row.caseworker_id for row in found.values()} - {None})
    for row in found.values():
        row.caseworker = people.get(row.caseworker_id)
    return list(found.values())


def _assessments(
    rng: Random, row: Any, by: User, unit: Unit, today: date, *, waits: bool
) -> Iterator[ActivityAssessment]:
    """The latest and maybe one before it; of who waits the old one only."""
    ago = rng.randint(0, 150)
    if rng.random() < 0.4:
        yield _made(rng, row, by, unit, today - timedelta(days=ago + 200), C.COURSE)
    if not waits:
        conclusion = rng.choices(C.values, WEIGHTS)[0]
        yield _made(rng, row, by, unit, today - timedelta(days=ago), conclusion)


def _made(
    rng: Random, row: Any, by: User, unit: Unit, on: date, conclusion: str
) -> ActivityAssessment:
    days = rng.randint(152, 330)
    until = on + timedelta(days=days) if conclusion == C.NOT_NOW else None
    return ActivityAssessment(
        household_id=row.household_id,
        person_id=row.person_id,
        unit=unit,
        assessed_on=on,
        conclusion=conclusion,
        not_until=until,
        grounds=GROUNDS[C(conclusion)],
        next_review_on=until or on + timedelta(days=180),
        assessed_by=by,
        registered_at=timezone.now(),
    )
