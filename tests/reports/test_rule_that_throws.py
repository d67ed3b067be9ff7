"""A rule of access that throws is a refusal: 503, nothing shown, and a line in the log."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from accounts.access import AccessUndecidedError
from accounts.models import AccessEvent, User
from households import listing
from households.months import month_from
from reports import actions
from tests.conftest import confirmed, logged_in
from tests.factories import HouseholdFactory, pay

pytestmark = pytest.mark.usefixtures("conditions_anew")
R = month_from(2025, 12)


@pytest.mark.parametrize("address", ["/husstander/", "/husstander/?navn=Prøvesen"])
def test_a_rule_that_throws_shows_no_list(
    caseworker: User, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    household = HouseholdFactory(district="midtbyen")
    _break_rules(monkeypatch)
    client = logged_in(caseworker)
    client.raise_request_exception = False
    for answer in (client.get(address), client.post("/husstander/sok/", {"q": household.number})):
        assert answer.status_code == 503
        assert household.contact.last_name not in answer.content.decode()


def _break_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise ValueError("no such grade")

    monkeypatch.setattr("households.access._make_core", broken)
    listing.forget()


def test_the_failed_rule_is_logged_as_a_denial(
    caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_rules(monkeypatch)
    with pytest.raises(AccessUndecidedError):
        logged_in(caseworker).get("/husstander/")
    assert AccessEvent.objects.get(verdict="deny").rule == "rule_failed"


def test_a_rule_that_throws_shows_nobody_behind_a_figure(
    team_leader: User, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REPORT_DIR = tmp_path
    household = HouseholdFactory(district="midtbyen")
    pay(household.contact, R - 40, R)
    run, _ = actions.request_report(year=2025, as_of=date(2026, 1, 14), by=None)
    actions.make_report(run.pk)
    client = confirmed(logged_in(team_leader))
    client.raise_request_exception = False
    address = reverse("reports:households", args=[run.pk])
    assert household.contact.last_name in client.get(address).content.decode()
    _break_rules(monkeypatch)
    answer = client.get(address)
    assert answer.status_code == 503
    assert household.contact.last_name not in answer.content.decode()
