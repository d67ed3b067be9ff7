"""One tenancy as its page shows it: what hangs on it, and which days are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from accounts.models import User
from households.models import Household, HousingCost
from housing.models import CareerPlan, Tenancy, TenancyRisk
from housing.tenancies import rules

SOON = timedelta(days=30)
"""So long before a contract turns open-ended by law, it is told in red."""


def is_soon(last: date, today: date) -> bool:
    """Whether so little is left to demand that a tenant moves."""
    return last - SOON <= today


@dataclass(frozen=True)
class Page:
    """A tenancy with all that hangs on it; `ahead` is the renewal that has not begun."""

    tenancy: Any
    risk: Any
    plan: Any
    purchase: Any
    costs: dict[str, Any]
    ahead: Any
    today: date

    @property
    def version(self) -> int:
        return int(self.tenancy.version)

    @property
    def rent(self) -> Any:
        return self.costs.get(HousingCost.Kind.RENT.value)

    @property
    def power(self) -> Any:
        return self.costs.get(HousingCost.Kind.POWER.value)

    @property
    def runs(self) -> bool:
        """Whether somebody lives there by it today."""
        return bool(self.tenancy.runs(self.today))

    @property
    def is_ahead(self) -> bool:
        return bool(self.tenancy.is_ahead(self.today))

    @property
    def has_turned(self) -> bool:
        return bool(self.tenancy.has_turned(self.today))

    @property
    def is_open_ended(self) -> bool:
        return self.has_turned or self.tenancy.kind == Tenancy.Kind.OPEN_ENDED

    @property
    def is_leaving(self) -> bool:
        """Whether they are to move, and still live there."""
        return self.tenancy.is_live and self.tenancy.review == Tenancy.Review.END

    @property
    def notice_from(self) -> date | None:
        ends = self.tenancy.ends_on
        if ends is None or not self.tenancy.is_live:
            return None
        return rules.notice_from(ends, settings.TENANCIES["notice_months"])

    @property
    def is_due(self) -> bool:
        """Whether the tenant is to be told, and the renewal reviewed, by now."""
        starts = self.notice_from
        if starts is None or self.tenancy.reviewed_on or self.has_turned:
            return False
        return starts <= self.today

    @property
    def demand_by(self) -> date | None:
        """The last day to demand that they move, told from the expiry on; None before it."""
        ends = self.tenancy.ends_on
        last: date | None = self.tenancy.demand_by()
        return last if ends is not None and (ends < self.today or self.is_leaving) else None

    @property
    def demand_is_soon(self) -> bool:
        last = self.demand_by
        return last is not None and is_soon(last, self.today)


def tenancy_of(user: User, household: Household, tenancy_id: int, today: date) -> Page | None:
    rows: Any = Tenancy.objects.visible_to(user).filter(household=household, pk=tenancy_id)
    related = ("dwelling", "renews", "reviewed_by", "registered_by", "purchase")
    found = rows.select_related(*related).first()
    if found is None:
        return None
    risk = TenancyRisk.objects.going_on().filter(household=household).first()
    plan = CareerPlan.objects.going_on().filter(tenancy=found).first()
    costs = HousingCost.objects.valid_on(today).filter(household=household)
    return Page(
        *(found, risk, plan, getattr(found, "purchase", None)),
        costs={row.kind: row for row in costs},
        ahead=Tenancy.objects.live().filter(renews=found).first(),
        today=today,
    )
