"""The fingerprint follows the data, not the database they lie in."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.models import Payment
from households.models import Membership, Person
from households.months import month_from
from reports.fingerprint import fingerprint
from tests.factories import HouseholdFactory, PersonFactory, add_member, enrol, pay, situate

pytestmark = pytest.mark.django_db
R = month_from(2025, 12)
AS_OF = date(2026, 1, 14)


def municipality() -> Person:
    home = HouseholdFactory(
        district="heimdal", contact=PersonFactory(source_ref="A", first_name="A", last_name="A")
    )
    other = PersonFactory(source_ref="B", first_name="B", last_name="B")
    add_member(home, other, Membership.Role.SPOUSE)
    pay(home.contact, R - 3, R, co_applicant=other)
    enrol(other, date(2025, 1, 1), date(2025, 3, 1))
    return home.contact


def now() -> str:
    return fingerprint(R, AS_OF)


def test_the_same_rows_with_other_keys_have_the_same_fingerprint() -> None:
    municipality()
    first = now()
    Payment.objects.all().delete()
    for model in (Membership, Person):
        assert model.objects.exists()
    person, other = Person.objects.get(source_ref="A"), Person.objects.get(source_ref="B")
    for month in (R, R - 2, R - 1, R - 3):
        pay(person, month, co_applicant=other)
    assert now() == first


def test_one_payment_month_changed_changes_the_fingerprint() -> None:
    municipality()
    before = now()
    row = Payment.objects.order_by("paid_on").first()
    assert row is not None
    row.paid_on = row.paid_on.replace(month=row.paid_on.month - 1)
    row.save()
    assert now() != before


@pytest.mark.parametrize(
    "change",
    [
        lambda person: Person.objects.filter(pk=person.pk).update(died_on=date(2025, 12, 31)),
        lambda person: Payment.objects.filter(person=person).update(kind="loan"),
        lambda person: Payment.objects.filter(person=person).update(main_income="1"),
        lambda person: person.memberships.update(role="other_adult"),
        lambda person: person.memberships.get().household.residences.all().delete(),
        lambda person: situate(person, date(2025, 5, 1), number_of_children=2),
        lambda person: enrol(person, date(2024, 1, 1), date(2024, 2, 1)),
    ],
)
def test_every_fact_that_is_counted_from_is_in_it(change: object) -> None:
    person = municipality()
    before = now()
    change(person)  # type: ignore[operator]
    assert now() != before


@pytest.mark.parametrize(
    "change",
    [
        lambda person: Person.objects.filter(pk=person.pk).update(died_on=date(2026, 1, 1)),
        lambda person: pay(person, R + 1),
        lambda person: pay(person, R - 1, status="planned"),
        lambda person: pay(person, R - 1, registered_on=date(2026, 2, 1)),
        lambda person: person.memberships.update(valid_to=date(2026, 3, 1)),
    ],
)
def test_what_is_not_counted_from_is_not_in_it(change: object) -> None:
    person = municipality()
    before = now()
    change(person)  # type: ignore[operator]
    assert now() == before
