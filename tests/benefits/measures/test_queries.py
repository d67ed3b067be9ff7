"""The one query of the list agrees with the plain rule on random histories (1a)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random

import pytest

from accounts.models import User
from benefits.measures import queries
from benefits.measures.rules import Assessed, Threshold, is_on_list, is_over_time
from benefits.models import ActivityAssessment, Payment
from households.access import Protection
from households.models import Household, Membership, Person
from households.months import Month, month_from
from tests.benefits.measures.filled import assessed
from tests.factories import HouseholdFactory, PersonFactory, add_member, pay

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
JUNE = month_from(2026, 6)


def random_home(dice: Random, by: User) -> Household:
    """A couple of whom either, or both, have had support, and been assessed some times."""
    home = HouseholdFactory(district=dice.choice(("midtbyen", "midtbyen", "heimdal")))
    spouse = PersonFactory()
    add_member(home, spouse, Membership.Role.SPOUSE)
    both = [home.contact, spouse]
    for month in range(JUNE - 8, JUNE + 2):
        if dice.random() < 0.9:
            payer, other = dice.sample(both, 2)
            status = dice.choice(("paid", "paid", "paid", "planned", "cancelled"))
            together = other if dice.random() < 0.4 else None
            pay(payer, month, status=status, co_applicant=together)
    for person in both:
        for _ in range(dice.choice((0, 0, 1, 1, 2))):
            on = TODAY - timedelta(days=dice.choice((-3, 0, 5, 100, 181, 182, 183, 184, 300)))
            until = on + timedelta(days=dice.choice((1, 5, 100, 182, 300)))
            told = {"conclusion": "not_now", "not_until": until, "next_review_on": until}
            assessed(home, by, person=person, on=on, **told if dice.random() < 0.4 else {})
    return home


def months_of() -> dict[int, set[Month]]:
    """Benefit months by person, from the rows themselves."""
    found: dict[int, set[Month]] = defaultdict(set)
    for row in Payment.objects.all():
        if (row.status, row.scheme) == ("paid", "assistance") and row.amount > 0:
            for person in {row.person_id, row.co_applicant_id} - {None}:
                found[person].add(row.month)
    return found


def latest_of(person: Person) -> Assessed | None:
    rows = list(ActivityAssessment.objects.filter(person=person))
    rows = [row for row in rows if row.assessed_on <= TODAY]
    if not rows:
        return None
    row = max(rows, key=lambda row: (row.assessed_on, row.pk))
    return Assessed(row.assessed_on, row.not_until)


@pytest.mark.parametrize("seed", range(6))
def test_the_query_agrees_with_the_plain_rule_on_random_histories(
    seed: int, caseworker: User
) -> None:
    dice, limit = Random(seed), Threshold(3, 6)
    for _ in range(12):
        random_home(dice, caseworker)
    found = {
        row.person_id: row.is_waiting for row in queries.over_time(queries.adults(TODAY), TODAY)
    }
    months = months_of()
    plain = {
        person.pk: is_on_list(months[person.pk], latest_of(person), TODAY, limit, 6)
        for person in Person.objects.all()
        if is_over_time(months[person.pk], TODAY, limit)
    }
    assert found == plain
    assert len(set(plain.values())) == 2


def test_the_list_is_of_the_own_office_and_each_person_once(
    caseworker: User, caseworker_other_office: User
) -> None:
    home = HouseholdFactory(district="midtbyen")
    pay(home.contact, JUNE - 2, JUNE)
    [row] = queries.lines(caseworker, TODAY)
    assert (row.person, row.is_waiting, row.district) == (home.contact, True, "Midtbyen")
    assert queries.lines(caseworker_other_office, TODAY) == []
    other = HouseholdFactory(district="midtbyen")
    add_member(other, home.contact, Membership.Role.OTHER_ADULT)
    assert len(queries.lines(caseworker, TODAY)) == 1
    home.members.update(protection=Protection.CODE_6)
    assert queries.lines(caseworker, TODAY) == []


def test_children_are_not_assessed(caseworker: User) -> None:
    home = HouseholdFactory(district="midtbyen")
    child = PersonFactory(birth_date=date(2010, 1, 1))
    add_member(home, child, Membership.Role.CHILD)
    pay(child, JUNE - 3, JUNE)
    assert queries.lines(caseworker, TODAY) == []


def test_coverage_by_district_has_those_without_one_last(caseworker: User) -> None:
    for number in range(4):
        home = HouseholdFactory(district="midtbyen")
        pay(home.contact, JUNE - 2, JUNE)
        if number < 3:
            assessed(home, caseworker, on=TODAY)
    home.residences.all().delete()
    found = queries.coverage(queries.lines(caseworker, TODAY))
    told = [(name, row.base, row.waiting, row.share) for name, row in found]
    assert told == [("Midtbyen", 3, 0, 100), ("Uten bydel", 1, 1, 0)]


def test_the_list_is_one_query_however_many(
    caseworker: User, django_assert_max_num_queries: object
) -> None:
    for _ in range(5):
        pay(HouseholdFactory(district="midtbyen").contact, JUNE - 2, JUNE)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert len(queries.lines(caseworker, TODAY)) == 5
