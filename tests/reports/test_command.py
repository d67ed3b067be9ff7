"""`annual_report`: the contract that operators script."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from benefits.models import Payment
from benefits.rules import DEFINITIONS
from households.months import month_from
from reports.models import ReportRun
from tests.factories import PersonFactory, pay

pytestmark = pytest.mark.django_db
R = month_from(2025, 12)

KEYS = {
    "year",
    "reference_month",
    "definition",
    "recipients_over_three_years",
    "child_families_over_three_years",
    "children_in_families_over_three_years",
    "left_censored",
    "now_in_kvp",
    "by_definition",
    "by_district",
    "key_figures",
    "bridge",
    "table_1",
    "under_21_april",
    "trend",
    "data_as_of",
    "input_sha256",
}


@pytest.fixture(autouse=True)
def report_dir(tmp_path: Path, settings: Any) -> Path:
    settings.REPORT_DIR = tmp_path / "reports"
    return tmp_path


def printed(*args: Any, **kwargs: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("annual_report", 2025, *args, stdout=out, **kwargs)
    return json.loads(out.getvalue())


def test_the_json_has_the_keys_of_the_contract() -> None:
    pay(PersonFactory(), R - 40, R)
    found = printed()
    assert found.keys() >= KEYS
    assert found["definition"].keys() >= {"code", "text", "gap_months"}
    assert set(found["by_definition"]) == set(DEFINITIONS)
    assert found["by_district"][-1]["district"] == "Uten bydel"
    assert found["recipients_over_three_years"] == 1, "whole-city figures are not masked"
    assert date.fromisoformat(found["data_as_of"])
    assert len(found["input_sha256"]) == 64


def test_the_same_data_give_the_same_answer_twice() -> None:
    pay(PersonFactory(), R - 40, R)
    assert printed() == printed()
    assert ReportRun.objects.count() == 1


def test_changed_data_give_a_new_answer_the_same_day() -> None:
    pay(PersonFactory(), R - 40, R)
    before = printed()
    row = Payment.objects.first()
    assert row is not None
    row.paid_on = date(2019, 1, 5)
    row.save()
    after = printed()
    assert after["input_sha256"] != before["input_sha256"]


def test_the_definition_can_be_chosen() -> None:
    pay(PersonFactory(), R - 40, R - 20)
    pay(PersonFactory(), R - 36, R)
    assert printed("--definition", "DEF-2")["recipients_over_three_years"] == 1
    assert printed("--definition", "DEF-2")["definition"]["gap_months"] == 0


@pytest.mark.parametrize(("format_", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("docx", b"PK")])
def test_files_are_those_that_are_published(report_dir: Path, format_: str, start: bytes) -> None:
    target = report_dir / f"rapport.{format_}"
    call_command("annual_report", 2025, "--format", format_, "--output", str(target))
    assert target.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((2025, "--format", "pdf"), "--output"),
        ((2999,), "ingen avsluttet måned"),
        ((2025, "--as-of", "2999-01-01"), "frem i tid"),
        ((2025, "--as-of", "i går"), "as-of"),
        ((2025, "--format", "csv", "--output", "/finnes/ikke/rapport.csv"), "Kunne ikke skrive"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(args: tuple[Any, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("annual_report", *args)
