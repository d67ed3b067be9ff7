"""Opening advice, each step of it, and its end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Party, Unit, User
from households.models import Household, Intake, Residence, Responsibility
from housing.advice import queries, rules
from housing.codes import AdviceAim, AdviceCause, AdviceOutcome
from housing.history import HousingError, Part, note
from housing.models import AdviceCase, AdviceSession, AdviceStep, QueueEntry, TenancyRisk

LONGEST_TEXT = 300
"""Letters of what is told of an end."""


@transaction.atomic
def open_case(
    household: Household, *, cause: AdviceCause, on: date, by: User | None = None
) -> AdviceCase:
    """The household's open advice case, opened now where there is none (measure 5a)."""
    case, is_new = AdviceCase.objects.get_or_create(
        household=household,
        closed_on=None,
        defaults={"cause": cause, "opened_on": on, "opened_by": by},
    )
    if is_new:
        told = f"Rådgivning åpnet: {cause.label.lower()}"
        note(household.pk, Part.ADVICE, told, at=timezone.now(), by=by)
    return case


def open_due(*, today: date, households: Collection[int] | None = None) -> int:
    """Open a case for each intake about housing that has none since; how many (measure 5a).

    Whichever party was asked: HV's unit of the district gets the household where HV has none. Done
    twice it opens nothing more. Of these households (ids), or of all without a choice.
    """
    found = 0
    for intake in queries.intakes_to_open(today, households):
        with transaction.atomic():
            _let_hv_have(intake, today)
            open_case(intake.household, cause=AdviceCause.REQUEST, on=intake.received_on)
        found += 1
    return found


def _let_hv_have(intake: Intake, today: date) -> None:
    rows = Responsibility.objects.valid_on(today)
    if rows.filter(household=intake.household_id, party=Party.HV).exists():
        return
    homes = Residence.objects.valid_on(today).filter(household=intake.household_id)
    district = homes.order_by("-valid_from").values_list("district", flat=True).first()
    units = Unit.objects.valid_on(today).filter(party=Party.HV)
    unit = units.filter(district=district or intake.unit.district_id).order_by("pk").first()
    if unit is None:
        return
    try:
        with transaction.atomic():
            Responsibility.objects.create(
                household_id=intake.household_id, party=Party.HV, unit=unit, valid_from=today
            )
    except IntegrityError:  # another one gave it to HV at the same time
        return


@transaction.atomic
def offer_advice(*, case: AdviceCase, on: date, at: datetime, by: User) -> None:
    """The household has been told that it can have advice."""
    current = _open(case)
    _within(current, on, at)
    current.offered_on = on
    current.save(update_fields=["offered_on"])
    note(current.household_id, Part.ADVICE, f"Råd tilbudt {on:%d.%m.%Y}", at=at, by=by)


@dataclass(frozen=True)
class Held:
    """A session as it is typed; one `form_token` is one, however often it comes."""

    on: date
    text: str
    form_token: UUID


@transaction.atomic
def hold_session(
    *, case: AdviceCase, held: Held, place: int | None, at: datetime, by: User
) -> AdviceSession:
    """Note a session; `place` is the place in the queue that was told in it."""
    found = AdviceSession.objects.filter(form_token=held.form_token).first()
    if found is not None:
        return found
    current = _open(case)
    _within(current, held.on, at)
    if not held.text.strip():
        raise HousingError("Skriv hva dere snakket om.", "text")
    made = AdviceSession.objects.create(
        case=current,
        held_on=held.on,
        text=held.text.strip(),
        place=place,
        held_by=by,
        registered_at=at,
        form_token=held.form_token,
    )
    note(current.household_id, Part.ADVICE, f"Samtale holdt {held.on:%d.%m.%Y}", at=at, by=by)
    return made


@transaction.atomic
def choose_aim(*, case: AdviceCase, aim: str, at: datetime, by: User) -> None:
    current = _open(case)
    current.aim = AdviceAim(aim)
    current.save(update_fields=["aim"])
    told = f"Mål for planen: {current.get_aim_display().lower()}"
    note(current.household_id, Part.ADVICE, told, at=at, by=by)


