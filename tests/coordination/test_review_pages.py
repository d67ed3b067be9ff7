"""The queue of look-ups to review: who has which, what is shown, and what is stored."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AccessEvent, AccessReview, User
from accounts.policy import Role
from accounts.reviews import AlreadyReviewedError, conclude_review, reviews_for
from coordination.lookups import actions
from households.models import BreakGlass
from tests.conftest import logged_in, unit
from tests.coordination.lookup_scene import looked
from tests.factories import HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db
QUEUE = "/innsyn/etterkontroll/"


def review(user: User, **kwargs: Any) -> AccessReview:
    values: dict[str, Any] = {
        "unit": unit("nav", "midtbyen"),
        "audience": "leader",
        "on": timezone.localdate() - timedelta(days=1),
        "made_on": timezone.localdate(),
        "household_id": 12,
        "kinds": ["sample", "surname"],
        "openings": 3,
    }
    return AccessReview.objects.create(user=user, **(values | kwargs))


def page(user: User, address: str = QUEUE) -> str:
    answer = logged_in(user).get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("who", ["caseworker", "bft_adviser", "executive", "administrator"])
def test_the_queue_is_for_leader_and_auditor(request: pytest.FixtureRequest, who: str) -> None:
    assert logged_in(request.getfixturevalue(who)).get(QUEUE).status_code == 403


def test_the_leader_has_those_of_the_own_unit_and_the_auditor_those_no_leader_can_take(
    caseworker: User, team_leader: User, auditor: User
) -> None:
    own = review(caseworker)
    elsewhere = review(caseworker, unit=unit("nav", "heimdal"), household_id=13)
    to_auditor = review(caseworker, audience="auditor", household_id=None)
    assert set(reviews_for(team_leader)) == {own}
    assert set(reviews_for(auditor)) == {to_auditor}
    client = logged_in(team_leader)
    for row in (elsewhere, to_auditor):
        assert client.get(f"{QUEUE}{row.pk}/").status_code == 404
        assert client.post(f"{QUEUE}{row.pk}/", {"conclusion": "in_order"}).status_code == 404


def test_nobody_reviews_their_own_look_ups(team_leader: User) -> None:
    row = review(team_leader)
    assert not reviews_for(team_leader).exists()
    assert logged_in(team_leader).get(f"{QUEUE}{row.pk}/").status_code == 404
    with pytest.raises(IntegrityError, match="accounts_review_by_another"), transaction.atomic():
        conclude_review(
            review=row, conclusion="in_order", note="", by=team_leader, at=timezone.now()
        )


def test_the_queue_tells_who_which_household_and_why(caseworker: User, team_leader: User) -> None:
    review(caseworker)
    shown = page(team_leader)
    for words in (
        str(caseworker),
        "H-10012",
        "Stikkprøve, Samme etternavn som et medlem",
        "Venter",
    ):
        assert words in shown
    assert AccessEvent.objects.filter(object_type="access_review", action="list").count() == 1


@pytest.mark.parametrize(("days", "late"), [(7, False), (8, True)])
def test_a_review_that_waits_for_more_than_seven_days_is_overdue(
    caseworker: User, team_leader: User, auditor: User, days: int, late: bool
) -> None:
    review(caseworker, made_on=timezone.localdate() - timedelta(days=days))
    assert ("Over fristen" in page(team_leader)) is late
    assert ("1 oppslag har ventet i mer enn sju dager." in page(team_leader)) is late
    told = f"Over fristen hos lederne: {unit('nav', 'midtbyen')} (1)."
    assert (told in page(auditor)) is late


def test_the_menu_counts_what_waits_for_oneself(caseworker: User, team_leader: User) -> None:
    review(caseworker)
    review(caseworker, household_id=13)
    review(team_leader)
    menu = page(team_leader, "/husstander/").split('aria-label="Hovedmeny"')[1].split("</nav>")[0]
    assert "Kontroll" in menu
    assert "(2 venter)" in menu


def test_a_review_shows_what_was_done_that_day_with_the_household_alone(
    caseworker: User, team_leader: User
) -> None:
    home, other, office = HouseholdFactory(), HouseholdFactory(), unit("nav", "midtbyen")
    row = review(caseworker, household_id=home.pk)
    looked(caseworker, home, office, on=row.on, view_name="coordination:economy")
    looked(caseworker, home, office)
    looked(caseworker, other, office, on=row.on)
    looked(team_leader, home, office, on=row.on)
    shown = page(team_leader, f"{QUEUE}{row.pk}/")
    assert shown.count(f"{row.on:%d.%m.%Y} 12:00") == 1
    assert "økonomi" in shown
    assert other.number not in shown
    assert home.contact.last_name not in shown
    event = AccessEvent.objects.order_by("-pk")[0]
    assert (event.object_type, event.object_id) == ("access_review", row.pk)


def test_concluding_stores_who_when_and_what(caseworker: User, team_leader: User) -> None:
    row = review(caseworker)
    form = {"conclusion": "follow_up", "note": "Tas opp i neste samtale."}
    answer = logged_in(team_leader).post(f"{QUEUE}{row.pk}/", form)
    assert (answer.status_code, answer["Location"]) == (302, QUEUE)
    row.refresh_from_db()
    assert (row.reviewed_by, row.conclusion, row.note) == (
        team_leader,
        "follow_up",
        "Tas opp i neste samtale.",
    )
    assert row.reviewed_at
    assert "H-10012" not in page(team_leader)
    done = page(team_leader, f"{QUEUE}?ferdige=ja")
    assert "Følges opp" in done
    assert str(team_leader) in done


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Velg en konklusjon."),
        ({"conclusion": "follow_up"}, "Skriv hva som følges opp."),
        ({"conclusion": "follow_up", "note": "  "}, "Skriv hva som følges opp."),
        ({"conclusion": "deleted"}, "Velg et gyldig valg."),
        ({"conclusion": "in_order", "note": "x" * 256}, "255"),
    ],
)
def test_a_conclusion_that_lacks_something_is_refused_at_the_field(
    caseworker: User, team_leader: User, form: dict[str, str], words: str
) -> None:
    row = review(caseworker)
    answer = logged_in(team_leader).post(f"{QUEUE}{row.pk}/", form)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    row.refresh_from_db()
    assert row.reviewed_at is None


def test_what_is_concluded_stays(caseworker: User, team_leader: User) -> None:
    row = review(caseworker)
    client = logged_in(team_leader)
    client.post(f"{QUEUE}{row.pk}/", {"conclusion": "in_order"})
    client.post(f"{QUEUE}{row.pk}/", {"conclusion": "follow_up", "note": "Ombestemte meg"})
    row.refresh_from_db()
    assert (row.conclusion, row.note) == ("in_order", "")
    other = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "midtbyen"))
    with pytest.raises(AlreadyReviewedError):
        conclude_review(review=row, conclusion="in_order", note="", by=other, at=timezone.now())


def test_concluding_an_emergency_access_concludes_that_too(
    caseworker_other_office: User, team_leader: User
) -> None:
    home, now = HouseholdFactory(district="midtbyen"), timezone.now()
    glass = BreakGlass.objects.create(
        user=caseworker_other_office,
        household=home,
        person=home.contact,
        unit=unit("nav", "midtbyen"),
        category="emergency",
        reason="Akutt behov ved legevakten",
        on=date(2026, 3, 10),
        opened_at=now,
        expires_at=now + timedelta(hours=4),
    )
    actions.fill_reviews(day=glass.on, made_on=glass.on)
    [row] = AccessReview.objects.all()
    logged_in(team_leader).post(f"{QUEUE}{row.pk}/", {"conclusion": "in_order"})
    glass.refresh_from_db()
    assert (glass.reviewed_by, glass.conclusion) == (team_leader, "justified")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"conclusion": "in_order"}, "accounts_review_concluded_when_reviewed"),
        ({"reviewed_at": timezone.now()}, "accounts_review_by_and_at"),
        ({"household_id": 12}, "UNIQUE|unique"),
    ],
)
def test_the_database_holds_what_a_review_must_be(
    caseworker: User, values: dict[str, Any], constraint: str
) -> None:
    review(caseworker)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        review(caseworker, **({"household_id": 99} | values))
