"""Transitions in the work list: red by the plan from 17, grey for who is asked, gone when taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from children.models import Transition
from coordination.worklist.due import scope_of
from coordination.worklist.due_transitions import aftercare_ends, to_answer, unreceived
from households.models import Household, Membership, Person
from households.rules import years_before
from tests.children.filled import ready, transition
from tests.conftest import logged_in, unit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, share

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def home(caseworker: User) -> Household:
    made = HouseholdFactory(district="midtbyen")
    made.responsibilities.update(caseworker=caseworker)
    return made


@pytest.fixture
def youth(home: Household) -> Person:
    """17 and 30 days."""
    child = PersonFactory(
        first_name="Jonas", birth_date=years_before(TODAY, 17) - timedelta(days=30)
    )
    add_member(home, child, Membership.Role.CHILD)
    return child


@pytest.mark.parametrize(
    ("years", "days", "late"), [(17, -1, None), (17, 0, "plan"), (18, 0, "plan"), (18, 50, "plan")]
)
def test_it_is_red_by_the_plan_from_17_also_after_18(
    home: Household, youth: Person, caseworker: User, years: int, days: int, late: str | None
) -> None:
    youth.birth_date = years_before(TODAY, years) - timedelta(days=days)
    youth.save()
    row = transition(home, youth, caseworker)
    found = list(unreceived(scope_of(caseworker, TODAY)))
    assert [due.late for due in found] == ([late] if late else [])
    for due in found:
        assert due.due == years_before(youth.birth_date, -17)
        assert due.what.endswith("overgang til voksentjenester")
        assert due.url == f"/husstander/{home.pk}/barn/overgang/{row.pk}/"
        assert (due.caseworker, due.status) == ("Meg", "Åpen, ingen mottaker")


def test_it_is_gone_when_accepted_or_ended(
    home: Household, youth: Person, caseworker: User
) -> None:
    ended = {"ended_on": TODAY, "ended_by": caseworker, "ended_reason": "moved"}
    transition(home, youth, caseworker, **ended)
    transition(home, youth, caseworker, accepted=True)
    assert list(unreceived(scope_of(caseworker, TODAY))) == []


def test_the_page_shows_it_and_another_office_does_not(
    home: Household, youth: Person, caseworker: User, caseworker_other_office: User
) -> None:
    transition(home, youth, caseworker)
    for user, shown in ((caseworker, True), (caseworker_other_office, False)):
        page = logged_in(user).get("/arbeidsliste/").content.decode()
        assert ("overgang til voksentjenester" in page) == shown


@pytest.mark.parametrize(("ago", "late"), [(14, ""), (15, "own")])
def test_the_receiving_unit_is_asked_and_not_the_one_who_asks(
    home: Household,
    youth: Person,
    caseworker: User,
    colleague_same_office: User,
    ago: int,
    late: str,
) -> None:
    asked = {"asked_on": TODAY - timedelta(days=ago), "asked_by": caseworker}
    ready(home, youth, caseworker, **asked)
    (row,) = to_answer(scope_of(colleague_same_office, TODAY))
    assert (row.what, row.late) == (f"Svar: tar dere imot {youth.name}?", late)
    assert list(to_answer(scope_of(caseworker, TODAY))) == []
    Transition.objects.update(answer="no", answered_on=TODAY, answered_by=colleague_same_office)
    assert list(to_answer(scope_of(colleague_same_office, TODAY))) == []


def test_hv_is_asked_of_a_child_that_is_shared_and_told_no_more_than_the_number_of_the_home(
    home: Household, youth: Person, caseworker: User
) -> None:
    hv = UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))
    asked: dict[str, Any] = {"asked_on": TODAY, "asked_by": caseworker}
    ready(home, youth, caseworker, receiver_unit=unit("hv", "midtbyen"), **asked)
    assert list(to_answer(scope_of(hv, TODAY))) == []
    for scope in ("household", "children"):
        share(home, youth, unit("hv", "midtbyen"), scope)
    (row,) = to_answer(scope_of(hv, TODAY))
    assert row.household == home.number
    assert youth.name in row.what
    assert list(unreceived(scope_of(hv, TODAY))) == []


@pytest.mark.parametrize(("left", "late"), [(31, None), (30, ""), (0, ""), (-1, "own")])
def test_aftercare_that_soon_runs_out_is_told(
    home: Household, youth: Person, caseworker: User, left: int, late: str | None
) -> None:
    row = transition(home, youth, caseworker, accepted=True)
    Transition.objects.filter(pk=row.pk).update(aftercare_until=TODAY + timedelta(days=left))
    found = list(aftercare_ends(scope_of(caseworker, TODAY)))
    assert [due.late for due in found] == ([late] if late is not None else [])


def test_it_costs_the_same_for_one_and_for_ten(
    home: Household, youth: Person, caseworker: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            list(unreceived(scope_of(caseworker, TODAY)))
        return len(counted)

    transition(home, youth, caseworker)
    queries()
    few = queries()
    for _ in range(10):
        more = HouseholdFactory(district="midtbyen")
        child = PersonFactory(birth_date=years_before(TODAY, 17))
        add_member(more, child, Membership.Role.CHILD)
        transition(more, child, caseworker)
    assert queries() == few
