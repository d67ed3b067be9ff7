"""What the OSK meeting has given somebody to do, in the work list."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from coordination.worklist.due import Due, scope_of
from coordination.worklist.dues import everything
from households.models import Household
from tests.coordination.conftest import TODAY
from tests.coordination.meetings.filled import discussed

pytestmark = pytest.mark.django_db


def to_do(user: User) -> list[Due]:
    return [row for row in everything(scope_of(user, TODAY)) if row.kind == "OSK-tiltak"]


def test_an_open_action_is_due_and_red_when_its_day_is_over(
    family: Household, caseworker: User, colleague_same_office: User, bft_adviser: User
) -> None:
    item = discussed(family, caseworker, date(2026, 11, 13), "Avtale møte")
    (row,) = to_do(caseworker)
    assert (row.what, row.late, row.caseworker) == ("Avtale møte", "plan", "Meg")
    assert row.why == "10 dager over fristen fra OSK-møtet"
    assert [row.caseworker for row in to_do(colleague_same_office)] == [str(caseworker)]
    assert to_do(bft_adviser) == []
    item.actions.update(due_on=TODAY)
    assert [row.late for row in to_do(caseworker)] == [""]
    item.actions.update(state="done", settled_at=item.discussed_at, settled_by=caseworker)
    assert to_do(caseworker) == []
