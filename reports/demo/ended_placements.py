"""Placements that ended in the report's year in a demo, and talks with an interpreter (1d, 1h).

So many that the table of effects has something to tell: each kind of measure leads to work as often
as its weights say. What is due to be asked afterwards has been asked.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import Party, User
from benefits.models import (
    KvpEnrolment,
    Measure,
    MeasureType,
    Payment,
    Placement,
    PlacementChange,
    PlacementHours,
    PlacementOutcome,
)
from households.models import JournalEntry, Membership, Responsibility
from households.months import month_from
from reports.demo.users import DISTRICTS, Staff

M = MeasureType
CODES = ("01", "11", "04", "13", "16", "14", "03")
WHOURSS: dict[str, tuple[int, ...]] = {
    M.JOBBSJANSEN: (8, 3, 2, 0, 5, 1, 1),
    M.YOUTH: (5, 1, 7, 0, 5, 1, 1),
    M.PRACTICE: (6, 4, 1, 1, 6, 3, 1),
    M.BARNAS_INN: (7, 2, 3, 0, 6, 1, 1),
    M.WORK_TRAINING: (5, 3, 1, 2, 6, 4, 1),
    M.COURSE: (9, 2, 2, 0, 6, 1, 1),
    M.LANGUAGE: (3, 2, 4, 0, 9, 1, 2),
    M.STATE: (4, 3, 1, 3, 5, 5, 1),
}
"""How often each kind of measure leads to each of CODES."""
PEOPLE, TALKS = 330, 140
USED = 0.7
YOUNG = 24
HOURS = ("work_hours", "training_hours", "language_hours")


def lay_down(staff: Staff, year: int) -> None:
    rng, today = Random(f"{year}/ended"), timezone.localdate()
    own = {staff.units[Party.NAV, d].pk: staff.users[f"nav.{d}"] for d in DISTRICTS}
    people = _people(year)
    rows = people[:: max(1, len(people) // PEOPLE)][:PEOPLE]
    measures = list(Measure.objects.order_by("pk"))
    made = [_placement(rng, row, measures, own[row.unit_id], year) for row in rows]
    Placement.objects.bulk_create(made, batch_size=500)
    parts = [part for row in made for part in _beside(rng, row, today)]
    for model in (PlacementHours, PlacementOutcome, PlacementChange):
        found: list[Any] = [part for part in parts if isinstance(part, model)]
        model._default_manager.bulk_create(found, batch_size=500)
    in_need = [row for row in people if row.person.needs_interpreter][:TALKS]
    talks = [_talk(rng, row, own[row.unit_id], year) for row in in_need]
    JournalEntry.objects.bulk_create(talks, batch_size=500)


def _people(year: int) -> list[Any]:
    """Adults with assistance in the year whom NAV has, without a placement or KVP; each once."""
    has = Responsibility.objects.filter(household=OuterRef("household"), party=Party.NAV)
    months = (month_from(year, 1), month_from(year, 12))
    paid = Payment.objects.assistance_paid().filter(month__range=months)
    rows = Membership.objects.filter(role=Membership.Role.APPLICANT, valid_to=None)
    rows = rows.filter(person__in=paid.values("person"), person__birth_date__isnull=False)
    rows = rows.exclude(person__in=Placement.objects.values("person"))
    rows = rows.exclude(person__in=KvpEnrolment.objects.values("person"))
    has = has.filter(valid_to=None, undone_at=None)
    rows = rows.annotate(unit_id=Subquery(has.values("unit")[:1])).filter(unit_id__isnull=False)
    found: dict[int, Any] = {}
    for row in rows.select_related("person").order_by("person", "pk"):
        found.setdefault(row.person_id, row)
    return list(found.values())


def _placement(rng: Random, row: Any, measures: list[Measure], by: User, year: int) -> Placement:
    ended = date(year, 1, 1) + timedelta(days=rng.randint(0, 364))
    first = ended - timedelta(days=rng.randint(60, 300))
    is_young = ended.year - row.person.birth_date.year < YOUNG
    fits = [one for one in measures if (one.target == Measure.Target.YOUTH) == is_young]
    measure = rng.choice(fits)
    return Placement(
        household_id=row.household_id,
        person_id=row.person_id,
        measure=measure,
        unit_id=row.unit_id,
        asked_on=first - timedelta(days=12),
        placed_on=first,
        planned_from=first,
        planned_to=ended,
        started_on=first,
        ended_on=ended,
        broken_off=rng.random() < 0.2,
        exit_code=rng.choices(CODES, WHOURSS[measure.kind])[0],
        made_by=by,
    )


def _beside(rng: Random, made: Placement, today: date) -> list[Any]:
    """Its hours, its history, and what was asked after six and twelve months."""
    ended, by = made.ended_on, made.made_by
    if ended is None:
        return []
    hours = {name: getattr(made.measure, name) for name in HOURS}
    parts: list[Any] = [
        PlacementHours(placement=made, valid_from=made.planned_from, valid_to=ended, **hours)
    ]
    for act, day, told in (
        ("asked", made.asked_on, str(made.measure)),
        ("started", made.planned_from, f"{made.planned_from:%d.%m.%Y}"),
        ("ended", ended, made.get_exit_code_display()),
    ):
        at = timezone.make_aware(datetime.combine(day, time(10)))
        parts.append(PlacementChange(placement=made, act=act, told=told, by=by, at=at))
    for months, days in ((6, 180), (12, 360)):
        if ended + timedelta(days=days) <= today:
            code = rng.choice((made.exit_code, made.exit_code, "01", "16"))
            parts.append(PlacementOutcome(placement=made, months=months, code=code, noted_by=by))
    return parts


def _talk(rng: Random, row: Any, by: User, year: int) -> JournalEntry:
    used = rng.random() < USED
    return JournalEntry(
        household_id=row.household_id,
        party=Party.NAV,
        unit_id=row.unit_id,
        contact_on=date(year, 1, 10) + timedelta(days=rng.randint(0, 340)),
        spoken_with_id=row.person_id,
        topic=JournalEntry.Topic.WORK,
        text="Snakket om planen videre.",
        interpreter="remote" if used else "not_used",
        interpreter_reason="" if used else "Tolken kom ikke",
        interpreter_needed=True,
        written_by=by,
        form_token=UUID(int=rng.getrandbits(128)),
    )
