"""From arrears to an eviction that is averted or carried out, and the support meanwhile (5c)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from households.models import Household
from households.touching import touch
from housing.acting import step
from housing.advice.actions import close_with_strike, open_case
from housing.codes import AdviceCause
from housing.history import HousingError, Part, note
from housing.lodging.queries import has_children
from housing.models import Tenancy, TenancyRisk, TenancySupport
from housing.tenancies import rules
from housing.tenancies.ending import end, lived_by
from housing.tenancies.rent import since
from housing.tenancies.rules import RiskState


@transaction.atomic
def open_risk(
    *,
    household: Household,
    tenancy: Tenancy | None,
    landlord: str,
    state: str,
    on: date,
    text: str,
    by: User,
) -> TenancyRisk:
    """Note that the household may lose its home: arrears, a complaint, or a petition at once."""
    if state not in (*rules.BEGINS, RiskState.PETITION):
        raise HousingError("Velg hva det begynte med.", "state")
    if tenancy is None and not landlord.strip():
        raise HousingError("Skriv hvem de leier av.", "landlord")
    today = timezone.localdate()
    first = rules.months_before(today, settings.TENANCIES["risk_back_months"])
    if tenancy is not None:
        first = max(first, since(tenancy))
    if on < first:
        raise HousingError(f"Dagen kan ikke være før {first:%d.%m.%Y}.", "on")
    values: dict[str, Any] = {"state": state, "with_children": has_children(household.pk, today)}
    if state == RiskState.PETITION:
        values["petition_on"] = on
    try:
        with transaction.atomic():
            made = TenancyRisk.objects.create(
                household=household,
                tenancy=tenancy,
                landlord="" if tenancy else landlord.strip(),
                opened_on=on,
                opened_by=by,
                text=text.strip(),
                **values,
            )
    except IntegrityError:
        told = "Husstanden har allerede en sak om fare for utkastelse."
        raise HousingError(told) from None
    told = f"{made.get_state_display()} {on:%d.%m.%Y}. {text}".strip()
    note(household.pk, Part.RISK, told, by=by)
    if state == RiskState.PETITION:
        _advise(made, on, by)
    return made


@transaction.atomic
def warn(*, risk: TenancyRisk, version: int, on: date, by: User) -> None:
    """The tenant has been warned in writing."""
    _to(risk, version, RiskState.WARNED, on, by, told=f"Varslet {on:%d.%m.%Y}", warned_on=on)


@transaction.atomic
def petition(*, risk: TenancyRisk, version: int, on: date, by: User) -> None:
    """The petition for eviction has come: advice is opened, and contact is due within 7 days."""
    told = f"Begjæring om utkastelse {on:%d.%m.%Y}"
    children = has_children(risk.household_id, timezone.localdate())
    done = _to(
        risk, version, RiskState.PETITION, on, by, told=told, petition_on=on, with_children=children
    )
    _advise(done, on, by)


@transaction.atomic
def contact(*, risk: TenancyRisk, version: int, on: date, text: str, by: User) -> None:
    """Somebody has been in contact with the household, and what came of it.

    After a petition the first since it counts; before one, the latest.
    """
    if on < risk.opened_on:
        raise HousingError("Kontakten kan ikke være før det ble oppdaget.", "on")
    if risk.petition_on and on < risk.petition_on:
        told = "Kontakten kan ikke være før begjæringen kom."
        raise HousingError(f"{told} Den skal komme innen sju dager etter.", "on")
    step(risk, version, _counting(risk, on, text, by))
    told = f"Kontakt {on:%d.%m.%Y}: {text}"
    note(risk.household_id, Part.RISK, told, by=by)


def _counting(risk: TenancyRisk, on: date, text: str, by: User) -> dict[str, Any]:
    """What is written on the case of a contact; nothing of one that is not the one that counts."""
    if risk.petition_on and rules.answers(risk.petition_on, risk.contact_on):
        return {}
    if not risk.petition_on and risk.contact_on and on < risk.contact_on:
        return {}
    return {"contact_on": on, "contact_by": by, "contact_text": text.strip()}


@transaction.atomic
def set_eviction(*, risk: TenancyRisk, version: int, eviction_on: date, by: User) -> None:
    """The enforcement officer has set the day."""
    if risk.petition_on is not None and eviction_on < risk.petition_on:
        raise HousingError("Dagen kan ikke være før begjæringen kom.", "eviction_on")
    if eviction_on > rules.anniversary(timezone.localdate(), 1):
        raise HousingError("Dagen kan ikke være mer enn ett år frem.", "eviction_on")
    told = f"Utkastelse berammet til {eviction_on:%d.%m.%Y}"
    values = {"eviction_on": eviction_on}
    _to(risk, version, RiskState.EVICTION_SET, risk.petition_on, by, told=told, **values)


@transaction.atomic
def settle(*, risk: TenancyRisk, version: int, on: date, text: str, by: User) -> None:
    """It is over: what was owed is arranged, or after a petition the eviction is averted.

    It may be averted without contact; that nobody was in contact stays in the figures (5c).
    """
    averted = risk.state in rules.THREATENED
    state = RiskState.AVERTED if averted else RiskState.SETTLED
    _over(risk, version, state, on, text, by)


@transaction.atomic
def carry_out(
    *,
    risk: TenancyRisk,
    version: int,
    on: date,
    text: str,
    by: User,
    free_from: date | None = None,
) -> None:
    """They were evicted; a municipal tenancy is ended the same day, whatever was signed ahead."""
    done = _over(risk, version, RiskState.CARRIED_OUT, on, text, by)
    if done.tenancy is None:
        return
    tenancy = lived_by(done.tenancy, on)
    if tenancy.runs(timezone.localdate()):
        reason = Tenancy.EndReason.EVICTED
        given: dict[str, Any] = {"on": on, "by": by, "free_from": free_from}
        end(tenancy=tenancy, version=tenancy.version, reason=reason, **given)


@transaction.atomic
def strike(*, risk: TenancyRisk, version: int, text: str, by: User) -> None:
    """What was registered by mistake; it stays readable with the reason, and counts nowhere.

    Advice that opened for it alone, and in which nothing has been done, ends with it.
    """
    on = max(timezone.localdate(), risk.petition_on or risk.opened_on)
    done = _over(risk, version, RiskState.STRUCK, on, text, by)
    close_with_strike(risk=done, at=timezone.now(), by=by)


@transaction.atomic
def support(
    *, household: Household, kind: str, on: date, text: str, next_on: date | None, by: User
) -> TenancySupport:
    """A session of support to keep the home (booppfølging)."""
    if next_on is not None and next_on <= on:
        raise HousingError("Neste gang må være etter denne.", "next_on")
    years, today = settings.TENANCIES["agreed_within_years"], timezone.localdate()
    if next_on is not None and (refusal := rules.later_refusal(next_on, today, years)):
        raise HousingError(refusal, "next_on")
    made = TenancySupport.objects.create(
        household=household, kind=kind, held_on=on, text=text.strip(), next_on=next_on, held_by=by
    )
    touch([household.pk])
    return made


def _advise(risk: TenancyRisk, on: date, by: User) -> None:
    open_case(risk.household, cause=AdviceCause.EVICTION_RISK, on=on, by=by)


def _over(
    risk: TenancyRisk, version: int, state: RiskState, on: date, text: str, by: User
) -> TenancyRisk:
    values = {"ended_on": on, "ended_by": by, "ended_text": text.strip()}
    told = f"{state.label} {on:%d.%m.%Y}. {text}".strip()
    return _to(risk, version, state, on, by, told=told, **values)


def _to(
    risk: TenancyRisk,
    version: int,
    state: RiskState,
    on: date | None,
    by: User,
    *,
    told: str,
    **values: Any,
) -> TenancyRisk:
    """Let the case go on to `state`, where its life allows it."""
    if not rules.may_become(RiskState(risk.state), state):
        now = RiskState(risk.state).label
        raise HousingError(f"«{now}» kan ikke bli «{state.label}».")
    if on is not None and on < max(risk.petition_on or risk.opened_on, risk.opened_on):
        raise HousingError("Dagen kan ikke være før det som allerede er registrert.", "on")
    done = step(risk, version, {"state": state, **values})
    note(risk.household_id, Part.RISK, told, by=by)
    return done
