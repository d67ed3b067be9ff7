"""How appeals go: the share that is reversed, the clock, and who sees it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import AccessEvent, User
from accounts.policy import Role
from decisions import appeals
from decisions.appeal_figures.rules import AppealFacts, figures
from decisions.models import Appeal, Decision
from households.models import Household
from tests.conftest import logged_in, unit
from tests.decisions import case
from tests.decisions.test_appeals import DEADLINE, receive, stands
from tests.factories import UserFactory

D = date
CAME, ENDED, UNTIL = D(2026, 1, 10), D(2026, 2, 10), D(2026, 12, 31)
PAGE = "/klager/"


def facts(
    received: date = CAME,
    settled: date | None = ENDED,
    *,
    here: bool = False,
    result: str = "upheld",
    taken_up: bool = True,
) -> AppealFacts:
    return AppealFacts("assistance", received, taken_up, here, "" if here else result, settled)


def test_reversed_are_those_the_office_or_the_body_changed() -> None:
    told = figures(
        [facts(here=True), facts(result="changed"), facts(result="annulled"), facts()], UNTIL
    )
    assert (told.reversed_here, told.reversed_there, told.stood) == (1, 2, 1)
    assert (told.settled, told.reversed_share) == (4, 75)


def test_one_that_was_sent_back_has_stood_so_far() -> None:
    assert figures([facts(result="returned")], UNTIL).reversed_share == 0


def test_what_is_not_taken_up_or_not_settled_is_no_part_of_the_share() -> None:
    told = figures([facts(taken_up=False, settled=None), facts(settled=None, result="")], UNTIL)
    assert (told.received, told.not_taken_up, told.waiting) == (2, 1, 1)
    assert told.reversed_share is None


@pytest.mark.parametrize(
    ("slow", "per_cent", "is_slow"), [(0, 100, False), (1, 90, False), (2, 80, True)]
)
def test_nine_of_ten_within_three_months_is_the_aim(
    slow: int, per_cent: int, is_slow: bool
) -> None:
    late = [facts(settled=D(2026, 4, 11))] * slow
    told = figures([*late, *[facts(settled=D(2026, 4, 10))] * (10 - slow)], UNTIL)
    assert (told.in_time, told.is_slow) == (per_cent, is_slow)


@pytest.fixture
def decision(home: Household, caseworker: User, team_leader: User) -> Decision:
    made = case.approved(home, caseworker, team_leader)
    case.sent(made, caseworker)
    return made


@pytest.fixture
def appeal(decision: Decision, caseworker: User) -> Appeal:
    return receive(decision, caseworker)


@pytest.mark.django_db
def test_a_leader_sees_what_waits_with_whom_and_for_how_long(
    appeal: Appeal, home: Household, team_leader: User, caseworker: User
) -> None:
    row = stands(appeal, caseworker)
    later = DEADLINE + timedelta(days=2)
    appeals.forward(appeal=row, on=later, at=case.NEXT, by=caseworker)
    with time_machine.travel(DEADLINE + timedelta(days=120), tick=False):
        page = logged_in(team_leader).get(PAGE, {"ar": DEADLINE.year})
    [shown] = page.context["page"]
    assert (shown.days, shown.late) == (120, True)
    assert "Statsforvalteren i Trøndelag" in page.text
    address = reverse("decisions:appeal", args=[home.pk, row.decision_id, row.pk])
    assert f'href="{address}"' in page.text
    assert AccessEvent.objects.filter(action="list", view_name="appeals:list").exists()


@pytest.mark.django_db
def test_one_the_office_reverses_waits_no_longer_and_counts(
    appeal: Appeal, team_leader: User, caseworker: User
) -> None:
    appeals.reconsider(
        appeal=appeal,
        is_reversed=True,
        text="Ny vurdering.",
        on=DEADLINE,
        at=case.NEXT,
        by=caseworker,
    )
    page = logged_in(team_leader).get(PAGE, {"ar": DEADLINE.year})
    assert list(page.context["page"]) == []
    [kind, everything] = page.context["lines"]
    assert (kind.label, kind.figures.reversed_share) == ("Økonomisk sosialhjelp", 100)
    assert everything.figures == kind.figures


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["", "x", "1999", "²"])
def test_a_year_that_is_none_is_this_year(team_leader: User, year: str) -> None:
    page = logged_in(team_leader).get(PAGE, {"ar": year})
    assert page.status_code == 200
    assert page.context["lines"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ["caseworker", "bft_adviser", "executive"])
def test_it_is_for_leaders(request: pytest.FixtureRequest, actor: str) -> None:
    assert logged_in(request.getfixturevalue(actor)).get(PAGE).status_code == 403


@pytest.mark.django_db
def test_another_office_sees_nothing_of_it(appeal: Appeal) -> None:
    elsewhere = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))
    page = logged_in(elsewhere).get(PAGE, {"ar": DEADLINE.year})
    assert page.context["lines"] == []
    assert list(page.context["page"]) == []
