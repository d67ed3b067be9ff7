"""Makes rows for tests: Norwegian test names, and numbers that belong to nobody (month + 80)."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import Clearance, RoleAssignment, Unit, User
from accounts.policy import Role
from benefits.models import KvpEnrolment, Payment
from households.models import (
    Household,
    IntroPeriod,
    Membership,
    Person,
    Residence,
    Responsibility,
    Situation,
)
from households.months import Month, first_day, last_day, month_of

LONG_AGO = date(2005, 1, 1)


class UserFactory(DjangoModelFactory[User]):
    """A user; `role` (and `unit`) give a role that holds from long ago."""

    username = factory.Sequence(lambda n: f"bruker{n}")
    first_name = "Kari"
    last_name = factory.Sequence(lambda n: f"Testmedarbeider{n}")

    class Meta:
        model = User
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        role, unit = kwargs.pop("role", None), kwargs.pop("unit", None)
        user = super()._create(model_class, *args, **kwargs)
        if role is not None:
            give_role(user, role, unit)
        return user


def give_role(user: User, role: Role, unit: Unit | None = None) -> RoleAssignment:
    return RoleAssignment.objects.create(user=user, role=role.value, unit=unit, valid_from=LONG_AGO)


def clear(user: User, kind: Clearance.Kind) -> Clearance:
    return Clearance.objects.create(user=user, kind=kind, valid_from=LONG_AGO)


class PersonFactory(DjangoModelFactory[Person]):
    first_name = factory.Iterator(["Amina", "Ola", "Kari", "Jonas", "Åse", "Øyvind", "Ærlig"])
    last_name = factory.Sequence(lambda n: f"Prøvesen{n}")
    birth_date = date(1985, 5, 17)
    sex = "f"

    class Meta:
        model = Person


class HouseholdFactory(DjangoModelFactory[Household]):
    """A household of its contact person alone, in `district` (code) if given."""

    contact = factory.SubFactory(PersonFactory)

    class Meta:
        model = Household
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class: type[Household], *args: Any, **kwargs: Any) -> Household:
        district = kwargs.pop("district", None)
        household = super()._create(model_class, *args, **kwargs)
        add_member(household, household.contact, Membership.Role.APPLICANT)
        if district is not None:
            unit = Unit.objects.get(party="nav", district__code=district)
            Residence.objects.create(
                household=household, district=unit.district, valid_from=LONG_AGO
            )
            Responsibility.objects.create(
                household=household, party="nav", unit=unit, valid_from=LONG_AGO
            )
        return household


def add_member(
    household: Household,
    person: Person,
    role: Membership.Role,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    **kwargs: Any,
) -> Membership:
    kwargs.setdefault("registered_on", valid_from)
    return Membership.objects.create(
        household=household,
        person=person,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        **kwargs,
    )


def pay(person: Person, first: Month, last: Month | None = None, **kwargs: Any) -> list[Payment]:
    """Assistance paid on the 20th of each month from `first` through `last`."""
    values = {"amount": 9_000, "category": "livsopphold", "status": Payment.Status.PAID} | kwargs
    rows = []
    for month in range(first, (first if last is None else last) + 1):
        paid_on = first_day(month).replace(day=20)
        row = {"paid_on": paid_on, "registered_on": last_day(month)} | values
        rows.append(Payment(person=person, **row))
    return Payment.objects.bulk_create(rows)


def enrol(person: Person, start: date, end: date | None = None) -> KvpEnrolment:
    return KvpEnrolment.objects.create(
        person=person,
        valid_from=start,
        valid_to=end,
        status="1" if end is None else "3",
        registered_on=last_day(month_of(start)),
    )


def introduce(person: Person, start: date, end: date | None = None) -> IntroPeriod:
    return IntroPeriod.objects.create(
        person=person,
        valid_from=start,
        valid_to=end,
        registered_on=last_day(month_of(start)),
    )


def situate(person: Person, on: date, **kwargs: Any) -> Situation:
    return Situation.objects.create(person=person, on=on, registered_on=on, **kwargs)
