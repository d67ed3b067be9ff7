"""The bulk query of the young agrees with a plain count on random data; the first talks (1b)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from benefits.measures import queries, youth
from benefits.measures.youth_rules import Young, is_red
from benefits.models import (
    ActivityAssessment,
    AssistanceApplication,
    KvpEnrolment,
    Payment,
    Placement,
)
from households.models import Household, IntroPeriod, JournalEntry, Membership, Person
from households.months import month_of
from households.rules import years_before
from tests.benefits.measures.filled import assessed, placed
from tests.casework import apply_for_help
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, add_member, enrol, introduce, pay
from tests.record_factories import note

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MONTH = month_of(TODAY)


def born(age: int, days: int = 0) -> date:
    """The birthday of somebody who has been so old for so many days."""
    return years_before(TODAY, age) - timedelta(days=days)


def random_home(dice: Random, by: User) -> None:
    age, days = dice.choice((17, 18, 20, 23, 23, 24)), dice.choice((0, 1, 200, 364))
    home = HouseholdFactory(district="midtbyen", contact=PersonFactory(birth_date=born(age, days)))
    partner = PersonFactory(birth_date=born(dice.choice((19, 23, 30))))
    add_member(home, partner, Membership.Role.SPOUSE)
    if dice.random() < 0.8:
        together = partner if dice.random() < 0.5 else None
        status = dice.choice(("paid", "paid", "planned"))
        pay(home.contact, MONTH - dice.choice((0, 1, 1, 2)), co_applicant=together, status=status)
    ago = TODAY - timedelta(days=dice.choice((0, 29, 30, 31, 60)))
    who = dice.choice((home.contact, partner))
    what = dice.randint(0, 9)
    if what < 3:
        told: Any = dice.choice(({"spoken_with": who}, {"topic": "work"}, {"topic": "debt"}, {}))
        note(home, by, contact_on=ago, **told)
    elif what == 3:
        assessed(home, by, person=who, on=ago)
    elif what == 4:
        started = None if dice.random() < 0.3 else ago
        ended: dict[str, Any] = {"ended_on": TODAY - timedelta(days=1), "exit_code": "01"}
        is_over = started is not None and ago < TODAY and dice.random() < 0.4
        placed(home, by, person=who, on=ago, started_on=started, **ended if is_over else {})
    elif what == 5:
        enrol(who, ago, None if dice.random() < 0.5 else ago)
    elif what == 6:
        introduce(who, ago)


def plainly(person: Person) -> Young | None:
    """What the rows say of one person, read one by one."""
    if person.birth_date is None:
        return None
    paid = [
        row
        for row in Payment.objects.all()
        if person.pk in (row.person_id, row.co_applicant_id)
        and row.status == "paid"
        and row.month in (MONTH - 1, MONTH)
    ]
    home = Membership.objects.get(person=person).household_id
    contacts = [row.assessed_on for row in ActivityAssessment.objects.filter(person=person)]
    for row in JournalEntry.objects.filter(household=home):
        nobody = row.spoken_with_id is None and not row.spoken_with_other
        if row.spoken_with_id == person.pk or (nobody and row.topic == "work"):
            contacts.append(row.contact_on)
    spans = [
        (row.valid_from, row.valid_to)
        for model in (KvpEnrolment, IntroPeriod)
        for row in model.objects.filter(person=person)
    ]
    spans += [
        (row.started_on, row.ended_on)
        for row in Placement.objects.filter(person=person)
        if row.started_on is not None
    ]
    active = any(first <= TODAY and (last is None or last >= TODAY) for first, last in spans)
    return Young(person.birth_date, bool(paid), active, max(contacts, default=None))


@pytest.mark.parametrize("seed", range(4))
def test_the_query_agrees_with_a_plain_count_on_random_data(seed: int, caseworker: User) -> None:
    dice = Random(seed)
    for _ in range(25):
        random_home(dice, caseworker)
    rows = youth.young_recipients(queries.adults(TODAY), TODAY)
    found = {row.person_id for row in rows if row.is_red}
    plain = {
        person.pk
        for person in Person.objects.all()
        if (told := plainly(person)) and is_red(told, TODAY, under=24, days=30)
    }
    assert found == plain
    assert found


def young_home(age: int = 20, name: str = "Ung") -> Household:
    person = PersonFactory(first_name=name, birth_date=born(age, 10))
    return HouseholdFactory(district="midtbyen", contact=person)


def talks() -> list[AssistanceApplication]:
    return youth.first_talks(TODAY, Household.objects.values("pk"))


def test_a_first_application_under_21_waits_for_a_talk_also_when_refused(
    caseworker: User,
) -> None:
    home = young_home()
    row = apply_for_help(home, caseworker, received_on=TODAY - timedelta(days=8))
    assert [(one.pk, one.talk_due_on) for one in talks()] == [  # type: ignore[attr-defined]
        (row.pk, TODAY - timedelta(days=1))
    ]
    AssistanceApplication.objects.update(state="decided")
    assert len(talks()) == 1
    note(home, caseworker, contact_on=TODAY - timedelta(days=9), spoken_with=home.contact)
    assert len(talks()) == 1
    note(home, caseworker, contact_on=TODAY - timedelta(days=8), spoken_with=home.contact)
    assert talks() == []


def test_who_is_21_or_has_been_here_before_is_not_new(caseworker: User) -> None:
    old, paid, twice = young_home(21), young_home(), young_home()
    for home in (old, paid):
        apply_for_help(home, caseworker)
    pay(paid.contact, MONTH - 9)
    for days in (40, 0):
        apply_for_help(twice, caseworker, received_on=TODAY - timedelta(days=days))
    assert [row.received_on for row in talks()] == [TODAY - timedelta(days=40)]


def test_the_cohort_is_of_those_who_began_under_21_in_the_year(team_leader: User) -> None:
    year = TODAY.year - 2
    first = (year * 12) + 2
    for number in range(7):
        home = HouseholdFactory(
            district="midtbyen", contact=PersonFactory(birth_date=date(year - 20, 6, 1))
        )
        pay(home.contact, first, first + (12 if number < 5 else 1))
    for given in ((date(year - 22, 1, 1), first), (date(year - 20, 6, 1), first - 12)):
        home = HouseholdFactory(district="midtbyen", contact=PersonFactory(birth_date=given[0]))
        pay(home.contact, given[1], first)
    found = youth.cohort(team_leader, year, TODAY)
    assert (found.started, found.after[6]) == (7, (7, None))
    for _ in range(5):
        home = HouseholdFactory(
            district="midtbyen", contact=PersonFactory(birth_date=date(year - 20, 6, 1))
        )
        pay(home.contact, first)
    assert youth.cohort(team_leader, year, TODAY).after == {6: (12, 5), 12: (12, 5)}
    assert youth.cohort(team_leader, year - 3, TODAY).started == 0


def test_other_partys_notes_are_no_contact(caseworker: User, bft_adviser: User) -> None:
    home = young_home(23)
    pay(home.contact, MONTH)
    told: dict[str, Any] = {"spoken_with": home.contact}
    note(home, bft_adviser, at=unit("bft", "midtbyen"), **told)
    [line] = youth.young_lines(caseworker, TODAY)
    assert (line.is_red, line.activity, line.contact) == (True, "Mangler", "Ingen")
