"""What the citizen's own file tells of claims: all of it, and nothing of anybody else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from coordination import subject_file
from decisions.models import Decision
from households.models import Household
from tests.benefits.claims.conftest import deducting, sent
from tests.benefits.payments.test_actions import planned
from tests.coordination import citizen_cast as cast
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def claims_of(household: Household) -> list[dict[str, Any]]:
    request = cast.ask(household, UserFactory())
    file = subject_file.contents(request, made_at=timezone.now(), made_by="Teamleder NAV")
    rows: list[dict[str, Any]] = file["parts"]["claims"]["rows"]
    return rows


def test_what_was_typed_is_told_without_others() -> None:
    [row] = claims_of(cast.family())
    assert row["kind"] == "Refusjon i etterbetalt statlig ytelse"
    assert (row["amount"], row["outstanding"]) == (9_100, 9_100)
    told = json.dumps(row, ensure_ascii=False)
    assert "700 kr (omgjort" in told
    assert "Frafalt" in told
    assert [mark for mark in cast.MARKS_OF_OTHERS if mark in told] == []


def test_deductions_and_what_is_left_are_told(
    household: Household, decision: Decision, recovery: Decision, caseworker: User, clerk: User
) -> None:
    planned(decision, caseworker)
    deducting(household, caseworker, recovery)
    sent(clerk)
    [row] = claims_of(household)
    assert (row["decision"], row["outstanding"]) == (recovery.reference, 2_000)
    assert "1\N{NO-BREAK SPACE}000 kr per måned" in row["deduction"]
    assert "Trukket i utbetaling: 1\N{NO-BREAK SPACE}000 kr" in row["settlements"]
