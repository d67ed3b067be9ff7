"""A queue for municipal homes as large as asked, before one office; the same for the same seed."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import District, RoleAssignment, Unit, User
from accounts.policy import Role
from decisions.models import Decision
from households.models import Household, Responsibility
from housing.models import (
    AdviceCase,
    AdviceSession,
    Dwelling,
    HousingApplication,
    Offer,
    PriorityGround,
    QueueEntry,
    QueuePause,
)

LONG_AGO = date(2005, 1, 1)
DAYS = 900
"""The longest that anybody has waited."""


def adviser() -> User:
    """Who lets the homes of HV's first office."""
    user, is_new = User.objects.get_or_create(username="bench-housing")
    if is_new:
        unit = Unit.objects.filter(party="hv").order_by("district__code").first()
        RoleAssignment.objects.create(
            user=user, role=Role.HOUSING_ADVISER, unit=unit, valid_from=LONG_AGO
        )
    return user


def fill(user: User, homes: Sequence[Household]) -> list[QueueEntry]:
    """Put every household in the queue of the user's office: entries with all that hangs on one.

    Half have had a session, some a pause, some have said no to a home, and a few wait to answer.
    """
    chance = random.Random(20261231)
    unit = user.role_assignments.get().unit
    Responsibility.objects.bulk_create(
        Responsibility(household=home, party="hv", unit=unit, valid_from=LONG_AGO) for home in homes
    )
    today = timezone.localdate()
    days = [today - timedelta(days=chance.randint(0, DAYS)) for _ in homes]
    entries = _entries(chance, _approved(chance, user, homes, days), days)
    _sessions(chance, user, entries)
    _offers(chance, user, entries)
    return entries


def _approved(
    chance: random.Random, user: User, homes: Sequence[Household], days: Sequence[date]
) -> list[HousingApplication]:
    unit, at = user.role_assignments.get().unit, timezone.now()
    by: dict[str, Any] = {"made_by": user, "made_at": at, "proposed_by": user, "proposed_at": at}
    by |= {"approved_by": user, "approved_at": at, "content_hash": "x", "needs_attest": False}
    decisions = Decision.objects.bulk_create(
        Decision(
            kind="housing",
            household=home,
            applicant=home.contact,
            unit=unit,
            outcome="granted",
            state="approved",
            **by,
        )
        for home in homes
    )
    rows = HousingApplication.objects.bulk_create(
        HousingApplication(
            household=home,
            applicant=home.contact,
            unit=unit,
            state="approved",
            received_on=day,
            situation="Bor hos en venn",
            rooms=chance.choice((1, 1, 2, 2, 2, 3, 4)),
            needs_adapted=chance.random() < 0.1,
            most_rent=chance.choice((None, 7_000, 9_000, 11_000)),
            assessed_on=day,
            assessed_by=user,
            fulfils=True,
            decision=decision,
            decided_on=day,
            registered_by=user,
            form_token=uuid.UUID(int=chance.getrandbits(128)),
        )
        for home, day, decision in zip(homes, days, decisions, strict=True)
    )
    districts = list(District.objects.order_by("code"))
    wished = HousingApplication.districts.through
    wished.objects.bulk_create(
        wished(housingapplication=row, district=one)
        for row in rows
        for one in chance.sample(districts, chance.randint(0, 2))
    )
    return rows


def _entries(
    chance: random.Random, rows: Sequence[HousingApplication], days: Sequence[date]
) -> list[QueueEntry]:
    grounds = list(PriorityGround.objects.order_by("pk"))
    met = [chance.choice(grounds) for _ in rows]
    of_application = HousingApplication.grounds.through
    of_application.objects.bulk_create(
        of_application(housingapplication=row, priorityground=one)
        for row, one in zip(rows, met, strict=True)
    )
    return QueueEntry.objects.bulk_create(
        QueueEntry(
            household=row.household,
            applicant=row.applicant,
            unit=row.unit,
            application=row,
            approved_on=day,
            queued_on=day,
            agreed_on=day,
            counts_from=day - timedelta(days=chance.choice((0, 0, 0, 30))),
            priority=one.code,
            points=chance.choice((0, 0, 1, 2)),
            first_place=1,
        )
        for row, day, one in zip(rows, days, met, strict=True)
    )


def _sessions(chance: random.Random, user: User, entries: Sequence[QueueEntry]) -> None:
    cases = AdviceCase.objects.bulk_create(
        AdviceCase(
            household=row.household, cause="queue", opened_on=row.approved_on, opened_by=user
        )
        for row in entries
    )
    AdviceSession.objects.bulk_create(
        AdviceSession(
            case=case,
            held_on=min(case.opened_on + timedelta(days=20), timezone.localdate()),
            text="Startlån",
            held_by=user,
            form_token=uuid.UUID(int=chance.getrandbits(128)),
        )
        for case in cases
        if chance.random() < 0.5
    )


def _offers(chance: random.Random, user: User, entries: Sequence[QueueEntry]) -> None:
    """A tenth have said no once, a twentieth are paused, and a few wait to answer."""
    today = timezone.localdate()
    told: list[tuple[QueueEntry, dict[str, Any]]] = []
    no = {"answer": "declined", "answered_on": today, "answered_by": user, "reason": "health"}
    for row in entries:
        drawn = chance.random()
        if drawn < 0.1:
            told.append((row, no))
        elif drawn < 0.12:
            told.append((row, {}))
    homes = dwellings(len(told))
    Offer.objects.bulk_create(
        Offer(
            household=row.household,
            entry=row,
            dwelling=home,
            offered_on=today,
            answer_by=today,
            place=1,
            made_by=user,
            **answer,
        )
        for (row, answer), home in zip(told, homes, strict=True)
    )
    QueuePause.objects.bulk_create(
        QueuePause(entry=row, valid_from=today, reason="På sykehus", made_by=user)
        for row in chance.sample(list(entries), len(entries) // 20)
    )


def dwellings(number: int) -> list[Dwelling]:
    """Vacant homes of two rooms in the first district."""
    district = District.objects.order_by("code").first()
    begun = Dwelling.objects.count()
    return Dwelling.objects.bulk_create(
        Dwelling(
            address=f"Prøveveien {begun + one}",
            unit_number="H0101",
            district=district,
            rooms=2,
            area=50,
            rent=9_000,
            ownership="share",
            available_from=timezone.localdate(),
        )
        for one in range(number)
    )
