"""The frame of every page: menu by role, front page by role, and who is logged in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import policy
from accounts.models import RoleAssignment, User
from accounts.policy import Role
from tests.conftest import logged_in, unit
from tests.factories import UserFactory, give_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("actor", "path"),
    [
        ("caseworker", "/arbeidsliste/"),
        ("team_leader", "/arbeidsliste/"),
        ("bft_adviser", "/kartlegging/"),
        ("bft_leader", "/arbeidsliste/"),
        ("hv_leader", "/arbeidsliste/"),
        ("executive", "/rapporter/"),
        ("administrator", "/administrasjon/"),
        ("auditor", "/innsyn/logg/"),
    ],
)
def test_each_role_opens_on_its_own_first_page(
    request: pytest.FixtureRequest, actor: str, path: str
) -> None:
    response = logged_in(request.getfixturevalue(actor)).get("/")
    assert (response.status_code, response["Location"]) == (302, path)


@pytest.mark.parametrize("ended", [True, False])
def test_a_user_without_a_role_today_is_told_so(stranger: User, ended: bool) -> None:
    if ended:
        role = give_role(stranger, Role.CASEWORKER, unit("nav", "midtbyen"))
        yesterday = timezone.localdate() - timedelta(days=1)
        RoleAssignment.objects.filter(pk=role.pk).update(valid_to=yesterday)
    response = logged_in(stranger).get("/")
    page = response.content.decode()
    assert response.status_code == 403
    assert "Du har ingen rolle som gjelder i dag." in page
    assert "Ingen rolle i dag" in page


def test_a_role_without_pages_is_told_so(stranger: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(policy.ROLE_PERMISSIONS, Role.CENTRE_STAFF, frozenset())
    give_role(stranger, Role.CENTRE_STAFF)
    response = logged_in(stranger).get("/")
    assert response.status_code == 403
    assert "ingen sider for rollen din i OSK-sak ennå." in response.content.decode()


@pytest.mark.parametrize(
    ("actor", "seen", "unseen"),
    [
        ("caseworker", ["Husstander", "Henvendelser", "Samtykker"], ["Kontroll", "Import"]),
        ("team_leader", ["Samtykker", "Fordel saker", "Rapporter", "Kontroll"], ["Nødtilgang"]),
        (
            "hv_leader",
            ["Bolig", "Husstander", "Fordel saker", "Kontroll"],
            ["Rapporter", "Barn"],
        ),
        ("bft_leader", ["Barn", "Fordel saker", "Kontroll"], ["Bolig", "Rapporter"]),
    ],
)
def test_the_menu_holds_what_the_role_gives_and_marks_where_one_is(
    request: pytest.FixtureRequest, actor: str, seen: list[str], unseen: list[str]
) -> None:
    page = logged_in(request.getfixturevalue(actor)).get("/husstander/").content.decode()
    menu = page.split('aria-label="Hovedmeny"')[1].split("</nav>")[0]
    assert [label for label in seen + unseen if f">{label}<" in menu] == seen
    assert menu.count('aria-current="page"') == 1


def test_the_pages_of_control_stand_beside_each_other_under_one_heading(team_leader: User) -> None:
    page = logged_in(team_leader).get("/innsyn/logg/").content.decode()
    beside = page.split('aria-label="Kontroll"')[1].split("</nav>")[0]
    labels = re.findall(r'section-nav-link"[^>]*>([^<]+)<', beside)
    first = ["Innsynslogg", "Etterkontroll", "Nødtilgang"]
    then = ["Barn uten kartlegging", "Familiesamtaler", "Klager", "Tiltak", "Plantiltak"]
    last = ["Passerer neste kvartal", "Tilbud", "Innsynskrav", "Rådgivning", "Standardtekster"]
    assert labels == [*first, *then, *last]
    assert beside.count('aria-current="page"') == 1


@pytest.mark.parametrize(
    ("actor", "last"),
    [
        ("hv_leader", ["Klager", "Plantiltak", "Tilbud", "Innsynskrav"]),
        ("bft_leader", ["Barn uten kartlegging", "Plantiltak", "Tilbud", "Innsynskrav"]),
    ],
)
def test_a_leader_of_another_party_controls_what_is_of_the_party(
    request: pytest.FixtureRequest, actor: str, last: list[str]
) -> None:
    page = logged_in(request.getfixturevalue(actor)).get("/innsyn/logg/").content.decode()
    beside = page.split('aria-label="Kontroll"')[1].split("</nav>")[0]
    labels = re.findall(r'section-nav-link"[^>]*>([^<]+)<', beside)
    assert labels == ["Innsynslogg", "Etterkontroll", "Nødtilgang", *last]


@pytest.mark.parametrize("actor", ["team_leader", "executive"])
def test_the_figures_of_housing_stand_beside_each_other_for_who_sees_reports(
    request: pytest.FixtureRequest, actor: str
) -> None:
    client = logged_in(request.getfixturevalue(actor))
    for path in ("/rapporter/bolig/", "/leieforhold/tall/", "/botilbud/bruk/"):
        page = client.get(path).content.decode()
        menu = page.split('aria-label="Hovedmeny"')[1].split("</nav>")[0]
        assert re.findall(r'aria-current="page"[^>]*>([^<]+)<', menu) == ["Rapporter"]
        beside = page.split('aria-label="Rapporter"')[1].split("</nav>")[0]
        assert f'href="{path}" aria-current="page"' in beside
        assert beside.count("section-nav-link") == 4


def test_hvs_leader_has_the_pages_of_housing_under_one_heading_and_an_adviser_in_the_menu(
    hv_leader: User,
) -> None:
    adviser = UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))
    page = logged_in(hv_leader).get("/leieforhold/").content.decode()
    beside = page.split('aria-label="Bolig"')[1].split("</nav>")[0]
    labels = re.findall(r'section-nav-link"[^>]*>([^<]+)<', beside)
    assert labels == ["Boligkø", "Leieforhold", "Botilbud"]
    menu = logged_in(adviser).get("/leieforhold/").content.decode()
    menu = menu.split('aria-label="Hovedmeny"')[1].split("</nav>")[0]
    assert [label for label in [*labels, "Bolig"] if f">{label}<" in menu] == labels


def test_the_longest_address_above_a_page_is_where_one_is(caseworker: User) -> None:
    page = logged_in(caseworker).get("/husstander/henvendelser/").content.decode()
    menu = page.split('aria-label="Hovedmeny"')[1].split("</nav>")[0]
    assert re.findall(r'aria-current="page"[^>]*>(\w+)<', menu) == ["Henvendelser"]


def test_only_who_may_see_households_has_the_search_in_the_header(
    caseworker: User, executive: User
) -> None:
    assert 'action="/husstander/sok/"' in logged_in(caseworker).get("/husstander/").content.decode()
    refused = logged_in(executive).get("/husstander/").content.decode()
    assert 'action="/husstander/sok/"' not in refused


def test_the_header_tells_who_is_logged_in_where_and_as_what(caseworker: User) -> None:
    page = logged_in(caseworker).get("/husstander/").content.decode()
    assert str(caseworker) in page
    assert f"NAV-saksbehandler, {unit('nav', 'midtbyen')}" in page
