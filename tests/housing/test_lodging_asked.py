"""A place for the night is asked for with why, decided by NAV the same day, and children seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from coordination.worklist.due import scope_of
from coordination.worklist.due_lodging import undecided
from coordination.worklist.dues import intakes
from households.lodging import grant_lodging
from households.models import Household, Intake, LodgingNeed, Responsibility
from housing.history import HousingError
from housing.lodging import actions, queries
from tests.conftest import logged_in
from tests.housing.kept import TODAY, adviser, asked, day, home_at_hv, lodged, rented, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def hv(db: None) -> User:
    return adviser()


@pytest.fixture
def home(hv: User) -> Household:
    found: Household = home_at_hv(children=1, by=hv)
    return found


def test_what_hv_is_asked_is_navs_to_decide_the_same_day(
    home: Household, hv: User, caseworker: User
) -> None:
    need = asked(home, hv)
    (row,) = undecided(scope_of(caseworker, TODAY))
    assert (row.what, row.due, row.late) == ("Avgjør midlertidig botilbud (§ 27)", TODAY, "law")
    assert (row.kind, row.why, row.urgent) == ("Botilbud", "Kastet ut hjemmefra", True)
    assert list(undecided(scope_of(hv, TODAY))) == []
    assert not Intake.objects.exists()
    page = logged_in(caseworker).get("/arbeidsliste/", {"vis": "kontoret"}).text
    assert "Botilbud" in page
    grant_lodging(household=home, on=TODAY, by=caseworker)
    assert list(undecided(scope_of(caseworker, TODAY))) == []
    need.refresh_from_db()
    assert need.decided_on == TODAY


def test_where_nav_does_not_have_the_household_it_comes_to_the_inbox_of_the_district(
    home: Household, hv: User, caseworker: User
) -> None:
    Responsibility.objects.filter(household=home, party="nav").delete()
    asked(home, hv)
    made = Intake.objects.get()
    assert (made.party, made.unit.district.code, made.topics) == ("nav", "midtbyen", ["emergency"])
    assert made.text == "Trenger et sted i natt. Kastet ut hjemmefra"
    (row,) = intakes(scope_of(caseworker, TODAY))
    assert (row.due, row.urgent) == (TODAY, True)
    (late,) = intakes(scope_of(caseworker, day(1)))
    assert late.late == "law"
    asked(home, hv)
    assert Intake.objects.count() == 1


def test_a_tenant_of_the_municipality_is_asked_about_twice(home: Household, hv: User) -> None:
    rented(home, hv)
    client, url = logged_in(hv), reverse("lodging:new", args=[home.pk])
    assert "Husstanden leier en kommunal bolig." in client.get(url).text
    refused = client.post(url, {"reason": "Vannskade"}).text
    assert "Kryss av for at de ikke kan sove i boligen de leier." in refused
    assert "Vannskade" in refused
    assert not LodgingNeed.objects.exists()
    client.post(url, {"reason": "Vannskade", "is_sure": "on"})
    assert LodgingNeed.objects.get().reason_text == "Vannskade"


def test_somebody_looks_in_on_the_children_and_the_list_of_tonight_says_so(
    home: Household, hv: User
) -> None:
    stay, client = lodged(home, hv), logged_in(hv)
    tonight = "/botilbud/?liste=inatt"
    assert "Se til barna i dag" in client.get(tonight).text
    url = reverse("lodging:act", args=[home.pk, stay.need_id, "sett"])
    given: dict[str, Any] = {"version": stay.need.version, "on": typed(), "text": "Leker og ler"}
    assert "Etter" not in client.post(url, given | {"on": typed(1)}).text
    assert LodgingNeed.objects.get().seen_on is None
    shown = client.post(url, given, follow=True).text
    assert f"Sist sett til {typed()} av {hv}: Leker og ler" in shown
    assert "Se til barna i dag" not in client.get(tonight).text
    need = LodgingNeed.objects.get()
    told: dict[str, Any] = {"need": need, "version": need.version, "by": hv, "party": "hv"}
    with pytest.raises(HousingError, match="før det ble bedt"):
        actions.look_in(on=day(-9), text="Fint", **told)
    actions.look_in(on=day(-2), text="Ble registrert for sent", **told)
    need.refresh_from_db()
    assert (need.seen_on, need.seen_text) == (TODAY, "Leker og ler")


def test_without_a_place_families_come_first(hv: User) -> None:
    alone = asked(home_at_hv(by=hv), hv)
    LodgingNeed.objects.filter(pk=alone.pk).update(requested_on=day(-5))
    family = asked(home_at_hv(children=2, by=hv), hv)
    assert [line.need for line in queries.open_lines(hv, TODAY)] == [family, alone]


def test_a_plan_is_looked_at_within_a_year(home: Household, hv: User) -> None:
    need = asked(home, hv)
    given: dict[str, Any] = {"need": need, "version": 1, "by": hv, "party": "hv"}
    with pytest.raises(HousingError) as refused:
        actions.plan(onward="Kommunal bolig", onward_on=day(400), **given)
    assert refused.value.field == "onward_on"
