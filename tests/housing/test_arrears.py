"""What is owed in rent, within reason; and by when arrears, warnings and petitions are followed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from coordination.worklist.due import scope_of
from coordination.worklist.due_tenancies import dangers, petitions
from households.housing_costs import costs_on
from households.models import Household
from housing.history import HousingError
from housing.models import Dwelling, TenancyRisk
from housing.tenancies import queries, risk_actions
from housing.tenancies.rent import note_arrears
from tests.conftest import logged_in
from tests.housing.kept import TODAY, adviser, day, dwelling, home_at_hv, rented, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def hv(db: None) -> User:
    return adviser()


@pytest.fixture
def home(hv: User) -> Household:
    found: Household = home_at_hv(children=1, by=hv)
    return found


@pytest.mark.parametrize(
    ("arrears", "is_sure", "field"),
    [
        (108_000, False, None),
        (108_001, False, "is_sure"),
        (108_001, True, None),
        (324_001, True, "arrears"),
        (99_999_999, True, "arrears"),
    ],
)
def test_what_is_owed_is_held_against_the_rent(
    home: Household, hv: User, arrears: int, is_sure: bool, field: str | None
) -> None:
    made = rented(home, hv)
    given: dict[str, Any] = {"tenancy": made, "version": 1, "on": TODAY, "by": hv}
    if field is None:
        note_arrears(arrears=arrears, is_sure=is_sure, **given)
        assert costs_on(home, TODAY)["rent"].arrears == arrears
        return
    with pytest.raises(HousingError) as refused:
        note_arrears(arrears=arrears, is_sure=is_sure, **given)
    assert refused.value.field == field
    assert costs_on(home, TODAY)["rent"].arrears == 0


def test_nothing_is_owed_before_the_first_due_day(home: Household, hv: User) -> None:
    made = rented(home, hv, starts_on=TODAY)
    given: dict[str, Any] = {"tenancy": made, "version": 1, "arrears": 5_000, "by": hv}
    first = next(day(ahead) for ahead in range(32) if day(ahead).day == 20)
    with pytest.raises(HousingError, match="første gang"):
        note_arrears(on=day(-1, first), **given)
    note_arrears(on=first, **given)
    assert costs_on(home, first)["rent"].arrears == 5_000


def test_a_large_amount_is_asked_about_on_the_page_and_kept_meanwhile(
    home: Household, hv: User
) -> None:
    client, made = logged_in(hv), rented(home, hv)
    url = reverse("tenancies:act", args=[home.pk, made.pk, "restanse"])
    page = reverse("tenancies:tenancy", args=[home.pk, made.pk])
    assert "Beløpet er kontrollert" not in client.get(page).text
    asked = client.post(url, {"version": 1, "arrears": "120 000"})
    assert asked.status_code == 409
    assert "mer enn 12 måneders husleie" in asked.text
    assert "Beløpet er kontrollert og riktig" in asked.text
    assert costs_on(home, TODAY)["rent"].arrears == 0
    sure = {"version": 1, "arrears": "120 000", "is_sure": "on"}
    assert "120\N{NO-BREAK SPACE}000 kr i restanse" in client.post(url, sure, follow=True).text


def at_risk(home: Household, by: User, state: str, ago: int) -> TenancyRisk:
    given: dict[str, Any] = {"household": home, "landlord": "Ola Utleier", "text": "", "by": by}
    return risk_actions.open_risk(tenancy=None, state=state, on=day(-ago), **given)


@pytest.mark.parametrize(("ago", "late"), [(30, ""), (31, "own")])
def test_arrears_are_followed_up_within_thirty_days_and_a_contact_gives_more_time(
    home: Household, hv: User, ago: int, late: str
) -> None:
    risk = at_risk(home, hv, "arrears", ago)
    (row,) = dangers(scope_of(hv, TODAY))
    assert (row.due, row.late, row.status) == (day(30 - ago), late, "Restanse")
    assert f"Følges opp innen {typed(30 - ago)}" in logged_in(hv).get("/leieforhold/").text
    risk_actions.contact(risk=risk, version=1, on=TODAY, text="Avtale", by=hv)
    (row,) = dangers(scope_of(hv, TODAY))
    assert (row.due, row.late) == (day(30), "")


def test_a_warning_is_followed_up_within_fourteen_days(home: Household, hv: User) -> None:
    risk = at_risk(home, hv, "arrears", 50)
    risk_actions.warn(risk=risk, version=1, on=day(-15), by=hv)
    (row,) = dangers(scope_of(hv, TODAY))
    assert (row.due, row.late, row.status) == (day(-1), "own", "Varslet")


def test_contact_before_the_petition_is_no_answer_to_it(home: Household, hv: User) -> None:
    risk = at_risk(home, hv, "arrears", 40)
    risk_actions.contact(risk=risk, version=1, on=day(-20), text="Ringte", by=hv)
    risk_actions.petition(risk=risk, version=2, on=day(-8), by=hv)
    (row,) = petitions(scope_of(hv, TODAY))
    assert (row.what, row.due, row.late) == ("Kontakt etter begjæring", day(-1), "plan")
    with pytest.raises(HousingError, match="før begjæringen"):
        risk_actions.contact(risk=risk, version=3, on=day(-9), text="Ringte", by=hv)
    assert TenancyRisk.objects.without_contact().count() == 1
    risk_actions.contact(risk=risk, version=3, on=TODAY, text="Møte", by=hv)
    risk.refresh_from_db()
    assert (risk.contact_on, risk.contact_text) == (TODAY, "Møte")
    assert not TenancyRisk.objects.without_contact().exists()
    (told, _) = queries.risk_figures(TODAY, years=1)
    assert (told.petitions, told.in_time) == (1, 0)


def test_an_eviction_averted_without_contact_says_so(home: Household, hv: User) -> None:
    risk = at_risk(home, hv, "petition", 3)
    risk_actions.settle(risk=risk, version=1, on=TODAY, text="Betalte", by=hv)
    (told, _) = queries.risk_figures(TODAY, years=1)
    assert (told.petitions, told.in_time, told.averted) == (1, 0, 1)
    page = logged_in(hv).get(reverse("tenancies:risk", args=[home.pk, risk.pk])).text
    assert "Kontakt etter begjæringen" in page
    assert f"frist {typed(4)}" in page
    tab = logged_in(hv).get(reverse("housing:household", args=[home.pk])).text
    assert f"{typed()}, oppdaget {typed(-3)}" in tab


@pytest.fixture
def client(hv: User) -> Client:
    return logged_in(hv)


def test_the_register_tells_who_lives_where_and_finds_the_address_as_it_is_written(
    client: Client, home: Household, hv: User
) -> None:
    made = rented(home, hv, of=dwelling("Oppdiktveien 120M", unit_number="H0202"))
    dwelling("Oppdiktveien 121M", unit_number="H0202")
    found = client.get(reverse("homes:register"), {"adresse": "Oppdiktveien 120M H0202"}).text
    assert "1 i utvalget" in found
    assert "Utleid" in found
    assert reverse("tenancies:tenancy", args=[home.pk, made.pk]) in found
    assert f"utløper {made.ends_on:%d.%m.%Y}" in found
    empty = client.get(reverse("homes:register"), {"tilstand": "empty"}).text
    assert "Oppdiktveien 121M" in empty
    assert "Oppdiktveien 120M" not in empty
    elsewhere = logged_in(adviser("heimdal")).get(reverse("homes:register")).text
    assert "Utleid" in elsewhere
    assert str(home) not in elsewhere


def test_a_home_that_is_let_has_no_day_it_is_free_from(
    client: Client, home: Household, hv: User
) -> None:
    made = rented(home, hv)
    assert Dwelling.objects.get().available_from is None
    assert "Bebodd" not in client.get(reverse("homes:home", args=[made.dwelling_id])).text
