"""The pages of the report: who may, who may not, what is shown and what is stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, User
from households.months import month_from
from reports import actions
from reports.models import ReportRun
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, pay

pytestmark = pytest.mark.django_db
R = month_from(2025, 12)


@pytest.fixture(autouse=True)
def report_dir(tmp_path: Path, settings: Any) -> None:
    settings.REPORT_DIR = tmp_path


@pytest.fixture
def run() -> ReportRun:
    """A finished report with seven recipients in Midtbyen and five in Heimdal."""
    for number in range(12):
        home = HouseholdFactory(district="midtbyen" if number < 7 else "heimdal")
        pay(home.contact, R - 40, R)
    ordered, _ = actions.request_report(year=2025, as_of=date(2026, 1, 14), by=None)
    actions.make_report(ordered.pk)
    ordered.refresh_from_db()
    return ordered


def address(name: str, *args: Any) -> str:
    return reverse(f"reports:{name}", args=args)


def test_the_executive_opens_on_the_latest_report(executive: User, run: ReportRun) -> None:
    answer = logged_in(executive).get("/", follow=True)
    assert answer.redirect_chain[-1][0] == address("report", run.pk)
    assert b"Mottatt sosialhjelp i mer enn tre" in answer.content


def test_without_a_report_the_list_says_what_would_fill_it(executive: User) -> None:
    answer = logged_in(executive).get(address("latest"), follow=True)
    assert "Ingen rapporter ennå" in answer.content.decode()


@pytest.mark.parametrize("who", ["caseworker", "bft_adviser", "administrator", "stranger"])
def test_the_report_is_for_the_executive_and_leaders(
    who: str, run: ReportRun, request: pytest.FixtureRequest
) -> None:
    client = logged_in(request.getfixturevalue(who))
    for name, args in (("list", ()), ("report", (run.pk,)), ("download", (run.pk, "csv"))):
        assert client.get(address(name, *args)).status_code == 403


def test_ordering_starts_the_job_and_follows_it(
    executive: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = logged_in(executive)
    order = {"year": 2025, "definition": "DEF-1", "as_of": "14.01.2026"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address("list"), order)
    run = ReportRun.objects.get()
    assert answer.url == address("report", run.pk)
    assert (run.state, run.asked_by) == (ReportRun.State.READY, executive)
    assert client.post(address("list"), order).url == address("report", run.pk)
    assert ReportRun.objects.count() == 1


def test_only_who_may_order_sees_the_form_and_is_heard(team_leader: User) -> None:
    client = logged_in(team_leader)
    assert "Bestill" not in client.get(address("list")).content.decode()
    order = {"year": 2025, "definition": "DEF-1", "as_of": "14.01.2026"}
    assert client.post(address("list"), order).status_code == 403
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("as_of", "01.01.2999", "frem i tid"),
        ("as_of", "14.01.2024", "ingen avsluttet måned"),
        ("as_of", "", "Fyll ut «"),
        ("year", "1999", "Velg et gyldig valg"),
        ("definition", "DEF-9", "Velg et gyldig valg"),
    ],
)
def test_a_bad_order_is_told_at_the_field(
    executive: User, field: str, value: str, words: str
) -> None:
    order = {"year": 2025, "definition": "DEF-1", "as_of": "14.01.2026"} | {field: value}
    answer = logged_in(executive).post(address("list"), order)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not ReportRun.objects.exists()


def test_a_report_in_the_making_shows_its_steps(executive: User) -> None:
    run, _ = actions.request_report(year=2025, as_of=date(2026, 1, 14), by=executive)
    client = logged_in(executive)
    assert "I kø" in client.get(address("report", run.pk)).content.decode()
    ReportRun.objects.filter(pk=run.pk).update(
        state="running",
        steps_done=2,
        step_detail="3 av 5 ferdig",
        claim="7d2f6b9e-0000-4000-8000-000000000000",
        lease_until=timezone.now(),
    )
    steps = client.get(address("progress", run.pk)).content.decode()
    assert "Steg 3 av 6" in steps
    assert "3 av 5 ferdig" in steps
    assert "every 2s" in steps


def test_when_it_is_ready_the_page_goes_to_the_report(executive: User, run: ReportRun) -> None:
    answer = logged_in(executive).get(address("progress", run.pk))
    assert answer["HX-Redirect"] == address("report", run.pk)


def test_a_report_that_stopped_says_why_and_can_be_tried_again(
    executive: User, django_capture_on_commit_callbacks: Any
) -> None:
    run, _ = actions.request_report(year=2025, as_of=date(2026, 1, 14), by=executive)
    ReportRun.objects.filter(pk=run.pk).update(state="failed", failure="Disken er full.")
    client = logged_in(executive)
    shown = client.get(address("report", run.pk)).content.decode()
    assert "Disken er full." in shown
    assert "every 2s" not in shown
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("try_again", run.pk))
    run.refresh_from_db()
    assert run.state == ReportRun.State.READY


@pytest.mark.parametrize("format_", ["pdf", "xlsx", "csv", "docx"])
def test_every_file_is_downloaded_as_it_was_frozen_and_logged(
    executive: User, run: ReportRun, format_: str
) -> None:
    client = logged_in(executive)
    first = client.get(address("download", run.pk, format_))
    assert first.status_code == 200
    assert first.content == client.get(address("download", run.pk, format_)).content
    assert first["Content-Disposition"].endswith(f'.{format_}"')
    assert AccessEvent.objects.filter(action="export", object_id=run.pk).count() == 2


def test_a_damaged_file_is_told_and_not_given(
    executive: User, run: ReportRun, tmp_path: Path
) -> None:
    for path in tmp_path.iterdir():
        path.unlink()
    answer = logged_in(executive).get(address("download", run.pk, "pdf"))
    assert answer.status_code == 503
    assert "sikkerhetskopi" in answer.content.decode()


def test_small_figures_are_hidden_on_the_page(executive: User) -> None:
    home = HouseholdFactory(district="midtbyen")
    pay(home.contact, R - 40, R)
    run, _ = actions.request_report(year=2025, as_of=date(2026, 1, 14), by=None)
    actions.make_report(run.pk)
    shown = logged_in(executive).get(address("report", run.pk)).content.decode()
    assert "skjult" in shown
    assert run.pk


def test_the_leader_opens_the_figure_down_to_the_households_of_the_own_office(
    team_leader: User, run: ReportRun
) -> None:
    team_leader.set_password("en-lang-nok-setning")
    team_leader.save()
    client = logged_in(team_leader)
    refused = client.get(address("households", run.pk))
    assert refused.url.startswith(reverse("account_reauthenticate"))
    client.post(refused.url, {"password": "en-lang-nok-setning"})
    answer = client.get(address("households", run.pk))
    assert len(answer.context["page"]) == 7
    assert AccessEvent.objects.filter(action="list", object_id=run.pk).exists()


def test_the_executive_never_sees_a_household(executive: User, run: ReportRun) -> None:
    client = logged_in(executive)
    assert client.get(address("households", run.pk)).status_code == 403
    shown = client.get(address("report", run.pk)).content.decode()
    assert "husstandene bak tallet" not in shown


def test_the_assessment_is_written_once_by_the_executive(
    executive: User, team_leader: User, run: ReportRun
) -> None:
    words = {"assessment": "not_reached", "assessment_text": "Vi er ikke i mål."}
    assert logged_in(team_leader).post(address("assess", run.pk), words).status_code == 403
    client = logged_in(executive)
    assert "Fyll ut «" in client.post(address("assess", run.pk), {}).content.decode()
    client.post(address("assess", run.pk), words)
    shown = client.get(address("report", run.pk)).content.decode()
    assert "Vi er ikke i mål." in shown
    assert "Ikke nådd" in shown
    client.post(address("assess", run.pk), words | {"assessment": "reached"})
    run.refresh_from_db()
    assert run.assessment == "not_reached"
