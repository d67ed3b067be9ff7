"""Who rents what, which contracts expire, who is at risk, and who has bought a home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.access import LARGEST_ID
from accounts.models import User
from households.models import Household, HousingCost
from housing.career.rules import cumulative
from housing.lodging.queries import place_hidden
from housing.models import (
    Allocation,
    CareerPlan,
    Dwelling,
    HousingChange,
    Offer,
    Purchase,
    Tenancy,
    TenancyRisk,
    TenancySupport,
)
from housing.tenancies import rules
from housing.tenancies.rules import RiskState, months_before

FIRST_YEAR = 2013
"""The plan's first."""
SHOWN_CHANGES = (
    HousingChange.Part.TENANCY,
    HousingChange.Part.RISK,
    HousingChange.Part.CAREER,
)


def _until(today: date) -> date:
    """Contracts that expire by this day are to be reviewed now."""
    return months_before(today, -settings.TENANCIES["notice_months"])


def tenancies(user: User, today: date) -> QuerySet[Any]:
    """All the user may know of, with what the rent owes, the open risk and plan, in one query."""
    rent = HousingCost.objects.valid_on(today).filter(
        household=OuterRef("household"), kind=HousingCost.Kind.RENT
    )
    risk = TenancyRisk.objects.going_on().filter(household=OuterRef("household"))
    plan = CareerPlan.objects.going_on().filter(tenancy=OuterRef("pk"))
    ahead = Tenancy.objects.live().filter(renews=OuterRef("pk"))
    rows: Any = Tenancy.objects.visible_to(user).select_related("household__contact", "dwelling")
    return rows.annotate(
        place_hidden=place_hidden(),
        owed=Subquery(rent.values("arrears")[:1]),
        at_risk=Exists(risk),
        plan_next=Subquery(plan.values("next_on")[:1]),
        plan_aim=Subquery(plan.values("aim")[:1]),
        renewed_from=Subquery(ahead.values("starts_on")[:1]),
    )


def expiring(rows: Any, today: date) -> Any:
    """Fixed-term ones within the notice, not reviewed; those that have run out are the first."""
    return rows.expiring(_until(today)).order_by("ends_on", "pk")


def leaving(rows: Any) -> Any:
    """Reviewed not to be renewed: the tenant is to move, and lives there until the lease is ended.

    By when they are to have moved, the first first.
    """
    return rows.live().filter(review=Tenancy.Review.END).order_by("moves_on", "ends_on", "pk")


def owing(rows: Any, today: date) -> Any:
    """Rent is owed, and nobody has taken up the danger to the home."""
    return rows.current(today).filter(owed__gt=0, at_risk=False).order_by("-owed", "pk")


def open_ended(rows: Any, today: date) -> Any:
    """Those with an open-ended contract: without a plan first, then by when it is looked at."""
    found = rows.open_ended(today)
    return found.order_by(F("plan_next").asc(nulls_first=True), "starts_on", "pk")


def risks(user: User) -> Any:
    """Open ones the user may know of, petitions first, the oldest first."""
    rows: Any = TenancyRisk.objects.visible_to(user).going_on()
    rows = rows.annotate(place_hidden=place_hidden())
    return rows.select_related("household__contact", "tenancy__dwelling").order_by(
        F("petition_on").asc(nulls_last=True), "opened_on", "pk"
    )


@dataclass(frozen=True)
class Clock:
    """By when something is due, in words; late when the day is past."""

    text: str
    due: date | None
    late: bool


def contact_clock(risk: TenancyRisk, today: date) -> Clock:
    """The contact within 7 days of a petition (5c), and the day of the eviction; before that when
    what was found is followed up.
    """
    if risk.ended_on is not None:
        return Clock("", None, late=False)
    if risk.petition_on is not None and risk.lacks_contact:
        due = rules.contact_due(risk.petition_on, settings.TENANCIES["contact_days"])
        over = ": fristen er ute" if due < today else ""
        return Clock(f"Kontakt innen {due:%d.%m.%Y}{over}", due, due < today)
    if risk.eviction_on is not None:
        over = ": dagen er passert" if risk.eviction_on < today else ""
        told = f"Utkastelse berammet til {risk.eviction_on:%d.%m.%Y}{over}"
        return Clock(told, risk.eviction_on, risk.eviction_on < today)
    if risk.petition_on is not None:
        return Clock("", None, late=False)
    due = follow_up_on(risk)
    over = ": dagen er passert" if due < today else ""
    return Clock(f"Følges opp innen {due:%d.%m.%Y}{over}", due, due < today)


def contact_after_petition(risk: TenancyRisk) -> tuple[date | None, bool]:
    """By when there is to be contact after a petition, None without one; and whether there was."""
    if risk.petition_on is None:
        return None, False
    days = settings.TENANCIES["contact_days"]
    in_time = rules.is_in_time(risk.petition_on, risk.contact_on, days)
    return rules.contact_due(risk.petition_on, days), in_time


def follow_up_on(risk: TenancyRisk) -> date:
    """By when arrears, a complaint or a warning is followed up: our own aim, from the latest step.

    A contact is such a step.
    """
    days = settings.TENANCIES["warned_days" if risk.warned_on else "arrears_days"]
    last = max(day for day in (risk.opened_on, risk.warned_on, risk.contact_on) if day)
    return last + timedelta(days=days)


