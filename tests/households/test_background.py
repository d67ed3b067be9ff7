"""Background and language (1h): who notes them, what is stored, and that nobody lists by them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent, User
from households.background.actions import fingerprint
from households.models import Household
from tests.conftest import logged_in
from tests.factories import HouseholdFactory
from tests.test_architecture import FLOOR, ROOT

WORDS = ("background", "resident_since", "norwegian_level")
MAY_NAME_THEM = {
    "households/models/people.py": "where they are stored",
    "households/anonymising.py": "clears them",
    "households/subject_file.py": "the citizen's own file",
    "households/background/actions.py": "the person's own page",
    "households/background/forms.py": "the person's own page",
    "households/background/views.py": "the person's own page",
    "households/background/urls.py": "the person's own page",
    "coordination/views/household.py": "whether the link to that page is shown",
    "reports/knowledge/effects.py": "a group of a masked table",
    "reports/knowledge/people.py": "the only place that reads them for a table, masked",
    "reports/demo/backgrounds.py": "invented people",
}
"""Every file that may name a restricted field, and why."""


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


def address(home: Household) -> str:
    return reverse("background:background", args=[home.pk, home.contact_id])


def typed(home: Household, **values: object) -> dict[str, object]:
    home.contact.refresh_from_db()
    given = {"background": "refugee", "resident_since": 2016, "norwegian_level": "a2"}
    given |= {"language": "dari", "needs_interpreter": "on"}
    return given | {"seen": fingerprint(home.contact)} | values


@pytest.mark.django_db
def test_a_caseworker_notes_it_on_the_persons_own_page_and_it_is_logged(
    client: Client, household: Household, caseworker: User
) -> None:
    page = client.get(reverse("coordination:household", args=[household.pk]))
    assert address(household) in page.text
    assert client.get(address(household)).status_code == 200
    assert client.post(address(household), typed(household)).status_code == 302
    person = household.contact
    person.refresh_from_db()
    assert (person.background, person.resident_since) == ("refugee", 2016)
    assert (person.norwegian_level, person.needs_interpreter) == ("a2", True)
    event = AccessEvent.objects.filter(action=AccessEvent.Action.UPDATE).latest("pk")
    assert event.user_id == caseworker.pk
    again = client.get(reverse("coordination:household", args=[household.pk])).text
    assert "Flyktning" not in again
    listed = client.get("/husstander/", {"background": "refugee", "q": "dari"}).text
    assert f"/husstander/{household.pk}/" not in listed


@pytest.mark.django_db
def test_bad_input_is_told_and_nothing_is_lost(client: Client, household: Household) -> None:
    for values, told in (
        ({"resident_since": 1850}, "Skriv et årstall fra 1900"),
        ({"resident_since": "i fjor"}, "Oppgi et heltall"),
        ({"background": "none"}, "Hører til når personen har flyttet"),
        ({"background": "zz"}, "Velg et gyldig valg"),
        ({"seen": "x"}, "En annen har endret dette"),
    ):
        page = client.post(address(household), typed(household, **values))
        assert told in page.text
        assert 'value="dari"' in page.text
    household.contact.refresh_from_db()
    assert household.contact.background == ""


@pytest.mark.django_db
def test_only_the_office_that_handles_the_case_opens_it(
    household: Household, team_leader: User, caseworker_other_office: User, bft_adviser: User
) -> None:
    assert logged_in(team_leader).get(address(household)).status_code == 403
    assert logged_in(bft_adviser).get(address(household)).status_code == 403
    assert logged_in(caseworker_other_office).get(address(household)).status_code == 404
    leader_page = reverse("coordination:household", args=[household.pk])
    assert "Bakgrunn og språk" not in logged_in(team_leader).get(leader_page).text


def named(tree: ast.AST) -> Iterator[str]:
    """Every name, attribute, argument and word of a text that may reach a field."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword):
            yield node.arg or ""
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_nobody_can_list_or_filter_people_by_background() -> None:
    """No other code names the fields, so no list, filter, search or export can hold them."""
    found = set()
    for app in FLOOR:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            words = {
                part
                for text in named(ast.parse(path.read_text("utf-8")))
                for part in text.split("__")
                if " " not in text
            }
            if words & set(WORDS):
                found.add(str(path.relative_to(ROOT)))
    assert found <= MAY_NAME_THEM.keys()
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text("utf-8")
        shown = [word for word in WORDS if f".{word}" in text]
        assert not shown or path.parent.name == "background", path
