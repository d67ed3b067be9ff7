"""The end of a tenancy: the home is free again, and what was signed ahead comes to nothing."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from housing.acting import HousingConflictError
from housing.history import HousingError, Part, note
from housing.models import Allocation, CareerPlan, Dwelling, Tenancy, TenancyRisk
from housing.tenancies import rules
from housing.tenancies.rules import RiskState
from housing.tenancies.stepping import change

EndReason = Tenancy.EndReason
NOT_TYPED = (EndReason.RENEWED, EndReason.BY_LAW, EndReason.VOID)
"""Ends that follow from another act."""


@transaction.atomic
def end(
    *,
    tenancy: Tenancy,
    version: int,
    reason: str,
    on: date,
    by: User,
    free_from: date | None = None,
) -> Tenancy:
    """End it for a reason, on a day that is not before it began; the home is free from the next.

    `free_from` is another day that the home can be let from. A renewal signed ahead never begins.
    """
    if reason not in EndReason.values or reason in NOT_TYPED:
        raise HousingError("Velg hvorfor leieforholdet er avsluttet.", "reason")
    if on < tenancy.starts_on:
        raise HousingError("Dagen kan ikke være før leieforholdet begynte.", "ended_on")
    if reason == EndReason.EVICTED and not _is_evicted(tenancy):
        told = "En utkastelse registreres i saken om fare for utkastelse."
        raise HousingError(told, "reason")
    free_from = _free_day(free_from, on)
    done = change(tenancy, version, {"ended_on": on, "ended_by": by, "end_reason": reason})
    _void_ahead(done, on, by)
    held = Allocation.objects.holding().filter(
        household=tenancy.household_id, dwelling=tenancy.dwelling_id, accepted_on__lte=on
    )
    held.update(released_on=on)
    _free(done.dwelling_id, free_from)
    told = f"Avsluttet {on:%d.%m.%Y}: {EndReason(reason).label}"
    note(tenancy.household_id, Part.TENANCY, told, by=by)
    _close_risks(done, on, by)
    _close_plans(done, on, by)
    return done


def _is_evicted(tenancy: Tenancy) -> bool:
    rows = TenancyRisk.objects.filter(household=tenancy.household_id, state=RiskState.CARRIED_OUT)
    return rows.filter(tenancy__dwelling=tenancy.dwelling_id).exists()


def _free_day(free_from: date | None, on: date) -> date:
    if free_from is None:
        return on + timedelta(days=1)
    if free_from < on:
        raise HousingError("Boligen kan ikke være ledig før siste dag.", "free_from")
    if refusal := rules.later_refusal(free_from, on, settings.TENANCIES["vacant_within_years"]):
        raise HousingError(refusal, "free_from")
    return free_from


def _free(dwelling_id: int, day: date) -> None:
    """The home has a day that it can be let from; one that is sold or out of use has none."""
    Dwelling.objects.filter(
        pk=dwelling_id, state__in=(Dwelling.State.IN_USE, Dwelling.State.REPAIR)
    ).update(available_from=day)


def _void_ahead(tenancy: Tenancy, on: date, by: User) -> None:
    ahead = Tenancy.objects.live().select_for_update(of=("self",)).filter(renews=tenancy).first()
    if ahead is not None:
        _void(ahead, on, by)
        TenancyRisk.objects.going_on().filter(tenancy=ahead).update(tenancy=tenancy)


def _void(ahead: Tenancy, on: date, by: User) -> None:
    Tenancy.objects.filter(pk=ahead.pk).update(
        version=F("version") + 1, ended_on=on, ended_by=by, end_reason=EndReason.VOID
    )
    told = f"Kontrakten fra {ahead.starts_on:%d.%m.%Y} trer ikke i kraft"
    note(ahead.household_id, Part.TENANCY, told, by=by)


@transaction.atomic
def withdraw(*, tenancy: Tenancy, version: int, text: str, on: date, by: User) -> Tenancy:
    """A contract that has not begun never does; one that it renews runs as if it was not reviewed.

    Without one before it the home is free from `on`, unless it is allocated to them still.
    """
    if not tenancy.is_ahead(on):
        raise HousingError("Kontrakten gjelder allerede. Avslutt leieforholdet.")
    rows = Tenancy.objects.live().filter(pk=tenancy.pk, version=version)
    if not rows.exists():
        raise HousingConflictError
    _void(tenancy, on, by)
    before = tenancy.renews
    if before is None:
        held = Allocation.objects.holding().filter(dwelling=tenancy.dwelling_id)
        if not held.exists():
            _free(tenancy.dwelling_id, on)
        _close_risks(tenancy, on, by)
    else:
        _reopen(before)
        TenancyRisk.objects.going_on().filter(tenancy=tenancy).update(tenancy=before)
    note(tenancy.household_id, Part.TENANCY, f"Kontrakten er trukket: {text}", by=by)
    tenancy.refresh_from_db()
    return tenancy


def _reopen(before: Tenancy) -> None:
    blank = {"review": "", "reviewed_on": None, "reviewed_by": None, "review_text": ""}
    Tenancy.objects.filter(pk=before.pk).update(
        version=F("version") + 1, ended_on=None, ended_by=None, end_reason="", **blank
    )


def _close_risks(tenancy: Tenancy, on: date, by: User) -> None:
    """Nothing threatens a home that they have left; it is neither averted nor carried out."""
    for risk in TenancyRisk.objects.select_for_update(of=("self",)).filter(
        household=tenancy.household_id, tenancy__dwelling=tenancy.dwelling_id, ended_on=None
    ):
        values = {"state": RiskState.LEFT, "ended_on": max(on, risk.opened_on), "ended_by": by}
        rows = TenancyRisk.objects.filter(pk=risk.pk)
        rows.update(version=F("version") + 1, **values)
        told = f"{RiskState.LEFT.label} {on:%d.%m.%Y}"
        note(tenancy.household_id, Part.RISK, told, by=by)


def _close_plans(tenancy: Tenancy, on: date, by: User) -> None:
    """A plan towards a home of their own ends with the tenancy."""
    plans = CareerPlan.objects.going_on().filter(
        Q(tenancy__dwelling=tenancy.dwelling_id), household=tenancy.household_id
    )
    for plan in plans:
        ended = {"ended_on": max(on, plan.made_on), "ended_by": by}
        bought = tenancy.end_reason == EndReason.OWN_HOME
        text = "Kjøpte bolig" if bought else "Leieforholdet er avsluttet"
        CareerPlan.objects.filter(pk=plan.pk).update(
            version=F("version") + 1, ended_text=text, **ended
        )


def lived_by(tenancy: Tenancy, on: date) -> Tenancy:
    """The contract of the same lease by which they lived there on a day, as far as it is known."""
    found = tenancy
    while found.starts_on > on and found.renews is not None:
        found = found.renews
    while found.end_reason in Tenancy.RENEWALS and found.ended_on and found.ended_on < on:
        after = Tenancy.objects.filter(renews=found).first()
        if after is None:
            break
        found = after
    return found
