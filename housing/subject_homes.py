"""What is held on a person of lodging, tenancies, what threatened them, and a home that was bought.

A place is told by its kind alone where it is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Model

from households.models import LodgingNeed
from households.subject import Part, Row, Subject
from housing.models import CareerPlan, Purchase, Tenancy, TenancyRisk, TenancySupport

COVERS: set[type[Model]] = {
    *(LodgingNeed, Tenancy, TenancyRisk),
    *(TenancySupport, CareerPlan, Purchase),
}
NEEDS = {
    "requested_on": "Bedt om",
    "reason": "Hvorfor",
    "decided_on": "Innvilget",
    "stays": "Steder",
    "onward": "Plan videre",
    "seen": "Sett til barna sist",
    "ended_on": "Avsluttet",
    "outcome": "Flyttet til",
    "undecided": "Hvorfor uten vedtak",
}
TENANCIES = {
    "home": "Bolig",
    "kind": "Kontrakt",
    "starts_on": "Fra",
    "ends_on": "Utløper",
    "short": "Hvorfor kortere",
    "outside": "Hvorfor uten tildeling",
    "notified_on": "Varslet",
    "demanded_on": "Krevd flytting",
    "moves_on": "Skulle flytte innen",
    "review": "Gjennomgang",
    "ended_on": "Avsluttet",
    "reason": "Hvorfor",
}
RISKS = {
    "opened_on": "Oppdaget",
    "landlord": "Utleier",
    "state": "Hvor langt",
    "text": "Hva det gjelder",
    "warned_on": "Varslet",
    "petition_on": "Begjæring",
    "contact": "Kontakt",
    "eviction_on": "Berammet",
    "ended": "Hvordan det gikk",
}
SUPPORT = {"held_on": "Dato", "kind": "Slag", "text": "Hva som ble gjort", "next_on": "Neste gang"}
PLANS = {
    "made_on": "Laget",
    "aim": "Mål",
    "steps": "Steg",
    "next_on": "Ses på igjen",
    "ended": "Avsluttet",
}
PURCHASES = {
    "bought_on": "Kjøpt",
    "own": "Boligen dere leide",
    "valuation": "Takst, kr",
    "discount": "Rabatt, kr",
    "price": "Pris, kr",
    "income": "Inntekt, kr",
}


def parts(subject: Subject) -> Iterator[Part]:
    yield Part("lodging", "Midlertidig botilbud", NEEDS, _needs(subject))
    yield Part("tenancies", "Leieforhold", TENANCIES, _tenancies(subject))
    yield Part("tenancy_risks", "Fare for utkastelse", RISKS, _risks(subject))
    yield Part("tenancy_support", "Booppfølging", SUPPORT, _support(subject))
    yield Part("career_plans", "Plan for boligkarriere", PLANS, _plans(subject))
    yield Part("purchases", "Boligkjøp", PURCHASES, _purchases(subject))


def _of(model: Any, subject: Subject, first: str, last: str) -> list[Any]:
    """The rows of the person's households while the person was in them."""
    rows = model.objects.filter(household__in=subject.household_ids).order_by(first, "pk")
    return [
        row
        for row in rows
        if subject.was_in(row.household_id, getattr(row, first), getattr(row, last))
    ]


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _sentence(*parts: str) -> str:
    return ". ".join(part for part in parts if part)


def _needs(subject: Subject) -> list[Row]:
    return [
        {
            "requested_on": row.requested_on,
            "reason": subject.masked(row.reason_text),
            "decided_on": row.decided_on,
            "stays": "; ".join(_stay(one, subject) for one in row.stays.select_related("place")),
            "onward": subject.masked(row.onward),
            "seen": _sentence(_day(row.seen_on), subject.masked(row.seen_text)),
            "ended_on": row.ended_on,
            "outcome": row.get_outcome_display(),
            "undecided": subject.masked(row.undecided_text),
        }
        for row in _of(LodgingNeed, subject, "requested_on", "ended_on")
    ]


def _stay(row: Any, subject: Subject) -> str:
    place = row.place.get_kind_display() if subject.hides_place else str(row.place)
    days = f"{_day(row.from_on)}–{_day(row.left_on)}" if row.from_on else ""
    said = (row.unsuited_text, row.declined_text, row.get_quality_display(), row.quality_text)
    return _sentence(place, days, *(subject.masked(text) for text in said))


def _tenancies(subject: Subject) -> list[Row]:
    return [
        {
            "home": "Kommunal bolig" if subject.hides_place else str(row.dwelling),
            "kind": row.get_kind_display(),
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "short": _sentence(row.get_short_ground_display(), subject.masked(row.short_text)),
            "outside": subject.masked(row.outside_text),
            "notified_on": row.notified_on,
            "demanded_on": row.demanded_on,
            "moves_on": row.moves_on,
            "review": _sentence(row.get_review_display(), subject.masked(row.review_text)),
            "ended_on": row.ended_on,
            "reason": row.get_end_reason_display(),
        }
        for row in _of(Tenancy, subject, "starts_on", "ended_on")
    ]


def _risks(subject: Subject) -> list[Row]:
    masked = subject.masked
    return [
        {
            "opened_on": row.opened_on,
            "landlord": "" if subject.hides_place else masked(row.landlord),
            "state": row.get_state_display(),
            "text": masked(row.text),
            "warned_on": row.warned_on,
            "petition_on": row.petition_on,
            "contact": _sentence(_day(row.contact_on), masked(row.contact_text)),
            "eviction_on": row.eviction_on,
            "ended": _sentence(_day(row.ended_on), masked(row.ended_text)),
        }
        for row in _of(TenancyRisk, subject, "opened_on", "ended_on")
    ]


def _support(subject: Subject) -> list[Row]:
    return [
        {
            "held_on": row.held_on,
            "kind": row.get_kind_display(),
            "text": subject.masked(row.text),
            "next_on": row.next_on,
        }
        for row in _of(TenancySupport, subject, "held_on", "held_on")
    ]


def _plans(subject: Subject) -> list[Row]:
    return [
        {
            "made_on": row.made_on,
            "aim": row.get_aim_display(),
            "steps": subject.masked(row.steps),
            "next_on": row.next_on,
            "ended": _sentence(_day(row.ended_on), subject.masked(row.ended_text)),
        }
        for row in _of(CareerPlan, subject, "made_on", "ended_on")
    ]


def _purchases(subject: Subject) -> list[Row]:
    return [
        {
            "bought_on": row.bought_on,
            "own": row.is_own,
            "valuation": row.valuation,
            "discount": row.discount,
            "price": row.price,
            "income": row.income,
        }
        for row in _of(Purchase, subject, "bought_on", "bought_on")
    ]
