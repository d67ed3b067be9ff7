"""What a leader of BFT and of HV does for the own unit's households, as NAV's leader does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import AccessReview, User
from accounts.policy import Role
from children.due import exception_rows, shares_of_reasons
from coordination.citizen.queries import answered_by
from coordination.lookups import actions
from households.mapping import create_duties, except_mapping
from households.models import AccessRequest, Disqualification, Household, MappingDuty
from households.months import month_from
from tests.conftest import confirmed, logged_in, unit
from tests.coordination.lookup_scene import looked
from tests.factories import (
    LONG_AGO,
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    break_glass,
    intake,
    pay,
    situate,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
LEADERS = ("bft", Role.BFT_LEADER, Role.BFT_ADVISER), ("hv", Role.HV_LEADER, Role.HV_ADVISER)


@pytest.fixture
def home(db: None) -> Household:
    """A household that BFT and HV of Midtbyen have too."""
    found = HouseholdFactory(contact=PersonFactory(last_name="Ledesen"), district="midtbyen")
    for party in ("bft", "hv"):
        there = unit(party, "midtbyen")
        found.responsibilities.create(party=party, unit=there, valid_from=LONG_AGO)
    return found


def staff(party: str, role: Role, district: str = "midtbyen") -> User:
    return UserFactory(role=role, unit=unit(party, district))


@pytest.mark.parametrize(("party", "leads", "advises"), LEADERS)
def test_look_ups_of_the_unit_go_to_its_leader_and_no_longer_to_the_auditor(
    home: Household, party: str, leads: Role, advises: Role
) -> None:
    situate(home.contact, DAY - timedelta(days=1))
    leader, adviser = staff(party, leads), staff(party, advises)
    looked(adviser, home, unit(party, "midtbyen"), on=DAY)
    actions.fill_reviews(day=DAY, made_on=DAY + timedelta(days=1))
    row = AccessReview.objects.get()
    assert row.audience == "leader"
    page = logged_in(leader).get("/innsyn/etterkontroll/").content.decode()
    assert str(adviser) in page
    other = staff(party, leads, "heimdal")
    assert str(adviser) not in logged_in(other).get("/innsyn/etterkontroll/").content.decode()


@pytest.mark.parametrize(("party", "leads", "advises"), LEADERS)
def test_a_household_opened_in_need_is_reviewed_by_the_leader_of_the_unit(
    home: Household, party: str, leads: Role, advises: Role
) -> None:
    opened = break_glass(staff(party, advises, "heimdal"), home)
    opened.unit = unit(party, "midtbyen")
    opened.save()
    leader = staff(party, leads)
    listed = logged_in(leader).get("/husstander/nodtilgang/gjennomgang/").content.decode()
    assert str(opened.user) in listed
    address = f"/husstander/nodtilgang/gjennomgang/{opened.pk}/"
    assert logged_in(leader).post(address, {"conclusion": "justified"}).status_code == 302
    opened.refresh_from_db()
    assert opened.reviewed_by == leader


@pytest.mark.parametrize(("party", "leads", "advises"), LEADERS)
def test_the_leader_lifts_a_conflict_of_interest_of_the_own_staff(
    home: Household, party: str, leads: Role, advises: Role
) -> None:
    declared = Disqualification.objects.create(
        user=staff(party, advises), household=home, reason="friend"
    )
    leader = staff(party, leads)
    assert str(declared.user) in logged_in(leader).get("/husstander/inhabilitet/").content.decode()
    address = f"/husstander/inhabilitet/{declared.pk}/opphev/"
    assert logged_in(staff(party, advises)).post(address).status_code == 403
    assert logged_in(leader).post(address).status_code == 302
    declared.refresh_from_db()
    assert declared.lifted_at is not None


@pytest.mark.parametrize(("party", "leads", "advises"), LEADERS)
def test_the_leader_gives_a_case_without_anybody_to_an_adviser(
    home: Household, party: str, leads: Role, advises: Role
) -> None:
    leader, adviser = confirmed(logged_in(staff(party, leads))), staff(party, advises)
    page = leader.get("/administrasjon/fordel-saker/").content.decode()
    assert "Uten saksbehandler (1)" in page
    given = {"source": "ingen", "to": adviser.pk}
    assert leader.post("/administrasjon/fordel-saker/", given).status_code == 302
    assert (
        home.responsibilities.valid_on(timezone.localdate()).get(party=party).caseworker == adviser
    )


def test_a_leader_of_hv_registers_a_request_that_navs_leader_answers(
    home: Household, hv_leader: User, team_leader: User
) -> None:
    client, listed = logged_in(hv_leader), f"/husstander/{home.pk}/innsynskrav/"
    asked = {"person": home.contact_id, "received_on": "31.10.2026", "channel": "letter"}
    shown = client.post(listed, asked, follow=True).content.decode()
    assert "Kravet er registrert." in shown
    assert "Besvares av leder ved NAV" in shown
    address = f"{listed}{AccessRequest.objects.get().pk}/"
    assert client.get(address).status_code == 403
    assert client.post(f"{address}lag/").status_code == 403
    assert "Besvares av leder ved NAV" in client.get("/arkiv/innsynskrav/").content.decode()
    assert logged_in(team_leader).get(address).status_code == 200


@pytest.mark.parametrize("trace", ["none", "responsibility", "intake", "payment"])
def test_a_leader_of_hv_answers_where_no_other_party_has_had_anything(
    hv_leader: User, caseworker: User, trace: str
) -> None:
    person = PersonFactory()
    home = HouseholdFactory(contact=person)
    home.responsibilities.update(party="hv", unit=unit("hv", "midtbyen"))
    if trace == "responsibility":
        there, over = unit("bft", "heimdal"), timezone.localdate() - timedelta(days=900)
        home.responsibilities.create(party="bft", unit=there, valid_from=LONG_AGO, valid_to=over)
    elif trace == "intake":
        intake(home, unit("nav", "midtbyen"), caseworker)
    elif trace == "payment":
        pay(person, month_from(2020, 1), month_from(2020, 2))
    assert answered_by(hv_leader, [person.pk]) == ({person.pk} if trace == "none" else set())
    assert answered_by(caseworker, [person.pk]) == {person.pk}


@pytest.mark.parametrize("role", [Role.BFT_LEADER, Role.HV_LEADER])
def test_no_benefit_is_shown_to_a_leader_of_another_party(home: Household, role: Role) -> None:
    party = "bft" if role == Role.BFT_LEADER else "hv"
    client = logged_in(staff(party, role))
    page = client.get(f"/husstander/{home.pk}/")
    assert page.status_code == 200
    assert f"/husstander/{home.pk}/okonomi/" not in page.content.decode()
    assert client.get(f"/husstander/{home.pk}/okonomi/").status_code == 403


@pytest.fixture
def excepted(home: Household, bft_adviser: User) -> MappingDuty:
    """A child of the household that BFT was asked about, and has a reason not to have mapped."""
    add_member(home, PersonFactory(first_name="Nora", birth_date=date(2018, 1, 1)), role="child")
    create_duties(intake=intake(home, unit("bft", "midtbyen"), bft_adviser))
    duty = MappingDuty.objects.get(party="bft")
    except_mapping(duty=duty, reason="urgent", grounds="Haster", at=timezone.now(), by=bft_adviser)
    return duty


def test_bfts_leader_sees_the_exceptions_of_the_own_unit_and_the_figures_of_bft(
    excepted: MappingDuty, bft_leader: User, team_leader: User
) -> None:
    assert list(exception_rows(bft_leader, timezone.localdate())) == [excepted]
    assert "Nora" in logged_in(bft_leader).get("/kartlegging/unntak/").content.decode()
    other = staff("bft", Role.BFT_LEADER, "heimdal")
    assert list(exception_rows(other, timezone.localdate())) == []
    [row] = shares_of_reasons(other, timezone.localdate())
    assert row.office == str(unit("bft", "midtbyen"))
    assert shares_of_reasons(team_leader, timezone.localdate()) == []


def test_bfts_leader_follows_the_children_to_map_and_maps_none(
    home: Household, bft_adviser: User, bft_leader: User
) -> None:
    child = PersonFactory(first_name="Nora", birth_date=date(2018, 1, 1))
    add_member(home, child, role="child")
    create_duties(intake=intake(home, unit("bft", "midtbyen"), bft_adviser))
    client = logged_in(bft_leader)
    shown = client.get("/kartlegging/")
    assert shown.context["filter"].tab == "kontoret"
    assert "Nora" in shown.content.decode()
    [row] = [
        row
        for group in client.get("/arbeidsliste/").context["groups"]
        for row in group.rows
        if row.kind == "Kartlegging"
    ]
    assert client.get(row.url).status_code == 200
    assert client.post(f"{row.url}start/", {"depth": "short"}).status_code == 403


def test_hvs_leader_learns_whether_a_child_is_mapped_and_notes_no_observation(
    home: Household, bft_adviser: User, hv_leader: User
) -> None:
    add_member(home, PersonFactory(first_name="Nora", birth_date=date(2018, 1, 1)), role="child")
    page = logged_in(hv_leader).get(f"/husstander/{home.pk}/barn/")
    assert page.status_code == 200
    assert "Nora" in page.content.decode()
    assert "observasjon/" not in page.content.decode()
