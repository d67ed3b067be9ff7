"""The catalogue: what is found, what suits a child, and which districts have nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import District
from children.models import ChildMapping
from children.models.offers import AccessAssessment, Offer
from children.offers.rules import OfferFacts, answers_barrier, rank
from households.models import Household
from households.names import search_key

SUGGESTED = 5


@dataclass(frozen=True)
class Suggestion:
    """An offer for one child, and why it is shown."""

    offer: Offer
    why: str


@dataclass(frozen=True)
class Coverage:
    """How many published offers a district has of its own (6b: one at the least)."""

    district: str
    offers: int


def offers(*, published_only: bool) -> QuerySet[Offer]:
    """With the latest assessment first among the offer's."""
    rows = Offer.objects.published() if published_only else Offer.objects.all()
    latest = Prefetch("assessments", AccessAssessment.objects.select_related("made_by"))
    found: QuerySet[Offer] = rows.select_related("district").prefetch_related(latest)
    return found


def assessment_of(offer: Offer) -> AccessAssessment | None:
    return next(iter(offer.assessments.all()), None)


def coverage() -> list[Coverage]:
    published = Q(offers__published_on__isnull=False, offers__withdrawn_on__isnull=True)
    rows = District.objects.annotate(count=Count("offers", filter=published)).order_by("name")
    return [Coverage(row.name, row.count) for row in rows]


def suggestions(mapping: ChildMapping, household: Household) -> list[Suggestion]:
    """Offers for a child that something keeps from leisure, the best first.

    Where the home is hidden only those of the whole city: nothing may tell where it is.
    """
    barrier = mapping.barrier if mapping.barrier != "none" else ""
    if not barrier and mapping.has_activity is not False:
        return []
    age = mapping.age
    rows: Any = offers(published_only=True)
    rows = rows.for_age(age) if age is not None else rows
    district = None if household.place_hidden else household.district_id
    near = Q(district__isnull=True) | Q(district=district or 0)
    found = [
        (_rank(row, barrier, mapping.leisure_wish, district), row) for row in rows.filter(near)
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].name))
    return [Suggestion(row, why_of(row)) for score, row in found[:SUGGESTED] if score > 0]


def _rank(row: Offer, barrier: str, wish: str, district: int | None) -> int:
    is_near = row.district_id is not None and row.district_id == district
    return rank(
        answers=answers_barrier(facts_of(row, is_near=is_near), barrier),
        is_wished=_is_wished(row, wish),
        is_near=is_near,
    )


def facts_of(row: Offer, *, is_near: bool) -> OfferFacts:
    assessment = assessment_of(row)
    return OfferFacts(
        price=row.price,
        has_reduction=bool(row.reduction),
        lends_equipment=bool(row.free_equipment),
        is_near=is_near,
        transport=assessment.transport if assessment else "",
        language=assessment.language if assessment else "",
        free_places=assessment.free_places if assessment else 0,
    )


def _is_wished(row: Offer, wish: str) -> bool:
    words = [word for word in search_key(wish).split() if len(word) > 3]
    return any(word in row.search_text for word in words)


def why_of(row: Offer) -> str:
    """What makes it possible for a family with little money, in words."""
    told: Iterable[Any] = (
        "Gratis" if row.price == 0 else "",
        row.reduction,
        f"Utstyr: {row.free_equipment}" if row.free_equipment else "",
    )
    return ". ".join(filter(None, told))
