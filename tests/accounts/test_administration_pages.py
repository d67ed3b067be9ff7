"""The administrator's pages: who may, who may not, what is told, what is logged."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.administration import unit_actions
from accounts.models import AccessChange, AccessEvent, RoleAssignment, User
from accounts.policy import Role
from tests.conftest import confirmed, logged_in, unit
from tests.factories import UserFactory, give_role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BEFORE = TODAY - timedelta(days=1)
NEW = {
    "first_name": "Åse",
    "last_name": "Ørland",
    "username": "aase.orland",
    "role": Role.CASEWORKER.value,
    "valid_from": f"{TODAY:%d.%m.%Y}",
}
PASSWORD = "korrekt hest batteri"
READING = ["users", "units", "limits"]
CHANGING = ["new_employee", "new_unit", "new_limit"]


@pytest.fixture
def admin(administrator: User) -> Client:
    return confirmed(logged_in(administrator))


@pytest.fixture
def second(db: None) -> User:
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.mark.parametrize("name", [*READING, *CHANGING, "approvals"])
def test_the_administrator_has_the_pages_and_a_caseworker_has_none(
    admin: Client, caseworker: User, name: str
) -> None:
    path = reverse(f"administration:{name}")
    assert admin.get(path).status_code == 200
    refused = confirmed(logged_in(caseworker)).get(path)
    assert refused.status_code == 403
    assert AccessEvent.objects.filter(user_id=caseworker.pk, verdict="deny").count() == 1


def test_the_auditor_reads_users_and_units_and_changes_nothing(
    stranger: User, caseworker: User
) -> None:
    give_role(stranger, Role.AUDITOR)
    client = confirmed(logged_in(stranger))
    for name in READING:
        page = client.get(reverse(f"administration:{name}"))
        assert page.status_code == 200
        assert "Ny " not in page.content.decode().split("<main")[1]
    page = client.get(reverse("administration:user", args=[caseworker.pk])).content.decode()
    assert "Gi rolle" not in page
    for name in [*CHANGING, "approvals"]:
        assert client.get(reverse(f"administration:{name}")).status_code == 403


@pytest.mark.parametrize("name", CHANGING)
def test_a_page_that_changes_asks_who_is_at_the_keyboard(administrator: User, name: str) -> None:
    answer = logged_in(administrator).get(reverse(f"administration:{name}"))
    assert answer["Location"].startswith("/konto/bekreft/")


def test_the_list_is_searched_filtered_and_sorted(admin: Client) -> None:
    for last_name, district in [("Åsen", "heimdal"), ("Ærlig", "midtbyen"), ("Øyen", "heimdal")]:
        UserFactory(last_name=last_name, role=Role.CASEWORKER, unit=unit("nav", district))
    path = reverse("administration:users")

    def names(query: dict[str, object]) -> list[str]:
        page = admin.get(path, query).content.decode()
        return re.findall(r'brukere/\d+/">(\w+), Kari', page)

    assert names({"rolle": "caseworker"}) == ["Ærlig", "Øyen", "Åsen"]
    assert names({"rolle": "caseworker", "sorter": "-navn"}) == ["Åsen", "Øyen", "Ærlig"]
    assert names({"enhet": unit("nav", "heimdal").pk}) == ["Øyen", "Åsen"]
    assert names({"navn": "øyen"}) == ["Øyen"]
    assert names({"status": "closed"}) == []


def test_the_list_asks_as_many_questions_for_many_users_as_for_few(
    admin: Client, django_assert_max_num_queries: object
) -> None:
    path = reverse("administration:users")
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        admin.get(path)
    for _ in range(60):
        UserFactory(role=Role.CASEWORKER, unit=unit("nav", "heimdal"))
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        assert "Side" in admin.get(path).content.decode()


def link_in(page: str) -> str:
    found = re.search(r'id="link">http://testserver([^<]+)<', page)
    assert found
    return found.group(1).replace("&amp;", "&")


def test_a_new_colleague_chooses_a_password_once_and_is_in(admin: Client) -> None:
    new = NEW | {"unit": unit("nav", "heimdal").pk}
    answer = admin.post(reverse("administration:new_employee"), new)
    link = link_in(answer.content.decode())
    user = User.objects.get(username="aase.orland")
    assert not user.has_usable_password()
    browser = Client()
    assert "aase.orland" in browser.get(link).content.decode()
    page = browser.get(link).content.decode()
    who, code = re.findall(r'name="(?:bruker|kode)" value="([^"]+)"', page)
    given = {"bruker": who, "kode": code}
    weak = given | {"new_password1": "kort", "new_password2": "kort"}
    assert browser.post("/konto/velg-passord/", weak).status_code == 200
    good = given | {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert browser.post("/konto/velg-passord/", good)["Location"] == "/konto/logg-inn/"
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert browser.get(link).status_code == 410
    assert browser.post("/konto/velg-passord/", good).status_code == 410
    acts = AccessEvent.objects.filter(action="admin").values_list("reason", flat=True)
    assert list(acts) == ["account_made"]


def test_a_link_is_over_after_a_day_or_when_a_new_one_is_made_or_the_account_closes(
    admin: Client, caseworker: User, time_machine: object
) -> None:
    path = reverse("administration:new_link", args=[caseworker.pk])
    first = link_in(admin.post(path).content.decode())
    latest = link_in(admin.post(path).content.decode())
    assert (Client().get(first).status_code, Client().get(latest).status_code) == (410, 200)
    User.objects.filter(pk=caseworker.pk).update(is_active=False)
    assert Client().get(latest).status_code == 410
    User.objects.filter(pk=caseworker.pk).update(is_active=True)
    time_machine.move_to(timezone.now() + timedelta(hours=26))  # type: ignore[attr-defined]
    assert Client().get(latest).status_code == 410


@pytest.mark.parametrize("query", ["", "?bruker=x&kode=y", "?bruker=MQ&kode=abc-def"])
def test_a_wrong_link_tells_nothing_and_is_logged(db: None, query: str) -> None:
    assert Client().get(f"/konto/velg-passord/{query}").status_code == 410
    assert AccessEvent.objects.get().rule == "one_time_link"


def test_a_link_to_a_powerful_account_is_shown_only_to_the_second_person(
    admin: Client, second: User, team_leader: User
) -> None:
    path = reverse("administration:new_link", args=[team_leader.pk])
    assert (
        "velg-passord"
        not in admin.post(path, {"reason": "Glemt passord"}, follow=True).content.decode()
    )
    change = AccessChange.objects.get(user=team_leader)
    approve = reverse("administration:approve", args=[change.pk])
    refused = admin.post(approve, follow=True).content.decode()
    assert "Den som ba om endringen, kan ikke avgjøre den." in refused
    answer = confirmed(logged_in(second)).post(approve)
    assert Client().get(link_in(answer.content.decode())).status_code == 200


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"unit": ""}, "unit", "hører til i en enhet"),
        ({"role": "team_leader"}, "reason", "Skriv hvorfor"),
        ({"username": "Åse!"}, "username", "Bruk minst tre tegn"),
        ({"valid_to": "01.01.2001"}, "valid_to", "før fra-dato"),
    ],
)
def test_a_form_says_at_the_field_what_is_wrong(
    admin: Client, changed: dict[str, str], field: str, words: str
) -> None:
    new = NEW | {"unit": unit("nav", "heimdal").pk} | changed
    answer = admin.post(reverse("administration:new_employee"), new)
    assert words in str(answer.context["form"].errors[field])
    assert not User.objects.filter(last_name="Ørland").exists()


def test_ones_own_page_offers_no_change_and_the_form_refuses_one(
    admin: Client, administrator: User
) -> None:
    page = admin.get(reverse("administration:user", args=[administrator.pk])).content.decode()
    assert "Dette er din egen bruker" in page
    assert "Gi rolle" not in page
    path = reverse("administration:give_role", args=[administrator.pk])
    given = {"role": Role.AUDITOR.value, "valid_from": f"{TODAY:%d.%m.%Y}", "reason": "Vil"}
    assert "egne tilganger" in admin.post(path, given).content.decode()
    assert not AccessChange.objects.exists()


def test_a_role_that_is_approved_bites_on_the_next_request(
    admin: Client, second: User, stranger: User
) -> None:
    given = {"role": "executive", "valid_from": f"{TODAY:%d.%m.%Y}", "reason": "Ny direktør"}
    admin.post(reverse("administration:give_role", args=[stranger.pk]), given)
    client = logged_in(stranger)
    assert client.get("/rapporter/").status_code == 403
    queue = confirmed(logged_in(second))
    assert "Ny direktør" in queue.get(reverse("administration:approvals")).content.decode()
    change = AccessChange.objects.get()
    queue.post(reverse("administration:approve", args=[change.pk]))
    assert client.get("/rapporter/").status_code in (200, 302)
    RoleAssignment.objects.filter(user=stranger).update(valid_from=BEFORE, valid_to=BEFORE)
    assert client.get("/rapporter/").status_code == 403


def test_a_lone_administrator_is_told_how_to_get_the_second(
    admin: Client, administrator: User
) -> None:
    words = "manage.py first_administrators"
    assert words in admin.get(reverse("administration:users")).content.decode()
    UserFactory(role=Role.ADMINISTRATOR)
    assert words not in admin.get(reverse("administration:users")).content.decode()


def test_the_same_change_by_two_at_once_is_refused_in_words(
    administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has seen that it is not done yet; the database lets one of them through."""

    def too_late(**kwargs: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(unit_actions, "open_unit", too_late)
    sent = {"party": "nav", "name": "NAV Byåsen", "valid_from": "01.01.2027"}
    answer = confirmed(logged_in(administrator)).post("/administrasjon/enheter/ny/", sent)
    assert answer.status_code == 200
    assert "Det samme ble nettopp gjort av en annen." in answer.content.decode()
