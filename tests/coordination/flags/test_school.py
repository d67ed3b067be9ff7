"""School under the scheme 2b counts as activity, and raises no flag of long assistance."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import User
from benefits.models import Calculation
from households.models import Household
from tests.casework import apply_for_help
from tests.coordination.flags.conftest import JUNE, flags
from tests.factories import HouseholdFactory, PersonFactory, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(caseworker: User) -> Household:
    """Somebody of 21 with assistance in each of the last forty months."""
    home = HouseholdFactory(
        district="midtbyen", contact=PersonFactory(birth_date=date(2005, 1, 15))
    )
    pay(home.contact, JUNE - 39, JUNE)
    return home


def decided(home: Household, by: User, **kwargs: Any) -> Calculation:
    """A calculation that a decision has frozen, for the spring."""
    values = {
        "scheme": "special",
        "first_month": JUNE - 5,
        "last_month": JUNE,
        "state": "frozen",
        "frozen_by": by,
        "frozen_at": datetime(2026, 1, 10, 9, tzinfo=UTC),
        "content_hash": "0" * 64,
        "started_by": by,
        "changed_by": by,
    }
    application = apply_for_help(home, by, received_on=date(2026, 1, 5))
    return Calculation.objects.create(application=application, **values | kwargs)


def test_a_pupil_under_the_scheme_is_active_and_not_long_on_assistance(
    pupil: Household, caseworker: User
) -> None:
    assert flags() == ["follow_up", "young"]
    decided(pupil, caseworker)
    assert flags() == []


@pytest.mark.parametrize(
    "given",
    [
        {"scheme": "ordinary"},
        {"last_month": JUNE - 1},
        {"first_month": JUNE + 1, "last_month": JUNE + 1},
        {"state": "draft", "frozen_by": None, "frozen_at": None, "content_hash": ""},
    ],
)
def test_another_scheme_another_month_or_no_decision_exempts_nobody(
    pupil: Household, caseworker: User, given: dict[str, Any]
) -> None:
    decided(pupil, caseworker, **given)
    assert flags() == ["follow_up", "young"]
