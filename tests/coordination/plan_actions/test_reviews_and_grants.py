"""Measures 1f and 1g: the youth measures' yearly review, and state funds with their deadlines."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from coordination.models import GrantApplication, MeasureReview, PlanAction
from coordination.plan_actions.queries import reminder, years_reviews
from tests.benefits.measures.filled import measure, placed
from tests.conftest import day as on
from tests.conftest import logged_in
from tests.coordination.plan_actions.filled import (
    applied,
    day,
    reviewed,
    typed_day,
    typed_grant,
    typed_review,
    youth_measure,
)
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db
REVIEWS, GRANT = "/plantiltak/gjennomganger/", "/plantiltak/tilskudd/nytt/"


@pytest.fixture
def leader(team_leader: User) -> Client:
    return logged_in(team_leader)


def test_every_youth_measure_has_a_review_of_the_year_or_is_shown_as_missing(
    leader: Client, team_leader: User
) -> None:
    seen = youth_measure(team_leader, "Ung i jobb")
    unseen = youth_measure(team_leader, "Verkstedet")
    youth_measure(team_leader, "Nedlagt", valid_to=on("2012-12-31"))
    youth_measure(team_leader, "Ny", valid_from=on("2014-01-01"))
    measure(team_leader, name="For voksne")
    reviewed(team_leader, seen, 2013)
    reviewed(team_leader, unseen, 2012)
    rows = years_reviews(2013)
    assert [(row.measure.name, row.review is None) for row in rows] == [
        ("Verkstedet", True),
        ("Ung i jobb", False),
    ]
    page = leader.get(REVIEWS, {"ar": "2013"}).text
    assert "1 av 2 mangler gjennomgang for 2013" in page
    assert page.count('<span class="late">Mangler</span>') == 1


def test_a_review_has_scores_a_decision_an_owner_and_a_day_and_is_held_once_a_year(
    leader: Client, team_leader: User
) -> None:
    of = youth_measure(team_leader)
    page = leader.post(f"{REVIEWS}ny/", typed_review(team_leader, of), follow=True)
    assert "2 – ganske dårlig" in page.text
    assert "Endre" in page.text
    kept = MeasureReview.objects.get()
    assert (kept.action.owner, kept.action.deadline) == (team_leader, day(90))
    assert (kept.action.status, kept.action.measure) == ("open", "1f")
    again = leader.post(f"{REVIEWS}ny/", typed_review(team_leader, of))
    assert "allerede gjennomgått for dette året" in again.text
    assert PlanAction.objects.count() == 1
    bad = leader.post(f"{REVIEWS}ny/", typed_review(team_leader, of, content=5, year=2099))
    assert "Året har ikke begynt ennå" in bad.text
    last_year = typed_review(team_leader, of, year=day().year - 1, decision="keep")
    leader.post(f"{REVIEWS}ny/", last_year)
    assert MeasureReview.objects.get(year=day().year - 1).action.status == "done"


def test_the_deadline_is_reminded_of_30_days_before_and_then_the_report(
    leader: Client, team_leader: User
) -> None:
    grant = applied(team_leader, days=31)
    assert not reminder(day())
    assert reminder(day(1)).near == 1
    assert reminder(day(32)).overdue == 1
    asked = {"state": "sent", "deadline": typed_day(31)}
    leader.post(f"/plantiltak/{grant.action_id}/endre/", typed_grant(team_leader, **asked))
    assert not reminder(day(400))
    refused = leader.post(
        f"/plantiltak/{grant.action_id}/endre/",
        typed_grant(team_leader, version=2, state="granted", deadline=typed_day(31)),
    )
    assert "Skriv når tilskuddet skal rapporteres." in refused.text
    granted = {"state": "granted", "deadline": typed_day(31), "reporting_on": typed_day(300)}
    page = leader.post(
        f"/plantiltak/{grant.action_id}/endre/",
        typed_grant(team_leader, version=2, **granted),
        follow=True,
    )
    assert "Innvilget" in page.text
    assert (reminder(day(269)).near, reminder(day(270)).near) == (0, 1)
    assert reminder(day(301)).overdue == 1
    reported = granted | {"state": "reported"}
    leader.post(
        f"/plantiltak/{grant.action_id}/endre/", typed_grant(team_leader, version=3, **reported)
    )
    assert not reminder(day(301))
    assert PlanAction.objects.get().status == "done"


def test_the_count_of_participants_follows_the_measure(leader: Client, team_leader: User) -> None:
    into = measure(team_leader, name="Jobbsjansen", kind="jobbsjansen")
    grant = applied(team_leader, measure=into)
    address = f"/plantiltak/{grant.action_id}/"
    assert "<dt>Deltakere nå</dt><dd>0</dd>" in leader.get(address).text
    for _ in range(3):
        placed(HouseholdFactory(), team_leader, into=into)
    over = placed(HouseholdFactory(), team_leader, into=into)
    over.ended_on, over.exit_code = day(), "01"
    over.save()
    assert "<dt>Deltakere nå</dt><dd>3</dd>" in leader.get(address).text


def test_an_application_is_registered_in_whole_kroner_and_its_status_follows_its_state(
    leader: Client, team_leader: User
) -> None:
    bad = leader.post(GRANT, typed_grant(team_leader, amount="mye"))
    assert bad.status_code == 200
    assert not GrantApplication.objects.exists()
    leader.post(GRANT, typed_grant(team_leader))
    kept = GrantApplication.objects.get()
    assert (kept.amount, kept.action.status, kept.action.measure) == (900_000, "open", "1g")
    done = {"status": "done", "evidence": "x", "version": 1}
    page = leader.post(f"/plantiltak/{kept.action_id}/status/", done, follow=True)
    assert "Statusen følger søknaden" in page.text
    kept.action.refresh_from_db()
    assert kept.action.status == "open"
