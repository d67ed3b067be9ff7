"""A tenancy from its contract to its end: notice of expiry, review, what is owed, the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import Party, User
from households.housing_costs import Cost, costs_on, record_costs
from households.models import Household, HousingCost
from households.touching import touch
from housing.acting import note, step
from housing.history import HousingError, Part
from housing.models import Allocation, Dwelling, Offer, Tenancy
from housing.tenancies import rules

Kind, EndReason, Review = Tenancy.Kind, Tenancy.EndReason, Tenancy.Review
RENT = HousingCost.Kind.RENT


@dataclass(frozen=True)
class Contract:
    """What a contract says; an open-ended one has no end, a shorter one its legal ground."""

    kind: str
    starts_on: date
    ends_on: date | None = None
    short_ground: str = ""
    short_text: str = ""


@transaction.atomic
def sign(
    *,
    household: Household,
    dwelling: Dwelling,
    contract: Contract,
    by: User,
    renews: Tenancy | None = None,
) -> Tenancy:
    """Let the household rent the dwelling from the contract's first day; the rent is typed too.

    The dwelling is locked, so that of two who let it at once one is told.
    """
    dwelling = Dwelling.objects.select_for_update().get(pk=dwelling.pk)
    if dwelling.state in (Dwelling.State.SOLD, Dwelling.State.WITHDRAWN):
        raise HousingError("Boligen er solgt eller ute av bruk.", "dwelling")
    contract = _checked(contract)
    if Tenancy.objects.live().filter(dwelling=dwelling).exists():
        raise HousingError("Boligen er allerede leid ut.", "dwelling")
    held = Allocation.objects.holding().filter(dwelling=dwelling)
    if held.exclude(household=household).exists():
        raise HousingError("Boligen er tildelt en annen husstand.", "dwelling")
    if Offer.objects.waiting().filter(dwelling=dwelling).exists():
        raise HousingError("Boligen er tilbudt noen som ikke har svart.", "dwelling")
    try:
        with transaction.atomic():
            made = Tenancy.objects.create(
                household=household,
                dwelling=dwelling,
                kind=contract.kind,
                starts_on=contract.starts_on,
                ends_on=contract.ends_on,
                short_ground=contract.short_ground,
                short_text=contract.short_text,
                renews=renews,
                registered_by=by,
            )
    except IntegrityError:
        raise HousingError("Husstanden leier allerede en kommunal bolig.") from None
    Dwelling.objects.filter(pk=dwelling.pk).update(available_from=None)
    _type_rent(made, by)
    told = f"{made.get_kind_display()} kontrakt fra {made.starts_on:%d.%m.%Y}"
    note(household.pk, Part.TENANCY, told, by=by, party=Party.HV)
    touch([household.pk])
    return made


def _checked(contract: Contract) -> Contract:
    """The contract as it may be signed (husleieloven §§ 9-3 and 11-1)."""
    if contract.kind == Kind.OPEN_ENDED:
        return Contract(contract.kind, contract.starts_on)
    years = settings.TENANCIES["main_years"]
    ends_on = contract.ends_on or rules.main_rule_end(contract.starts_on, years)
    if ends_on <= contract.starts_on:
        raise HousingError("Kontrakten må utløpe etter at den begynner.", "ends_on")
    if not rules.is_shorter_than_main_rule(contract.starts_on, ends_on, years):
        return Contract(contract.kind, contract.starts_on, ends_on)
    if not contract.short_ground:
        told = f"Kortere enn {years} år krever hjemmel. Velg hvilken."
        raise HousingError(told, "short_ground")
    if not contract.short_text.strip():
        raise HousingError("Skriv hvorfor kontrakten er kortere.", "short_text")
    return Contract(
        contract.kind,
        contract.starts_on,
        ends_on,
        contract.short_ground,
        contract.short_text.strip(),
    )


def _type_rent(tenancy: Tenancy, by: User) -> None:
    """The rent as the contract says it, where all services read it; what NAV accepts stands."""
    _record_rent(
        tenancy.household, tenancy.starts_on, by, claimed=tenancy.dwelling.rent, arrears=None
    )


def _record_rent(
    household: Household, on: date, by: User, *, claimed: int | None, arrears: int | None
) -> None:
    costs = costs_on(household, on)
    old = costs.get(RENT, Cost(RENT, 0, 0))
    rent = old.claimed if claimed is None else claimed
    owed = old.arrears if arrears is None else arrears
    costs[RENT] = Cost(RENT, rent, min(old.accepted, rent), owed)
    record_costs(household=household, costs=costs.values(), on=on, by=by)


@transaction.atomic
def note_arrears(*, tenancy: Tenancy, version: int, arrears: int, on: date, by: User) -> None:
    """What is owed in rent now, typed once for every service; nothing owed is 0."""
    step(tenancy, version, {})
    _record_rent(tenancy.household, on, by, claimed=None, arrears=arrears)
    note(tenancy.household_id, Part.TENANCY, f"Restanse {arrears} kr", by=by, party=Party.HV)


@transaction.atomic
def notify(*, tenancy: Tenancy, version: int, on: date, by: User) -> None:
    """The tenant has been told that the contract expires."""
    if tenancy.ends_on is None:
        raise HousingError("En tidsubestemt kontrakt utløper ikke.")
    step(tenancy, version, {"notified_on": on})
    told = f"Varslet om utløp {tenancy.ends_on:%d.%m.%Y}"
    note(tenancy.household_id, Part.TENANCY, told, by=by, party=Party.HV)


@transaction.atomic
def review(
    *,
    tenancy: Tenancy,
    version: int,
    result: str,
    text: str,
    contract: Contract | None,
    on: date,
    by: User,
) -> Tenancy:
    """What comes after a fixed-term contract: a new one from the day after, or none.

    The contract that runs ends on its own last day; the new one begins the day after.
    """
    if tenancy.ends_on is None:
        raise HousingError("En tidsubestemt kontrakt utløper ikke.")
    values = {"review": result, "reviewed_on": on, "reviewed_by": by, "review_text": text.strip()}
    after = None
    if result != Review.END:
        begins = max(tenancy.ends_on, on) + timedelta(days=1)
        given = contract or Contract(Kind.FIXED, begins)
        kind = Kind.OPEN_ENDED if result == Review.OPEN_ENDED else Kind.FIXED
        after = Contract(kind, begins, given.ends_on, given.short_ground, given.short_text)
        last = begins - timedelta(days=1)
        values |= {"ended_on": last, "ended_by": by, "end_reason": EndReason.RENEWED}
    done = step(tenancy, version, values)
    told = f"Gjennomgått: {Review(result).label}. {text}".strip()
    note(tenancy.household_id, Part.TENANCY, told, by=by, party=Party.HV)
    if after is None:
        return done
    return sign(
        household=tenancy.household, dwelling=tenancy.dwelling, contract=after, by=by, renews=done
    )


@transaction.atomic
def end(*, tenancy: Tenancy, version: int, reason: str, on: date, by: User) -> Tenancy:
    """End it for a reason, on a day that is not before it began."""
    if reason not in EndReason.values or reason == EndReason.RENEWED:
        raise HousingError("Velg hvorfor leieforholdet er avsluttet.", "reason")
    if on < tenancy.starts_on:
        raise HousingError("Dagen kan ikke være før leieforholdet begynte.", "ended_on")
    done = step(tenancy, version, {"ended_on": on, "ended_by": by, "end_reason": reason})
    held = Allocation.objects.holding().filter(
        household=tenancy.household_id, dwelling=tenancy.dwelling_id, accepted_on__lte=on
    )
    held.update(released_on=on)
    told = f"Avsluttet {on:%d.%m.%Y}: {EndReason(reason).label}"
    note(tenancy.household_id, Part.TENANCY, told, by=by, party=Party.HV)
    touch([tenancy.household_id])
    return done
