"""The catalogue of offers: found by words, open to the poor before it is shown, and suggested."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Clearance, User
from children.codes import Barrier
from children.models import AccessAssessment, Offer
from children.offers import actions, queries
from children.offers.rules import OfferFacts, answers_barrier
from households.access import Protection
from households.models import Household, Person
from tests.children.filled import OFFER, OPEN, mapped, offer
from tests.conftest import logged_in, unit
from tests.factories import clear

pytestmark = pytest.mark.django_db
FACTS = OfferFacts(900, False, False, False, "closed", "closed")


@pytest.fixture
def keeper(bft_adviser: User) -> Client:
    return logged_in(bft_adviser)


def found(client: Client, **asked: Any) -> list[str]:
    page = client.get("/tilbud/", asked)
    return [row.name for row in page.context["page"]]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("håndball, Heimdal", True),
        ("heimdal HÅNDBALL", True),
        ("jenter", True),
        ("håndball Østbyen", False),
        ("fotball", False),
        ("%", True),
    ],
)
def test_words_in_any_order_find_an_offer(
    caseworker: User, bft_adviser: User, text: str, is_found: bool
) -> None:
    offer(bft_adviser)
    assert bool(found(logged_in(caseworker), q=text)) == is_found


def test_what_is_for_the_whole_city_is_found_by_each_district(
    caseworker: User, bft_adviser: User
) -> None:
    offer(bft_adviser, name="Sommerleir", district=None)
    client = logged_in(caseworker)
    assert found(client, q="sommerleir heimdal") == ["Sommerleir"]
    for code in ("heimdal", "ostbyen"):
        assert found(client, bydel=unit("nav", code).district_id) == ["Sommerleir"]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"alder": 8}, True),
        ({"alder": 7}, False),
        ({"alder": "syv"}, True),
        ({"gratis": "on"}, False),
        ({"bydel": 999}, True),
    ],
)
def test_age_price_and_district_narrow_the_search(
    caseworker: User, bft_adviser: User, asked: dict[str, Any], is_found: bool
) -> None:
    offer(bft_adviser)
    assert bool(found(logged_in(caseworker), **asked)) == is_found


def test_an_offer_is_not_published_before_it_is_assessed(
    keeper: Client, bft_adviser: User, caseworker: User
) -> None:
    draft = offer(bft_adviser, assessed=False, published=False)
    with pytest.raises(actions.NotAssessedError):
        actions.publish(offer=draft, on=draft.made_at.date(), by=bft_adviser)
    answer = keeper.post(f"/tilbud/{draft.pk}/publiser/", follow=True)
    assert "Vurder hvor åpent tilbudet er" in answer.content.decode()
    assert found(logged_in(caseworker)) == []
    keeper.post(f"/tilbud/{draft.pk}/vurder/", OPEN)
    keeper.post(f"/tilbud/{draft.pk}/publiser/")
    assert found(logged_in(caseworker)) == [draft.name]
    keeper.post(f"/tilbud/{draft.pk}/ta-bort/")
    assert found(logged_in(caseworker)) == []
    assert found(keeper) == [draft.name]


def test_one_that_is_not_open_says_what_it_takes(keeper: Client, bft_adviser: User) -> None:
    made = offer(bft_adviser, assessed=False)
    answer = keeper.post(f"/tilbud/{made.pk}/vurder/", OPEN | {"conclusion": "not"})
    assert "Skriv hva som må til for at alle kan være med." in answer.content.decode()
    assert not AccessAssessment.objects.exists()


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"name": ""}, "name"),
        ({"price": "-1"}, "price"),
        ({"price": "1e9"}, "price"),
        ({"from_age": "200"}, "from_age"),
        ({"to_age": "3"}, "to_age"),
        ({"kind": "annet"}, "kind"),
        ({"district": "999"}, "district"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    keeper: Client, told: dict[str, str], error: str
) -> None:
    answer = keeper.post("/tilbud/nytt/", OFFER | told)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [error]
    assert not Offer.objects.exists()


def test_drafts_are_for_those_who_keep_the_catalogue(caseworker: User, bft_adviser: User) -> None:
    draft = offer(bft_adviser, published=False)
    client = logged_in(caseworker)
    assert client.get(f"/tilbud/{draft.pk}/").status_code == 404
    assert client.post("/tilbud/nytt/", OFFER).status_code == 403


def test_a_district_without_an_offer_is_missing_by_the_plan(
    keeper: Client, bft_adviser: User
) -> None:
    offer(bft_adviser)
    counts = {row.district: row.offers for row in queries.coverage()}
    assert counts == {"Heimdal": 1, "Lerkendal": 0, "Midtbyen": 0, "Østbyen": 0}
    assert keeper.get("/tilbud/").content.decode().count("Ingen: mangler etter planen") == 3


@pytest.mark.parametrize(
    ("barrier", "told"),
    [
        (Barrier.PRICE, {"price": 0}),
        (Barrier.PRICE, {"has_reduction": True}),
        (Barrier.PRICE, {"free_places": 1}),
        (Barrier.EQUIPMENT, {"lends_equipment": True}),
        (Barrier.TRANSPORT, {"is_near": True, "transport": "open"}),
        (Barrier.COMPANY, {"is_near": True, "transport": "helped"}),
        (Barrier.LANGUAGE, {"language": "helped"}),
        (Barrier.NO_OFFER, {"is_near": True}),
    ],
)
def test_an_offer_answers_what_is_in_the_way(barrier: Barrier, told: dict[str, Any]) -> None:
    assert not answers_barrier(FACTS, barrier)
    assert answers_barrier(OfferFacts(**FACTS.__dict__ | told), barrier)


@pytest.mark.parametrize("barrier", ["", Barrier.NONE, Barrier.HEALTH, Barrier.NO_WISH])
def test_no_offer_answers_what_is_no_barrier_or_is_the_childs_own(barrier: str) -> None:
    assert not answers_barrier(OfferFacts(0, True, True, True, "open", "open", 3), barrier)


def suggested(client: Client, home: Household, child: Person) -> list[str]:
    page = client.get(f"/husstander/{home.pk}/barn/{child.pk}/")
    return [row.offer.name for row in page.context["suggestions"]]


def test_a_child_gets_offers_that_suit_its_age_district_wish_and_barrier(
    home: Household, jonas: Person, caseworker: User, bft_adviser: User
) -> None:
    here = unit("nav", "midtbyen").district
    offer(bft_adviser, name="Nær", district=here)
    offer(bft_adviser, name="Ønsket", activity="Klatring", district=here)
    offer(bft_adviser, name="For små", district=here, from_age=2, to_age=6)
    offer(bft_adviser, name="Langt unna")
    mapped(home, jonas, caseworker, levels={"leisure": "2"}, leisure_wish="Vil prøve klatring")
    assert suggested(logged_in(caseworker), home, jonas) == ["Ønsket", "Nær"]


def test_a_child_that_nothing_keeps_from_leisure_gets_none(
    home: Household, jonas: Person, caseworker: User, bft_adviser: User
) -> None:
    offer(bft_adviser, district=unit("nav", "midtbyen").district)
    mapped(home, jonas, caseworker, barrier="none", has_activity=True)
    assert suggested(logged_in(caseworker), home, jonas) == []


def test_where_the_home_is_hidden_the_offers_do_not_tell_the_district(
    home: Household, jonas: Person, caseworker: User, bft_adviser: User
) -> None:
    offer(bft_adviser, name="Nær", district=unit("nav", "midtbyen").district)
    offer(bft_adviser, name="I hele byen", district=None)
    mapped(home, jonas, caseworker)
    Person.objects.filter(pk=jonas.pk).update(protection=Protection.CODE_7)
    clear(caseworker, Clearance.Kind.CODE_7)
    assert suggested(logged_in(caseworker), home, jonas) == ["I hele byen"]
