"""Going into the queue, pausing, renewing, being moved in it, and going out of it again.

The entry's row is held until the act is done, so that of two who act at once one is told.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from decisions.models import Decision
from housing.advice.actions import close_with_exit, open_case
from housing.codes import AdviceCause, ApplicationState, ExitCause, OfferAnswer
from housing.history import HousingError, Part, note
from housing.models import HousingApplication, Offer, PriorityGround, QueueEntry, QueueMove
from housing.queue import exiting, queries, rules
from housing.queue.order import place_of


@transaction.atomic
def enter(
    *, application: HousingApplication, agreed_on: date, at: datetime, by: User
) -> QueueEntry:
    """Queue who is approved, when the follow-up agreement is signed (oppfølgingsavtale).

    The place is counted from the day of the decision, so that a late signature costs nothing.
    """
    current = HousingApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    today = timezone.localdate(at)
    if current.state != ApplicationState.APPROVED or current.decided_on is None:
        raise HousingError("Søknaden er ikke innvilget.")
    if current.entries.exists():
        raise HousingError("Søknaden er allerede satt i kø.")
    if not current.decided_on <= agreed_on <= today:
        day = f"{current.decided_on:%d.%m.%Y}"
        raise HousingError(f"Dagen må være fra vedtaket {day} til i dag.", "agreed_on")
    made = _queued(current, agreed_on, current.decided_on, current.decided_on, at)
    told = f"Satt i kø, klasse {made.priority}, plass {made.first_place}"
    note(current.household_id, Part.QUEUE, told, at=at, by=by)
    open_case(current.household, cause=AdviceCause.QUEUE, on=today, by=by)
    return made


@transaction.atomic
def re_enter(
    *, before: QueueEntry, keeps_date: bool, grounds: str, at: datetime, by: User
) -> QueueEntry:
    """Queue somebody who left it once more; the waiting time begins anew.

    With grounds the place is counted from the date before, as where a private home fell through.
    """
    today = timezone.localdate(at)
    application = HousingApplication.objects.select_for_update(of=("self",)).get(
        pk=before.application_id
    )
    last = application.entries.order_by("-approved_on", "-pk").first()
    if last is None or last.ended_on is None or last.pk != before.pk:
        raise HousingError("Husstanden står allerede i boligkøen.")
    if before.exit_cause == ExitCause.DEAD:
        raise HousingError("Søkeren er død.")
    hindrance = exiting.hindrance(last) or queries.home_held_by(before.household_id)
    if hindrance:
        raise HousingError(hindrance)
    if not grounds.strip():
        raise HousingError("Skriv hvorfor.", "grounds")
    counts = before.counts_from if keeps_date else today
    made = _queued(application, today, today, counts, at, before)
    kept = f", regnes fra {counts:%d.%m.%Y}" if keeps_date else ""
    told = f"Satt i kø igjen{kept}: {grounds.strip()}"
    note(before.household_id, Part.QUEUE, told, at=at, by=by)
    open_case(before.household, cause=AdviceCause.QUEUE, on=today, by=by)
    return made


def _queued(
    application: HousingApplication,
    agreed_on: date,
    approved_on: date,
    counts_from: date,
    at: datetime,
    before: QueueEntry | None = None,
) -> QueueEntry:
    met = application.grounds.values_list("code", "points")
    priority, points = rules.class_and_points(met)
    try:
        with transaction.atomic():
            made = QueueEntry.objects.create(
                household=application.household,
                applicant=application.applicant,
                unit=application.unit,
                application=application,
                reenters=before,
                approved_on=approved_on,
                queued_on=timezone.localdate(at),
                agreed_on=agreed_on,
                priority=priority,
                points=points,
                counts_from=counts_from,
                registered_at=at,
            )
    except IntegrityError:
        raise HousingError("Husstanden står allerede i boligkøen.") from None
    made.first_place = place_of(made)
    made.save(update_fields=["first_place"])
    return made


@transaction.atomic
def pause(*, entry: QueueEntry, on: date, reason: str, at: datetime, by: User) -> None:
    """No offers from a day on, by the applicant's own wish; the place is kept."""
    current = standing(entry)
    if not reason.strip():
        raise HousingError("Skriv hvorfor.", "reason")
    if not current.queued_on <= on <= timezone.localdate(at):
        raise HousingError("Dagen må være fra plassen begynte til i dag.", "on")
    rows = current.pauses.all()
    if rows.filter(valid_to__isnull=True).exists():
        raise HousingError("Plassen er allerede på pause.")
    if rows.filter(valid_to__gte=on).exists():
        raise HousingError("Plassen var på pause den dagen.", "on")
    if current.offers.waiting().exists():
        raise HousingError("Søkeren har et tilbud. Registrer svaret først.")
    current.pauses.create(valid_from=on, reason=reason.strip(), made_by=by)
    told = f"Pause fra {on:%d.%m.%Y}: {reason.strip()}"
    note(current.household_id, Part.QUEUE, told, at=at, by=by)


