"""Placing somebody in a measure, and each step until it is ended and followed up (1d, 1e).

What a measure holds is counted under its row's lock, so that two can never get the same place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from benefits.measures.actions import SENT_BEFORE, MeasureError
from benefits.measures.placement_rules import (
    Hours,
    first_day_of,
    is_free,
    last_day_of,
    outcomes_due,
)
from benefits.models import (
    Measure,
    Placement,
    PlacementAttendance,
    PlacementChange,
    PlacementHours,
    PlacementOutcome,
)
from benefits.models.catalogue import FULL_WEEK
from households.models import Household, Person
from households.touching import touch

Act = PlacementChange.Act


@dataclass(frozen=True)
class Asked:
    """A placement as it is typed; one `form_token` is one, however often it comes."""

    person: Person
    measure: Measure
    planned_from: date
    planned_to: date | None
    hours: Hours
    form_token: UUID


@transaction.atomic
def place(*, household: Household, unit: Unit, asked: Asked, at: datetime, by: User) -> Placement:
    """A place where one is free and nobody waits before them, else the last place in the line."""
    found = Placement.objects.filter(form_token=asked.form_token).first()
    if found is not None:
        return _same(found, asked)
    check_hours(asked.hours)
    if asked.planned_to is not None and asked.planned_to < asked.planned_from:
        raise MeasureError("Siste dag kan ikke være før den første.", "planned_to")
    measure = _held(asked.measure.pk)
    today = timezone.localdate(at)
    if measure.valid_to is not None and measure.valid_to < asked.planned_from:
        raise MeasureError(f"{measure} tilbys til {measure.valid_to:%d.%m.%Y}.", "planned_from")
    has_place = _has_room(measure) and not measure.placements.waiting().exists()
    try:
        with transaction.atomic():
            made = Placement.objects.create(
                household=household,
                person=asked.person,
                measure=measure,
                unit=unit,
                asked_on=today,
                placed_on=today if has_place else None,
                planned_from=asked.planned_from,
                planned_to=asked.planned_to,
                made_by=by,
                registered_at=at,
                form_token=asked.form_token,
            )
    except IntegrityError:
        raise MeasureError("Personen er allerede meldt på tiltaket.", "measure") from None
    made.hours.create(valid_from=asked.planned_from, **_stored(asked.hours))
    _note(made, Act.ASKED, str(measure), at, by)
    if has_place:
        _note(made, Act.PLACED, str(measure), at, by)
    touch([household.pk])
    return made


def _same(found: Placement, asked: Asked) -> Placement:
    """What the form has stored already, if it is the same; never silently something else."""
    kept = (found.person_id, found.measure_id, found.planned_from, found.planned_to)
    if kept != (asked.person.pk, asked.measure.pk, asked.planned_from, asked.planned_to):
        raise MeasureError(SENT_BEFORE)
    return found


@transaction.atomic
def start(*, placement: Placement, on: date, at: datetime, by: User) -> None:
    """The first day in the measure."""
    row = _open(placement)
    if row.placed_on is None:
        raise MeasureError("Personen står på venteliste og har ikke fått plass ennå.", "on")
    if row.started_on is not None:
        raise MeasureError("Personen har allerede startet.", "on")
    _not_later(on, at)
    if on < (earliest := min(row.planned_from, row.asked_on)):
        raise MeasureError(f"Personen ble meldt på fra {earliest:%d.%m.%Y}.", "on")
    row.started_on = on
    row.save(update_fields=["started_on"])
    first = row.hours.first()
    if first is not None and first.valid_from > on:
        row.hours.filter(pk=first.pk).update(valid_from=on)
    _note(row, Act.STARTED, f"{on:%d.%m.%Y}", at, by)
    touch([row.household_id])


@transaction.atomic
def change_hours(*, placement: Placement, on: date, hours: Hours, at: datetime, by: User) -> None:
    """Other hours from a day on; the ones before stand until the day before it."""
    row = _open(placement)
    check_hours(hours)
    now = row.hours.get(valid_to=None)
    if on < now.valid_from:
        raise MeasureError(f"Timene nå gjelder fra {now.valid_from:%d.%m.%Y}.", "on")
    if on == now.valid_from:
        row.hours.filter(pk=now.pk).update(**_stored(hours))
    else:
        row.hours.filter(pk=now.pk).update(valid_to=on - timedelta(days=1))
        row.hours.create(valid_from=on, **_stored(hours))
    told = PlacementHours(**_stored(hours))
    _note(row, Act.HOURS, f"{told}, fra {on:%d.%m.%Y}", at, by)


@transaction.atomic
def attend(
    *,
    placement: Placement,
    period: str,
    on: date,
    agreed_hours: int,
    attended_hours: int,
    at: datetime,
    by: User,
) -> PlacementAttendance:
    """Hours in the week or month of a day; noted again, the last holds."""
    row = _held_placement(placement)
    day = first_day_of(period, on)
    if row.started_on is None or on < row.started_on:
        raise MeasureError("Personen hadde ikke startet da.", "on")
    if row.ended_on is not None and day > row.ended_on:
        raise MeasureError(f"Siste dag var {row.ended_on:%d.%m.%Y}.", "on")
    _not_later(on, at)
    _check_kept_alike(row, period, day)
    if attended_hours > agreed_hours:
        raise MeasureError("Det kan ikke være flere enn de avtalte timene.", "attended_hours")
    made, _ = PlacementAttendance.objects.update_or_create(
        placement=row,
        period=period,
        first_day=day,
        defaults={
            "agreed_hours": agreed_hours,
            "attended_hours": attended_hours,
            "noted_by": by,
            "noted_at": at,
        },
    )
    told = f"{made}: {attended_hours} av {agreed_hours} timer"
    _note(row, Act.ATTENDED, told, at, by)
    return made


def _check_kept_alike(row: Placement, period: str, day: date) -> None:
    """A day is told of by its week or by its month: both could contradict each other."""
    last = last_day_of(period, day)
    for one in row.attendance.exclude(period=period):
        if one.first_day <= last and day <= last_day_of(one.period, one.first_day):
            kept = "for måneden" if one.period == "month" else "uke for uke"
            text = f"Oppmøtet er allerede ført {kept} ({one.first_day:%d.%m.%Y}). Fortsett med det."
            raise MeasureError(text, "period")


@transaction.atomic
def end(
    *,
    placement: Placement,
    on: date,
    broken_off: bool,
    exit_code: str,
    note: str,
    at: datetime,
    by: User,
) -> list[Placement]:
    """The last day, and what came of it; those who were called to the place, if it was free.

    Whoever has not started is taken off the list, without an outcome.
    """
    measure = _held(placement.measure_id)
    row = _open(placement)
    _not_later(on, at)
    if row.started_on is not None:
        if on < row.started_on:
            raise MeasureError(f"Personen startet {row.started_on:%d.%m.%Y}.", "on")
        if not exit_code:
            raise MeasureError("Velg hva personen går til.", "exit_code")
    row.ended_on, row.end_note = on, note.strip()
    row.broken_off = broken_off or row.started_on is None
    row.exit_code = exit_code if row.started_on is not None else ""
    row.save(update_fields=["ended_on", "end_note", "broken_off", "exit_code"])
    for period in row.hours.filter(valid_to=None):
        row.hours.filter(pk=period.pk).update(valid_to=max(on, period.valid_from))
    told = [row.state.label, row.get_exit_code_display(), row.end_note]
    _note(row, Act.ENDED, ". ".join(filter(None, told)), at, by)
    touch([row.household_id])
    return call_waiting(measure=measure, at=at, by=by)


@transaction.atomic
def note_outcome(
    *, placement: Placement, months: int, code: str, at: datetime, by: User
) -> PlacementOutcome:
    """What the person does so many months after; noted again, the last holds."""
    row = _held_placement(placement)
    if row.ended_on is None or row.started_on is None:
        raise MeasureError("Tiltaket er ikke avsluttet.", "months")
    if months not in dict(outcomes_due(row.ended_on, (), timezone.localdate(at))):
        raise MeasureError("Det er for tidlig.", "months")
    made, _ = PlacementOutcome.objects.update_or_create(
        placement=row,
        months=months,
        defaults={"code": code, "noted_by": by, "noted_at": at},
    )
    _note(row, Act.OUTCOME, str(made), at, by)
    return made


def call_waiting(*, measure: Measure, at: datetime, by: User) -> list[Placement]:
    """Give free places to those who wait, the first first; whom. The measure's row is held."""
    called = []
    for row in measure.placements.waiting():
        if not _has_room(measure):
            break
        Placement.objects.filter(pk=row.pk).update(placed_on=timezone.localdate(at))
        _note(row, Act.PLACED, str(measure), at, by)
        touch([row.household_id])
        called.append(row)
    return called


