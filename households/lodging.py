"""The need of temporary lodging (§ 27): asked for, decided, ended. Housing finds the place."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from households.models import Household, LodgingNeed
from households.touching import touch


@transaction.atomic
def request_lodging(*, household: Household, on: date, by: User, reason: str = "") -> LodgingNeed:
    """The household's open need, made now where there is none."""
    rows = LodgingNeed.objects.open().filter(household=household)
    known = rows.first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            need = LodgingNeed.objects.create(
                household=household, requested_on=on, requested_by=by, reason_text=reason
            )
    except IntegrityError:  # somebody else made it at the same time
        return rows.get()
    touch([household.pk])
    return need


@transaction.atomic
def grant_lodging(*, household: Household, on: date, by: User) -> LodgingNeed:
    """NAV has decided that the household is to have a place; a later decision changes no day."""
    need = request_lodging(household=household, on=on, by=by)
    rows = LodgingNeed.objects.filter(pk=need.pk, decided_on__isnull=True)
    if rows.update(decided_on=on, version=F("version") + 1):
        touch([household.pk])
        need.refresh_from_db()
    return need


@transaction.atomic
def refuse_lodging(*, household: Household, on: date, by: User) -> None:
    """NAV has refused what was only asked for; one that was granted before stands."""
    rows = LodgingNeed.objects.open().filter(household=household, decided_on__isnull=True)
    for need in rows.select_for_update():
        LodgingNeed.objects.filter(pk=need.pk).update(
            ended_on=max(on, need.requested_on),
            ended_by=by,
            outcome=LodgingNeed.Outcome.REFUSED,
            version=F("version") + 1,
        )
        touch([household.pk])
