"""A tenancy from its contract to its end: notice of expiry, review, what is owed, the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from config.templatetags import tall
from households.housing_costs import Cost, costs_on, record_costs
from households.models import Household, HousingCost
from housing.acting import step
from housing.codes import ExitCause
from housing.history import HousingError, Part, note
from housing.models import Allocation, Dwelling, Offer, QueueEntry, Tenancy, TenancyRisk
from housing.queue.standing import go_out
from housing.tenancies import rules
from housing.tenancies.rules import RiskState

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
    outside_text: str = "",
    renews: Tenancy | None = None,
) -> Tenancy:
    """Let the household rent the dwelling from the contract's first day; the rent is typed too.

    A dwelling that is not allocated to the household is let only with the reason, `outside_text`.
    A new lease ends the place in the queue. The dwelling is locked, so that of two who let it at
    once one is told.
    """
    dwelling = Dwelling.objects.select_for_update().get(pk=dwelling.pk)
    contract = _checked(contract, may_begin_later=renews is not None)
    is_own = _is_allocated(dwelling, household)
    if not (is_own or renews or outside_text.strip()):
        told = "Boligen er ikke tildelt husstanden. Skriv hvorfor de får leie den."
        raise HousingError(told, "outside_text")
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
                outside_text="" if is_own or renews else outside_text.strip(),
                renews=renews,
                registered_by=by,
            )
    except IntegrityError:
        raise HousingError("Husstanden leier allerede en kommunal bolig.") from None
    Dwelling.objects.filter(pk=dwelling.pk).update(available_from=None)
    _type_rent(made, by)
    told = f"{made.get_kind_display()} kontrakt fra {made.starts_on:%d.%m.%Y}"
    if made.outside_text:
        told = f"{told}, uten tildeling: {made.outside_text}"
    note(household.pk, Part.TENANCY, told, by=by)
    if renews is None:
        _leave_the_queue(household, by)
    else:
        TenancyRisk.objects.going_on().filter(tenancy=renews).update(tenancy=made)
    return made


def _is_allocated(dwelling: Dwelling, household: Household) -> bool:
    """Whether the queue gave the household this dwelling; refused where it is not free to let."""
    if dwelling.state in (Dwelling.State.SOLD, Dwelling.State.WITHDRAWN):
        raise HousingError("Boligen er solgt eller ute av bruk.", "dwelling")
    if Tenancy.objects.live().filter(dwelling=dwelling).exists():
        raise HousingError("Boligen er allerede leid ut.", "dwelling")
    held = Allocation.objects.holding().filter(dwelling=dwelling)
    if held.exclude(household=household).exists():
        raise HousingError("Boligen er tildelt en annen husstand.", "dwelling")
    if Offer.objects.waiting().filter(dwelling=dwelling).exists():
        raise HousingError("Boligen er tilbudt noen som ikke har svart.", "dwelling")
    return bool(held.exists())


def _leave_the_queue(household: Household, by: User) -> None:
    """Who rents a municipal home waits for one no more."""
    rows = QueueEntry.objects.select_for_update(of=("self",)).filter(household=household)
    entry = rows.standing().first()
    if entry is None:
        return
    if entry.offers.waiting().exists():
        raise HousingError("Søkeren har et tilbud. Registrer svaret først.", "dwelling")
    at = timezone.now()
    today = timezone.localdate(at)
    go_out(entry, cause=ExitCause.ALLOCATED, on=today, text="Leieforhold", at=at, by=by)


def _checked(contract: Contract, *, may_begin_later: bool) -> Contract:
    """The contract as it may be signed (husleieloven §§ 9-3 and 11-1).

    One that follows another `may_begin_later`, when that one has run out.
    """
    limits, today = settings.TENANCIES, timezone.localdate()
    span = limits["starts_within_years"], limits["starts_ahead_months"]
    refusal = rules.start_refusal(contract.starts_on, today, *span)
    if refusal and not may_begin_later:
        raise HousingError(refusal, "starts_on")
    if contract.kind == Kind.OPEN_ENDED:
        return Contract(contract.kind, contract.starts_on)
    years = limits["main_years"]
    ends_on = contract.ends_on or rules.main_rule_end(contract.starts_on, years)
    within = limits["ends_within_years"]
    if refusal := rules.end_refusal(contract.starts_on, ends_on, today, within):
        raise HousingError(refusal, "ends_on")
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
    note(tenancy.household_id, Part.TENANCY, f"Restanse {tall(arrears)} kr", by=by)


@transaction.atomic
def notify(*, tenancy: Tenancy, version: int, on: date, by: User) -> None:
    """The tenant has been told that the contract expires."""
    if tenancy.ends_on is None:
        raise HousingError("En tidsubestemt kontrakt utløper ikke.")
    step(tenancy, version, {"notified_on": on})
    told = f"Varslet om utløp {tenancy.ends_on:%d.%m.%Y}"
    note(tenancy.household_id, Part.TENANCY, told, by=by)


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
    note(tenancy.household_id, Part.TENANCY, told, by=by)
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
    if reason == EndReason.EVICTED and not _is_evicted(tenancy):
        told = "En utkastelse registreres i saken om fare for utkastelse."
        raise HousingError(told, "reason")
    done = step(tenancy, version, {"ended_on": on, "ended_by": by, "end_reason": reason})
    held = Allocation.objects.holding().filter(
        household=tenancy.household_id, dwelling=tenancy.dwelling_id, accepted_on__lte=on
    )
    held.update(released_on=on)
    told = f"Avsluttet {on:%d.%m.%Y}: {EndReason(reason).label}"
    note(tenancy.household_id, Part.TENANCY, told, by=by)
    _close_risks(done, on, by)
    return done


def _is_evicted(tenancy: Tenancy) -> bool:
    return TenancyRisk.objects.filter(tenancy=tenancy, state=RiskState.CARRIED_OUT).exists()


def _close_risks(tenancy: Tenancy, on: date, by: User) -> None:
    """Nothing threatens a home that they have left; it is neither averted nor carried out."""
    for risk in TenancyRisk.objects.select_for_update(of=("self",)).filter(
        tenancy=tenancy, ended_on=None
    ):
        values = {"state": RiskState.LEFT, "ended_on": max(on, risk.opened_on), "ended_by": by}
        rows = TenancyRisk.objects.filter(pk=risk.pk)
        rows.update(version=F("version") + 1, **values)
        told = f"{RiskState.LEFT.label} {on:%d.%m.%Y}"
        note(tenancy.household_id, Part.RISK, told, by=by)