@transaction.atomic
def keep(*, measure: Measure, at: datetime, by: User) -> int:
    """Store what is changed of a measure; more places call those who wait. How many were called."""
    if measure.pk is None:
        measure.made_by, measure.made_at = by, at
    else:
        _held(measure.pk)
    measure.save()
    return len(call_waiting(measure=measure, at=at, by=by))


def check_hours(hours: Hours) -> None:
    if hours.total == 0:
        raise MeasureError("Skriv timer for arbeid, opplæring eller norsk.", "work_hours")
    if hours.total > FULL_WEEK:
        raise MeasureError(f"Det er mer enn {FULL_WEEK} timer i uka.", "work_hours")


def _stored(hours: Hours) -> dict[str, int]:
    return {
        "work_hours": hours.work,
        "training_hours": hours.training,
        "language_hours": hours.language,
    }


def _held(measure_id: int) -> Measure:
    """The measure, held until the act is done."""
    return Measure.objects.select_for_update().get(pk=measure_id)


def _has_room(measure: Measure) -> bool:
    return is_free(measure.capacity, measure.placements.holding_a_place().count())


def _held_placement(placement: Placement) -> Placement:
    found: Placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    return found


def _open(placement: Placement) -> Placement:
    row = _held_placement(placement)
    if row.ended_on is not None:
        raise MeasureError("Tiltaksplassen er allerede avsluttet.")
    return row


def _not_later(on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise MeasureError("Dagen kan ikke være etter i dag.", "on")


def _note(placement: Placement, act: Act, told: str, at: datetime, by: User) -> None:
    PlacementChange.objects.create(placement=placement, act=act, told=told[:300], by=by, at=at)
