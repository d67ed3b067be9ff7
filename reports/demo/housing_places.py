"""The places in the queue that a demo has told: nearer the front the later they were told."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch

from housing.models import AdviceSession, Offer, QueueEntry
from housing.queue.order import ranks

DAYS_A_PLACE = 6
"""So many days let one who stood ahead go out."""
AT_THE_END = 4
"""Where somebody stood who has left the queue, the day they left it."""


def agree(today: date) -> None:
    """Let offers, sessions and the first day say a place that fits the one that is held now."""
    now = ranks().places
    offers, sessions, entries = [], [], []
    rows = QueueEntry.objects.prefetch_related("offers")
    held = Prefetch("household__advice_cases__sessions", AdviceSession.objects.order_by("pk"))
    for entry in rows.prefetch_related(held):
        last, until = now.get(entry.pk, AT_THE_END), entry.ended_on or today
        entry.first_place = _then(last, until, entry.queued_on)
        entries.append(entry)
        for offer in entry.offers.all():
            offer.place = _then(last, until, offer.offered_on)
            offers.append(offer)
        for case in entry.household.advice_cases.all():
            for session in case.sessions.all():
                if session.place is not None and entry.approved_on <= session.held_on <= until:
                    session.place = _then(last, until, session.held_on)
                    sessions.append(session)
    QueueEntry.objects.bulk_update(entries, ["first_place"], batch_size=500)
    Offer.objects.bulk_update(offers, ["place"], batch_size=500)
    AdviceSession.objects.bulk_update(sessions, ["place"], batch_size=500)


def _then(last: int, until: date, day: date) -> int:
    return last + max(0, (until - day).days) // DAYS_A_PLACE
