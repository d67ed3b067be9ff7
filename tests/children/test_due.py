"""The children that are to be mapped, and those that were not: lists with one idea of due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from children.due import due_rows, shares_of_reasons
from coordination.worklist.due import scope_of
from coordination.worklist.dues import everything
from households.mapping import except_mapping
from households.models import Household, MappingDuty, Person, Responsibility
from tests.children.answering import owed
from tests.children.filled import begun, mapped
from tests.conftest import logged_in, unit
from tests.decisions.case import family
from tests.factories import LONG_AGO, give_role, share

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def states(user: User) -> dict[str, str]:
    return {row.duty.child.first_name: row.state for row in due_rows(user, TODAY)}


def late(child: Person, days: int = 3) -> None:
    MappingDuty.objects.filter(child=child).update(due_on=TODAY - timedelta(days=days))


def test_each_child_of_those_who_have_asked_is_due_to_the_office(
    home: Household, caseworker: User, colleague_same_office: User, caseworker_other_office: User
) -> None:
    owed(home, caseworker)
    assert states(caseworker) == {"Nora": "Ikke startet", "Jonas": "Ikke startet"}
    assert [row.is_mine for row in due_rows(caseworker, TODAY)] == [True, True]
    assert [row.is_mine for row in due_rows(colleague_same_office, TODAY)] == [False, False]
    assert states(caseworker_other_office) == {}


def test_the_list_tells_how_far_each_has_come(
    home: Household, nora: Person, jonas: Person, caseworker: User
) -> None:
    owed(home, caseworker)
    begun(home, nora, caseworker)
    mapped(home, jonas, caseworker, on=TODAY - timedelta(days=20))
    assert states(caseworker) == {"Nora": "Påbegynt", "Jonas": "Noe endret siden sist?"}
    jonas.mappings.update(completed_on=TODAY - timedelta(days=400))
    assert states(caseworker)["Jonas"] == "Kartleggingen er utløpt"


def test_bft_has_the_children_that_nav_shares_with_it(
    home: Household, nora: Person, caseworker: User, bft_adviser: User
) -> None:
    owed(home, caseworker)
    assert states(bft_adviser) == {}
    for scope in ("household", "children"):
        share(home, nora, unit("bft", "midtbyen"), scope)
    (row,) = due_rows(bft_adviser, TODAY)
    assert (row.child, row.from_party) == (nora.name, "NAV")
    assert row.household == home.number
    page = logged_in(bft_adviser).get("/kartlegging/?liste=delt").content.decode()
    assert nora.name in page
    assert "delt fra NAV" in page


def test_the_work_list_has_the_same_children_and_says_when_one_is_late(
    home: Household, nora: Person, caseworker: User
) -> None:
    owed(home, caseworker)
    late(nora)
    rows = [r for r in everything(scope_of(caseworker, TODAY)) if r.kind == "Kartlegging"]
    told = {row.subject_id: (row.late, row.why) for row in rows}
    assert told[nora.pk] == ("plan", "3 dager over planens frist")
    assert sorted(told) == sorted(row.child_id for row in due_rows(caseworker, TODAY))


@pytest.mark.parametrize(
    ("reason", "due"),
    [
        ("emergency", True),
        ("urgent", True),
        ("refused", False),
        ("not_possible", False),
        ("by_bft", False),
        ("elsewhere", False),
    ],
)
def test_an_exception_stands_on_the_leaders_list_and_is_due_if_it_only_waits(
    home: Household, nora: Person, caseworker: User, team_leader: User, reason: str, due: bool
) -> None:
    owed(home, caseworker)
    duty = MappingDuty.objects.get(child=nora)
    grounds = "Sier nei i dag"
    except_mapping(duty=duty, reason=reason, grounds=grounds, at=timezone.now(), by=caseworker)
    assert ("Nora" in states(caseworker)) == due
    page = logged_in(team_leader).get("/kartlegging/unntak/").content.decode()
    assert nora.name in page
    assert grounds in page


def test_a_leader_of_another_office_sees_its_figures_and_no_names(
    home: Household, nora: Person, caseworker: User, caseworker_other_office: User
) -> None:
    owed(home, caseworker)
    duty = MappingDuty.objects.get(child=nora)
    except_mapping(duty=duty, reason="urgent", grounds="x", at=timezone.now(), by=caseworker)
    give_role(caseworker_other_office, Role.TEAM_LEADER, unit("nav", "heimdal"))
    page = logged_in(caseworker_other_office).get("/kartlegging/unntak/").content.decode()
    assert "NAV Midtbyen" in page
    assert nora.name not in page


def test_small_figures_of_an_office_are_hidden(caseworker: User, team_leader: User) -> None:
    for number in range(3):
        home = family()
        owed(home, caseworker)
        duty = MappingDuty.objects.filter(household=home)[0]
        if number < 2:
            except_mapping(
                duty=duty, reason="urgent", grounds="x", at=timezone.now(), by=caseworker
            )
    (office,) = shares_of_reasons(team_leader, TODAY)
    assert office.duties == 6
    assert office.mapped == 0
    assert office.reasons[1] is None


def test_a_child_in_two_homes_is_asked_about_in_each(
    home: Household, nora: Person, caseworker: User
) -> None:
    other = family()
    Responsibility.objects.filter(household=other).update(caseworker=caseworker)
    other.memberships.filter(person__first_name="Nora").update(person=nora)
    owed(home, caseworker)
    owed(other, caseworker)
    assert MappingDuty.objects.open().filter(child=nora).count() == 2


def test_a_household_that_bft_has_as_its_own_is_on_its_list(
    home: Household, bft_adviser: User
) -> None:
    there = unit("bft", "midtbyen")
    Responsibility.objects.create(
        household=home, party="bft", unit=there, caseworker=bft_adviser, valid_from=LONG_AGO
    )
    owed(home, bft_adviser, there)
    assert states(bft_adviser) == {"Nora": "Ikke startet", "Jonas": "Ikke startet"}
    page = logged_in(bft_adviser).get("/kartlegging/").content.decode()
    assert "Nora" in page
    assert "Meg" in page
