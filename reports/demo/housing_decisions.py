"""Decisions on a place in the queue: on the application, and of those who lost it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from accounts.models import Unit, User
from decisions.models import Decision
from households.models import Household
from housing.models import QueueEntry
from housing.queue.declined import ASKED
from housing.queue.exiting import LAW, OTHERWISE

WHY = "Har fått fast arbeid, og inntekt til å leie en egnet bolig privat."


@dataclass(frozen=True)
class Told:
    """What a decision on an application says: outcome, facts, and what was weighed."""

    outcome: str
    facts: str
    discretion: str


def decision_on(home: Household, unit: Unit, by: User, on: date, told: Told) -> Decision:
    """A decision on the application, made that day; a place is given for a year."""
    at = noon(on)
    first = on.replace(day=1)
    year = {"first_month": first, "last_month": first.replace(year=first.year + 1)}
    decision = Decision.objects.create(
        kind="housing",
        household=home,
        applicant=home.contact,
        unit=unit,
        outcome=told.outcome,
        made_by=by,
        made_at=at,
        **(year if told.outcome == "granted" else {}),
        **_made(by, at),
    )
    decision.matters.create(
        number=1,
        asked="plass i køen for kommunal bolig",
        outcome=told.outcome,
        section="bsl6",
        facts=told.facts,
        law="Kommunen skal gi individuelt tilpasset bistand (boligsosialloven § 6).",
        discretion=told.discretion,
        form="service",
        recurs="once",
    )
    return decision


def noon(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(12)))


def _made(by: User, at: datetime) -> dict[str, Any]:
    return {
        "state": "approved",
        "content_hash": "demo",
        "needs_attest": False,
        "proposed_by": by,
        "proposed_at": at,
        "approved_by": by,
        "approved_at": at,
    }


def decide(entry: QueueEntry, by: User, *, is_draft: bool) -> None:
    """The decision of an exit, made that day, or still to be written."""
    at = noon(entry.ended_on or timezone.localdate())
    decision = Decision.objects.create(
        kind="housing",
        household=entry.household,
        applicant=entry.applicant,
        unit=entry.unit,
        outcome="refused",
        made_by=by,
        made_at=at,
        **({} if is_draft else _made(by, at)),
    )
    decision.matters.create(
        number=1,
        asked=ASKED,
        outcome="refused",
        section="bsl6",
        facts=f"Du fikk plass i køen {entry.approved_on:%d.%m.%Y}.",
        law=LAW,
        discretion=f"{WHY}\n{OTHERWISE}",
        form="service",
        recurs="once",
    )
    entry.exit_text, entry.exit_decision = WHY, decision
    entry.save(update_fields=["exit_text", "exit_decision"])
