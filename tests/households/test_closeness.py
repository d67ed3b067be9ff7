"""Own and near cases are closed to everybody concerned, and conflicts are declared and lifted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from households.closeness import actions
from households.models import (
    Disqualification,
    Household,
    Membership,
    Person,
    Responsibility,
    StaffPerson,
)
from households.national_id import synthetic_national_id
from tests.conftest import logged_in, unit
from tests.factories import (
    LONG_AGO,
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    break_glass,
)

pytestmark = pytest.mark.django_db

NUMBER = synthetic_national_id(date(1990, 5, 17), 0)
TODAY = timezone.localdate()
PAGE = "/konto/egen-person/"
Role_ = Membership.Role


def test_one_page_answers_the_same_for_known_and_unknown_numbers(
    caseworker: User, colleague_same_office: User
) -> None:
    person = PersonFactory(national_id=NUMBER)
    told = []
    for user, number in (
        (caseworker, NUMBER),
        (colleague_same_office, synthetic_national_id(date(1991, 5, 17), 0)),
    ):
        answer = logged_in(user).post(PAGE, {"national_id": number}, follow=True)
        words = answer.content.decode()
        assert number not in words
        told.append([line for line in words.splitlines() if "Nummeret er registrert" in line])
    assert told[0] == told[1] != []
    assert StaffPerson.objects.get(user=caseworker).person == person
    assert StaffPerson.objects.get(user=colleague_same_office).person is None


def test_the_number_itself_is_not_stored(caseworker: User) -> None:
    actions.register_own_person(national_id=NUMBER, by=caseworker)
    [stored] = StaffPerson.objects.values()
    assert NUMBER not in str(stored)
    assert len(stored["number_hash"]) == 64


@pytest.mark.parametrize("number", ["", "12345678901", "123"])
def test_a_number_that_is_none_is_refused_at_the_field(caseworker: User, number: str) -> None:
    answer = logged_in(caseworker).post(PAGE, {"national_id": number})
    assert "ds-validation-message" in answer.content.decode()
    assert not StaffPerson.objects.exists()


@pytest.mark.parametrize("actor", ["executive", "administrator", "stranger"])
def test_who_meets_no_households_has_no_such_page(
    request: pytest.FixtureRequest, actor: str
) -> None:
    assert logged_in(request.getfixturevalue(actor)).get(PAGE).status_code == 403


def test_a_number_registered_beforehand_bites_when_the_person_comes(caseworker: User) -> None:
    actions.register_own_person(national_id=NUMBER, by=caseworker)
    household = HouseholdFactory(district="midtbyen", contact=PersonFactory(national_id=NUMBER))
    assert logged_in(caseworker).get(f"/husstander/{household.pk}/").status_code == 404


def test_an_import_links_those_it_brings(caseworker: User) -> None:
    actions.register_own_person(national_id=NUMBER, by=caseworker)
    person = PersonFactory()
    Person.objects.filter(pk=person.pk).update(national_id=NUMBER)
    actions.link_own_persons()
    assert StaffPerson.objects.get().person == person


def test_a_second_number_closes_more_and_opens_nothing(caseworker: User) -> None:
    first = HouseholdFactory(district="midtbyen", contact=PersonFactory(national_id=NUMBER))
    client = logged_in(caseworker)
    for number in (NUMBER, synthetic_national_id(date(1970, 1, 3), 0), NUMBER):
        client.post(PAGE, {"national_id": number})
        assert client.get(f"/husstander/{first.pk}/").status_code == 404
    assert caseworker.own_persons.count() == 2


def family_of(me: Person) -> dict[str, Household]:
    """Households at Midtbyen of `me` and of everybody who is or was close."""
    own = HouseholdFactory(district="midtbyen", contact=me)
    spouse, child, sibling, parent = (PersonFactory() for _ in range(4))
    add_member(own, spouse, Role_.SPOUSE)
    add_member(own, child, Role_.CHILD)
    left = TODAY - timedelta(days=4_000)
    childhood = HouseholdFactory(district="heimdal", contact=parent)
    for one in (me, sibling):
        add_member(childhood, one, Role_.CHILD, valid_to=left)
    co_parents = HouseholdFactory(district="midtbyen")
    add_member(co_parents, child, Role_.CHILD)
    homes = {"own": own, "co-parent": co_parents}
    for name, person in (("spouse", spouse), ("sibling", sibling), ("child", child)):
        homes[name] = HouseholdFactory(district="midtbyen")
        add_member(homes[name], person, Role_.OTHER_ADULT)
    homes["parent"] = HouseholdFactory(district="midtbyen", contact=PersonFactory())
    add_member(homes["parent"], parent, Role_.SPOUSE)
    return homes


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.TEAM_LEADER])
@pytest.mark.parametrize("by_break_glass", [False, True])
def test_own_spouse_child_sibling_parent_and_co_parent_are_closed(
    db: None, role: Role, by_break_glass: bool
) -> None:
    user = UserFactory(role=role, unit=unit("nav", "heimdal" if by_break_glass else "midtbyen"))
    me = PersonFactory(national_id=NUMBER)
    homes = family_of(me)
    if by_break_glass:
        for home in homes.values():
            break_glass(user, home)
    client = logged_in(user)

    def answers() -> dict[str, int]:
        return {
            name: client.get(f"/husstander/{home.pk}/").status_code for name, home in homes.items()
        }

    assert set(answers().values()) == {200}
    client.post(PAGE, {"national_id": NUMBER})
    assert set(answers().values()) == {404}
    words = client.get("/husstander/").content.decode()
    assert [home.number for home in homes.values() if home.number in words] == []


def test_declaring_gives_the_household_back_with_history(
    caseworker: User, team_leader: User
) -> None:
    household = HouseholdFactory(district="midtbyen")
    household.responsibilities.update(caseworker=caseworker)
    client = logged_in(caseworker)
    page = f"/husstander/{household.pk}/inhabil/"
    assert "uten saksbehandler" in client.get(page).content.decode()
    assert "Velg en grunn." in client.post(page).content.decode()
    answer = client.post(page, {"reason": "friend"}, follow=True)
    words = answer.content.decode()
    assert f"Du er meldt inhabil i {household.number}" in words
    assert household.contact.last_name not in words
    assert client.get(f"/husstander/{household.pk}/").status_code == 404
    before, now = Responsibility.objects.filter(household=household).order_by("valid_from")
    assert (before.caseworker, before.valid_to) == (caseworker, TODAY - timedelta(days=1))
    assert (now.caseworker, now.valid_from, now.valid_to) == (None, TODAY, None)
    assert logged_in(team_leader).get(f"/husstander/{household.pk}/").status_code == 200


def test_what_began_today_and_what_is_others_is_left_as_it_is(
    caseworker: User, colleague_same_office: User
) -> None:
    household = HouseholdFactory(district="midtbyen")
    household.responsibilities.update(caseworker=caseworker, valid_from=TODAY)
    others = Responsibility.objects.create(
        household=household,
        party="bft",
        unit=unit("bft", "midtbyen"),
        caseworker=colleague_same_office,
        valid_from=LONG_AGO,
    )
    for _ in range(2):
        actions.declare_disqualification(
            household=household, reason="family", on=TODAY, by=caseworker
        )
    assert Disqualification.objects.count() == 1
    assert household.responsibilities.get(party="nav").caseworker is None
    others.refresh_from_db()
    assert others.caseworker == colleague_same_office


def test_the_leader_of_the_unit_sees_number_and_reason_and_lifts(
    caseworker: User, team_leader: User
) -> None:
    household = HouseholdFactory(district="midtbyen")
    declared = Disqualification.objects.create(
        user=caseworker, household=household, reason="friend"
    )
    leader = logged_in(team_leader)
    words = leader.get("/husstander/inhabilitet/").content.decode()
    assert household.number in words
    assert str(caseworker) in words
    assert "Venn eller nabo" in words
    assert household.contact.last_name not in words
    assert leader.get(f"/husstander/inhabilitet/{declared.pk}/opphev/").status_code == 405
    leader.post(f"/husstander/inhabilitet/{declared.pk}/opphev/")
    declared.refresh_from_db()
    assert declared.lifted_by == team_leader
    assert logged_in(caseworker).get(f"/husstander/{household.pk}/").status_code == 200


def test_nobody_lifts_their_own_or_another_units_or_one_they_are_close_to(
    caseworker: User, team_leader: User
) -> None:
    household = HouseholdFactory(district="midtbyen")
    theirs = Disqualification.objects.create(user=team_leader, household=household, reason="friend")
    staffs = Disqualification.objects.create(user=caseworker, household=household, reason="friend")
    elsewhere = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))
    for user, row in ((team_leader, theirs), (team_leader, staffs), (elsewhere, staffs)):
        client = logged_in(user)
        assert household.number not in client.get("/husstander/inhabilitet/").content.decode()
        assert client.post(f"/husstander/inhabilitet/{row.pk}/opphev/").status_code == 404
    assert logged_in(caseworker).get("/husstander/inhabilitet/").status_code == 403
    theirs.lifted_at, theirs.lifted_by = timezone.now(), team_leader
    with pytest.raises(IntegrityError, match="lifted_by_another"), transaction.atomic():
        theirs.save()
