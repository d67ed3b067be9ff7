"""What a tenant is told as a fixed-term contract runs out: the notice, and the demand to move."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from housing.history import HousingError, Part, note
from housing.models import Tenancy
from housing.tenancies import rules
from housing.tenancies.stepping import change


@transaction.atomic
def notify(*, tenancy: Tenancy, version: int, on: date, by: User) -> None:
    """The tenant has been told that the contract expires, at most so long before it does."""
    ends_on = _end_of(tenancy)
    months = settings.TENANCIES["notice_ahead_months"]
    if refusal := rules.notice_refusal(on, tenancy.starts_on, ends_on, months):
        raise HousingError(refusal, "on")
    change(tenancy, version, {"notified_on": on})
    told = f"Varslet {on:%d.%m.%Y} om utløp {ends_on:%d.%m.%Y}"
    note(tenancy.household_id, Part.TENANCY, told, by=by)


@transaction.atomic
def demand(*, tenancy: Tenancy, version: int, on: date, by: User) -> None:
    """The tenant has been told in writing to move: the contract does not turn open-ended (§ 9-2).

    It counts where it came within three months of the expiry, whenever it is registered.
    """
    ends_on = _end_of(tenancy)
    limits = settings.TENANCIES
    if refusal := rules.notice_refusal(
        on, tenancy.starts_on, ends_on, limits["notice_ahead_months"]
    ):
        raise HousingError(refusal.replace("Varselet", "Kravet"), "on")
    last = rules.demand_by(ends_on, limits["open_ended_months"])
    if on > min(last, timezone.localdate()):
        told = f"Kravet måtte komme innen {last:%d.%m.%Y}: etter det er kontrakten tidsubestemt."
        raise HousingError(told if on > last else "Dagen kan ikke være etter i dag.", "on")
    change(tenancy, version, {"demanded_on": on})
    told = f"Krevd skriftlig {on:%d.%m.%Y} at de flytter"
    note(tenancy.household_id, Part.TENANCY, told, by=by)


def _end_of(tenancy: Tenancy) -> date:
    if tenancy.ends_on is None:
        raise HousingError("En tidsubestemt kontrakt utløper ikke.")
    if not tenancy.is_live:
        raise HousingError("Kontrakten er fornyet eller avsluttet.")
    return tenancy.ends_on
