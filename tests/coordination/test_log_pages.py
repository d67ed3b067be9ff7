"""The access log for auditor and leader, and each user's own look-ups."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AccessEvent, User
from households.models import Household
from tests.conftest import confirmed, logged_in, unit
from tests.coordination.lookup_scene import looked
from tests.factories import HouseholdFactory, PersonFactory

pytestmark = pytest.mark.django_db
LOG, CSV, OWN = "/innsyn/logg/", "/innsyn/logg/csv/", "/innsyn/mine/"
FIRST = "Innsynsperson"


@pytest.fixture
def home(db: None) -> Household:
    contact = PersonFactory(first_name=FIRST, last_name="Hemmeligsen")
    return HouseholdFactory(district="midtbyen", contact=contact)


@pytest.fixture
def two_offices(home: Household, caseworker: User, caseworker_other_office: User) -> Household:
    looked(caseworker, home, unit("nav", "midtbyen"))
    looked(caseworker_other_office, home, unit("nav", "heimdal"), verdict="deny", rule="no_basis")
    return home


def page(user: User, address: str = LOG) -> str:
    answer = logged_in(user).get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def lines(user: User, address: str = LOG) -> str:
    """The rows of the table, or nothing."""
    return page(user, address).partition("<tbody>")[2].partition("</tbody>")[0]


@pytest.mark.parametrize("address", [LOG, CSV])
@pytest.mark.parametrize("who", ["caseworker", "bft_adviser", "executive", "administrator"])
def test_the_log_is_for_auditor_and_leader(
    request: pytest.FixtureRequest, who: str, address: str
) -> None:
    client = logged_in(request.getfixturevalue(who))
    answer = client.get(address) if address == LOG else client.post(address, {"grunn": "control"})
    assert answer.status_code == 403


def test_the_auditor_sees_every_office_by_household_number_and_no_name_of_a_citizen(
    two_offices: Household, auditor: User, caseworker: User, caseworker_other_office: User
) -> None:
    rows = lines(auditor)
    assert str(caseworker) in rows
    assert str(caseworker_other_office) in rows
    assert rows.count(two_offices.number) == 2
    assert "Avvist" in rows
    assert "ingen tilgang" in rows
    assert FIRST not in page(auditor)
    assert "Hemmeligsen" not in page(auditor)


def test_a_leader_sees_what_the_own_unit_has_done_and_no_more(
    two_offices: Household, team_leader: User, caseworker: User, caseworker_other_office: User
) -> None:
    shown = page(team_leader)
    assert str(caseworker) in lines(team_leader)
    assert str(caseworker_other_office) not in shown


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ("", 2),
        ("?husstand=H-{number}", 2),
        ("?husstand={number}", 2),
        ("?husstand=H-99999", 0),
        ("?avgjorelse=deny", 1),
        ("?handling=read", 2),
        ("?handling=export", 0),
        ("?hvem={who}", 1),
        ("?fra={today}&til={today}", 2),
        ("?fra={tomorrow}", 0),
        ("?til={yesterday}&fra=", 0),
    ],
)
def test_the_filters_stand_in_the_address(
    two_offices: Household, auditor: User, caseworker: User, filters: str, count: int
) -> None:
    today = timezone.localdate()
    address = LOG + filters.format(
        number=10_000 + two_offices.pk,
        who=caseworker.pk,
        today=today,
        tomorrow=today + timedelta(days=1),
        yesterday=today - timedelta(days=1),
    )
    assert lines(auditor, address).count(two_offices.number) == count


def test_without_a_choice_the_last_thirty_days_are_shown(
    home: Household, auditor: User, caseworker: User
) -> None:
    today = timezone.localdate()
    for days in (30, 31):
        looked(caseworker, home, unit("nav", "midtbyen"), on=today - timedelta(days=days))
    assert lines(auditor).count(home.number) == 1
    assert lines(auditor, f"{LOG}?fra=").count(home.number) == 2


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ("?husstand=Berg", "Skriv husstandens nummer, for eksempel H-10012."),
        ("?fra=2026-05-02&til=2026-05-01", "Til og med kan ikke være før fra og med."),
        ("?fra=0001-01-01", "Datoen er for lang tid siden."),
        ("?til=9999-12-31", "Datoen er for langt frem i tid."),
        ("?fra=i%20dag", "Oppgi en gyldig dato."),
        ("?hvem=999999", "Velg et gyldig valg."),
    ],
)
def test_a_filter_that_is_not_understood_says_why_and_shows_nothing(
    two_offices: Household, auditor: User, filters: str, words: str
) -> None:
    shown = page(auditor, LOG + filters)
    assert words in shown
    assert two_offices.number not in shown


def test_a_leader_cannot_ask_for_somebody_of_another_office(
    two_offices: Household, team_leader: User, caseworker_other_office: User
) -> None:
    assert "Velg et gyldig valg." in page(team_leader, f"{LOG}?hvem={caseworker_other_office.pk}")


@pytest.mark.parametrize("address", [LOG, OWN])
def test_a_national_number_is_taken_out_of_the_address(auditor: User, address: str) -> None:
    answer = logged_in(auditor).get(f"{address}?husstand=01018512345")
    assert (answer.status_code, answer["Location"]) == (302, address)


def test_the_look_is_itself_logged(two_offices: Household, auditor: User) -> None:
    page(auditor, f"{LOG}?husstand={two_offices.number}")
    event = AccessEvent.objects.order_by("-pk")[0]
    assert (event.user_id, event.action, event.object_type) == (auditor.pk, "list", "access_log")
    assert event.object_id == two_offices.pk


def test_the_log_costs_the_same_with_many_lines(
    home: Household, auditor: User, caseworker: User
) -> None:
    counts = []
    for more in (2, 40):
        for _ in range(more):
            looked(caseworker, home, unit("nav", "midtbyen"))
        client = logged_in(auditor)
        client.get(LOG)
        with CaptureQueriesContext(connection) as queries:
            client.get(LOG)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_the_file_holds_the_selection_who_took_it_and_no_formula(
    two_offices: Household, auditor: User, caseworker: User
) -> None:
    User.objects.filter(pk=caseworker.pk).update(first_name="=HYPERLINK", last_name="Test")
    client = confirmed(logged_in(auditor))
    answer = client.post(f"{CSV}?avgjorelse=permit&handling=read", {"grunn": "control"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer["Content-Disposition"].startswith('attachment; filename="innsynslogg-')
    head, row, mark = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("tidspunkt;hvem;")
    assert "'=HYPERLINK Test;NAV-saksbehandler;" in row
    assert two_offices.number in row
    assert mark.startswith(f"Hentet av {auditor} ")
    event = AccessEvent.objects.order_by("-pk")[0]
    assert (event.action, event.reason) == ("export", "control")


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_file_without_a_reason_is_refused(auditor: User, reason: str) -> None:
    answer = confirmed(logged_in(auditor)).post(CSV, {"grunn": reason}, follow=True)
    assert "Velg hvorfor loggen lastes ned" in answer.content.decode()
    assert not AccessEvent.objects.filter(action="export").exists()


def test_a_file_asks_for_a_fresh_proof_of_who_it_is(auditor: User) -> None:
    answer = logged_in(auditor).post(CSV, {"grunn": "control"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/bekreft/")
    assert not AccessEvent.objects.filter(action="export").exists()


def test_the_file_is_not_to_be_had_by_get(auditor: User) -> None:
    assert logged_in(auditor).get(CSV).status_code == 405


@pytest.mark.parametrize(
    "who", ["caseworker", "team_leader", "bft_adviser", "executive", "administrator", "auditor"]
)
def test_everybody_sees_their_own_look_ups_alone(
    request: pytest.FixtureRequest, two_offices: Household, who: str
) -> None:
    user = request.getfixturevalue(who)
    looked(user, HouseholdFactory(), unit("nav", "midtbyen"), object_id=70_007)
    rows = lines(user, OWN)
    assert "H-80007" in rows
    assert rows.count(two_offices.number) == (1 if who == "caseworker" else 0)
    assert 'href="/innsyn/mine/"' in page(user, OWN)


def test_who_has_no_role_has_no_look_ups_to_see(stranger: User) -> None:
    assert logged_in(stranger).get(OWN).status_code == 403
