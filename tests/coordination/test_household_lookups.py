"""Who has seen this household, and the printout of it for one of its people."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.utils import timezone

from accounts import seals
from accounts.models import AccessEvent, User
from accounts.policy import Role
from coordination.lookups.queries import event_ids_about
from households.models import Household, Membership
from tests.conftest import confirmed, logged_in, unit
from tests.coordination.lookup_scene import looked
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def heads(settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_HEADS = tmp_path / "osk.jsonl"


@pytest.fixture
def home(db: None) -> Household:
    contact = PersonFactory(first_name="Åse", last_name="Prøvesen")
    return HouseholdFactory(district="midtbyen", contact=contact)


def test_the_leader_sees_who_from_every_office_when_and_by_which_rule(
    home: Household, team_leader: User, caseworker: User, caseworker_other_office: User
) -> None:
    looked(caseworker, home, unit("nav", "midtbyen"))
    looked(caseworker_other_office, home, unit("nav", "heimdal"), verdict="deny", rule="no_basis")
    other = HouseholdFactory(district="midtbyen")
    looked(caseworker, other, unit("nav", "midtbyen"), rule="break_glass")
    rows = logged_in(team_leader).get(f"/husstander/{home.pk}/innsyn/").content.decode()
    rows = rows.partition("<tbody>")[2].partition("</tbody>")[0]
    assert rows.count(str(caseworker)) == 1
    assert rows.count(str(caseworker_other_office)) == 1
    for words in ("eget kontor", "ingen tilgang", str(unit("nav", "heimdal")), "NAV-saksbehandler"):
        assert words in rows
    assert "nødtilgang" not in rows


@pytest.mark.parametrize("page", ["", "{person}/", "{person}/pdf/"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("caseworker", 403), ("auditor", 403), ("executive", 403), ("leader_elsewhere", 404)],
)
def test_only_the_leader_of_the_household_has_its_log(
    request: pytest.FixtureRequest, home: Household, who: str, status: int, page: str
) -> None:
    client = confirmed(logged_in(request.getfixturevalue(who)))
    address = f"/husstander/{home.pk}/innsyn/" + page.format(person=home.contact_id)
    answer = client.post(address) if "pdf" in page else client.get(address)
    assert answer.status_code == status
    assert "Prøvesen" not in answer.content.decode()


@pytest.fixture
def leader_elsewhere(db: None) -> User:
    return UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))


def test_the_menu_of_the_household_has_the_page_for_leaders_alone(
    home: Household, team_leader: User, caseworker: User
) -> None:
    link = f'href="/husstander/{home.pk}/innsyn/"'
    assert link in logged_in(team_leader).get(f"/husstander/{home.pk}/").content.decode()
    assert link not in logged_in(caseworker).get(f"/husstander/{home.pk}/").content.decode()


def test_the_printout_tells_in_plain_words_what_was_read_also_in_lists(
    home: Household, team_leader: User, caseworker: User
) -> None:
    office = unit("nav", "midtbyen")
    looked(caseworker, home, office, view_name="coordination:economy")
    looked(
        caseworker, home, office, action="list", view_name="coordination:households", object_id=None
    )
    looked(caseworker, home, office, subject_ids=[], verdict="deny", rule="no_basis")
    address = f"/husstander/{home.pk}/innsyn/{home.contact_id}/"
    shown = logged_in(team_leader).get(address).content.decode()
    for words in (
        "Hvem har sett opplysninger om Åse Prøvesen",
        "Så utbetalingene til husstanden",
        "Så en liste over husstander der personen sto",
        "Prøvde å åpne saken, men fikk ikke tilgang",
        str(caseworker),
    ):
        assert words in shown
    event = AccessEvent.objects.order_by("-pk")[0]
    assert (event.action, event.subject_ids) == ("print", [home.contact_id])


def test_the_printout_holds_sealed_lines_and_those_too_new_to_be_sealed(
    home: Household, caseworker: User
) -> None:
    office, other = unit("nav", "midtbyen"), HouseholdFactory()
    first = looked(caseworker, home, office)
    looked(caseworker, other, office)
    seals.seal_new_events(timezone.now())
    second = looked(caseworker, home, office)
    looked(caseworker, other, office)
    assert event_ids_about(home.contact_id) == [second.pk, first.pk]


def test_attempts_count_only_while_the_person_belonged_to_the_household(
    home: Household, caseworker: User
) -> None:
    today = timezone.localdate()
    moved = PersonFactory()
    left = today - timedelta(days=10)
    add_member(home, moved, Membership.Role.SPOUSE, valid_to=left)
    denied: dict[str, Any] = {"subject_ids": [], "verdict": "deny"}
    before = looked(caseworker, home, unit("nav", "midtbyen"), on=left, **denied)
    looked(caseworker, home, unit("nav", "midtbyen"), on=left + timedelta(days=1), **denied)
    assert event_ids_about(moved.pk) == [before.pk]


def test_the_printout_is_for_the_households_own_people(home: Household, team_leader: User) -> None:
    stranger = PersonFactory()
    client = confirmed(logged_in(team_leader))
    assert client.get(f"/husstander/{home.pk}/innsyn/{stranger.pk}/").status_code == 404
    assert client.post(f"/husstander/{home.pk}/innsyn/{stranger.pk}/pdf/").status_code == 404


def test_the_pdf_says_the_same_tagged_and_in_norwegian(
    home: Household, team_leader: User, caseworker: User
) -> None:
    looked(caseworker, home, unit("nav", "midtbyen"))
    client = confirmed(logged_in(team_leader))
    answer = client.post(f"/husstander/{home.pk}/innsyn/{home.contact_id}/pdf/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "Prøvesen" not in answer["Content-Disposition"]
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Hvem har sett opplysninger om Åse Prøvesen" in text
    assert "Åpnet siden om husstanden" in text
    assert str(caseworker) in text
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nb-NO"
