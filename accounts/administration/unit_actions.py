"""Changes of units and delegation limits: new rows with dates, old ones never rewritten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.administration.actions import RefusedError
from accounts.models import AccessChange, DelegationLimit, District, RoleAssignment, Unit, User
from accounts.policy import Role

DAY = timedelta(days=1)


@transaction.atomic
def open_unit(
    *, party: str, district: District | None, name: str, nav_number: str, valid_from: date
) -> Unit:
    """A new unit, of which there is no other with the same name at the time."""
    same = Unit.objects.filter(party=party, name=name)
    if same.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)).exists():
        raise RefusedError("Parten har allerede en enhet med dette navnet.")
    return Unit.objects.create(
        party=party, district=district, name=name, nav_number=nav_number, valid_from=valid_from
    )


@transaction.atomic
def succeed_unit(
    *,
    unit: Unit,
    name: str,
    nav_number: str,
    district: District | None,
    valid_from: date,
    by: User,
) -> Unit:
    """The same office under a new name or number from a day: a new row, with its staff and limits.

    Who has its households is moved by households.actions.move_unit, in the same transaction.
    """
    if valid_from <= unit.valid_from:
        raise RefusedError("Endringen må gjelde fra en dag etter at enheten ble åpnet.")
    if unit.valid_to is not None:
        raise RefusedError("Enheten er lukket, eller skal lukkes.")
    unit.valid_to = valid_from - DAY
    unit.save(update_fields=["valid_to"])
    new = open_unit(
        party=unit.party,
        district=district,
        name=name,
        nav_number=nav_number,
        valid_from=valid_from,
    )
    for row in _not_over(RoleAssignment.objects.filter(unit=unit), valid_from):
        begins = max(row.valid_from, valid_from)
        RoleAssignment.objects.create(
            user=row.user, role=row.role, unit=new, valid_from=begins, valid_to=row.valid_to
        )
        _end_before(row, valid_from)
    for limit in _not_over(DelegationLimit.objects.filter(unit=unit), valid_from):
        DelegationLimit.objects.create(
            role=limit.role,
            unit=new,
            amount=limit.amount,
            valid_from=max(limit.valid_from, valid_from),
            valid_to=limit.valid_to,
            set_by=by,
        )
        _end_before(limit, valid_from)
    AccessChange.objects.filter(unit=unit, state=AccessChange.State.WAITING).update(unit=new)
    return new


@transaction.atomic
def shut_unit(*, unit: Unit, last_day: date, by: User) -> None:
    """Let the unit, its roles and its limits end after `last_day`.

    Who gets its households is decided by households.actions.close_unit, in the same transaction.
    """
    if last_day < unit.valid_from:
        raise RefusedError("Siste dag kan ikke være før enheten ble åpnet.")
    unit.valid_to = last_day
    unit.save(update_fields=["valid_to"])
    for row in _not_over(RoleAssignment.objects.filter(unit=unit), last_day + DAY):
        if row.user_id != by.pk:
            AccessChange.objects.create(
                user=row.user,
                what=AccessChange.What.ROLE_ENDED,
                role=row.role,
                unit=unit,
                valid_from=row.valid_from,
                valid_to=max(last_day, row.valid_from),
                reason="Enheten lukkes",
                requested_by=by,
            )
        _end_before(row, last_day + DAY)
    for limit in _not_over(DelegationLimit.objects.filter(unit=unit), last_day + DAY):
        _end_before(limit, last_day + DAY)


@transaction.atomic
def set_limit(
    *, role: Role, unit: Unit | None, amount: int, valid_from: date, by: User
) -> DelegationLimit:
    """A new limit from a day; the one before it ends the day before."""
    rows = DelegationLimit.objects.filter(role=role.value, unit=unit)
    if rows.filter(valid_from__gte=valid_from).exists():
        raise RefusedError("Det finnes allerede en grense fra denne dagen eller senere.")
    for limit in _not_over(rows, valid_from):
        _end_before(limit, valid_from)
    return DelegationLimit.objects.create(
        role=role.value, unit=unit, amount=amount, valid_from=valid_from, set_by=by
    )


@transaction.atomic
def end_limit(*, limit: DelegationLimit, last_day: date) -> None:
    _end_before(limit, last_day + DAY)


def _not_over(rows: QuerySet[Any], day: date) -> list[Any]:
    return list(rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)))


def _end_before(row: RoleAssignment | DelegationLimit, day: date) -> None:
    """A row that has not begun by then is taken out: it holds for no day."""
    if row.valid_from >= day:
        row.delete()
        return
    row.valid_to = day - DAY
    row.save(update_fields=["valid_to"])
