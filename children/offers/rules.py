"""Which offer answers what keeps a child from leisure (measures 6a, 6c and 6e)."""

from __future__ import annotations

from dataclasses import dataclass

from children.codes import Barrier
from children.models.offers import AccessAssessment

OPEN = (AccessAssessment.Openness.OPEN, AccessAssessment.Openness.HELPED)


@dataclass(frozen=True)
class OfferFacts:
    """An offer as the rule weighs it, with its latest assessment; `price` in kroner."""

    price: int
    has_reduction: bool
    lends_equipment: bool
    is_near: bool
    transport: str
    language: str
    free_places: int = 0


def answers_barrier(offer: OfferFacts, barrier: str) -> bool:
    """Whether the offer does something about what is in the way."""
    cheap = offer.price == 0 or offer.has_reduction or offer.free_places > 0
    by_barrier = {
        Barrier.PRICE: cheap,
        Barrier.EQUIPMENT: offer.lends_equipment,
        Barrier.TRANSPORT: offer.is_near and offer.transport in OPEN,
        Barrier.COMPANY: offer.is_near and offer.transport in OPEN,
        Barrier.LANGUAGE: offer.language in OPEN,
        Barrier.NO_OFFER: offer.is_near,
    }
    return by_barrier.get(Barrier(barrier), False) if barrier else False


def rank(*, answers: bool, is_wished: bool, is_near: bool) -> int:
    """Higher is better: what the child wishes, then what answers the barrier, then what is near."""
    return 4 * is_wished + 2 * answers + is_near
