"""Whether the needs will last: asked of those of 16 and 17, in both depths, and told afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from children import rules
from children.codes import Depth, domains_of
from children.models import ChildMapping
from households.models import Household, Person
from households.rules import years_before
from tests.children.test_pages import answers, at, begin
from tests.children.test_rules import facts, fields
from tests.conftest import logged_in

TODAY = timezone.localdate()


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.mark.parametrize(
    ("age", "asked"), [(None, False), (15, False), (16, True), (17, True), (18, False)]
)
def test_it_is_asked_at_16_and_17(age: int | None, asked: bool) -> None:
    assert rules.asks_lasting_needs(age) == asked


@pytest.mark.parametrize("depth", Depth.values)
@pytest.mark.parametrize(
    ("answer", "text", "missing"),
    [
        ("", "", {"lasting_needs"}),
        ("yes", " ", {"lasting_needs_text"}),
        ("yes", "Trenger hjelp", set()),
        ("no", "", set()),
        ("unknown", "", set()),
    ],
)
def test_without_an_answer_the_mapping_is_not_complete(
    depth: str, answer: str, text: str, missing: set[str]
) -> None:
    asked = replace(facts(depth), asks_lasting_needs=True)
    assert fields(replace(asked, lasting_needs=answer, lasting_needs_text=text)) == missing
    assert fields(replace(facts(depth), lasting_needs="")) == set()


def aged(child: Person, years: int, days: int = 0) -> None:
    child.birth_date = years_before(TODAY, years) - timedelta(days=days)
    child.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("years", "days", "asked"), [(16, -1, False), (16, 0, True), (17, 9, True)]
)
@pytest.mark.parametrize("depth", Depth.values)
def test_the_form_asks_at_that_age_only(
    client: Client, home: Household, jonas: Person, years: int, days: int, asked: bool, depth: str
) -> None:
    aged(jonas, years, days)
    page = client.get(begin(client, home, jonas, depth)).content.decode()
    assert ('name="lasting_needs"' in page) == asked


@pytest.mark.django_db
def test_it_is_stored_refused_at_its_field_and_told(
    client: Client, home: Household, jonas: Person
) -> None:
    aged(jonas, 17, 3)
    address = begin(client, home, jonas)
    shown = client.post(address, answers())
    assert "Har Jonas varige behov" in shown.content.decode()
    told = {"lasting_needs": "yes", "lasting_needs_text": "Trenger støtte i hverdagen"}
    answer = client.post(address, answers(version=2, **told))
    assert "barnets-beste" in answer["Location"]
    client.post(answer["Location"], {"version": 3, "paragraph": "Jonas har det bra."})
    mapping = ChildMapping.objects.get()
    assert (mapping.state, mapping.lasting_needs) == ("completed", "yes")
    page = client.get(at(home, f"{jonas.pk}/")).content.decode()
    assert "Varige behov etter 18 år" in page
    assert "Trenger støtte i hverdagen" in page
    assert "Trenger støtte" not in mapping.paragraph


@pytest.mark.django_db
def test_the_next_mapping_begins_with_the_answer(
    client: Client, home: Household, jonas: Person
) -> None:
    aged(jonas, 17, 3)
    address = begin(client, home, jonas)
    client.post(address, answers(lasting_needs="unknown"))
    client.post(f"{address}barnets-beste/", {"version": 2, "paragraph": "Bra."})
    page = client.get(begin(client, home, jonas)).content.decode()
    assert 'name="lasting_needs" value="unknown" id="id_lasting_needs_2" checked' in page
    assert len(domains_of("short")) + 2 == 8
