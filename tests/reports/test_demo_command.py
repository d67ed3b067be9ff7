"""When the demo is refused, and that a refusal leaves nothing behind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import DemoMark, User
from reports.demo import write
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 3, 4))


def refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("demo", *arguments)
    assert not DemoMark.objects.exists()
    assert not User.objects.exists()
    return str(refused.value)


def test_a_database_with_other_people_is_refused() -> None:
    PersonFactory()
    assert refusal() == "Databasen har personer fra før, og demodata er ikke lagt inn."


def test_production_is_refused(settings: Any) -> None:
    settings.PRODUCTION = True
    assert refusal() == "Demodata kan ikke legges inn med produksjonsinnstillinger."


@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize("year", ["2011", "2026"])
def test_only_a_finished_year_since_the_plan_can_be_chosen(year: str) -> None:
    assert refusal("--year", year) == "Året må være fra 2012 til 2025."


def test_the_scale_is_at_least_one() -> None:
    assert refusal("--scale", "0") == "Skalaen må være 1 eller mer."


def test_a_demo_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(write, "plan", fail)
    with pytest.raises(OSError, match="full"):
        call_command("demo")
    assert not DemoMark.objects.exists()
    assert not User.objects.exists()