@transaction.atomic
def resume(*, entry: QueueEntry, on: date, at: datetime, by: User) -> None:
    """Offers again from a day on."""
    current = standing(entry)
    row = current.pauses.filter(valid_to__isnull=True).first()
    if row is None:
        raise HousingError("Plassen er ikke på pause.")
    if not row.valid_from < on <= timezone.localdate(at):
        raise HousingError("Dagen må være etter at pausen begynte, til i dag.", "on")
    row.valid_to = on - timedelta(days=1)
    row.save(update_fields=["valid_to"])
    note(current.household_id, Part.QUEUE, f"Pause slutt {on:%d.%m.%Y}", at=at, by=by)


@transaction.atomic
def renew(*, entry: QueueEntry, on: date, at: datetime, by: User) -> None:
    """The applicant still needs a home, and the facts are as they were; the place is kept."""
    current = standing(entry)
    if not current.approved_on <= on <= timezone.localdate(at):
        raise HousingError("Dagen må være fra plassen begynte til i dag.", "on")
    current.renewed_on = on
    current.save(update_fields=["renewed_on"])
    note(current.household_id, Part.QUEUE, f"Søknaden fornyet {on:%d.%m.%Y}", at=at, by=by)


@dataclass(frozen=True)
class Wish:
    """A move as it is typed: the date to count from, or the grounds that are met now."""

    to_date: date | None
    met: Collection[PriorityGround] | None
    grounds: str
    form_token: UUID


@transaction.atomic
def move(*, entry: QueueEntry, wish: Wish, at: datetime, by: User) -> QueueMove:
    """Move within the class at once, or propose what leads to another class to a second person."""
    found = QueueMove.objects.filter(form_token=wish.form_token).first()
    if found is not None:
        return found
    current = standing(entry)
    if current.moves.waiting().exists():
        raise HousingError("En flytting venter allerede på avgjørelse.")
    if not wish.grounds.strip():
        raise HousingError("Skriv hvorfor.", "grounds")
    now = list(current.application.grounds.all())
    met, to_date = now if wish.met is None else list(wish.met), current.counts_from
    if wish.met is None:
        to_date = wish.to_date or to_date
        refusal = rules.move_refusal(
            current.counts_from,
            to_date,
            received_on=current.application.received_on,
            today=timezone.localdate(at),
        )
        if refusal:
            raise HousingError(refusal, "to_date")
    elif set(met) == set(now):
        raise HousingError("Det er de samme grunnene som gjelder nå.", "met")
    priority, _ = rules.class_and_points((row.code, row.points) for row in met)
    made = QueueMove.objects.create(
        entry=current,
        from_class=current.priority,
        to_class=priority,
        from_date=current.counts_from,
        to_date=to_date,
        grounds=wish.grounds.strip(),
        proposed_by=by,
        proposed_at=at,
        form_token=wish.form_token,
    )
    made.met.set(met)
    if priority == current.priority:
        made.decided_by, made.decided_at, made.is_approved = by, at, True
        made.save(update_fields=["decided_by", "decided_at", "is_approved"])
        _carry_out(current, made, met, at, by)
    else:
        told = f"Foreslått flyttet fra klasse {current.priority} til {priority}: {made.grounds}"
        note(current.household_id, Part.QUEUE, told, at=at, by=by)
    return made


@transaction.atomic
def decide_move(*, move: QueueMove, approves: bool, text: str, at: datetime, by: User) -> None:
    """A second person decides a move to another class, and tells why at a no."""
    current = standing(move.entry)
    row = _waiting(move)
    if row.proposed_by_id == by.pk:
        raise HousingError("Den som foreslår flyttingen, kan ikke avgjøre den.")
    if not approves and not text.strip():
        raise HousingError("Skriv hvorfor flyttingen ikke skal gjelde.", "text")
    row.decided_by, row.decided_at, row.is_approved = by, at, approves
    row.decided_text = text.strip()
    row.save(update_fields=["decided_by", "decided_at", "is_approved", "decided_text"])
    if approves:
        _carry_out(current, row, list(row.met.all()), at, by)
        return
    told = f"Flytting til klasse {row.to_class} ikke godkjent: {row.decided_text}"
    note(current.household_id, Part.QUEUE, told, at=at, by=by)


