"""The pages of tenancies and what threatens them: who may, what is shown, stored and refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from households.housing_costs import costs_on
from households.models import Household
from housing.models import Purchase, Tenancy, TenancyRisk, TenancySupport
from housing.tenancies.risk_actions import open_risk
from tests.conftest import logged_in
from tests.housing.kept import TODAY, adviser, day, dwelling, home_at_hv, rented, typed

pytestmark = pytest.mark.django_db
LIST = "/leieforhold/"


@pytest.fixture
def hv(db: None) -> User:
    return adviser()


@pytest.fixture
def client(hv: User) -> Client:
    return logged_in(hv)


@pytest.fixture
def home(hv: User) -> Household:
    found: Household = home_at_hv(children=1, by=hv)
    return found


def do(client: Client, row: Any, name: str, act: str, **typed_in: Any) -> Any:
    row.refresh_from_db()
    url = reverse(f"tenancies:{name}", args=[row.household_id, row.pk, act])
    return client.post(url, {"version": row.version, **typed_in}, follow=True)


def test_a_contract_is_registered_and_a_shorter_one_needs_its_ground(
    client: Client, home: Household
) -> None:
    flat = dwelling()
    url = reverse("tenancies:new", args=[home.pk])
    written = {"dwelling": flat.pk, "kind": "fixed", "starts_on": typed(), "ends_on": typed(300)}
    written["outside_text"] = "Overtok kontrakten etter moren"
    refused = client.post(url, written).text
    assert "Kortere enn 3 år krever hjemmel. Velg hvilken." in refused
    ground = {"short_ground": "special", "short_text": "Trenger en overgang"}
    shown = client.post(url, written | ground, follow=True).text
    assert "Leieforholdet er registrert." in shown
    assert "Trenger en overgang" in shown
    assert str(flat) not in client.get(url).text
    assert costs_on(home, TODAY)["rent"].claimed == 9_000


def test_a_home_that_is_not_allocated_is_found_by_its_address(
    client: Client, home: Household
) -> None:
    near, far = dwelling("Nedre gate 7"), dwelling("Kongens gate 9")
    url = reverse("tenancies:new", args=[home.pk])
    plain = client.get(url).text
    assert str(near) not in plain
    assert "Husstanden er ikke tildelt noen bolig." in plain
    found = client.get(url, {"adresse": "nedre"}).text
    assert f"{near}, 3 rom, ikke tildelt" in found
    assert str(far) not in found
    written = {"dwelling": near.pk, "kind": "open_ended", "starts_on": typed()}
    refused = client.post(url, written)
    assert "Boligen er ikke tildelt husstanden. Skriv hvorfor de får leie den." in refused.text
    assert f"{near}, 3 rom" in refused.text


def test_a_tenancy_from_notice_to_review_to_an_own_home(
    client: Client, home: Household, hv: User
) -> None:
    made = rented(home, hv, starts_on=day(-1_094), ends_on=day(40))
    assert "Utløper" in client.get(f"{LIST}?liste=utloper").text
    assert "Varselet er registrert." in do(client, made, "act", "varsle", on=typed()).text
    do(client, made, "act", "gjennomga", result="open_ended", text="Rolig og ryddig")
    after = Tenancy.objects.live().get()
    Tenancy.objects.filter(pk=after.pk).update(starts_on=day(-1))
    assert "Ingen plan" in client.get(f"{LIST}?liste=tidsubestemt").text
    shown = do(client, after, "act", "restanse", arrears=4_500).text
    assert "4\u00a0500 kr i restanse" in shown
    assert str(home) in client.get(f"{LIST}?liste=restanse").text
    plan = {"aim": "own", "steps": "Spare til egenkapital", "next_on": typed(30)}
    assert "Spare til egenkapital" in do(client, after, "act", "plan", **plan).text
    buy = {"what": "own", "bought_on": typed(), "valuation": 1_200_000, "discounted": "on"}
    refused = do(client, after, "act", "kjop", **buy)
    assert refused.status_code == 409
    assert "innenfor grensen for startlån" in refused.text
    assert "1200000" in refused.text
    shown = do(client, after, "act", "kjop", **buy, within_limits="on").text
    assert "takst 1\u00a0200\u00a0000 kr, rabatt 50\u00a0000 kr" in shown
    assert Purchase.objects.get().price == 1_150_000


def test_a_danger_to_a_home_from_its_first_sign_to_its_end(
    client: Client, home: Household, hv: User
) -> None:
    url = reverse("tenancies:new_risk", args=[home.pk])
    refused = client.post(url, {"state": "arrears", "on": typed(-3)})
    assert "Skriv hvem de leier av." in refused.text
    client.post(url, {"state": "arrears", "on": typed(-3), "landlord": "Utleie AS"})
    risk = TenancyRisk.objects.get()
    shown = do(client, risk, "act_risk", "begjaering", on=typed(-1)).text
    assert "Boligrådgivning er åpnet." in shown
    assert f"Kontakt innen {typed(6)}" in shown
    assert "Utleie AS" in client.get(LIST).text
    shown = do(client, risk, "act_risk", "kontakt", on=typed(), text="Avtale om nedbetaling").text
    assert "Avtale om nedbetaling" in shown
    support = {"kind": "economy", "on": typed(), "text": "Satte opp budsjett"}
    do(client, risk, "act_risk", "booppfolging", **support)
    assert TenancySupport.objects.get().household == home
    shown = do(client, risk, "act_risk", "ordnet", on=typed(), text="Restansen er dekket").text
    assert "Utkastelse avverget" in shown
    assert "Ingen er i fare for å miste boligen" in client.get(LIST).text
    late = reverse("tenancies:act_risk", args=[home.pk, risk.pk, "gjennomfort"])
    again = client.post(late, {"version": 9, "on": typed(), "text": "Nei"})
    assert (again.status_code, TenancyRisk.objects.get().state) == (409, "averted")


def test_only_hv_of_the_office_reads_and_writes(
    home: Household, hv: User, caseworker: User
) -> None:
    made = rented(home, hv)
    risk = open_risk(
        household=home, tenancy=made, landlord="", state="complaint", on=TODAY, text="Bråk", by=hv
    )
    pages = [
        reverse("tenancies:tenancy", args=[home.pk, made.pk]),
        reverse("tenancies:risk", args=[home.pk, risk.pk]),
    ]
    for page in pages:
        assert logged_in(hv).get(page).status_code == 200
        assert logged_in(caseworker).get(page).status_code == 403
        assert logged_in(adviser("heimdal")).get(page).status_code == 404
    other = home_at_hv()
    elsewhere = reverse("tenancies:tenancy", args=[other.pk, made.pk])
    assert logged_in(hv).get(elsewhere).status_code == 404
    assert logged_in(caseworker).get(LIST).status_code == 403
    assert str(home) not in logged_in(adviser("heimdal")).get(f"{LIST}?liste=alle").text


def test_evictions_and_homes_bought_are_told_without_anybody_in_them(
    client: Client, home: Household, hv: User, executive: User
) -> None:
    page = logged_in(executive).get(f"{LIST}tall/").text
    assert "Boliger kjøpt av tidligere leietakere" in page
    assert "I alt: <strong>0</strong>" in page
    made = rented(home, hv, open_ended=True)
    do(client, made, "act", "kjop", what="other", bought_on=typed(), price=2_100_000)
    page = client.get(f"{LIST}tall/").text
    assert "I alt: <strong>1</strong>" in page
    assert str(home) not in page


def test_amounts_are_written_as_people_write_them_and_a_price_is_not_replaced(
    client: Client, home: Household, hv: User
) -> None:
    made = rented(home, hv, open_ended=True)
    assert (
        "7\u00a0500 kr i restanse" in do(client, made, "act", "restanse", arrears="7 500 kr").text
    )
    buy = {"what": "own", "bought_on": typed(), "valuation": "1 200 000", "discounted": "on"}
    refused = do(client, made, "act", "kjop", **buy, within_limits="on", price="1")
    assert "Med rabatt er prisen 1\u00a0150\u00a0000 kr. La feltet stå tomt." in refused.text
    do(client, made, "act", "kjop", **buy, within_limits="on", price="1 150 000")
    assert Purchase.objects.get().price == 1_150_000


def test_what_is_late_says_so_in_words_and_a_plan_is_not_looked_at_yesterday(
    client: Client, home: Household, hv: User
) -> None:
    made = rented(home, hv, open_ended=True)
    plan = {"aim": "own", "steps": "Spare", "next_on": typed(-1)}
    assert "Dagen kan ikke være før i dag." in do(client, made, "act", "plan", **plan).text
    given = {"household": home, "tenancy": made, "landlord": "", "text": "", "by": hv}
    open_risk(state="petition", on=day(-8), **given)
    assert f"Kontakt innen {typed(-1)}: fristen er ute" in client.get(LIST).text
    TenancyRisk.objects.update(
        contact_on=TODAY,
        contact_by=hv,
        contact_text="Ja",
        state="eviction_set",
        eviction_on=day(-2),
    )
    assert f"Utkastelse berammet til {typed(-2)}: dagen er passert" in client.get(LIST).text
    Tenancy.objects.update(kind="fixed", ends_on=day(-3))
    assert "har gått ut" in client.get(f"{LIST}?liste=utloper").text
