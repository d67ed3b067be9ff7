"""A tenant's plan towards a home of their own, and the home that is bought (measure 5b)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import User
from config.templatetags import tall
from housing.acting import step
from housing.career import rules
from housing.history import HousingError, Part, note
from housing.lodging.queries import has_children
from housing.models import CareerPlan, Dwelling, Purchase, Tenancy
from housing.tenancies.ending import end
from housing.tenancies.rules import later_refusal
from housing.tenancies.stepping import change


@transaction.atomic
def keep_plan(
    *, tenancy: Tenancy, version: int, aim: str, steps: str, next_on: date, on: date, by: User
) -> CareerPlan:
    """Write the plan of a tenant with an open-ended contract, or write it anew."""
    if next_on < on:
        raise HousingError("Dagen kan ikke være før i dag.", "next_on")
    if refusal := later_refusal(next_on, on, settings.TENANCIES["agreed_within_years"]):
        raise HousingError(refusal, "next_on")
    if tenancy.kind != Tenancy.Kind.OPEN_ENDED:
        raise HousingError("Planen er for dem med tidsubestemt kontrakt.")
    change(tenancy, version, {})
    known = CareerPlan.objects.going_on().filter(tenancy=tenancy).first()
    values = {"aim": aim, "steps": steps.strip(), "next_on": next_on}
    if known is None:
        try:
            with transaction.atomic():
                known = CareerPlan.objects.create(
                    household=tenancy.household, tenancy=tenancy, made_on=on, made_by=by, **values
                )
        except IntegrityError:
            raise HousingError("Leieforholdet har allerede en plan.") from None
    else:
        step(known, known.version, values)
    told = f"Plan: {CareerPlan.Aim(aim).label}. {steps}"
    note(tenancy.household_id, Part.CAREER, told, by=by)
    return known


@transaction.atomic
def end_plan(*, tenancy: Tenancy, version: int, text: str, on: date, by: User) -> None:
    plan = CareerPlan.objects.going_on().filter(tenancy=tenancy).first()
    if plan is None:
        raise HousingError("Det er ingen plan å avslutte.")
    change(tenancy, version, {})
    step(plan, plan.version, {"ended_on": on, "ended_by": by, "ended_text": text.strip()})
    note(tenancy.household_id, Part.CAREER, f"Planen avsluttet: {text}", by=by)


@dataclass(frozen=True)
class Bought:
    """A home as it was bought; whole kroner. `own` is the dwelling they rented.

    `price` is what was paid; with the discount it is worked out from the valuation. `within_limits`
    is the judgement of who gives the start loan, where no limit is set. `free_from` is when the
    home they rented can be let again, where it is another that they have bought.
    """

    own: bool
    bought_on: date
    price: int | None
    valuation: int | None = None
    income: int | None = None
    discounted: bool = False
    within_limits: bool = False
    free_from: date | None = None


@transaction.atomic
def buy(*, tenancy: Tenancy, version: int, bought: Bought, by: User) -> Purchase:
    """Register that the tenants have bought a home: the tenancy ends, and the count goes up by one.

    Their own dwelling is the municipality's no longer.
    """
    dwelling = Dwelling.objects.select_for_update().get(pk=tenancy.dwelling_id)
    discount = _discount(dwelling, bought) if bought.discounted else 0
    price = bought.price
    if discount:
        price = rules.price_of(bought.valuation or 0, discount)
        if bought.price not in (None, price):
            told = f"Med rabatt er prisen {tall(price)} kr. La feltet stå tomt."
            raise HousingError(told, "price")
    if not price:
        raise HousingError("Skriv hva boligen kostet.", "price")
    if bought.own:
        Dwelling.objects.filter(pk=dwelling.pk).update(state=Dwelling.State.SOLD)
    done = end(
        tenancy=tenancy,
        version=version,
        reason=Tenancy.EndReason.OWN_HOME,
        on=bought.bought_on,
        by=by,
        free_from=None if bought.own else bought.free_from,
    )
    made = Purchase.objects.create(
        household=tenancy.household,
        tenancy=done,
        dwelling=dwelling if bought.own else None,
        bought_on=bought.bought_on,
        child_family=has_children(tenancy.household_id, bought.bought_on),
        valuation=bought.valuation,
        discount=discount,
        price=price,
        income=bought.income,
        registered_by=by,
    )
    what = "boligen de leide" if bought.own else "en annen bolig"
    told = f"Kjøpte {what} {bought.bought_on:%d.%m.%Y}"
    note(tenancy.household_id, Part.CAREER, told, by=by)
    return made


def _discount(dwelling: Dwelling, bought: Bought) -> int:
    """What is taken off the valuation, where the plan allows it; else why it does not.

    By the limits of the day of the purchase.
    """
    limit = settings.TENANCIES["income_limit"].on(bought.bought_on)
    if not bought.own or dwelling.ownership not in rules.SOLD_AT_DISCOUNT:
        told = "Rabatt gis bare på boligen de leier, når den er kommunens andel eller seksjon."
        raise HousingError(told, "discounted")
    if bought.valuation is None:
        raise HousingError("Skriv taksten.", "valuation")
    if limit and bought.income is None:
        raise HousingError("Skriv inntekten i året.", "income")
    within = rules.is_within(bought.income or 0, limit) if limit else bought.within_limits
    if not rules.has_discount(own=True, ownership=dwelling.ownership, within_limits=within):
        told = "Rabatt gis bare når inntekten er innenfor grensen for startlån."
        raise HousingError(told, "income" if limit else "within_limits")
    discount = int(settings.TENANCIES["discount"].on(bought.bought_on))
    if not rules.is_worth_it(bought.valuation, discount):
        least = tall(rules.LEAST_TIMES * discount)
        raise HousingError(f"Med rabatt må taksten være minst {least} kr. Sjekk den.", "valuation")
    return discount
