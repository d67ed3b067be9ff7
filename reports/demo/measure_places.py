"""A catalogue of measures in a demo, and placements in every state (1d, 1e).

Nothing here is paid, so no figure of the report changes. Full measures have a line.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import Party, User
from benefits.measures.queries import adults
from benefits.models import (
    KvpEnrolment,
    Measure,
    MeasureType,
    Payment,
    Placement,
    PlacementAttendance,
    PlacementChange,
    PlacementHours,
    PlacementOutcome,
)
from households.models import Responsibility
from households.months import month_of
from reports.demo.users import DISTRICTS, Staff

M, T = MeasureType, Measure.Target
MEASURES: tuple[tuple[Any, ...], ...] = (
    ("Jobbsjansen", M.JOBBSJANSEN, "Kvalifiseringssenteret", T.PARENTS, 15, 5, 10, 24),
    ("Ungdomsverkstedet", M.YOUTH, "Trondheim kommune", T.YOUTH, 20, 5, 0, 30),
    ("Ung i jobb", M.YOUTH, "NAV", T.YOUTH, 25, 0, 0, 20),
    ("Tilbake til skolen", M.YOUTH, "Oppfølgingstjenesten", T.YOUTH, 0, 20, 0, None),
    ("Praksisplass i barnehage", M.PRACTICE, "Trondheim kommune", T.ADULTS, 30, 0, 0, 12),
    ("Praksisplass på sykehjem", M.PRACTICE, "Trondheim kommune", T.ADULTS, 25, 5, 5, 15),
    ("Barnas INN", M.BARNAS_INN, "Barnas INN", T.PARENTS, 15, 10, 0, 16),
    ("Lager og logistikk", M.WORK_TRAINING, "Stavne", T.ADULTS, 30, 0, 0, 25),
    ("Kafé og kantine", M.WORK_TRAINING, "Stavne", T.ADULTS, 20, 10, 0, 20),
    ("Jobbsøkerkurs", M.COURSE, "NAV", T.ADULTS, 0, 15, 0, None),
    ("Truckførerkurs", M.COURSE, "Voksenopplæringen", T.ADULTS, 0, 30, 0, 10),
    ("Norsk på arbeidsplassen", M.LANGUAGE, "Voksenopplæringen", T.NEWCOMERS, 10, 0, 15, 18),
    ("Norsk for nybegynnere", M.LANGUAGE, "Voksenopplæringen", T.NEWCOMERS, 0, 0, 20, None),
    ("Arbeidsrettet rehabilitering", M.STATE, "NAV tiltak", T.ADULTS, 10, 10, 0, 14),
)
YOUNGEST, OTHERS, APART = 200, 260, 5
"""The youngest with a placement, and how many of the others: one of so many."""
STEPS = ("completed", "running", "broken_off", "running", "planned", "running", "completed")
YOUNG_FIRST = 24
CODES = ("01", "01", "11", "03", "04", "04", "13", "14", "15", "16", "16", "10")


def lay_down(staff: Staff, rng: Random, today: date) -> None:
    measures = _catalogue(staff.users["leder.midtbyen"], today)
    maker = _Maker(rng, today, measures)
    own = {staff.units[Party.NAV, d].pk: staff.users[f"nav.{d}"] for d in DISTRICTS}
    for number, row in enumerate(_people(today)):
        maker.place(row, own[row.unit_id], STEPS[number % len(STEPS)])
    maker.write()


def _catalogue(by: User, today: date) -> list[Measure]:
    rows = []
    for name, kind, provider, target, work, training, language, capacity in MEASURES:
        row = Measure(
            name=name,
            kind=kind,
            provider=provider,
            target=target,
            description="Oppmøte fra 09. Kontaktperson hver dag.",
            work_hours=work,
            training_hours=training,
            language_hours=language,
            capacity=capacity,
            languages="Norsk, engelsk" if target == T.NEWCOMERS else "",
            valid_from=date(today.year - 3, 1, 1),
            made_by=by,
        )
        row.set_search_text()
        rows.append(row)
    return Measure.objects.bulk_create(rows)


def _people(today: date) -> list[Any]:
    """Adults who have lately been paid and are not in KVP, the youngest first; each once."""
    has = Responsibility.objects.valid_on(today).filter(
        household=OuterRef("household"), party=Party.NAV
    )
    paid = Payment.objects.assistance_paid().filter(month__gte=month_of(today) - 8)
    rows = adults(today).filter(person__in=paid.values("person"), person__birth_date__isnull=False)
    in_kvp = KvpEnrolment.objects.valid_on(today).values("person")
    rows = rows.exclude(person__in=in_kvp).annotate(unit_id=Subquery(has.values("unit")[:1]))
    rows = rows.filter(unit_id__isnull=False).order_by("-person__birth_date", "pk")
    found: dict[int, Any] = {}
    for row in rows.select_related("person"):
        found.setdefault(row.person_id, row)
    people = list(found.values())
    return people[:YOUNGEST] + people[YOUNGEST::APART][:OTHERS]


class _Maker:
    """Makes placements with all that belongs to them, and writes them at once."""

    def __init__(self, rng: Random, today: date, measures: list[Measure]) -> None:
        self.rng, self.today, self.measures = rng, today, measures
        self.taken = dict.fromkeys((row.pk for row in measures), 0)
        self.made: list[Placement] = []
        self.parts: list[Any] = []

    def place(self, row: Any, by: User, step: str) -> None:
        measure = self._measure(row.person.birth_date)
        is_open = step in ("running", "planned")
        is_full = measure.capacity is not None and self.taken[measure.pk] >= measure.capacity
        waits = is_open and is_full
        self.taken[measure.pk] += is_open and not waits
        over = self.rng.choice((400, 900))
        days = {"completed": over, "broken_off": 400, "running": 120, "planned": 8}[step]
        first = self.today - timedelta(days=days if step == "planned" else self._ago(days))
        if waits:
            step, first = "waiting", self.today - timedelta(days=self._ago(60))
        made = Placement(
            household_id=row.household_id,
            person_id=row.person_id,
            measure=measure,
            unit_id=row.unit_id,
            asked_on=first - timedelta(days=10),
            placed_on=None if waits else first,
            planned_from=first,
            planned_to=first + timedelta(days=180),
            started_on=None if step in ("planned", "waiting") else first,
            made_by=by,
        )
        if step in ("completed", "broken_off"):
            lasted = 150 if step == "completed" else self.rng.randint(10, 60)
            made.ended_on = first + timedelta(days=lasted)
            made.broken_off, made.exit_code = step == "broken_off", self.rng.choice(CODES)
        self.made.append(made)
        self._beside(made, by)

    def _ago(self, days: int) -> int:
        return self.rng.randint(days // 2, days)

    def _measure(self, born: date) -> Measure:
        is_young = self.today.year - born.year < YOUNG_FIRST
        fits = [row for row in self.measures if (row.target == T.YOUTH) == is_young]
        return self.rng.choice(fits)

    def _beside(self, made: Placement, by: User) -> None:
        measure, first = made.measure, made.planned_from
        hours = {
            name: getattr(measure, name)
            for name in ("work_hours", "training_hours", "language_hours")
        }
        self.parts.append(
            PlacementHours(placement=made, valid_from=first, valid_to=made.ended_on, **hours)
        )
        self._note(made, "asked", str(measure), made.asked_on, by)
        if made.started_on is None:
            return
        self._note(made, "started", f"{first:%d.%m.%Y}", first, by)
        month = (first + timedelta(days=31)).replace(day=1)
        if month <= min(made.ended_on or self.today, self.today):
            agreed = 4 * sum(hours.values())
            there = agreed * self.rng.randint(5, 10) // 10
            told = {"agreed_hours": agreed, "attended_hours": there, "noted_by": by}
            self.parts.append(
                PlacementAttendance(placement=made, period="month", first_day=month, **told)
            )
        if made.ended_on is not None:
            self._note(made, "ended", made.get_exit_code_display(), made.ended_on, by)
            self._outcomes(made, by)

    def _outcomes(self, made: Placement, by: User) -> None:
        """Most are asked in time."""
        for months, days in ((6, 184), (12, 366)):
            is_due = made.ended_on and made.ended_on + timedelta(days=days) <= self.today
            if is_due and self.rng.random() < 0.9:
                code = self.rng.choice((made.exit_code, made.exit_code, "01", "04"))
                self.parts.append(
                    PlacementOutcome(placement=made, months=months, code=code, noted_by=by)
                )

    def _note(self, made: Placement, act: str, told: str, on: date, by: User) -> None:
        at = timezone.make_aware(datetime.combine(on, time(10)))
        self.parts.append(PlacementChange(placement=made, act=act, told=told, by=by, at=at))

    def write(self) -> None:
        Placement.objects.bulk_create(self.made, batch_size=500)
        for model in (PlacementHours, PlacementAttendance, PlacementOutcome, PlacementChange):
            rows: list[Any] = [part for part in self.parts if isinstance(part, model)]
            for part in rows:
                part.placement_id = part.placement.pk
            model._default_manager.bulk_create(rows, batch_size=500)
