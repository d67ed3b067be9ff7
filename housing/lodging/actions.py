"""Each step of temporary lodging: offered, declined, in use, checked, planned onward, moved on."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from households.intakes import Asked, pass_on
from households.lodging import request_lodging
from households.models import Household, Intake, LodgingNeed
from housing.acting import HousingConflictError, step
from housing.history import HousingError, Part, note
from housing.lodging import rules
from housing.lodging.queries import has_children
from housing.models import LodgingPlace, LodgingStay
from housing.tenancies.rules import later_refusal


@transaction.atomic
def ask(*, household: Household, on: date, by: User, unit: Unit, reason: str) -> LodgingNeed:
    """The need as somebody who stands before the desk tells it, for NAV to decide the same day.

    Where no NAV office has the household, it comes to the inbox of the one of the district.
    """
    known = LodgingNeed.objects.open().filter(household=household).exists()
    need = request_lodging(household=household, on=on, by=by, reason=reason.strip())
    if known:
        return need
    told = f"Bedt om midlertidig botilbud: {reason}"
    note(household.pk, Part.LODGING, told, by=by, party=unit.party)
    asked = Asked(
        received_on=on,
        channel=Intake.Channel.SERVICE,
        topics=[Intake.Topic.EMERGENCY],
        text=f"Trenger et sted i natt. {reason}".strip(),
        form_token=uuid4(),
    )
    pass_on(household=household, party=need.party, asked=asked, unit=unit, by=by)
    return need


@transaction.atomic
def offer(
    *,
    need: LodgingNeed,
    version: int,
    place: LodgingPlace,
    unsuited_text: str,
    on: date,
    by: User,
    party: str,
) -> LodgingStay:
    """Offer a place that has room; children only where it suits them, or with the reason why not.

    Of two who take the last room at once, one is told: the place is locked while it is counted.
    """
    place = LodgingPlace.objects.select_for_update().get(pk=place.pk)
    if not LodgingPlace.objects.valid_on(on).filter(pk=place.pk).exists():
        raise HousingError(f"{place} brukes ikke lenger.", "place")
    taken = place.stays.filter(left_on=None, declined_on=None).count()
    if place.rooms is not None and taken >= place.rooms:
        raise HousingError(f"{place} er fullt.", "place")
    unsuited = has_children(need.household_id, on) and not place.suits_children
    if unsuited and not unsuited_text.strip():
        raise HousingError(f"{place} er ikke egnet for barn. Skriv hvorfor.", "unsuited_text")
    need = step(need, version, {})
    try:
        with transaction.atomic():
            stay = LodgingStay.objects.create(
                need=need,
                place=place,
                price=place.price,
                offered_on=on,
                offered_by=by,
                unsuited_text=unsuited_text.strip() if unsuited else "",
            )
    except IntegrityError:
        raise HousingError("Husstanden har allerede et sted, eller et tilbud om et.") from None
    note(need.household_id, Part.LODGING, "Tilbudt et sted", by=by, party=party)
    return stay


@transaction.atomic
def decline(*, stay: LodgingStay, version: int, text: str, on: date, by: User, party: str) -> None:
    """They said no, with why; they still need a place."""
    step(stay.need, version, {})
    _change(stay, waits=True, declined_on=on, declined_text=text.strip())
    told = f"Takket nei til stedet: {text}"
    note(stay.need.household_id, Part.LODGING, told, by=by, party=party)


@transaction.atomic
def move_in(
    *, stay: LodgingStay, version: int, from_on: date, until_on: date, by: User, party: str
) -> None:
    """They sleep there from the night of `from_on`, as far as it is booked."""
    if until_on <= from_on:
        raise HousingError("Stedet må være bestilt til en dag etter første natt.", "until_on")
    if from_on < stay.offered_on:
        told = f"{stay.offered_on:%d.%m.%Y}"
        raise HousingError(f"Stedet ble tilbudt {told}; første natt kan ikke være før.", "from_on")
    _check_booking(from_on, until_on)
    step(stay.need, version, {})
    _change(stay, waits=True, from_on=from_on, until_on=until_on)
    told = f"Flyttet inn {from_on:%d.%m.%Y}, bestilt til {until_on:%d.%m.%Y}"
    note(stay.need.household_id, Part.LODGING, told, by=by, party=party)


@transaction.atomic
def book(*, stay: LodgingStay, version: int, until_on: date, by: User, party: str) -> None:
    """Book it for longer, or not so long."""
    if stay.from_on is None or until_on <= stay.from_on:
        raise HousingError("Dagen må være etter første natt.", "until_on")
    _check_booking(stay.from_on, until_on)
    step(stay.need, version, {})
    _change(stay, waits=False, until_on=until_on)
    told = f"Bestilt til {until_on:%d.%m.%Y}"
    note(stay.need.household_id, Part.LODGING, told, by=by, party=party)


@transaction.atomic
def check(
    *,
    stay: LodgingStay,
    version: int,
    quality: str,
    text: str,
    on: date,
    by: User,
    party: str,
) -> None:
    """Judge the place for those who sleep there; what is lacking is told."""
    if quality != LodgingStay.Quality.GOOD and not text.strip():
        raise HousingError("Skriv hva som mangler.", "quality_text")
    step(stay.need, version, {})
    values = {"quality": quality, "quality_text": text.strip(), "checked_on": on, "checked_by": by}
    _change(stay, waits=False, **values)
    told = f"Kvalitet vurdert: {LodgingStay.Quality(quality).label}. {text}".strip()
    note(stay.need.household_id, Part.LODGING, told, by=by, party=party)


@transaction.atomic
def plan(
    *, need: LodgingNeed, version: int, onward: str, onward_on: date, by: User, party: str
) -> None:
    """What is to come after, and when the plan is looked at again: within a year."""
    if refusal := later_refusal(onward_on, timezone.localdate(), 1):
        raise HousingError(refusal, "onward_on")
    step(need, version, {"onward": onward.strip(), "onward_on": onward_on})
    note(need.household_id, Part.LODGING, f"Plan videre: {onward}", by=by, party=party)


@transaction.atomic
def look_in(*, need: LodgingNeed, version: int, on: date, text: str, by: User, party: str) -> None:
    """Somebody has looked in on the children, and how they are: that answers the day's alert."""
    if on < need.requested_on:
        raise HousingError("Dagen kan ikke være før det ble bedt om botilbud.", "on")
    latest = need.seen_on is None or on >= need.seen_on
    values = {"seen_on": on, "seen_by": by, "seen_text": text.strip()} if latest else {}
    step(need, version, values)
    told = f"Sett til barna {on:%d.%m.%Y}: {text}"
    note(need.household_id, Part.LODGING, told, by=by, party=party)