@transaction.atomic
def withdraw_move(*, move: QueueMove, at: datetime, by: User) -> None:
    """Who proposed a move takes it back before anybody has decided it."""
    current = standing(move.entry)
    row = _waiting(move)
    if row.proposed_by_id != by.pk:
        raise HousingError("Bare den som foreslo flyttingen, kan trekke forslaget.")
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    told = f"Forslag om klasse {row.to_class} trukket"
    note(current.household_id, Part.QUEUE, told, at=at, by=by)


def _waiting(move: QueueMove) -> QueueMove:
    """The move, held until the act is done; refused when nobody has to decide it any more."""
    row = QueueMove.objects.select_for_update(of=("self",)).get(pk=move.pk)
    if row.decided_by_id is not None:
        raise HousingError("Flyttingen er allerede avgjort.")
    if row.withdrawn_at is not None:
        raise HousingError("Forslaget er trukket.")
    return row


def _carry_out(
    current: QueueEntry, row: QueueMove, met: list[PriorityGround], at: datetime, by: User
) -> None:
    current.application.grounds.set(met)
    current.priority = row.to_class
    current.points = rules.class_and_points((one.code, one.points) for one in met)[1]
    current.counts_from = row.to_date
    current.save(update_fields=["priority", "points", "counts_from"])
    if row.from_class != row.to_class:
        told = f"Flyttet fra klasse {row.from_class} til {row.to_class}: {row.grounds}"
    else:
        told = f"Vurdert på nytt i klassen, regnes fra {row.to_date:%d.%m.%Y}: {row.grounds}"
    note(current.household_id, Part.QUEUE, told, at=at, by=by)


@transaction.atomic
def leave(
    *, entry: QueueEntry, on: date, cause: str, text: str, at: datetime, by: User
) -> Decision | None:
    """Out of the queue for a cause; an offer must be answered first.

    Where the conditions are not met any more it begins the decision that says so.
    """
    current = standing(entry)
    if cause in (ExitCause.ALLOCATED, ExitCause.DECLINED):
        raise HousingError("Det følger av svaret på et tilbud.", "cause")
    if not current.approved_on <= on <= timezone.localdate(at):
        raise HousingError("Dagen må være fra plassen begynte til i dag.", "on")
    if cause == ExitCause.NOT_ENTITLED and not text.strip():
        raise HousingError("Skriv hvorfor vilkårene ikke er oppfylt lenger.", "text")
    if current.offers.waiting().exists():
        raise HousingError("Søkeren har et tilbud. Registrer svaret først.")
    go_out(current, cause=cause, on=on, text=text, at=at, by=by)
    if cause != ExitCause.NOT_ENTITLED:
        return None
    return exiting.begin_decision(current, at=at, by=by)


@transaction.atomic
def begin_exit_decision(*, entry: QueueEntry, at: datetime, by: User) -> Decision:
    """Begin the decision of an exit that has none: an old one, or one whose draft was withdrawn."""
    current = QueueEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    return exiting.begin_decision(current, at=at, by=by)


def go_out(current: QueueEntry, *, cause: str, on: date, text: str, at: datetime, by: User) -> None:
    """End an entry whose row is held, with its pause and the advice it ends."""
    current.ended_on, current.exit_cause, current.exit_text = on, cause, text.strip()
    current.save(update_fields=["ended_on", "exit_cause", "exit_text"])
    for row in current.pauses.filter(valid_to__isnull=True):
        row.valid_to = max(on, row.valid_from)
        row.save(update_fields=["valid_to"])
    told = f"Ute av køen {on:%d.%m.%Y}: {ExitCause(cause).label.lower()}"
    note(current.household_id, Part.QUEUE, told, at=at, by=by)
    close_with_exit(household_id=current.household_id, cause=cause, on=on, text=text, at=at, by=by)


def standing(entry: QueueEntry) -> QueueEntry:
    """The entry, held until the act is done; refused when it is over."""
    current = QueueEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if current.ended_on is not None:
        raise HousingError("Husstanden er ute av køen.")
    return current


def noes(entry: QueueEntry) -> int:
    """How many offers were declined for a reason that counts."""
    return Offer.objects.filter(entry=entry, answer=OfferAnswer.DECLINED, counts=True).count()
