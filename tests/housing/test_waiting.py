"""By when an application must be answered (fvl § 11 a), and the interim reply that puts it off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from coordination.worklist.due import scope_of
from coordination.worklist.due_housing import applications
from households.models import Household
from housing.models import HousingApplication
from housing.queue import rules
from tests.conftest import logged_in
from tests.housing.filled import applied, home_with_hv
from tests.housing.test_pages import day, page, tab

TODAY = timezone.localdate


@pytest.mark.parametrize(
    ("received", "expected", "due"),
    [
        (date(2026, 1, 31), None, date(2026, 2, 28)),
        (date(2026, 11, 2), None, date(2026, 12, 2)),
        (date(2026, 11, 2), date(2027, 1, 15), date(2027, 1, 15)),
    ],
)
def test_an_answer_is_due_in_a_month_or_when_the_interim_reply_said(
    received: date, expected: date | None, due: date
) -> None:
    assert rules.answer_due(received, expected) == due


def late(home: Household, by: User, days: int = 40) -> HousingApplication:
    return applied(home, by, received_on=TODAY() - timedelta(days=days))


def test_the_list_marks_what_is_late_and_what_is_soon(hv: User, home: Household) -> None:
    late(home, hv)
    late(home_with_hv(), hv, days=27)
    text = page(hv, "/boligko/soknader/")
    assert "over lovens frist" in text
    assert ", snart" in text
    assert 'class="late"' in text


def test_an_interim_reply_is_registered_and_puts_the_answer_off(hv: User, home: Household) -> None:
    row, client = late(home, hv), logged_in(hv)
    address = tab(home, "forelopig-svar/")
    given = {"version": row.version, "on": day(), "reason": "Venter på legeerklæring"}
    for bad in (day(), day(800)):
        shown = client.post(address, given | {"expected_on": bad}).content.decode()
        assert "Dagen må være etter i dag" in shown
    given |= {"expected_on": day(30)}
    assert "er registrert som sendt" in client.post(address, given, follow=True).content.decode()
    row.refresh_from_db()
    assert (row.interim_by, row.expected_on) == (hv, TODAY() + timedelta(days=30))
    text = page(hv, tab(home))
    assert "Venter på legeerklæring" in text
    assert "over lovens frist" not in text
    assert "foreløpig svar sendt" in page(hv, "/boligko/soknader/")


def test_the_work_list_is_red_by_law_until_the_interim_reply(hv: User, home: Household) -> None:
    row = late(home, hv)
    assert [one.late for one in applications(scope_of(hv, TODAY()))] == ["law"]
    row.interim_on, row.interim_by, row.expected_on = TODAY(), hv, TODAY() + timedelta(days=9)
    row.save()
    (one,) = applications(scope_of(hv, TODAY()))
    assert (one.late, one.due) == ("", row.expected_on)
    assert one.why == f"Foreløpig svar sendt {day()}"