@transaction.atomic
def leave(*, stay: LodgingStay, version: int, left_on: date, by: User, party: str) -> None:
    """They have left the place and need another one: without it the need turns red at once."""
    _check_left(stay, left_on)
    step(stay.need, version, {})
    _change(stay, waits=False, left_on=left_on)
    told = f"Flyttet ut {left_on:%d.%m.%Y}"
    note(stay.need.household_id, Part.LODGING, told, by=by, party=party)


@transaction.atomic
def end(
    *,
    need: LodgingNeed,
    version: int,
    outcome: str,
    on: date,
    by: User,
    party: str,
    undecided_text: str = "",
) -> None:
    """They have moved on; the place they had is left the same day, and an offer falls away.

    A need that NAV has not decided (§ 27) ends only with why it was not.
    """
    if need.decided_on is None and not undecided_text.strip():
        raise HousingError("Skriv hvorfor det ikke er fattet vedtak.", "undecided_text")
    if outcome not in LodgingNeed.Outcome.values or outcome == LodgingNeed.Outcome.REFUSED:
        raise HousingError("Velg hvor de flyttet.", "outcome")
    if on < need.requested_on:
        raise HousingError("Dagen kan ikke være før det ble bedt om botilbud.", "ended_on")
    live = need.stays.filter(left_on=None, declined_on=None).first()
    if live is not None and live.from_on is not None:
        _check_left(live, on)
    values: dict[str, object] = {"ended_on": on, "ended_by": by, "outcome": outcome}
    if need.decided_on is None:
        values["undecided_text"] = undecided_text.strip()
    need = step(need, version, values)
    if live is not None:
        told = {"declined_on": on, "declined_text": "Flyttet videre"}
        of_stay = told if live.from_on is None else {"left_on": on}
        LodgingStay.objects.filter(pk=live.pk).update(**of_stay)
    label = LodgingNeed.Outcome(outcome).label
    note(need.household_id, Part.LODGING, f"Avsluttet: {label}", by=by, party=party)


def _check_booking(from_on: date, until_on: date) -> None:
    today = timezone.localdate()
    most = settings.LODGING["most_nights"].on(max(from_on, today))
    if rules.is_too_long(from_on, until_on, today, most):
        told = f"Bestill høyst {most} netter om gangen, og forleng heller senere."
        raise HousingError(told, "until_on")


def _check_left(stay: LodgingStay, on: date) -> None:
    if stay.from_on is not None and on < stay.from_on:
        raise HousingError("Dagen kan ikke være før første natt.", "left_on")


def _change(stay: LodgingStay, *, waits: bool, **values: object) -> None:
    """Write on the live stay: one that is offered and `waits`, or one in use."""
    rows = LodgingStay.objects.filter(
        pk=stay.pk, left_on=None, declined_on=None, from_on__isnull=waits
    )
    if not rows.update(**values):
        raise HousingConflictError