def last_support(user: User) -> Any:
    """The latest session of each household that says when the next one is."""
    later = TenancySupport.objects.filter(
        household=OuterRef("household"), held_on__gt=OuterRef("held_on")
    )
    rows: Any = TenancySupport.objects.visible_to(user).filter(
        ~Exists(later), next_on__isnull=False
    )
    return rows.select_related("household__contact", "held_by").order_by("next_on", "pk")


def tenancies_of(user: User, household: Household) -> list[Any]:
    rows = Tenancy.objects.visible_to(user).filter(household=household)
    return list(rows.select_related("dwelling", "purchase"))


def risks_of(user: User, household: Household) -> list[Any]:
    rows = TenancyRisk.objects.visible_to(user).filter(household=household)
    return list(rows.select_related("tenancy__dwelling", "contact_by"))


def risk_of(user: User, household: Household, risk_id: int) -> Any:
    rows = TenancyRisk.objects.visible_to(user).filter(household=household, pk=risk_id)
    return rows.select_related("tenancy__dwelling", "opened_by", "contact_by").first()


def support_of(user: User, household: Household) -> list[Any]:
    rows = TenancySupport.objects.visible_to(user).filter(household=household)
    return list(rows.select_related("held_by"))


def changes_of(user: User, household: Household) -> Any:
    rows = HousingChange.objects.visible_to(user).filter(
        household=household, part__in=SHOWN_CHANGES
    )
    return rows.select_related("by").order_by("-at", "-pk")


def current_tenancy(household: Household, today: date) -> Tenancy | None:
    """The contract that they live by today, or will where they live by none yet."""
    return Tenancy.objects.current(today).filter(household=household).first()


FOUND = 20
"""Dwellings told of a search by address."""


def to_let(household: Household, address: str = "", chosen: str = "") -> list[Dwelling]:
    """What the household is allocated, and then what a search by address finds free to let.

    `chosen` is the number of a dwelling that somebody has chosen already, as it was posted.
    """
    let = Tenancy.objects.live().filter(dwelling=OuterRef("pk"))
    held = Allocation.objects.holding().filter(dwelling=OuterRef("pk"))
    others = held.exclude(household=household)
    offered = Offer.objects.waiting().filter(dwelling=OuterRef("pk"))
    rows = Dwelling.objects.filter(
        ~Exists(offered),
        ~Exists(let),
        ~Exists(others),
        state__in=(Dwelling.State.IN_USE, Dwelling.State.REPAIR),
    ).annotate(is_own=Exists(held.filter(household=household)))
    wanted = Q(is_own=True)
    if address.strip():
        wanted |= Q(address__icontains=address.strip())
    if chosen.isascii() and chosen.isdigit():
        wanted |= Q(pk=min(int(chosen[:12]), LARGEST_ID))
    found = rows.filter(wanted).select_related("district")
    return list(found.order_by("-is_own", "address", "unit_number")[:FOUND])


@dataclass(frozen=True)
class YearOfRisk:
    """A year's petitions and results, of homes with or without children."""

    year: int
    children: bool
    petitions: int
    in_time: int
    averted: int
    carried_out: int


def risk_figures(today: date, years: int = 5) -> list[YearOfRisk]:
    """By year, the latest first, with and without children; one query."""
    rows = [
        rules.Ended(children, petition, contact, RiskState(state), ended)
        for children, petition, contact, state, ended in TenancyRisk.objects.values_list(
            "with_children", "petition_on", "contact_on", "state", "ended_on"
        )
    ]
    days = settings.TENANCIES["contact_days"]
    found = []
    for year in range(today.year, max(FIRST_YEAR, today.year - years + 1) - 1, -1):
        first, last = date(year, 1, 1), date(year, 12, 31)
        for children in (True, False):
            of_kind = [row for row in rows if row.children == children]
            told = rules.figures(of_kind, first, last, days)
            counts = (told.petitions, told.in_time, told.averted, told.carried_out)
            found.append(YearOfRisk(year, children, *counts))
    return found


@dataclass(frozen=True)
class YearOfPurchases:
    """Homes bought in a year."""

    year: int
    bought: int
    own: int
    child_families: int


def purchases(today: date) -> list[YearOfPurchases]:
    """By year, the latest first (measure 5b)."""
    rows: Iterable[Any] = list(
        Purchase.objects.filter(bought_on__lte=today).values_list(
            "bought_on", "dwelling", "child_family"
        )
    )
    days = [day for day, _, _ in rows]
    first = min((day.year for day in days), default=today.year)
    found = []
    for year in range(today.year, first - 1, -1):
        of_year = [row for row in rows if row[0].year == year]
        found.append(
            YearOfPurchases(
                year,
                bought=len(of_year),
                own=sum(dwelling is not None for _, dwelling, _ in of_year),
                child_families=sum(family for _, _, family in of_year),
            )
        )
    return found


def purchases_until(day: date) -> int:
    """Homes bought by former tenants up to and including a day, with the opening balance."""
    days = Purchase.objects.values_list("bought_on", flat=True)
    return cumulative(days, day, settings.TENANCIES["purchases_before"])
