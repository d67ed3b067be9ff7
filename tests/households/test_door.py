"""The one door: visible or not found, logged before content, and no writing while reading."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AccessEvent, User
from households import door
from households.access import Protection
from households.models import Household, Membership, Person
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, PersonFactory, add_member

pytestmark = pytest.mark.urls("tests.households.door_urls")
NOBODYS_ID = 987_654


@pytest.fixture
def household(db: None) -> Household:
    contact = PersonFactory(last_name="Prøvesen")
    return HouseholdFactory(district="midtbyen", contact=contact)


def events(**kwargs: object) -> list[AccessEvent]:
    return list(AccessEvent.objects.filter(object_type="household", **kwargs))


def test_who_may_see_the_household_gets_it_and_the_log_tells_who_was_in_it(
    household: Household, caseworker: User
) -> None:
    left = add_member(
        household,
        PersonFactory(),
        Membership.Role.SPOUSE,
        valid_to=timezone.localdate() - timedelta(days=400),
    )
    response = logged_in(caseworker).get(f"/dor/{household.pk}/vis/")
    assert response.content.decode() == "Husstanden Prøvesen"
    [event] = events()
    assert (event.user_id, event.action, event.verdict) == (caseworker.pk, "read", "permit")
    assert (event.object_id, event.view_name, event.roles) == (
        household.pk,
        "door:show",
        "caseworker",
    )
    assert event.subject_ids == sorted([household.contact_id, left.person_id])


@pytest.mark.parametrize("actor", ["caseworker_other_office", "bft_adviser", "executive"])
def test_who_may_not_gets_the_answer_of_an_id_that_does_not_exist(
    request: pytest.FixtureRequest, household: Household, actor: str
) -> None:
    client = logged_in(request.getfixturevalue(actor))
    answers, queries = [], []
    for pk in (household.pk, NOBODYS_ID):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(f"/dor/{pk}/vis/")
        answers.append((response.status_code, without_token(response.content)))
        queries.append(len(captured))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert queries[0] == queries[1]
    assert "Prøvesen" not in answers[0][1]


def without_token(content: bytes) -> str:
    """The page without its form tokens, which are new in each answer."""
    return "".join(line for line in content.decode().splitlines() if "csrf" not in line)


def test_a_denial_is_logged_with_the_rule_that_refused_and_names_nobody(
    household: Household, caseworker_other_office: User
) -> None:
    client = logged_in(caseworker_other_office)
    for pk, rule in ((household.pk, "no_basis"), (NOBODYS_ID, "not_found")):
        client.get(f"/dor/{pk}/vis/")
        [event] = events(object_id=pk)
        assert (event.verdict, event.rule, event.subject_ids) == ("deny", rule, [])


def test_an_id_too_large_for_the_database_is_not_found_either(caseworker: User) -> None:
    response = logged_in(caseworker).get(f"/dor/{10**30}/vis/")
    assert response.status_code == 404
    assert events()[0].object_id is None


def test_nobody_comes_in_without_logging_in(household: Household) -> None:
    response = Client().get(f"/dor/{household.pk}/vis/")
    assert response.status_code == 302
    assert response["Location"].startswith("/konto/logg-inn/")


def test_a_function_the_role_lacks_is_refused_before_the_household_is_looked_for(
    household: Household, bft_adviser: User
) -> None:
    client = logged_in(bft_adviser)
    for pk in (household.pk, NOBODYS_ID):
        assert client.get(f"/dor/{pk}/penger/").status_code == 403
    assert AccessEvent.objects.filter(rule="requires:see_benefits", verdict="deny").count() == 2


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_view_that_reads_cannot_write(
    household: Household, caseworker: User, method: str
) -> None:
    client = logged_in(caseworker)
    with pytest.raises(door.WriteWhileReadingError):
        getattr(client, method)(f"/dor/{household.pk}/endre/")
    assert Person.objects.get(pk=household.contact_id).last_name == "Prøvesen"
    assert len(events()) == 1


def test_the_same_view_writes_when_it_is_posted_to(household: Household, caseworker: User) -> None:
    assert logged_in(caseworker).post(f"/dor/{household.pk}/endre/").status_code == 200
    assert Person.objects.get(pk=household.contact_id).last_name == "Endret"


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM households_person",
        "/* */ update households_person set last_name = ''",
        "-- en merknad\nINSERT INTO households_person DEFAULT VALUES",
        "SELECT 1; DROP TABLE households_person",
        "WITH gone AS (DELETE FROM households_person RETURNING id) SELECT * FROM gone",
        "REPLACE INTO households_person (id) VALUES (1)",
        "DELETE FROM django_session; DELETE FROM households_person",
        "TRUNCATE accounts_accessevent",
    ],
)
def test_every_statement_that_changes_something_is_refused(
    household: Household, caseworker: User, sql: str
) -> None:
    with pytest.raises(door.WriteWhileReadingError):
        logged_in(caseworker).get(f"/dor/{household.pk}/sql/", headers={"X-Sql": sql})


@pytest.mark.parametrize(
    "sql",
    ["SELECT 'UPDATE a SET b'", "WITH a AS (SELECT 'DELETE') SELECT * FROM a", "SAVEPOINT here"],
)
def test_what_only_reads_passes(household: Household, caseworker: User, sql: str) -> None:
    response = logged_in(caseworker).get(f"/dor/{household.pk}/sql/", headers={"X-Sql": sql})
    assert response.status_code == 200


def test_session_and_access_log_may_be_written_while_reading(
    household: Household, caseworker: User
) -> None:
    client = logged_in(caseworker)
    assert client.get(f"/dor/{household.pk}/ramme/").status_code == 200
    assert client.session["sist"] == household.pk
    assert AccessEvent.objects.filter(action="list").count() == 1


def test_nothing_is_shown_when_the_log_cannot_be_written(
    household: Household, caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in(caseworker)
    client.raise_request_exception = False

    def full(*args: object, **kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(AccessEvent, "save", full)
    for pk in (household.pk, NOBODYS_ID):
        response = client.get(f"/dor/{pk}/vis/")
        assert response.status_code == 503
        assert "Prøvesen" not in response.content.decode()


def test_a_rule_that_fails_lets_nobody_in(
    household: Household, caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in(caseworker)
    client.raise_request_exception = False

    def broken(user: User) -> None:
        raise ValueError(Protection.UNKNOWN)

    monkeypatch.setattr("accounts.access.live_roles", broken)
    monkeypatch.setattr("households.listing.live_roles", broken)
    response = client.get(f"/dor/{household.pk}/vis/")
    assert response.status_code == 503
    assert "Prøvesen" not in response.content.decode()
    assert events()[0].rule == "rule_failed"
