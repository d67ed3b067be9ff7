"""Min arbeidsliste: what is due, in which list, how late, and who may do what with it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Substitution, User
from benefits.applications import actions
from benefits.models import AssistanceApplication
from coordination.worklist.dues import KINDS
from coordination.worklist.lists import end_of_week
from households.access import Protection
from households.models import Household
from tests.casework import apply_for_help
from tests.conftest import logged_in, unit
from tests.factories import HouseholdFactory, PersonFactory, intake

pytestmark = pytest.mark.django_db
LIST, ACT = "/arbeidsliste/", "/arbeidsliste/gjor/"


@pytest.fixture
def household(db: None) -> Household:
    contact = PersonFactory(last_name="Prøvesen")
    return HouseholdFactory(contact=contact, district="midtbyen")


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


def keys(client: Client, **asked: Any) -> list[str]:
    """The keys of the rows that are shown, in order."""
    groups = client.get(LIST, asked).context["groups"]
    return [row.key for group in groups for row in group.rows]


def only_row(client: Client, **asked: Any) -> Any:
    [group] = client.get(LIST, asked).context["groups"]
    [row] = group.rows
    return row


def days_ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


def test_it_is_the_first_screen_of_who_works_with_households(client: Client) -> None:
    assert client.get("/").headers["Location"] == LIST


def test_each_list_has_its_own_and_a_count_on_its_tab(
    client: Client, household: Household, caseworker: User, colleague_same_office: User
) -> None:
    mine = apply_for_help(household, caseworker)
    theirs = apply_for_help(household, colleague_same_office)
    nobodys = apply_for_help(household, caseworker)
    AssistanceApplication.objects.filter(pk=nobodys.pk).update(caseworker=None)
    held = actions.hold(
        application=theirs,
        version=theirs.version,
        until=timezone.localdate() + timedelta(days=3),
        reason="Venter på skatteetaten",
        by=colleague_same_office,
    )
    key = {row.pk: f"soknad-{row.pk}" for row in (mine, theirs, nobodys)}
    assert keys(client) == [key[mine.pk]]
    assert set(keys(client, liste="kontoret")) == set(key.values())
    assert keys(client, liste="ufordelt") == [key[nobodys.pk]]
    assert keys(client, liste="vent") == [key[held.pk]]
    assert key[held.pk] not in keys(client, liste="kontoret", vent="on")
    tabs = client.get(LIST).context["tabs"]
    assert [count for _, _, count in tabs] == [1, 3, 1, 1]


def test_a_month_without_answer_is_late_by_law(
    client: Client, household: Household, caseworker: User
) -> None:
    apply_for_help(household, caseworker, received_on=days_ago(45))
    row = only_row(client)
    assert row.late == "law"
    assert row.why.endswith("over lovfristen")
    assert '<span class="num-id late">' in client.get(LIST).text


def test_emergency_aid_of_yesterday_is_late_and_that_of_today_is_urgent(
    client: Client, household: Household, caseworker: User
) -> None:
    first = apply_for_help(household, caseworker, kinds=("emergency",), received_on=days_ago(1))
    last = apply_for_help(household, caseworker, kinds=("lodging",))
    rows = [row for group in client.get(LIST).context["groups"] for row in group.rows]
    rows = [row for row in rows if row.kind != "Botilbud"]  # that the place itself is missing
    assert [(row.key, row.late) for row in rows] == [
        (f"soknad-{first.pk}", "law"),
        (f"soknad-{last.pk}", ""),
    ]
    assert all(row.urgent for row in rows)


def test_own_reminders_that_slip_are_grey(
    client: Client, household: Household, caseworker: User
) -> None:
    row = apply_for_help(household, caseworker)
    actions.ask_for_documents(
        application=row,
        version=row.version,
        wanted=["Husleiekontrakt"],
        on=days_ago(20),
        due_on=days_ago(5),
        by=caseworker,
    )
    reminder = only_row(client, type="Dokumentasjon")
    assert (reminder.what, reminder.late) == ("Purre: Husleiekontrakt", "own")
    assert 'class="worklist-why late"' not in client.get(LIST, {"type": "Dokumentasjon"}).text


def test_an_intake_that_nobody_has_taken_stands_unassigned(
    client: Client, household: Household, caseworker: User
) -> None:
    waiting = intake(household, unit("nav", "midtbyen"), caseworker)
    assert keys(client, liste="ufordelt") == [f"henvendelse-{waiting.pk}"]
    client.post(ACT, {"do": f"ta:henvendelse-{waiting.pk}"})
    waiting.refresh_from_db()
    assert waiting.taken_by == caseworker
    assert keys(client, liste="ufordelt") == []


def test_a_substitute_has_the_absent_colleagues_things(
    client: Client, household: Household, caseworker: User, colleague_same_office: User
) -> None:
    apply_for_help(household, colleague_same_office)
    assert keys(client) == []
    today = timezone.localdate()
    Substitution.objects.create(
        absent=colleague_same_office,
        substitute=caseworker,
        valid_from=today,
        valid_to=today,
        registered_by=caseworker,
    )
    assert len(keys(client)) == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "prøve"}, 1),
        ({"q": "livsopph"}, 1),
        ({"q": "noen andre"}, 0),
        ({"type": "Søknad"}, 1),
        ({"frist": "over"}, 0),
        ({"type": "Ukjent", "liste": "ukjent", "sorter": "ukjent", "side": "x"}, 1),
    ],
)
def test_filters_stand_in_the_address(
    client: Client, household: Household, caseworker: User, asked: dict[str, str], found: int
) -> None:
    apply_for_help(household, caseworker)
    assert len(keys(client, **asked)) == found


def test_grouped_by_urgency_only_in_the_order_of_deadlines(
    client: Client, household: Household, caseworker: User
) -> None:
    apply_for_help(household, caseworker, received_on=days_ago(60))
    apply_for_help(household, caseworker)
    titles = [group.title for group in client.get(LIST).context["groups"]]
    assert titles == ["Over frist", "Senere"]
    sorted_by_name = client.get(LIST, {"sorter": "-husstand"}).context["groups"]
    assert [group.title for group in sorted_by_name] == [""]
    assert end_of_week(date(2026, 11, 26)) == date(2026, 11, 29)


def test_what_others_have_is_not_in_the_list(
    household: Household, caseworker: User, caseworker_other_office: User, bft_adviser: User
) -> None:
    apply_for_help(household, caseworker)
    for user in (caseworker_other_office, bft_adviser):
        assert keys(logged_in(user), liste="kontoret") == []


def test_a_protected_household_is_in_nobodys_list(
    client: Client, household: Household, caseworker: User
) -> None:
    apply_for_help(household, caseworker)
    household.members.update(protection=Protection.CODE_6)
    assert keys(client) == []
    assert client.get(LIST).context["tabs"][1][2] == 0


def test_the_list_is_logged_with_whom_it_shows(
    client: Client, household: Household, caseworker: User
) -> None:
    apply_for_help(household, caseworker)
    client.get(LIST)
    event = AccessEvent.objects.filter(action="list").latest("pk")
    assert event.subject_ids == [household.contact_id]


def test_it_costs_the_same_for_one_and_for_thirty(
    client: Client, household: Household, caseworker: User
) -> None:
    apply_for_help(household, caseworker)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(LIST)
    for _ in range(30):
        apply_for_help(HouseholdFactory(district="midtbyen"), caseworker)
    with CaptureQueriesContext(connection) as many:
        assert client.get(LIST).context["page"].paginator.count == 31
    # one for each kind, one more for months of KVP that wait for two things, and the frame's
    assert len(few) == len(many) <= 7 + len(KINDS)


def test_an_empty_list_says_what_would_fill_it(client: Client) -> None:
    answer = client.get(reverse("worklist:list"))
    assert "Ingenting venter" in answer.text
