"""Offering a home and answering, today, as tests write it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from housing.homes import actions
from housing.homes.actions import Answer
from housing.models import Dwelling, Offer, QueueEntry
from tests.housing.filled import home_with_hv, queued

TODAY = timezone.localdate


def offer(home: Dwelling, entry: QueueEntry, by: User, grounds: str = "") -> Offer:
    by_day = TODAY() + timedelta(days=7)
    return actions.offer(
        dwelling=home, entry=entry, answer_by=by_day, passed_over=grounds, at=timezone.now(), by=by
    )


def answer(row: Offer, by: User, what: str, reason: str = "", text: str = "") -> Offer:
    given = Answer(what, TODAY(), reason, text, ends_place=True)
    return actions.answer(offer=row, given=given, at=timezone.now(), by=by)


def entry(by: User, days: int = 30, **kwargs: Any) -> QueueEntry:
    return queued(home_with_hv(), by, on=TODAY() - timedelta(days=days), **kwargs)
