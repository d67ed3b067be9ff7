"""The decisions of those who left the queue because the conditions are not met any more."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from accounts.models import User
from decisions.models import Decision
from housing.models import QueueEntry
from housing.queue.declined import ASKED
from housing.queue.exiting import LAW, OTHERWISE

WHY = "Har fått fast arbeid, og inntekt til å leie en egnet bolig privat."


def decide(entry: QueueEntry, by: User, *, is_draft: bool) -> None:
    """The decision of an exit, made that day, or still to be written."""
    assert entry.ended_on is not None
    at = timezone.make_aware(datetime.combine(entry.ended_on, time(12)))
    done = {
        "state": "approved",
        "content_hash": "demo",
        "needs_attest": False,
        "proposed_by": by,
        "proposed_at": at,
        "approved_by": by,
        "approved_at": at,
    }
    decision = Decision.objects.create(
        kind="housing",
        household=entry.household,
        applicant=entry.applicant,
        unit=entry.unit,
        outcome="refused",
        made_by=by,
        made_at=at,
        **({} if is_draft else done),
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
