"""Signing a contract, and what comes after one that runs out: a new one, none, or what law says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from households.models import Household
from housing.advice.actions import open_case
from housing.codes import AdviceCause, ExitCause
from housing.history import HousingError, Part, note
from housing.models import Allocation, Dwelling, Offer, QueueEntry, Tenancy, TenancyRisk
from housing.queue.standing import go_out
from housing.tenancies import rules
from housing.tenancies.rent import type_rent
from housing.tenancies.stepping import change

Kind, EndReason, Review = Tenancy.Kind, Tenancy.EndReason, Tenancy.Review


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
    if renews is None or made.starts_on > timezone.localdate():
        type_rent(made, by)
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
    moves_on: date | None = None,
) -> Tenancy:
    """What comes after a fixed-term contract: a new one from the day after, or none.

    The contract that runs ends on its own last day; the new one begins the day after. Where none
    comes, they move by `moves_on`, and housing advice is opened. Refused where the contract is
    open-ended by law already (husleieloven § 9-2).
    """
    _check_expires(tenancy, on)
    values = {"review": result, "reviewed_on": on, "reviewed_by": by, "review_text": text.strip()}
    told = f"Gjennomgått: {Review(result).label}. {text}".strip()
    if result == Review.END:
        values["moves_on"] = moves_on = _moving_day(moves_on, on)
        done = change(tenancy, version, values)
        told = f"{told}. Flytter innen {moves_on:%d.%m.%Y}"
        note(tenancy.household_id, Part.TENANCY, told, by=by)
        open_case(tenancy.household, cause=AdviceCause.NOT_RENEWED, on=on, by=by)
        return done
    ends_on = tenancy.ends_on or on
    begins = max(ends_on, on) + timedelta(days=1)
    given = contract or Contract(Kind.FIXED, begins)
    kind = Kind.OPEN_ENDED if result == Review.OPEN_ENDED else Kind.FIXED
    after = Contract(kind, begins, given.ends_on, given.short_ground, given.short_text)
    last = begins - timedelta(days=1)
    values |= {"ended_on": last, "ended_by": by, "end_reason": EndReason.RENEWED}
    done = change(tenancy, version, values)
    note(tenancy.household_id, Part.TENANCY, told, by=by)
    return sign(
        household=tenancy.household, dwelling=tenancy.dwelling, contract=after, by=by, renews=done
    )


def _check_expires(tenancy: Tenancy, on: date) -> None:
    if tenancy.ends_on is None:
        raise HousingError("En tidsubestemt kontrakt utløper ikke.")
    if not tenancy.is_live or tenancy.is_ahead(on):
        raise HousingError("Kontrakten er fornyet allerede, eller har ikke begynt.")
    if tenancy.has_turned(on):
        last = rules.demand_by(tenancy.ends_on, settings.TENANCIES["open_ended_months"])
        told = "Leietakeren ble boende uten skriftlig krav om å flytte"
        law = f"Kontrakten ble tidsubestemt etter {last:%d.%m.%Y} (husleieloven § 9-2)"
        raise HousingError(f"{told}. {law}, og kan ikke fornyes eller avsluttes som tidsbestemt.")


def _moving_day(moves_on: date | None, on: date) -> date:
    if moves_on is None:
        raise HousingError("Skriv når de skal ha flyttet.", "moves_on")
    if moves_on < on:
        told = "Dagen kan ikke være før i dag. Har de flyttet, avslutter du leieforholdet."
        raise HousingError(told, "moves_on")
    if refusal := rules.later_refusal(moves_on, on, settings.TENANCIES["vacant_within_years"]):
        raise HousingError(refusal, "moves_on")
    return moves_on


@transaction.atomic
def turn_open_ended(*, tenancy: Tenancy, version: int, on: date, by: User) -> Tenancy:
    """Register that the contract became open-ended by law: nobody demanded that they move (§ 9-2).

    The new contract begins the day after the three months; nothing else of the lease changes.
    """
    if tenancy.ends_on is None or not tenancy.has_turned(on):
        raise HousingError("Kontrakten er ikke blitt tidsubestemt.")
    begins = rules.turns_on(tenancy.ends_on, settings.TENANCIES["open_ended_months"])
    last = begins - timedelta(days=1)
    values = {"ended_on": last, "ended_by": by, "end_reason": EndReason.BY_LAW}
    done = change(tenancy, version, values)
    told = f"Tidsubestemt fra {begins:%d.%m.%Y}: ble boende etter utløp (husleieloven § 9-2)"
    note(tenancy.household_id, Part.TENANCY, told, by=by)
    return sign(
        household=tenancy.household,
        dwelling=tenancy.dwelling,
        contract=Contract(Kind.OPEN_ENDED, begins),
        by=by,
        renews=done,
    )
