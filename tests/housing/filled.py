"""Households in housing's care: an application, a place in the queue, advice, an offered home."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Unit, User
from decisions.models import Decision
from households.models import Household, Responsibility
from housing.advice.actions import open_case
from housing.codes import AdviceCause
from housing.models import (
    AdviceCase,
    Allocation,
    Dwelling,
    HousingApplication,
    HousingChange,
    Offer,
    PriorityGround,
    QueueEntry,
    QueueMove,
)
from tests.conftest import unit
from tests.factories import LONG_AGO, HouseholdFactory

HV = "hv"


def held_by_hv(household: Household, district: str = "midtbyen") -> Household:
    there = unit(HV, district)
    rows = Responsibility.objects.filter(household=household, party=HV)
    if not rows.exists():
        rows.create(household=household, party=HV, unit=there, valid_from=LONG_AGO)
    return household


def home_with_hv(district: str = "midtbyen") -> Household:
    return held_by_hv(HouseholdFactory(district=district), district)


def ground(code: str = "B") -> PriorityGround:
    return PriorityGround.objects.filter(code=code).order_by("pk")[0]


def applied(household: Household, by: User, **kwargs: Any) -> HousingApplication:
    """Received today, two rooms, nothing else asked for."""
    responsible = Responsibility.objects.filter(household=household, party=HV).first()
    there: Unit = responsible.unit if responsible else unit(HV, "midtbyen")
    values = {
        "applicant": household.contact,
        "unit": there,
        "received_on": timezone.localdate(),
        "situation": "Bor hos en venn",
        "rooms": 2,
        "registered_by": by,
        "form_token": uuid.uuid4(),
    } | kwargs
    return HousingApplication.objects.create(household=household, **values)


def assessed(household: Household, by: User, **kwargs: Any) -> HousingApplication:
    values = {
        "state": "assessed",
        "assessed_on": timezone.localdate(),
        "assessed_by": by,
        "fulfils": True,
        "assessment": "Har ikke egnet bolig",
    } | kwargs
    return applied(household, by, **values)


def decided(
    household: Household,
    by: User,
    *,
    on: date | None = None,
    state: str = "approved",
    **kwargs: Any,
) -> HousingApplication:
    """Approved or refused by a decision that is laid down as it would be."""
    on, at = on or timezone.localdate(), timezone.now()
    decision = Decision.objects.create(
        kind="housing",
        household=household,
        applicant=household.contact,
        unit=unit(HV, "midtbyen"),
        outcome="granted" if state == "approved" else "refused",
        state="approved",
        content_hash="x",
        needs_attest=False,
        made_by=by,
        made_at=at,
        proposed_by=by,
        proposed_at=at,
        approved_by=by,
        approved_at=at,
    )
    values = {"received_on": on, "assessed_on": on, "decided_on": on} | kwargs
    return assessed(household, by, state=state, decision=decision, **values)


def queued(
    household: Household, by: User, *, on: date | None = None, code: str = "B", **kwargs: Any
) -> QueueEntry:
    """Approved on a day, in a class by one ground of it."""
    on = on or timezone.localdate()
    need = {
        name: kwargs.pop(name) for name in ("rooms", "needs_adapted", "most_rent") if name in kwargs
    }
    application = decided(household, by, on=on, **need)
    application.grounds.add(ground(code))
    values = {
        "applicant": household.contact,
        "unit": application.unit,
        "approved_on": on,
        "queued_on": on,
        "agreed_on": on,
        "counts_from": on,
        "priority": code,
        "first_place": 1,
    } | kwargs
    return QueueEntry.objects.create(household=household, application=application, **values)


def dwelling(**kwargs: Any) -> Dwelling:
    number = Dwelling.objects.count() + 1
    values = {
        "address": f"Prøveveien {number}",
        "unit_number": "H0101",
        "district": unit(HV, "midtbyen").district,
        "rooms": 2,
        "area": 50,
        "rent": 9_000,
        "ownership": "building",
        "available_from": timezone.localdate(),
    } | kwargs
    return Dwelling.objects.create(**values)


def offered(entry: QueueEntry, by: User, home: Dwelling | None = None, **kwargs: Any) -> Offer:
    today = timezone.localdate()
    values = {
        "household": entry.household,
        "dwelling": home or dwelling(),
        "offered_on": today,
        "answer_by": today + timedelta(days=7),
        "place": 1,
        "made_by": by,
    } | kwargs
    return Offer.objects.create(entry=entry, **values)


def housed(household: Household, by: User, text: str = "Avtalt") -> QueueEntry:
    """A household with a row of everything, each text field written in."""
    today, now = timezone.localdate(), timezone.now()
    application = decided(household, by, situation=text, assessment=text, conditions=text, on=today)
    application.grounds.add(ground("B"))
    application.districts.add(unit(HV, "midtbyen").district)
    of_entry = {"applicant": household.contact, "unit": application.unit, "approved_on": today}
    of_entry |= {"queued_on": today, "agreed_on": today, "counts_from": today, "priority": "B"}
    gone = QueueEntry.objects.create(
        household=household,
        application=application,
        ended_on=today,
        exit_cause="allocated",
        exit_text=text,
        **of_entry,
    )
    declined = {"answer": "declined", "reason": "other", "text": text, "counts": True}
    answered = {"answered_on": today, "answered_by": by}
    offered(gone, by, passed_over=text, **declined, **answered)
    yes = offered(gone, by, answer="accepted", **answered)
    Allocation.objects.create(
        household=household,
        offer=yes,
        dwelling=yes.dwelling,
        accepted_on=today,
        released_on=today,
        released_text=text,
    )
    entry = QueueEntry.objects.create(
        household=household, application=application, reenters=gone, **of_entry
    )
    entry.pauses.create(valid_from=today, valid_to=today, reason=text, made_by=by)
    move = QueueMove.objects.create(
        entry=entry,
        from_class="B",
        to_class="A",
        from_date=today,
        to_date=today,
        grounds=text,
        decided_text=text,
        proposed_by=by,
        form_token=uuid.uuid4(),
    )
    move.met.add(ground("A"))
    advised(household, by, text)
    HousingChange.objects.create(household=household, part="queue", told=text, by=by, at=now)
    return entry


def advised(household: Household, by: User, text: str = "Avtalt") -> AdviceCase:
    """An open case with a session and a step that is done, and one that was closed."""
    today = timezone.localdate()
    AdviceCase.objects.create(
        household=household,
        cause="request",
        opened_on=today,
        closed_on=today,
        outcome="not_reached",
        outcome_text=text,
    )
    case = open_case(household, cause=AdviceCause.QUEUE, on=today, by=by)
    case.sessions.create(held_on=today, text=text, place=3, held_by=by, form_token=uuid.uuid4())
    case.steps.create(
        tool="savings", text=text, owner="household", done_on=today, result=text, made_by=by
    )
    return case
