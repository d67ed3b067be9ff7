"""What stands beside a household must not tell what the household's own page hides."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import AccessEvent, User
from accounts.policy import Role
from accounts.reviews import AlreadyReviewedError
from households.access import Protection
from households.emergencies import review_emergency
from households.models import Household, Membership, Person, Responsibility, StaffPerson
from households.protection.actions import propose_lowering
from tests.conftest import confirmed, logged_in, unit
from tests.coordination.lookup_scene import looked
from tests.factories import (
    LONG_AGO,
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    break_glass,
    clear,
    share,
)

pytestmark = pytest.mark.django_db
YESTERDAY = date(2026, 11, 22)


@pytest.fixture
def of_all(family: Household) -> Household:
    """NAV Midtbyen's family, which BFT and HV have as well."""
    for party in ("bft", "hv"):
        Responsibility.objects.create(
            household=family, party=party, unit=unit(party, "midtbyen"), valid_from=LONG_AGO
        )
    return family


def body(user: User, address: str) -> str:
    answer = logged_in(user).get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("who", ["caseworker", "team_leader"])
def test_the_history_of_responsibility_names_no_other_party(
    request: pytest.FixtureRequest, of_all: Household, who: str
) -> None:
    shown = body(request.getfixturevalue(who), f"/husstander/{of_all.pk}/ansvar/")
    assert str(unit("nav", "midtbyen")) in shown
    assert str(unit("bft", "midtbyen")) not in shown
    assert str(unit("hv", "midtbyen")) not in shown


def test_who_only_has_a_share_has_no_history_of_responsibility(
    family: Household, caseworker: User, bft_adviser: User
) -> None:
    share(family, family.contact, unit("bft", "midtbyen"))
    shown = body(bft_adviser, f"/husstander/{family.pk}/ansvar/")
    assert str(caseworker) not in shown


def test_a_family_without_a_name_has_no_history_of_responsibility(
    family: Household, caseworker: User
) -> None:
    lead = UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))
    share(family, family.contact, unit("nav", "midtbyen"), "plan", audience="osk")
    assert str(caseworker) not in body(lead, f"/husstander/{family.pk}/ansvar/")


def test_a_family_without_a_name_is_not_found_by_its_district(family: Household) -> None:
    lead = UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))
    share(family, family.contact, unit("nav", "midtbyen"), "plan", audience="osk")
    district = unit("nav", "midtbyen").district_id
    assert "Familie" in body(lead, "/husstander/")
    assert "Familie" not in body(lead, f"/husstander/?bydel={district}")


@pytest.fixture
def moved(family: Household, team_leader: User) -> Person:
    """Jonas of the family, who now also lives in a household with a hidden place."""
    jonas = Person.objects.get(first_name="Jonas", last_name="Prøvesen")
    jonas.phone = "911 22 333"
    jonas.save()
    hidden = HouseholdFactory(contact=PersonFactory(protection=Protection.CODE_6))
    add_member(hidden, jonas, Membership.Role.PARTNER, YESTERDAY)
    Responsibility.objects.create(
        household=hidden, party="nav", unit=unit("nav", "heimdal"), valid_from=LONG_AGO
    )
    worker = UserFactory(role=Role.CASEWORKER, unit=unit("nav", "heimdal"))
    looked(worker, hidden, unit("nav", "heimdal"))
    return jonas


def test_the_telephone_of_one_who_lives_in_a_hidden_place_is_hidden_in_every_household(
    family: Household, moved: Person, caseworker: User
) -> None:
    shown = body(caseworker, f"/husstander/{family.pk}/")
    assert "911 22 333" not in shown
    assert "400 00 101" in shown


def test_a_printout_names_no_office_of_a_hidden_place(
    family: Household, moved: Person, team_leader: User
) -> None:
    shown = body(team_leader, f"/husstander/{family.pk}/innsyn/{moved.pk}/")
    assert AccessEvent.objects.filter(unit_id=unit("nav", "heimdal").pk).exists()
    assert str(unit("nav", "heimdal")) not in shown
    amina = body(team_leader, f"/husstander/{family.pk}/innsyn/{family.contact_id}/")
    assert str(unit("nav", "midtbyen")) in amina


def test_a_leader_makes_no_file_of_one_whose_other_household_is_closed_to_them(
    family: Household, moved: Person, team_leader: User
) -> None:
    address = f"/husstander/{family.pk}/innsynskrav/"
    client = logged_in(team_leader)
    asked = {"person": moved.pk, "received_on": "20.11.2026", "channel": "letter"}
    client.post(address, asked)
    request = family.access_requests.get()
    assert client.post(f"{address}{request.pk}/lag/").status_code == 403
    assert client.get(f"{address}{request.pk}/").status_code == 403
    assert AccessEvent.objects.filter(verdict="deny", rule="subject_closed").count() == 2
    assert not request.files.exists()


def test_a_leader_makes_no_file_of_one_who_lived_with_their_own_kin(
    family: Household, team_leader: User
) -> None:
    home = HouseholdFactory(district="heimdal")
    add_member(
        home, Person.objects.get(first_name="Jonas", last_name="Prøvesen"), Membership.Role.SPOUSE
    )
    me = PersonFactory()
    StaffPerson.objects.create(user=team_leader, person=me)
    kin = HouseholdFactory()
    add_member(kin, me, Membership.Role.CHILD)
    add_member(kin, home.contact, Membership.Role.PARTNER)
    address = f"/husstander/{family.pk}/innsynskrav/"
    jonas = Person.objects.get(first_name="Jonas", last_name="Prøvesen")
    client = logged_in(team_leader)
    client.post(address, {"person": jonas.pk, "received_on": "20.11.2026", "channel": "letter"})
    request = family.access_requests.get()
    assert client.post(f"{address}{request.pk}/lag/").status_code == 403


def test_what_one_leader_has_concluded_no_other_overwrites(
    family: Household, caseworker_other_office: User, team_leader: User, second_leader: User
) -> None:
    opened = break_glass(caseworker_other_office, family)
    review_emergency(opened=opened, conclusion="follow_up", note="Snakk", by=team_leader)
    stale = type(opened).objects.get(pk=opened.pk)
    stale.reviewed_at = None
    with pytest.raises(AlreadyReviewedError):
        review_emergency(opened=stale, conclusion="justified", note="", by=second_leader)
    opened.refresh_from_db()
    assert (opened.conclusion, opened.reviewed_by) == ("follow_up", team_leader)


def test_two_proposals_by_two_persons_are_not_decided_by_either_of_them(
    family: Household, team_leader: User, second_leader: User
) -> None:
    """Of two with unknown grade: no fault, and nobody decides their own."""
    for user, name in ((team_leader, "Amina"), (second_leader, "Jonas")):
        clear(user, "code_6")  # type: ignore[arg-type]
        person = Person.objects.get(first_name=name, last_name="Prøvesen")
        Person.objects.filter(pk=person.pk).update(protection=Protection.UNKNOWN)
        propose_lowering(
            person_id=person.pk,
            seen=Protection.UNKNOWN,
            grade=Protection.NONE,
            reason="register",
            grounds="Slått opp",
            by=user,
        )
    address = f"/husstander/ukjent-gradering/{family.pk}/avgjor/"
    for user in (team_leader, second_leader):
        assert confirmed(logged_in(user)).post(address, {"svar": "godkjenn"}).status_code == 404
    assert Person.objects.filter(protection=Protection.UNKNOWN).count() == 2
