"""What became of the homes of a demo that somebody declined or left: another lives there now.

No home stands empty without a day: it is let to the next, vacant, or under repair.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from housing.homes.queries import empty
from housing.models import Allocation, Dwelling, Offer, Tenancy

OF_HOME = ("rooms", "area", "is_adapted", "rent", "ownership")
EMPTIED = timedelta(days=45)
"""A home that was left lately is vacant; one that was left longer ago is under repair."""


def lay_down() -> None:
    today = timezone.localdate()
    _declined()
    _left()
    for home in empty():
        last = home.tenancies.order_by("-ended_on").values_list("ended_on", flat=True).first()
        if last is not None and last > today - EMPTIED:
            home.available_from = last + timedelta(days=1)
        else:
            home.state = Dwelling.State.REPAIR
        home.save(update_fields=["available_from", "state"])


def _declined() -> None:
    """A home that one declined was given to another of the district soon after."""
    given: dict[int, list[Allocation]] = defaultdict(list)
    for row in Allocation.objects.select_related("dwelling").order_by("accepted_on", "pk"):
        given[row.dwelling.district_id].append(row)
    homes = {home.pk for home in empty()}
    declined = Offer.objects.filter(dwelling__in=homes)
    for offer in declined.select_related("dwelling", "entry__application"):
        old, least = offer.dwelling, offer.entry.application.rooms
        others = [row for row in given[old.district_id] if row.household_id != offer.household_id]
        after = [row for row in others if row.dwelling.rooms >= least]
        on: date = offer.answered_on or offer.offered_on
        found = next((row for row in after if row.accepted_on > on), None)
        if found is not None:
            offer.dwelling = found.dwelling
            offer.save(update_fields=["dwelling"])
            old.delete()


def _left() -> None:
    """The home of a tenancy that has ended is that of one that began later in the district."""
    homes: dict[int, list[tuple[date, Any]]] = defaultdict(list)
    for home in empty().filter(tenancies__isnull=False).distinct():
        ended = [row for row in home.tenancies.values_list("ended_on", flat=True) if row]
        homes[home.district_id].append((max(ended), home))
    for rows in homes.values():
        rows.sort(key=lambda row: (row[0], row[1].pk))
    live = Tenancy.objects.live().select_related("dwelling").order_by("starts_on", "pk")
    for tenancy in live:
        own, waiting = tenancy.dwelling, homes[tenancy.dwelling.district_id]
        if not waiting or waiting[0][0] >= tenancy.starts_on:
            continue
        if own.offers.exists() or own.allocations.exists() or own.tenancies.count() > 1:
            continue
        _, home = waiting.pop(0)
        for name in OF_HOME:
            setattr(home, name, getattr(own, name))
        home.save()
        tenancy.dwelling = home
        tenancy.save(update_fields=["dwelling"])
        own.delete()
