"""Adding, ending and correcting members: what is stored, what follows, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Clearance, User
from households.access import Protection
from households.closeness.rules import number_hash
from households.members import actions, rules
from households.members.correcting import Corrected
from households.members.history import MemberRefusedError
from households.members.stated import Newcomer
from households.models import (
    Household,
    MappingDuty,
    Membership,
    MembershipChange,
    Share,
    StaffPerson,
    Touched,
)
from tests.conftest import unit
from tests.factories import (
    HouseholdFactory,
    PersonFactory,
    add_member,
    clear,
    intake,
    share,
)

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
BORN = date(2019, 2, 1)
KNOWN, NEW = "15839200169", "15839200088"
Role, Cause = Membership.Role, MembershipChange.Cause


@pytest.fixture
def home(db: None) -> Household:
    return HouseholdFactory(district="midtbyen")


def nora(**kwargs: Any) -> Newcomer:
    usual = {"first_name": "Nora", "last_name": "Ny", "birth_date": BORN, "national_id": None}
    return Newcomer(**(usual | {"role": "child"} | kwargs))


def add(home: Household, by: User, since: date = TODAY, **kwargs: Any) -> Membership:
    told = {key: kwargs.pop(key) for key in ("has_moved", "person") if key in kwargs}
    return actions.add_member(household=home, new=nora(**kwargs), since=since, by=by, **told)


def end(row: Membership, by: User, cause: str = "moved", last: date = TODAY, **kw: Any) -> None:
    actions.end_membership(membership=row, last=last, cause=cause, by=by, **kw)
    row.refresh_from_db()


def told(row: Membership, **kwargs: Any) -> Corrected:
    person = row.person
    usual = {"first_name": person.first_name, "last_name": person.last_name}
    usual |= {"birth_date": person.birth_date, "national_id": None, "role": row.role}
    return Corrected(**(usual | {"shared_residence": row.shared_residence} | kwargs))


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 4_000), st.integers(-99, 4_099))
def test_somebody_is_twice_only_on_days_of_what_they_have(first: date, days: int, off: int) -> None:
    last, since = first + timedelta(days), first + timedelta(off)
    assert rules.is_twice([rules.Lived(first, last)], since) == (since <= last)
    assert rules.is_twice([rules.Lived(first, None)], since)


@pytest.mark.parametrize(
    ("role", "born", "present", "refused"),
    [
        ("child", TODAY.replace(year=TODAY.year - 18), (), True),
        ("child", TODAY.replace(year=TODAY.year - 18) + timedelta(days=1), (), False),
        ("cohabitant", date(1990, 1, 1), ("spouse",), True),
        ("spouse", date(1990, 1, 1), ("applicant", "child"), False),
        ("partner", TODAY.replace(year=TODAY.year - 16) + timedelta(days=1), (), True),
        ("other_adult", None, ("spouse",), False),
    ],
)
def test_roles_follow_age_and_who_is_there(
    role: str, born: date | None, present: tuple[str, ...], refused: bool
) -> None:
    assert bool(rules.wrong_role(role, born, TODAY, present)) == refused


@pytest.mark.parametrize(("asked", "duties"), [("housing", 1), ("other", 0), (None, 0)])
def test_a_child_who_joins_where_help_was_asked_for_is_to_be_mapped(
    home: Household, caseworker: User, asked: str | None, duties: int
) -> None:
    if asked:
        intake(home, unit("nav", "midtbyen"), caseworker, topics=[asked])
    made = add(home, caseworker)
    found = MappingDuty.objects.filter(household=home)
    assert [(row.child_id, row.party) for row in found] == [(made.person_id, "nav")] * duties
    assert [row.due_on for row in found] == [TODAY + timedelta(days=14)] * duties
    change = home.membership_changes.get()
    assert (change.act, change.by, change.person) == ("added", caseworker, made.person)
    assert (made.valid_from, made.registered_on, made.source) == (TODAY, TODAY, "osk")
    assert Touched.objects.filter(household=home).exists()


def test_what_was_asked_long_ago_or_of_a_party_that_left_makes_no_duty(
    home: Household, caseworker: User
) -> None:
    intake(home, unit("nav", "midtbyen"), caseworker, received_on=TODAY - timedelta(days=365))
    intake(home, unit("bft", "midtbyen"), caseworker)
    add(home, caseworker)
    assert not MappingDuty.objects.exists()


@pytest.mark.parametrize("grade", [Protection.NONE, Protection.CODE_6])
def test_one_held_elsewhere_or_protected_is_taken_as_stated_like_a_new_one(
    home: Household, caseworker: User, grade: Protection
) -> None:
    held = PersonFactory(national_id=KNOWN, first_name="Ekte", birth_date=BORN, protection=grade)
    HouseholdFactory(contact=held, district="heimdal")
    made = add(home, caseworker, national_id=KNOWN).person
    other = add(home, caseworker, national_id=NEW, first_name="Odd").person
    assert (made.pk != held.pk, made.name, made.protection) == (True, "Nora Ny", "none")
    assert ((made.national_id, made.stated_id), made.number) == ((None, KNOWN), KNOWN)
    assert (other.national_id, other.stated_id, other.number) == (NEW, "", NEW)
    assert Household.objects.visible_to(caseworker).filter(pk=home.pk).exists()
    held.refresh_from_db()
    assert held.name != "Nora Ny"


def test_one_the_user_has_elsewhere_joins_as_registered(home: Household, caseworker: User) -> None:
    known = PersonFactory(national_id=KNOWN, first_name="Kjent", birth_date=BORN)
    other = HouseholdFactory(district="midtbyen")
    there = add_member(other, known, Role.CHILD)
    with pytest.raises(MemberRefusedError, match="delt bosted"):
        add(home, caseworker, national_id=KNOWN)
    made = add(home, caseworker, national_id=KNOWN, has_moved=True)
    there.refresh_from_db()
    assert (made.person, there.valid_to) == (known, YESTERDAY)
    assert other.membership_changes.get().cause == Cause.MOVED
    assert set(Touched.objects.values_list("household", flat=True)) == {home.pk, other.pk}


def test_a_child_with_shared_residence_is_in_two(home: Household, caseworker: User) -> None:
    known = PersonFactory(national_id=KNOWN, birth_date=BORN)
    there = add_member(HouseholdFactory(district="midtbyen"), known, Role.CHILD)
    made = add(home, caseworker, national_id=KNOWN, shared_residence=True)
    there.refresh_from_db()
    assert (made.person, made.shared_residence, there.valid_to) == (known, True, None)


def test_a_graded_one_closes_the_household_and_what_was_shared(
    home: Household, caseworker: User, colleague_same_office: User
) -> None:
    known = PersonFactory(national_id=KNOWN, birth_date=BORN, protection=Protection.CODE_6)
    left = HouseholdFactory(district="midtbyen")
    add_member(left, known, Role.CHILD, valid_to=YESTERDAY)
    clear(caseworker, Clearance.Kind.CODE_6)
    share(home, home.contact, unit("bft", "midtbyen"))
    add(home, caseworker, national_id=KNOWN)
    assert not Share.objects.filter(revoked_at=None).exists()
    seen = [
        Household.objects.visible_to(user).filter(pk=home.pk).exists()
        for user in (caseworker, colleague_same_office)
    ]
    assert seen == [True, False]


def test_the_users_own_person_closes_it_for_the_user(home: Household, caseworker: User) -> None:
    own = PersonFactory(national_id=KNOWN, birth_date=BORN)
    HouseholdFactory(contact=own, district="heimdal")
    StaffPerson.objects.create(user=caseworker, person=own, number_hash=number_hash(KNOWN))
    add(home, caseworker, national_id=KNOWN)
    fresh = User.objects.get(pk=caseworker.pk)
    assert not Household.objects.visible_to(fresh).filter(pk=home.pk).exists()


@pytest.mark.parametrize(
    ("kwargs", "field"),
    [
        ({"first_name": "nora"}, "first_name"),
        ({"national_id": NEW}, "number"),
        ({"first_name": "Ny", "role": "spouse"}, "role"),
        ({"first_name": "Ny", "since": BORN - timedelta(days=1)}, "since"),
        ({"first_name": "Ny", "since": TODAY + timedelta(days=1)}, "since"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(
    home: Household, caseworker: User, kwargs: dict[str, Any], field: str
) -> None:
    add(home, caseworker, national_id=NEW)
    with pytest.raises(MemberRefusedError) as refused:
        add(home, caseworker, **kwargs)
    assert (refused.value.field, home.memberships.count()) == (field, 2)
