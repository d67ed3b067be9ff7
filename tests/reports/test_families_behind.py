"""The families behind the figures of Hovedmål 3: whose, which are chosen, what is logged."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent, Clearance, User
from households.access import Protection
from households.models import Household
from reports import actions
from reports.contents import contents
from reports.models import CountedFamily, ReportRun
from tests.conftest import confirmed, logged_in
from tests.coordination.meetings.filled import discussed
from tests.factories import UserFactory, clear
from tests.reports.figures_example import figures
from tests.reports.test_coverage import family, map_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def report_dir(tmp_path: Path, settings: Any) -> None:
    settings.REPORT_DIR = tmp_path


@pytest.fixture
def homes() -> dict[str, Household]:
    """Short and mapped; long and discussed; in another district; with a hidden place."""
    made = {
        "short": family(),
        "long": family(months=40),
        "away": family(district="heimdal"),
        "hidden": family(),
    }
    map_all(made["short"])
    discussed(made["long"], UserFactory(), date(2025, 6, 1))
    made["hidden"].members.update(protection=Protection.CODE_7)
    return made


@pytest.fixture
def run(homes: dict[str, Household]) -> ReportRun:
    run, _ = actions.request_report(year=2025, as_of=date(2026, 1, 14), by=None)
    actions.make_report(run.pk)
    run.refresh_from_db()
    return run


def listed(client: Client, run: ReportRun, query: str = "") -> str:
    return client.get(reverse("reports:families", args=[run.pk]) + query).content.decode()


@pytest.fixture
def client(team_leader: User) -> Client:
    clear(team_leader, Clearance.Kind.CODE_7)
    return confirmed(logged_in(team_leader))


def names(page: str, homes: dict[str, Household]) -> set[str]:
    return {name for name, home in homes.items() if f">{home.number}<" in page}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"short", "long"}),
        ("?hvem=stonad", {"short", "long"}),
        ("?hvem=tre_ar", {"long"}),
        ("?hva=kartlagt", {"short"}),
        ("?hva=ikke_kartlagt", {"long"}),
        ("?hva=plan", set()),
        ("?hva=uten_plan", {"short", "long"}),
        ("?hva=droftet", {"long"}),
        ("?hva=ikke_droftet&hvem=tre_ar", set()),
        ("?bydel=Midtbyen", {"short", "long"}),
        ("?bydel=Heimdal", set()),
        ("?bydel=Uten+bydel", set()),
        ("?hva=tull&bydel=Oslo&hvem=x&side=z", {"short", "long"}),
    ],
)
def test_the_leader_opens_the_number_and_its_parts_of_the_own_office(
    client: Client, run: ReportRun, homes: dict[str, Household], query: str, expected: set[str]
) -> None:
    assert names(listed(client, run, query), homes) == expected


def test_what_is_listed_is_what_was_counted(run: ReportRun) -> None:
    paid = CountedFamily.objects.filter(run=run, on_assistance=True)
    told = run.figures["coverage"]["on_assistance"]
    assert (paid.count(), paid.filter(mapped=True).count()) == (told["families"], told["mapped"])
    assert paid.filter(discussed=True).count() == told["discussed"] == 1
    long_term = CountedFamily.objects.filter(run=run, over_three_years=True)
    assert long_term.count() == run.figures["child_families_over_three_years"] == 1
    midtbyen = next(row for row in told["by_district"] if row["district"] == "Midtbyen")
    assert paid.filter(district__name="Midtbyen").count() == midtbyen["families"] == 2


def test_the_list_stays_as_it_was_frozen(
    client: Client, run: ReportRun, homes: dict[str, Household]
) -> None:
    map_all(homes["long"], date(2025, 7, 1))
    assert names(listed(client, run, "?hva=kartlagt"), homes) == {"short"}


@pytest.mark.parametrize(
    ("actor", "status"),
    [("caseworker", 403), ("executive", 403), ("auditor", 403), ("stranger", 403)],
)
def test_nobody_else_opens_it(
    request: pytest.FixtureRequest, run: ReportRun, actor: str, status: int
) -> None:
    client = confirmed(logged_in(request.getfixturevalue(actor)))
    assert client.get(reverse("reports:families", args=[run.pk])).status_code == status


def test_the_list_is_logged_with_whom_it_named(
    client: Client, run: ReportRun, homes: dict[str, Household]
) -> None:
    listed(client, run, "?hva=kartlagt")
    event = AccessEvent.objects.latest("pk")
    assert (event.action, event.view_name) == ("list", "reports:families")
    assert event.subject_ids == [homes["short"].contact_id]


def test_the_report_leads_to_the_list_for_the_leader_alone(
    client: Client, run: ReportRun, executive: User
) -> None:
    address = reverse("reports:report", args=[run.pk])
    page = client.get(address).content.decode()
    assert len(re.findall(r"/barnefamilier/\?hvem=(stonad|tre_ar)", page)) == 2
    page = logged_in(executive).get(address).content.decode()
    assert "Barnefamilier kartlagt, med plan og drøftet i OSK" in page
    assert "/barnefamilier/" not in page


def test_a_report_from_before_it_was_counted_is_told_without_it() -> None:
    earlier = figures()
    del earlier["coverage"]
    assert contents(earlier).coverage == ()
    assert "Alle barn kartlagt" not in dict(contents(earlier).method)
    assert "Alle barn kartlagt" in dict(contents(figures()).method)
