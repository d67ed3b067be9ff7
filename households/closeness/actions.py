"""Writing down that a user is too close to somebody, and taking a declared conflict back."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from households.closeness.rules import number_hash
from households.models import Disqualification, Household, Person, Responsibility, StaffPerson


@transaction.atomic
def register_own_person(*, national_id: str, by: User) -> None:
    """Close the cases of the person with this number, and of those near, to `by`.

    Told apart by nothing that `by` can see: known now, registered later, or registered before.
    """
    StaffPerson.objects.get_or_create(
        user=by,
        number_hash=number_hash(national_id),
        defaults={"person": Person.objects.filter(national_id=national_id).first()},
    )


def link_own_persons() -> None:
    """Find those among all persons whom a user has registered as themselves beforehand.

    Called by whoever writes persons in bulk; Person.save() does it for one.
    """
    waiting = {row.number_hash: row for row in StaffPerson.objects.filter(person__isnull=True)}
    if not waiting:
        return
    numbers = Person.objects.filter(national_id__isnull=False).values_list("pk", "national_id")
    for pk, national_id in numbers.iterator():
        row = waiting.get(number_hash(str(national_id)))
        if row is not None:
            StaffPerson.objects.filter(number_hash=row.number_hash).update(person=pk)


@transaction.atomic
def declare_disqualification(*, household: Household, reason: str, on: date, by: User) -> None:
    """Close the household to `by`, and give it back to the unit if `by` is its caseworker."""
    Disqualification.objects.get_or_create(
        user=by, household=household, lifted_at=None, defaults={"reason": reason}
    )
    for row in Responsibility.objects.valid_on(on).filter(household=household, caseworker=by):
        _without_caseworker(row, on)


def _without_caseworker(row: Responsibility, on: date) -> None:
    """End the caseworker's time the day before; what began today has no time to end."""
    if row.valid_from >= on:
        row.caseworker = None
        row.save(update_fields=["caseworker"])
        return
    planned_end, row.valid_to = row.valid_to, on - timedelta(days=1)
    row.save(update_fields=["valid_to"])
    Responsibility.objects.create(
        household_id=row.household_id,
        party=row.party,
        unit_id=row.unit_id,
        valid_from=on,
        valid_to=planned_end,
    )


@transaction.atomic
def lift_disqualification(*, declared: Disqualification, by: User) -> None:
    """Open the household to the user again, as far as other rules let them in."""
    declared.lifted_at, declared.lifted_by = timezone.now(), by
    declared.save(update_fields=["lifted_at", "lifted_by"])
