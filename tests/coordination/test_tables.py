"""Django's admin: rates, settings, districts and units for the administrator, and nothing more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import AccessEvent, Unit, User
from benefits.models import RateTable, RightsGuide
from coordination.administration.tables import site
from tests.conftest import confirmed, logged_in

pytestmark = pytest.mark.django_db
BASE = "/administrasjon/tabeller/"
RATES = f"{BASE}benefits/ratetable/"
NEW = {
    "issuer": "municipality",
    "valid_from": "01.01.2031",
    "valid_to": "31.12.2031",
    "single": "100",
    "couple": "200",
    "shared": "90",
    "child_0_5": "10",
    "child_6_10": "20",
    "child_11_17": "30",
    "source": "Bystyret",
}


@pytest.fixture
def admin(administrator: User) -> Client:
    return confirmed(logged_in(administrator))


def test_only_tables_stand_in_it_never_users_or_persons() -> None:
    names = {model._meta.label for model in site._registry}
    assert names == {
        "benefits.RateTable",
        "benefits.FamilyCap",
        "benefits.DatedSetting",
        "benefits.OneOffGuide",
        "benefits.ReferenceBudget",
        "benefits.RightsGuide",
        "housing.PriorityClass",
        "housing.PriorityGround",
        "accounts.District",
        "accounts.Unit",
    }


@pytest.mark.parametrize("actor", ["caseworker", "team_leader", "executive", "stranger"])
def test_nobody_else_comes_in_whatever_django_thinks_of_them(
    request: pytest.FixtureRequest, actor: str
) -> None:
    user = request.getfixturevalue(actor)
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    client = confirmed(logged_in(user))
    assert [client.get(path).status_code for path in (BASE, RATES)] == [403, 403]


def test_a_stranger_is_sent_to_our_own_login() -> None:
    for path in (BASE, RATES):
        assert Client().get(path)["Location"].startswith("/konto/logg-inn/?next=")
    assert Client().get(f"{BASE}login/").status_code in (302, 404)


def test_a_fresh_proof_is_asked_for(administrator: User) -> None:
    assert logged_in(administrator).get(BASE)["Location"].startswith("/konto/bekreft/")


def test_a_rate_table_is_added_and_changed_with_its_history(
    admin: Client, administrator: User
) -> None:
    assert admin.post(f"{RATES}add/", NEW).status_code == 302
    row = RateTable.objects.get(source="Bystyret")
    assert admin.post(f"{RATES}{row.pk}/change/", NEW | {"single": "110"}).status_code == 302
    row.refresh_from_db()
    assert row.single == 110
    assert [entry.user for entry in LogEntry.objects.all()] == [administrator] * 2
    assert AccessEvent.objects.filter(action="admin", reason="table_saved").count() == 2


def test_nothing_is_deleted(admin: Client) -> None:
    row = RateTable.objects.order_by("pk").first() or RateTable.objects.create(
        **{name: 1 for name in NEW if NEW[name].isdigit()},
        issuer="state",
        valid_from="2031-01-01",
    )
    assert admin.post(f"{RATES}{row.pk}/delete/", {"post": "yes"}).status_code == 404
    picked = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    admin.post(RATES, picked)
    assert RateTable.objects.filter(pk=row.pk).exists()


def test_a_unit_keeps_its_name_and_dates_here(admin: Client) -> None:
    unit = Unit.objects.get(name="NAV Heimdal")
    given = {
        "nav_number": "5705",
        "district": unit.district_id,
        "name": "Annet",
        "valid_to": "01.01.2020",
    }
    admin.post(f"{BASE}accounts/unit/{unit.pk}/change/", given)
    unit.refresh_from_db()
    assert (unit.nav_number, unit.name, unit.valid_to) == ("5705", "NAV Heimdal", None)


@pytest.mark.parametrize(
    "path", ["password_change/", "logout/", "autocomplete/", "r/1/1/", "accounts/user/"]
)
def test_what_leads_elsewhere_is_left_out(admin: Client, path: str) -> None:
    assert admin.get(BASE + path).status_code == 404


def test_every_model_of_a_person_is_far_from_it() -> None:
    registered = {model._meta.app_label for model in site._registry}
    assert "households" in {model._meta.app_label for model in apps.get_models()}
    assert "households" not in registered


@pytest.mark.parametrize("table", ["benefits/ratetable", "benefits/datedsetting", "accounts/unit"])
def test_a_filter_that_is_not_understood_is_taken_out_of_the_address(
    administrator: User, table: str
) -> None:
    client = confirmed(logged_in(administrator))
    page = f"/administrasjon/tabeller/{table}/"
    for query in ("?id=1,5", "?valid_from__gte=i-dag", "?o=x&p=-1&e=1"):
        answer = client.get(page + query, follow=True)
        assert answer.status_code == 200
        assert answer.request["PATH_INFO"] == page
        assert "e" not in answer.request["QUERY_STRING"]


GUIDES = f"{BASE}benefits/rightsguide/"


def rules_of(page: Any) -> dict[str, Any]:
    """What the page would send of its rules."""
    rows = page.context["inline_admin_formsets"][0].formset
    sent = {field.html_name: field.value() for field in rows.management_form}
    return sent | {field.html_name: field.value() or "" for form in rows for field in form}


def test_a_new_edition_of_the_guide_begins_as_the_last_and_ends_it(admin: Client) -> None:
    sent = rules_of(admin.get(f"{GUIDES}add/"))
    edition = {"valid_from": "01.01.2031", "source": "Ny forskrift"}
    changed = {name: "none" for name in sent if name.endswith("-6-grant")}
    assert admin.post(f"{GUIDES}add/", sent | changed | edition).status_code == 302
    new, old = RightsGuide.objects.all()
    assert (new.version, old.valid_to) == (2, date(2030, 12, 31))
    assert new.rules.count() == old.rules.count() == 20
    assert new.rules.filter(grant="none").count() == old.rules.filter(grant="none").count() + 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"valid_from": "01.01.2026"}, "Velg en dag etter."),
        ({"rules-0-service": "money"}, "korriger dupliserte data"),
        ({"rules-0-grant": ""}, "Velg «Gis»."),
    ],
)
def test_a_guide_that_is_not_whole_is_refused(
    admin: Client, change: dict[str, str], told: str
) -> None:
    edition = {"valid_from": "01.01.2031", "source": "Ny forskrift"}
    answer = admin.post(f"{GUIDES}add/", rules_of(admin.get(f"{GUIDES}add/")) | edition | change)
    assert told in answer.text
    assert RightsGuide.objects.count() == 1


def test_an_edition_that_is_laid_down_is_only_read(admin: Client) -> None:
    guide = RightsGuide.objects.get()
    assert "Til du kan få hjelp fra hjemlandet" in admin.get(f"{GUIDES}{guide.pk}/change/").text
    answer = admin.post(f"{GUIDES}{guide.pk}/change/", {"valid_from": "01.01.2031"})
    assert answer.status_code == 403


@pytest.mark.parametrize("asked", ["", "&_to_field=", "&_to_field=id"])
def test_an_address_that_names_no_field_shows_the_row(admin: Client, asked: str) -> None:
    rates = RateTable.objects.earliest("pk")
    answer = admin.get(f"{RATES}{rates.pk}/change/?_popup=1{asked}")
    assert (answer.status_code, rates.source in answer.text) == (200, True)
