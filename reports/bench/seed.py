"""Synthetic histories for the bench: as large as asked, the same for the same seed."""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import District, RoleAssignment, Unit, User
from accounts.policy import Role
from benefits.models import ApplicationMatter, AssistanceApplication, KvpEnrolment, Payment
from households.models import (
    Household,
    Intake,
    Membership,
    Person,
    Residence,
    Responsibility,
)
from households.months import Month, first_day, last_day, month_from

R = month_from(2025, 12)
YEARS = 10
FIRST = R - 12 * YEARS + 1
LONG_AGO = date(2005, 1, 1)
CHUNK = 5_000
PERSONS = 12_000
"""Persons at scale 1: with some 22 payments each, the payment history of Trondheim."""

COUPLES = 0.12
"""The share of households whose two adults applied together."""


def seed(scale: int, *, households: int | None = None, until: Month = R, paid: bool = True) -> None:
    """Fill an empty database with `scale` times a city, or with that many households.

    The payments are those of the ten years that end with the month `until`; `paid` False for none.
    """
    chance = random.Random(20251231)
    count = households or PERSONS * scale
    districts = list(District.objects.order_by("code"))
    units = {u.district_id: u for u in Unit.objects.filter(party="nav")}
    for start in range(0, count, CHUNK):
        with transaction.atomic():
            numbers = range(start, min(start + CHUNK, count))
            adults = _persons(chance, numbers, adult=True)
            homes = Household.objects.bulk_create(Household(contact=adult) for adult in adults)
            _place(chance, homes, districts, units)
            _children(chance, homes)
            spouses = _spouses(chance, homes)
            if paid:
                _payments(chance, adults, spouses, until)


def bench_user() -> User:
    """A caseworker of the first office, who sees a quarter of the households."""
    user, is_new = User.objects.get_or_create(username="bench")
    if is_new:
        unit = Unit.objects.filter(party="nav").order_by("district__code").first()
        RoleAssignment.objects.create(
            user=user, role=Role.CASEWORKER, unit=unit, valid_from=LONG_AGO
        )
    return user


def applications(user: User, number: int) -> None:
    """That many applications that wait at the user's office: a full work list."""
    unit = user.role_assignments.get().unit
    homes = Household.objects.visible_to(user).select_related("contact").order_by("pk")[:number]
    today = timezone.localdate()
    intakes = Intake.objects.bulk_create(
        Intake(
            household=home,
            person=home.contact,
            party="nav",
            unit=unit,
            received_on=today - timedelta(days=place % 45),
            channel="visit",
            topics=["subsistence"],
            registered_unit=unit,
            registered_by=user,
            taken_by=user,
            taken_at=timezone.now(),
            form_token=uuid.uuid4(),
        )
        for place, home in enumerate(homes)
    )
    rows = AssistanceApplication.objects.bulk_create(
        AssistanceApplication(
            household=intake.household,
            applicant=intake.person,
            intake=intake,
            unit=unit,
            caseworker=user if place % 12 == 0 else None,
            received_on=intake.received_on,
            registered_by=user,
        )
        for place, intake in enumerate(intakes)
    )
    ApplicationMatter.objects.bulk_create(
        ApplicationMatter(application=row, kind=kind)
        for row in rows
        for kind in ("subsistence", "rent")
    )


def _persons(chance: random.Random, numbers: range, *, adult: bool) -> list[Person]:
    people = []
    for number in numbers:
        years = chance.randint(18, 66) if adult else chance.randint(0, 17)
        person = Person(
            first_name=chance.choice(["Ada", "Bo", "Eli", "Kim", "Mio", "Åse"]),
            last_name=f"Prøve{chance.choice('abcdefghij')}sen{number}",
            birth_date=date(2025 - years, chance.randint(1, 12), chance.randint(1, 28)),
            sex=chance.choice("mf"),
        )
        person.set_name_keys()
        people.append(person)
    return Person.objects.bulk_create(people)


def _place(
    chance: random.Random,
    homes: list[Household],
    districts: list[District],
    units: dict[int | None, Unit],
) -> None:
    members, residences, responsibilities = [], [], []
    for home in homes:
        district = chance.choice(districts)
        members.append(_member(home, home.contact, Membership.Role.APPLICANT))
        residences.append(Residence(household=home, district=district, valid_from=LONG_AGO))
        responsibilities.append(
            Responsibility(
                household=home, party="nav", unit=units[district.pk], valid_from=LONG_AGO
            )
        )
    Membership.objects.bulk_create(members)
    Residence.objects.bulk_create(residences)
    Responsibility.objects.bulk_create(responsibilities)


def _member(home: Household, person: Person, role: Membership.Role) -> Membership:
    return Membership(
        household=home, person=person, role=role, valid_from=LONG_AGO, registered_on=LONG_AGO
    )


def _children(chance: random.Random, homes: list[Household]) -> None:
    families = [home for home in homes if chance.random() < 0.25]
    wanted = [home for home in families for _ in range(chance.randint(1, 3))]
    children = _persons(chance, range(len(wanted)), adult=False)
    Membership.objects.bulk_create(
        _member(home, child, Membership.Role.CHILD)
        for home, child in zip(wanted, children, strict=True)
    )


def _spouses(chance: random.Random, homes: list[Household]) -> dict[int, Person]:
    """Those who applied together with the contact, by the contact's id."""
    couples = [home for home in homes if chance.random() < COUPLES]
    spouses = _persons(chance, range(len(couples)), adult=True)
    Membership.objects.bulk_create(
        _member(home, spouse, Membership.Role.SPOUSE)
        for home, spouse in zip(couples, spouses, strict=True)
    )
    return {home.contact_id: spouse for home, spouse in zip(couples, spouses, strict=True)}


def _payments(
    chance: random.Random, adults: list[Person], spouses: dict[int, Person], until: Month
) -> None:
    rows: list[Payment] = []
    kvp: list[KvpEnrolment] = []
    for adult in adults:
        month = until - 12 * YEARS + 1 + chance.randint(0, 110)
        while month <= until and chance.random() < 0.8:
            last = min(until, month + chance.choice([0, 1, 2, 5, 9, 20, 45]))
            together = spouses.get(adult.pk)
            rows += [_payment(chance, adult, together, each) for each in range(month, last + 1)]
            month = last + chance.choice([2, 3, 5, 6, 7, 8, 14])
        if month <= until - 12 and chance.random() < 0.1:
            kvp.append(_enrolment(adult, month))
    Payment.objects.bulk_create(rows, batch_size=10_000)
    KvpEnrolment.objects.bulk_create(kvp)


def _payment(
    chance: random.Random, adult: Person, together: Person | None, month: Month
) -> Payment:
    return Payment(
        person=adult,
        co_applicant=together,
        paid_on=first_day(month) + timedelta(days=chance.randint(0, 27)),
        scheme=Payment.Scheme.ASSISTANCE,
        kind="loan" if chance.random() < 0.05 else "grant",
        category="nodhjelp" if chance.random() < 0.05 else "livsopphold",
        amount=chance.randint(500, 18_000),
        status=Payment.Status.PAID,
        main_income="5" if chance.random() < 0.8 else "3",
        registered_on=last_day(month),
    )


def _enrolment(adult: Person, month: Month) -> KvpEnrolment:
    return KvpEnrolment(
        person=adult,
        valid_from=first_day(month),
        valid_to=last_day(month + 11),
        status="3",
        registered_on=last_day(month),
    )
