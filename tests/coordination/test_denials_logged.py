"""Naming somebody else's row is answered 404, and stands in the access log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, AccessReview, User
from households.models import Disqualification, Household
from tests.conftest import confirmed, logged_in, unit
from tests.factories import HouseholdFactory, ask, break_glass, share

pytestmark = pytest.mark.django_db
HUGE = 10**30


@pytest.fixture
def elsewhere(db: None) -> Household:
    """A household of another office."""
    return HouseholdFactory(district="heimdal")


def last() -> tuple[str, str, str, int | None]:
    event = AccessEvent.objects.order_by("-pk")[0]
    return event.verdict, event.rule, event.object_type, event.object_id


def post(user: User, address: str, **sent: Any) -> int:
    return confirmed(logged_in(user)).post(address, sent).status_code


def test_a_review_of_another_unit(team_leader: User, caseworker_other_office: User) -> None:
    today = timezone.localdate()
    row = AccessReview.objects.create(
        user=caseworker_other_office,
        unit=unit("nav", "heimdal"),
        audience="leader",
        on=today,
        made_on=today + timedelta(days=1),
        kinds=["sample"],
        openings=1,
    )
    assert logged_in(team_leader).get(f"/innsyn/etterkontroll/{row.pk}/").status_code == 404
    assert last() == ("deny", "not_found", "access_review", row.pk)


def test_a_conflict_of_interest_of_another_unit(
    team_leader: User, caseworker_other_office: User, elsewhere: Household
) -> None:
    row = Disqualification.objects.create(
        user=caseworker_other_office, household=elsewhere, reason="friend"
    )
    assert post(team_leader, f"/husstander/inhabilitet/{row.pk}/opphev/") == 404
    assert last() == ("deny", "not_found", "disqualification", row.pk)
    row.refresh_from_db()
    assert row.lifted_at is None


def test_an_emergency_access_to_another_unit_and_one_that_cannot_be(
    team_leader: User, colleague_same_office: User, elsewhere: Household
) -> None:
    row = break_glass(colleague_same_office, elsewhere)
    row.unit = unit("nav", "heimdal")
    row.save()
    client = logged_in(team_leader)
    for pk in (row.pk, HUGE):
        address = f"/husstander/nodtilgang/gjennomgang/{pk}/"
        assert client.get(address).status_code == 404
        assert last()[:3] == ("deny", "not_found", "break_glass")


@pytest.mark.parametrize("what", ["gitt", "avslag", "trekk"])
def test_a_consent_in_another_household(
    family: Household, caseworker: User, elsewhere: Household, what: str
) -> None:
    row = ask(elsewhere, elsewhere.contact, caseworker)
    for pk in (row.pk, HUGE):
        assert post(caseworker, f"/husstander/{family.pk}/samtykke/{pk}/{what}/") == 404
        assert last()[:3] == ("deny", "not_found", "consent")
    row.refresh_from_db()
    assert (row.declined_on, row.withdrawn_at) == (None, None)


def test_a_share_in_another_household(
    family: Household, caseworker: User, elsewhere: Household
) -> None:
    row = share(elsewhere, elsewhere.contact, unit("bft", "midtbyen"))
    assert post(caseworker, f"/husstander/{family.pk}/samtykke/lov/{row.pk}/opphev/") == 404
    assert last() == ("deny", "not_found", "share", row.pk)
    row.refresh_from_db()
    assert row.revoked_at is None


@pytest.mark.parametrize("address", ["/arkiv/laast/{}/", "/innsyn/etterkontroll/{}/"])
def test_what_no_row_can_have_as_key_is_not_found(team_leader: User, address: str) -> None:
    assert confirmed(logged_in(team_leader)).get(address.format(HUGE)).status_code == 404
    assert last()[0] == "deny"


def test_a_report_ordered_by_one_who_may_only_read_them(team_leader: User) -> None:
    assert post(team_leader, reverse("reports:list"), year=2025) == 403
    assert last()[:3] == ("deny", "requires:order_report", "report")
