"""Advice that is closed is read whole; a step is given to a party that has the household."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from coordination.worklist.due import scope_of
from coordination.worklist.due_advice_steps import advice_steps
from households.models import Household, Responsibility
from housing.advice.actions import open_case
from housing.codes import AdviceCause
from housing.models import AdviceCase
from tests.conftest import logged_in, unit
from tests.factories import LONG_AGO
from tests.housing.filled import advised
from tests.housing.test_pages import day, page, tab

TODAY = timezone.localdate


def closed(home: Household, hv: User) -> AdviceCase:
    case = advised(home, hv, "Vi så på tre leiligheter")
    case.steps.create(tool="search", text="Gå på visning", owner="household", made_by=hv)
    case.closed_on, case.outcome = TODAY(), "private_rent"
    case.save()
    return case


def test_a_closed_case_shows_its_sessions_and_plan(hv: User, home: Household) -> None:
    closed(home, hv)
    text = page(hv, tab(home))
    for told in (
        "Tidligere rådgivning",
        "Leier privat, 1 samtale<",
        "Vi så på tre leiligheter",
        "Gå på visning",
        "Ikke gjort",
    ):
        assert told in text, told
    assert "Registrer gjort" not in text


def test_a_case_that_is_opened_again_still_shows_the_one_before(hv: User, home: Household) -> None:
    closed(home, hv)
    open_case(home, cause=AdviceCause.SELF_REFERRAL, on=TODAY(), by=hv)
    text = page(hv, tab(home))
    assert "Plan mot egen bolig" in text
    assert "Vi så på tre leiligheter" in text


def with_nav(home: Household) -> None:
    Responsibility.objects.filter(household=home, party="nav").delete()
    Responsibility.objects.create(
        household=home, party="nav", unit=unit("nav", "midtbyen"), valid_from=LONG_AGO
    )


def test_nav_is_offered_only_where_it_has_the_household(hv: User, home: Household) -> None:
    Responsibility.objects.filter(household=home, party="nav").delete()
    advised(home, hv)
    text = page(hv, tab(home, "steg/"))
    assert "NAV har ikke denne husstanden" in text
    assert '<option value="nav"' not in text
    form = {"tool": "savings", "text": "Søke", "owner": "nav", "due_on": day(3)}
    assert logged_in(hv).post(tab(home, "steg/"), form).status_code == 200
    with_nav(home)
    undated = logged_in(hv).post(tab(home, "steg/"), form | {"due_on": ""}).content.decode()
    assert "Skriv en frist, så steget kommer i NAVs arbeidsliste." in undated
    assert "kommer i NAVs arbeidsliste" in page(hv, tab(home, "steg/"))
    assert logged_in(hv).post(tab(home, "steg/"), form).status_code == 302


def test_a_step_stands_in_the_list_of_the_party_that_is_to_do_it(
    hv: User, caseworker: User, home: Household
) -> None:
    with_nav(home)
    case = advised(home, hv)
    soon = TODAY() + timedelta(days=3)
    for owner in ("nav", "hv", "household"):
        case.steps.create(tool="savings", text=f"For {owner}", owner=owner, due_on=soon, made_by=hv)
    case.steps.create(
        tool="savings", text="Senere", owner="hv", due_on=soon + timedelta(days=60), made_by=hv
    )

    def listed(user: User) -> list[str]:
        return [row.what for row in advice_steps(scope_of(user, TODAY()))]

    assert listed(caseworker) == ["Egen sparing: For nav"]
    assert listed(hv) == ["Egen sparing: For hv"]
    Responsibility.objects.filter(household=home, party="nav").delete()
    assert listed(caseworker) == []
    with_nav(home)
    case.steps.filter(owner="nav").update(done_on=TODAY())
    assert listed(caseworker) == []
