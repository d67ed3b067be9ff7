"""Makes rows for tests: Norwegian test names, and numbers that belong to nobody (month + 80)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Clearance, RoleAssignment, Unit, User
from accounts.policy import Role
from benefits.models import KvpEnrolment, Payment
from households.models import (
    BreakGlass,
    Consent,
    Household,
    Intake,
    IntroPeriod,
    Membership,
    Person,
    Residence,
    Responsibility,
    Share,
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


def share(
    household: Household,
    subject: Person,
    to_unit: Unit,
    scope: str = "household",
    audience: str = "party",
) -> Share:
    """A live share of one scope about `subject`, by statute; from NAV, for a year."""
    today = timezone.localdate()
    return Share.objects.create(
        household=household,
        subject=subject,
        scope=scope,
        from_party="nav",
        audience=audience,
        to_unit=to_unit,
        basis=Share.Basis.STATUTE,
        legal_basis="sosialtjenesteloven § 44",
        valid_from=today - timedelta(days=10),
        valid_to=today + timedelta(days=300),
        created_by=UserFactory(),
    )


def break_glass(user: User, household: Household) -> BreakGlass:
    """An emergency access opened an hour ago, for a day."""
    opened_at = timezone.now() - timedelta(hours=1)
    return BreakGlass.objects.create(
        user=user,
        household=household,
        person=household.contact,
        unit=Unit.objects.get(party="nav", district__code="midtbyen"),
        category=BreakGlass.Category.EMERGENCY,
        reason="Står uten mat i helgen",
        on=timezone.localdate(),
        opened_at=opened_at,
        expires_at=opened_at + timedelta(hours=24),
    )


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


def ask(household: Household, subject: Person, by: User, **kwargs: Any) -> Consent:
    """A consent asked for today by NAV, about the household's scope and the children, with BFT."""
    values = {
        "from_party": "nav",
        "to_parties": ["bft"],
        "scopes": ["household", "children"],
        "purpose": "Samordne hjelpen",
        "requested_on": timezone.localdate(),
        "recorded_by": by,
    } | kwargs
    return Consent.objects.create(household=household, subject=subject, **values)


def intake(household: Household, unit: Unit, by: User, **kwargs: Any) -> Intake:
    """A visit of the household's contact, who asks for money, in the inbox of `unit`."""
    values = {
        "person": household.contact,
        "party": unit.party,
        "received_on": timezone.localdate(),
        "channel": Intake.Channel.VISIT,
        "topics": ["subsistence"],
        "stated_first_name": "Oppgitt",
        "stated_last_name": "Navnesen",
        "registered_unit": unit,
        "form_token": uuid.uuid4(),
    } | kwargs
    return Intake.objects.create(household=household, unit=unit, registered_by=by, **values)