@dataclass(frozen=True)
class Planned:
    """A step of the plan as it is typed."""

    tool: str
    text: str
    owner: str
    due_on: date | None


@transaction.atomic
def add_step(*, case: AdviceCase, planned: Planned, at: datetime, by: User) -> AdviceStep:
    current = _open(case)
    if not planned.text.strip():
        raise HousingError("Skriv hva som skal gjøres.", "text")
    made = AdviceStep.objects.create(
        case=current,
        tool=planned.tool,
        text=planned.text.strip(),
        owner=planned.owner,
        due_on=planned.due_on,
        made_by=by,
        made_at=at,
    )
    note(current.household_id, Part.ADVICE, f"Nytt steg: {made}", at=at, by=by)
    return made


@transaction.atomic
def finish_step(*, step: AdviceStep, on: date, result: str, at: datetime, by: User) -> None:
    """A step is done, with what it gave; once."""
    current = _open(step.case)
    _within(current, on, at)
    undone = AdviceStep.objects.filter(pk=step.pk, done_on__isnull=True)
    if not undone.update(done_on=on, result=result.strip()):
        raise HousingError("Steget er allerede gjort.")
    told = f"Steg gjort: {step.get_tool_display().lower()}. {result}".strip()
    note(current.household_id, Part.ADVICE, told, at=at, by=by)


@transaction.atomic
def close_case(
    *, case: AdviceCase, on: date, outcome: str, text: str, at: datetime, by: User
) -> None:
    """The end of advice, with what it came to."""
    current = _open(case)
    _within(current, on, at)
    in_queue = QueueEntry.objects.standing().filter(household=current.household_id).exists()
    held = current.sessions.count()
    refusal = rules.close_refusal(outcome=outcome, in_queue=in_queue, held=held)
    if refusal:
        raise HousingError(refusal, "outcome")
    _close(current, on, AdviceOutcome(outcome), text, at, by)


def close_with_exit(
    *, household_id: int, cause: str, on: date, text: str, at: datetime, by: User
) -> None:
    """What an exit from the queue does with the advice; inside the exit's transaction."""
    outcome = rules.OUTCOME_OF_EXIT.get(cause)
    rows = AdviceCase.objects.select_for_update().going_on().filter(household=household_id)
    current = rows.first()
    if outcome is None or current is None:
        return
    _close(current, max(on, current.opened_on), outcome, text, at, by)


def close_with_strike(*, risk: TenancyRisk, at: datetime, by: User) -> None:
    """What is done with the advice when a danger of eviction is struck; inside that transaction.

    Where it opened for that alone, and nothing has come of it, it ends; else it goes on.
    """
    rows = AdviceCase.objects.select_for_update().going_on().filter(household=risk.household_id)
    current = rows.first()
    if current is None or risk.petition_on is None:
        return
    kept = queries.why_kept(current, risk)
    if kept:
        told = f"Faren for utkastelse er strøket. Rådgivningen fortsetter: {kept}"
        note(risk.household_id, Part.ADVICE, told, at=at, by=by)
        return
    text = f"Faren for utkastelse er strøket: {risk.ended_text}"[:LONGEST_TEXT]
    day = max(timezone.localdate(at), current.opened_on)
    _close(current, day, AdviceOutcome.STRUCK, text, at, by)


def _close(
    current: AdviceCase, on: date, outcome: AdviceOutcome, text: str, at: datetime, by: User
) -> None:
    current.closed_on, current.outcome, current.outcome_text = on, outcome, text.strip()
    current.save(update_fields=["closed_on", "outcome", "outcome_text"])
    told = f"Rådgivning avsluttet: {outcome.label.lower()}"
    note(current.household_id, Part.ADVICE, told, at=at, by=by)


def _open(case: AdviceCase) -> AdviceCase:
    """The case, held until the act is done."""
    current = AdviceCase.objects.select_for_update().get(pk=case.pk)
    if current.closed_on is not None:
        raise HousingError("Rådgivningen er avsluttet.")
    return current


def _within(current: AdviceCase, on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise HousingError("Dagen kan ikke være etter i dag.", "on")
    if on < current.opened_on:
        day = f"{current.opened_on:%d.%m.%Y}"
        raise HousingError(f"Rådgivningen åpnet {day}.", "on")
