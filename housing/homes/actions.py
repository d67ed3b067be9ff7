"""Offering a home, the answer to it, the key, and keeping the register of homes.

The home's and the entry's rows are held until the act is done, and the database takes no second
offer of either, so that of two who offer at once one is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from households.models import Document
from housing.codes import DeclineReason, ExitCause, OfferAnswer
from housing.history import HousingError, Part, note
from housing.homes import queries, rules
from housing.homes.letters import register_letter
from housing.models import Allocation, Dwelling, Offer, QueueEntry
from housing.queue.exiting import begin_decision
from housing.queue.order import place_of
from housing.queue.standing import go_out, noes, standing

OFFERED = (
    *("address", "unit_number", "district_id", "rooms", "area", "is_adapted", "rent"),
    "ownership",
)
"""What an offer says of a home, and that stands until it is answered."""
LAST_NO = (
    "Dette nei-et gjør at plassen i køen faller bort. Kryss av hvis det er riktig, eller velg en "
    "annen grunn."
)


@transaction.atomic
def offer(
    *,
    dwelling: Dwelling,
    entry: QueueEntry,
    answer_by: date,
    passed_over: str,
    at: datetime,
    by: User,
) -> Offer:
    """Offer a vacant home to somebody whom it fits; grounds where one ahead is passed over."""
    held = Dwelling.objects.select_for_update().get(pk=dwelling.pk)
    current = standing(entry)
    home = queries.with_use(Dwelling.objects.filter(pk=held.pk)).get()
    today = timezone.localdate(at)
    if not queries.is_vacant(home):
        raise HousingError("Boligen er ikke ledig lenger.")
    if home.is_offered:
        raise HousingError("Boligen er allerede tilbudt noen.")
    refusal = rules.deadline_refusal(today, answer_by, settings.HOUSING["answer_most_days"])
    if refusal:
        raise HousingError(refusal, "answer_by")
    chosen = queries.candidate_of(home, current.pk, by)
    if chosen is None or not chosen.fits:
        why = chosen.obstacle if chosen else ""
        raise HousingError(why or "Boligen passer ikke for søkeren.")
    ahead = queries.passed_over(home, current, by).count()
    if ahead and not passed_over.strip():
        raise HousingError(_grounds_wanted(ahead), "passed_over")
    try:
        with transaction.atomic():
            made = Offer.objects.create(
                household_id=current.household_id,
                entry=current,
                dwelling=held,
                offered_on=today,
                answer_by=answer_by,
                place=place_of(current),
                passed_over=passed_over.strip() if ahead else "",
                made_by=by,
                made_at=at,
            )
    except IntegrityError:
        raise HousingError("En annen ga boligen, eller søkeren, et tilbud samtidig.") from None
    told = f"Tilbud om bolig, svarfrist {answer_by:%d.%m.%Y}"
    note(current.household_id, Part.OFFER, told, at=at, by=by)
    register_letter(made, noes=noes(current), at=at, by=by)
    return made


@transaction.atomic
def make_letter(*, offer: Offer, at: datetime, by: User) -> Document:
    """The letter of an offer that waits and was made before there were letters."""
    current = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if current.answer:
        raise HousingError("Tilbudet er allerede besvart.")
    if current.letter_id is not None:
        raise HousingError("Tilbudsbrevet er allerede laget.")
    return register_letter(current, noes=noes(current.entry), at=at, by=by)


def _grounds_wanted(number: int) -> str:
    who = "En som står foran, passer" if number == 1 else f"{number} som står foran, passer"
    return f"{who} også. Skriv hvorfor du går forbi."


@dataclass(frozen=True)
class Answer:
    """What somebody says to an offer; a reason with a no, and none of it with a yes.

    `ends_place` is that whoever writes it down knows that the place in the queue is lost by it.
    """

    answer: str
    on: date
    reason: str = ""
    text: str = ""
    ends_place: bool = False


@transaction.atomic
def answer(*, offer: Offer, given: Answer, at: datetime, by: User) -> Offer:
    """A yes gives the home; a no for a reason that counts may end the place in the queue.

    Of that end a decision is begun, since it can be appealed.
    """
    held = Dwelling.objects.select_for_update().get(pk=offer.dwelling_id)
    entry = QueueEntry.objects.select_for_update(of=("self",)).get(pk=offer.entry_id)
    current = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if current.answer:
        raise HousingError("Tilbudet er allerede besvart.")
    current.entry = entry
    is_no = given.answer == OfferAnswer.DECLINED
    _check(given, current, timezone.localdate(at))
    current.answer, current.answered_on, current.answered_by = given.answer, given.on, by
    current.reason = given.reason if is_no else ""
    current.text = given.text.strip()
    current.counts = is_no and given.reason in queries.that_count(current)
    is_last = current.counts and queries.is_last_no(current)
    if is_last and not given.ends_place:
        raise HousingError(LAST_NO, "ends_place")
    current.save()
    told = f"Tilbud: {current.get_answer_display().lower()}"
    if current.reason:
        told = f"{told} ({DeclineReason(current.reason).label.lower()})"
    note(current.household_id, Part.OFFER, told, at=at, by=by)
    if given.answer == OfferAnswer.ACCEPTED:
        _allocate(current, held, entry, given.on, at, by)
    elif is_last:
        go_out(entry, cause=ExitCause.DECLINED, on=given.on, text=current.text, at=at, by=by)
        begin_decision(entry, at=at, by=by)
    return current


def _check(given: Answer, current: Offer, today: date) -> None:
    """Refuses an answer that does not hold together."""
    is_no = given.answer == OfferAnswer.DECLINED
    if not current.offered_on <= given.on <= today:
        raise HousingError("Dagen må være fra tilbudet ble gitt til i dag.", "on")
    if given.answer == OfferAnswer.WITHDRAWN and not given.text.strip():
        raise HousingError("Skriv hvorfor tilbudet trekkes.", "text")
    if is_no and not given.reason:
        raise HousingError("Velg hvorfor søkeren takker nei.", "reason")
    if given.answer == OfferAnswer.LAPSED and given.on <= current.answer_by:
        day = f"{current.answer_by:%d.%m.%Y}"
        raise HousingError(f"Fristen er {day}. Den er ute først dagen etter.", "on")


def _allocate(
    current: Offer, held: Dwelling, entry: QueueEntry, on: date, at: datetime, by: User
) -> Allocation:
    try:
        with transaction.atomic():
            made = Allocation.objects.create(
                household_id=current.household_id, offer=current, dwelling=held, accepted_on=on
            )
    except IntegrityError:
        raise HousingError("Boligen er allerede tildelt noen.") from None
    held.available_from = None
    held.save(update_fields=["available_from"])
    go_out(entry, cause=ExitCause.ALLOCATED, on=on, text="", at=at, by=by)
    return made


@transaction.atomic
def hand_over_key(*, allocation: Allocation, on: date, at: datetime, by: User) -> None:
    current = Allocation.objects.select_for_update(of=("self",)).get(pk=allocation.pk)
    if current.key_on is not None or current.released_on is not None:
        raise HousingError("Nøkkelen er allerede utlevert, eller boligen er frigitt.")
    if not current.accepted_on <= on <= timezone.localdate(at):
        raise HousingError("Dagen må være fra tildelingen til i dag.", "on")
    current.key_on, current.key_by = on, by
    current.save(update_fields=["key_on", "key_by"])
    note(current.household_id, Part.OFFER, f"Nøkkel utlevert {on:%d.%m.%Y}", at=at, by=by)


@transaction.atomic
def release(*, allocation: Allocation, on: date, text: str, at: datetime, by: User) -> None:
    """The home that was accepted is given back before anybody rents it, and is vacant again."""
    home = Dwelling.objects.select_for_update().get(pk=allocation.dwelling_id)
    current = Allocation.objects.select_for_update(of=("self",)).get(pk=allocation.pk)
    if current.released_on is not None:
        raise HousingError("Boligen er allerede frigitt.")
    if home.tenancies.live().exists():
        raise HousingError("Boligen er leid ut. Avslutt leieforholdet.")
    if not text.strip():
        raise HousingError("Skriv hvorfor boligen frigis.", "text")
    if not (current.key_on or current.accepted_on) <= on <= timezone.localdate(at):
        raise HousingError("Dagen må være fra tildelingen, eller nøkkelen, til i dag.", "on")
    current.released_on, current.released_text = on, text.strip()
    current.save(update_fields=["released_on", "released_text"])
    home.available_from = on
    home.save(update_fields=["available_from"])
    told = f"Boligen frigitt {on:%d.%m.%Y}: {current.released_text}"
    note(current.household_id, Part.OFFER, told, at=at, by=by)


@transaction.atomic
def keep(*, dwelling: Dwelling) -> Dwelling:
    """Store a home of the register; one that somebody has, has no day that it is free from."""
    if dwelling.pk is not None:
        before = Dwelling.objects.select_for_update().get(pk=dwelling.pk)
        held = Allocation.objects.holding().filter(dwelling=dwelling).exists()
        if held and dwelling.available_from is not None:
            raise HousingError("Boligen er tildelt noen og er ikke ledig.", "available_from")
        if dwelling.available_from is not None and dwelling.tenancies.live().exists():
            raise HousingError("Boligen er leid ut og er ikke ledig.", "available_from")
        changed = [name for name in OFFERED if getattr(before, name) != getattr(dwelling, name)]
        if dwelling.state != Dwelling.State.IN_USE:
            changed.append("state")
        if changed and Offer.objects.waiting().filter(dwelling=dwelling).exists():
            raise HousingError(
                "Boligen er tilbudt noen. Registrer svaret eller trekk tilbudet først.",
                changed[0].removesuffix("_id"),
            )
    dwelling.save()
    return dwelling
