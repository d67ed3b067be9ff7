"""The leader's queue of emergency accesses, and what the auditor is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AccessEvent, AccessReview, User
from accounts.policy import Role
from households.access import Protection
from households.models import BreakGlass, Disqualification, Household, Person
from households.queries import frequent_break_glass_users
from tests.conftest import confirmed, logged_in, unit
from tests.factories import HouseholdFactory, UserFactory, break_glass, give_role

pytestmark = pytest.mark.django_db

QUEUE = "/husstander/nodtilgang/gjennomgang/"
OVERSIGHT = "/husstander/nodtilgang/tilsyn/"


@pytest.fixture
def opened(family: Household, caseworker_other_office: User) -> BreakGlass:
    return break_glass(caseworker_other_office, family)


def address(opened: BreakGlass) -> str:
    return f"{QUEUE}{opened.pk}/"


def ago(opened: BreakGlass, days: float) -> None:
    opened.opened_at -= timedelta(days=days)
    opened.expires_at -= timedelta(days=days)
    opened.save()


def test_the_leader_of_the_unit_sees_who_when_and_why_and_what_was_opened(
    opened: BreakGlass, team_leader: User
) -> None:
    outsider = logged_in(opened.user)
    outsider.get(f"/husstander/{opened.household_id}/")
    outsider.get(f"/husstander/{opened.household_id}/okonomi/")
    client = logged_in(team_leader)
    queue = client.get(QUEUE).content.decode()
    assert str(opened.user) in queue
    assert opened.household.number in queue
    body = client.get(address(opened)).content.decode()
    for told in (str(opened.user), opened.reason, "Nødhjelp eller akutt behov", "23.11.2026"):
        assert told in body
    acts = body.split('id="acts"')[1].split("</section>")[0]
    assert ("Oversikt" in acts, "Økonomi" in acts) == (True, True)


def test_nobody_else_has_the_queue_and_nobody_reviews_their_own(
    opened: BreakGlass, caseworker: User, team_leader: User
) -> None:
    other = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))
    assert logged_in(caseworker).get(QUEUE).status_code == 403
    assert "Ingen venter" in logged_in(other).get(QUEUE).content.decode()
    assert logged_in(other).get(address(opened)).status_code == 404
    give_role(opened.user, Role.TEAM_LEADER, unit("nav", "midtbyen"))
    client = logged_in(opened.user)
    assert "Ingen venter" in client.get(QUEUE).content.decode()
    assert client.post(address(opened), {"conclusion": "justified"}).status_code == 404
    assert logged_in(team_leader).get(address(opened)).status_code == 200
    assert BreakGlass.objects.get().reviewed_at is None


def test_a_leader_who_is_closed_out_of_the_household_does_not_review_it(
    opened: BreakGlass, team_leader: User
) -> None:
    Disqualification.objects.create(user=team_leader, household=opened.household, reason="friend")
    assert logged_in(team_leader).get(address(opened)).status_code == 404
    Disqualification.objects.all().delete()
    Person.objects.filter(pk=opened.person_id).update(protection=Protection.CODE_6)
    assert logged_in(team_leader).get(address(opened)).status_code == 404


def test_the_conclusion_is_kept_with_who_and_when_and_ends_one_that_is_open(
    opened: BreakGlass, team_leader: User
) -> None:
    client = logged_in(team_leader)
    assert client.post(address(opened), {"conclusion": "justified"})["Location"] == QUEUE
    opened.refresh_from_db()
    assert (opened.conclusion, opened.reviewed_by) == ("justified", team_leader)
    assert opened.reviewed_at == opened.ended_at == timezone.now()
    assert "Gjennomgått" in client.get(QUEUE).content.decode()
    assert logged_in(opened.user).get(f"/husstander/{opened.household_id}/").status_code == 404
    client.post(address(opened), {"conclusion": "follow_up", "note": "Ombestemte meg"})
    opened.refresh_from_db()
    assert opened.conclusion == "justified"
    line = AccessEvent.objects.get(object_type="break_glass", action="update")
    assert (line.user_id, line.object_id) == (team_leader.pk, opened.pk)


def test_what_is_to_be_followed_up_needs_a_note(opened: BreakGlass, team_leader: User) -> None:
    client = logged_in(team_leader)
    body = client.post(address(opened), {"conclusion": "follow_up"}).content.decode()
    assert "Skriv hva som skal følges opp." in body
    client.post(address(opened), {"conclusion": "follow_up", "note": "Tas opp i samtale"})
    assert BreakGlass.objects.get().review_note == "Tas opp i samtale"


@pytest.mark.parametrize(("days", "late"), [(6.9, False), (7.1, True)])
def test_one_unreviewed_for_more_than_seven_days_stands_on_the_leaders_front_page(
    opened: BreakGlass, team_leader: User, caseworker: User, days: float, late: bool
) -> None:
    ago(opened, days)
    client = logged_in(team_leader)
    words = "1 nødtilgang har ventet på gjennomgang i mer enn sju dager"
    assert (words in client.get("/", follow=True).content.decode()) == late
    assert ("Over fristen" in client.get(QUEUE).content.decode()) == late
    assert words not in logged_in(caseworker).get("/husstander/").content.decode()
    client.post(address(opened), {"conclusion": "justified"})
    assert words not in client.get("/husstander/").content.decode()


def test_the_auditor_is_told_who_opened_more_than_three_in_thirty_days_and_of_no_case(
    caseworker_other_office: User, colleague_same_office: User, stranger: User
) -> None:
    homes = [HouseholdFactory(district="midtbyen") for _ in range(4)]
    for number, home in enumerate(homes):
        row = break_glass(caseworker_other_office, home)
        if number < 3:
            break_glass(colleague_same_office, home)
        else:
            ago(row, 8)
    give_role(stranger, Role.AUDITOR)
    body = logged_in(stranger).get(OVERSIGHT).content.decode()
    assert str(caseworker_other_office) in body
    assert str(colleague_same_office) not in body
    assert "NAV Heimdal" in body
    assert "NAV Midtbyen" in body
    for home in homes:
        assert home.number not in body
        assert home.contact.last_name not in body
    [told] = frequent_break_glass_users(timezone.now())
    assert told.count == 4
    ago(row, 30)
    assert frequent_break_glass_users(timezone.now()) == []


@pytest.mark.parametrize("actor", ["team_leader", "caseworker", "administrator"])
def test_the_oversight_is_the_auditors(request: pytest.FixtureRequest, actor: str) -> None:
    assert logged_in(request.getfixturevalue(actor)).get(OVERSIGHT).status_code == 403


def test_opening_again_after_a_review_comes_back_to_the_queue(
    opened: BreakGlass, team_leader: User
) -> None:
    leader = logged_in(team_leader)
    leader.post(address(opened), {"conclusion": "justified"})
    assert "Ingen venter" in leader.get(QUEUE).content.decode()
    why = {"category": "emergency", "reason": "Trenger nødhjelp en gang til i dag"}
    outsider = confirmed(logged_in(opened.user))
    outsider.post("/husstander/nodtilgang/", {"number": opened.person.national_id} | why)
    assert "Åpen nå" in leader.get(QUEUE).content.decode()
    assert BreakGlass.objects.get().conclusion == ""


def test_the_review_of_the_same_look_ups_is_concluded_with_the_last_of_them(
    opened: BreakGlass, family: Household, team_leader: User
) -> None:
    second = BreakGlass.objects.get(pk=opened.pk)
    second.pk, second.person = None, family.members.exclude(pk=opened.person_id).order_by("pk")[0]
    second.save()
    row = AccessReview.objects.create(
        user=opened.user,
        unit=opened.unit,
        audience="leader",
        on=opened.on,
        made_on=opened.on,
        household_id=family.pk,
        kinds=["sample", "break_glass"],
        openings=2,
    )
    told = {"conclusion": "follow_up", "note": "Snakk med lederen i Heimdal"}
    client = logged_in(team_leader)
    for waiting, each in ((True, opened), (False, second)):
        client.post(address(each), told)
        row.refresh_from_db()
        assert (row.reviewed_at is None) == waiting
    assert (row.reviewed_by, row.conclusion, row.note) == (team_leader, *told.values())
