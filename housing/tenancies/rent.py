"""The rent of a tenancy and what is owed of it, typed once for every service (HousingCost)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction

from accounts.models import User
from config.templatetags import tall
from households.housing_costs import Cost, costs_on, record_costs
from households.models import Household, HousingCost
from housing.history import HousingError, Part, note
from housing.models import Tenancy
from housing.tenancies import rules
from housing.tenancies.stepping import change

RENT = HousingCost.Kind.RENT


def type_rent(tenancy: Tenancy, by: User) -> None:
    """The rent as the contract says it, where all services read it; what NAV accepts stands."""
    _record(tenancy.household, tenancy.starts_on, by, claimed=tenancy.dwelling.rent, arrears=None)


def _record(
    household: Household, on: date, by: User, *, claimed: int | None, arrears: int | None
) -> None:
    costs = costs_on(household, on)
    old = costs.get(RENT, Cost(RENT, 0, 0))
    rent = old.claimed if claimed is None else claimed
    owed = old.arrears if arrears is None else arrears
    costs[RENT] = Cost(RENT, rent, min(old.accepted, rent), owed)
    record_costs(household=household, costs=costs.values(), on=on, by=by)


@transaction.atomic
def note_arrears(
    *, tenancy: Tenancy, version: int, arrears: int, on: date, by: User, is_sure: bool = False
) -> None:
    """What is owed in rent now, typed once for every service; nothing owed is 0.

    Nothing is owed before the first due day. More than a year's rent is asked about (`is_sure`),
    and more than three years' is refused.
    """
    change(tenancy, version, {})
    if arrears:
        _check(tenancy, arrears, on, is_sure=is_sure)
    _record(tenancy.household, on, by, claimed=None, arrears=arrears)
    later = HousingCost.objects.not_over_by(on).filter(
        household=tenancy.household_id, kind=RENT, valid_from__gt=on
    )
    for day in list(later.values_list("valid_from", flat=True)):
        _record(tenancy.household, day, by, claimed=None, arrears=arrears)
    note(tenancy.household_id, Part.TENANCY, f"Restanse {tall(arrears)} kr", by=by)


def _check(tenancy: Tenancy, arrears: int, on: date, *, is_sure: bool) -> None:
    limits = settings.TENANCIES
    first = rules.first_rent_day(since(tenancy), limits["rent_day"])
    if on < first:
        raise HousingError(f"Husleien forfaller første gang {first:%d.%m.%Y}.", "arrears")
    rent = max(tenancy.dwelling.rent, rent_on(tenancy.household, on))
    if refusal := rules.arrears_refusal(arrears, rent, limits["arrears_most_months"]):
        raise HousingError(refusal, "arrears")
    ask = rules.arrears_refusal(arrears, rent, limits["arrears_ask_months"])
    if ask and not is_sure:
        raise HousingError(f"{ask} Kryss av hvis det stemmer.", "is_sure")


def rent_on(household: Household, day: date) -> int:
    """Whole kroner a month by what is typed; 0 where nothing is."""
    cost = costs_on(household, day).get(RENT)
    return cost.claimed if cost else 0


def since(tenancy: Tenancy) -> date:
    """When they moved in: the first day of the first of the contracts that it renews."""
    first = tenancy
    while first.renews is not None:
        first = first.renews
    return first.starts_on
