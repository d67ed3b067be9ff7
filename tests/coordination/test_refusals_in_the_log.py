"""What a user can learn from log lines about households they were refused: nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AccessReview, User
from households.access import Protection
from households.models import Household, Person, StaffPerson
from tests.conftest import confirmed, logged_in, unit
from tests.factories import HouseholdFactory, PersonFactory

pytestmark = pytest.mark.django_db
LOG, CSV, OWN = "/innsyn/logg/", "/innsyn/logg/csv/", "/innsyn/mine/"
NUMBER, NOBODYS = "15839200169", "01810150110"
WHY = ("adressebeskyttelse", "egen eller nær sak", "inhabil", "not_found", "other_party")
ASKED = {"category": "emergency", "reason": "Står uten mat i helgen"}


@pytest.fixture
def hidden(db: None) -> Household:
    """Of the leader's own office, with a strictly confidential address."""
    contact = PersonFactory(national_id=NUMBER, protection=Protection.CODE_6)
    return HouseholdFactory(contact=contact, district="midtbyen")


def refused(user: User, hidden: Household) -> None:
    """The user tries the household by its address and by number, and nobody's by both."""
    client = confirmed(logged_in(user))
    for pk in (hidden.pk, 70_007):
        assert client.get(f"/husstander/{pk}/").status_code == 404
    for number in (NUMBER, NOBODYS):
        answer = client.post("/husstander/nodtilgang/", ASKED | {"number": number})
        assert answer.status_code == 200


def verdicts(shown: str) -> list[str]:
    return re.findall(r'<td data-label="Avgjørelse">(.*?)</td>', shown, re.DOTALL)


@pytest.mark.parametrize("who", ["caseworker", "team_leader"])
def test_own_look_ups_tell_nothing_of_a_household_that_was_refused(
    request: pytest.FixtureRequest, hidden: Household, who: str
) -> None:
    user = request.getfixturevalue(who)
    refused(user, hidden)
    shown = logged_in(user).get(OWN).content.decode()
    assert not any(word in shown for word in WHY)
    denials = [verdict for verdict in verdicts(shown) if "Avvist" in verdict]
    assert len(denials) == 4
    assert len(set(denials)) == 1
    assert shown.count(hidden.number) == 1  # the address that the user typed
    found = logged_in(user).get(f"{OWN}?husstand={hidden.number}").content.decode()
    assert len(verdicts(found)) == 1


def test_neither_does_the_unit_log_tell_a_leader(
    hidden: Household, caseworker: User, team_leader: User
) -> None:
    own = PersonFactory()
    StaffPerson.objects.create(user=caseworker, person=own)
    refused(caseworker, hidden)
    shown = logged_in(team_leader).get(LOG).content.decode()
    file = confirmed(logged_in(team_leader)).post(CSV, {"grunn": "control"}).content.decode()
    for text in (shown.partition("<tbody>")[2], file):
        assert not any(word in text for word in WHY)
        assert text.count(hidden.number) == 1


def test_the_auditor_learns_why_and_which(
    hidden: Household, caseworker: User, auditor: User
) -> None:
    refused(caseworker, hidden)
    rows = logged_in(auditor).get(LOG).content.decode().partition("<tbody>")[2]
    assert "adressebeskyttelse" in rows
    assert rows.count(hidden.number) == 2
    found = logged_in(auditor).get(f"{LOG}?husstand={hidden.number}").content.decode()
    assert len(verdicts(found)) == 2


def test_a_review_tells_a_leader_no_more(
    hidden: Household, caseworker: User, team_leader: User
) -> None:
    refused(caseworker, hidden)
    today = timezone.localdate()
    review = AccessReview.objects.create(
        user=caseworker,
        unit=unit("nav", "midtbyen"),
        audience="leader",
        on=today,
        made_on=today + timedelta(days=1),
        kinds=["many_persons"],
        openings=2,
    )
    shown = logged_in(team_leader).get(f"/innsyn/etterkontroll/{review.pk}/").content.decode()
    assert "Avvist" in shown
    assert not any(word in shown for word in WHY)
    assert shown.count(hidden.number) == 1
    assert Person.objects.get(national_id=NUMBER).last_name not in shown
