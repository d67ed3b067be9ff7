"""The gate of measure 3a, and what a mapping gives a decision to say of a child."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from decisions import queries
from decisions.models import Decision
from households.mapping import create_duties, fulfil_mapping
from households.models import Household, MappingDuty
from tests.conftest import logged_in, unit
from tests.decisions import case
from tests.decisions.posting import address, write
from tests.factories import intake

pytestmark = pytest.mark.django_db
SMALL = (case.ONE_OFF,)


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


def asked(home: Household, by: User, party: str = "nav") -> None:
    create_duties(intake=intake(home, unit(party, "midtbyen"), by))


def mapped(home: Household, by: User, text: str, party: str = "nav") -> None:
    for duty in MappingDuty.objects.open().filter(household=home, party=party):
        fulfil_mapping(
            duty=duty,
            paragraph=f"{duty.child.first_name} {text}",
            on=case.TODAY,
            at=case.NOW,
            by=by,
        )


def begun(home: Household, by: User) -> Decision:
    """A draft with nothing weighed yet."""
    decision = case.written(home, by, matters=SMALL)
    decision.children.update(text="")
    return decision


def test_a_mapping_made_after_the_draft_was_begun_stands_in_it(
    client: Client, own_home: Household, caseworker: User
) -> None:
    asked(own_home, caseworker)
    decision = begun(own_home, caseworker)
    assert "Kartlegg Nora" in client.get(address("decision", decision)).text
    mapped(own_home, caseworker, "trives.")
    page = client.get(address("decision", decision)).text
    assert "Nora trives." in page
    assert "Skriv hva som er best for Nora." not in page
    assert "Teksten om Nora er bare fra kartleggingen." in page
    done = write(client, decision, "propose")
    assert "Vedtaket gjelder nå." in done.text
    texts = set(decision.children.values_list("text", flat=True))
    assert texts == {"Nora trives.", "Jonas trives."}


def test_a_text_that_somebody_takes_away_is_missing_all_the_same(
    client: Client, own_home: Household, caseworker: User
) -> None:
    asked(own_home, caseworker)
    mapped(own_home, caseworker, "trives.")
    decision = begun(own_home, caseworker)
    nora = decision.children.get(child__first_name="Nora").child_id
    stopped = write(client, decision, "propose", **{f"child-{nora}-text": ""})
    assert "Skriv hva som er best for Nora." in stopped.text


@pytest.mark.parametrize("party", ["bft", "hv"])
def test_what_another_party_was_asked_neither_stops_nav_nor_speaks_in_its_decision(
    own_home: Household, caseworker: User, party: str
) -> None:
    asked(own_home, caseworker, party)
    decision = begun(own_home, caseworker)
    children = queries.facts_of(decision, case.TODAY).children
    assert [child.owes_mapping for child in children] == [False, False]
    mapped(own_home, caseworker, "trives.", party)
    children = queries.facts_of(decision, case.TODAY).children
    assert [child.mapped for child in children] == ["", ""]


@pytest.mark.parametrize("reason", ["by_bft", "elsewhere"])
def test_a_child_mapped_by_bft_or_living_with_the_other_parent_is_an_exception(
    client: Client, own_home: Household, caseworker: User, reason: str
) -> None:
    asked(own_home, caseworker)
    decision = case.written(own_home, caseworker, matters=SMALL)
    for row in decision.children.all():
        given = {f"child-{row.child_id}-exception": reason}
        given |= {f"child-{row.child_id}-exception_grounds": "Avklart med mor"}
        write(client, decision, f"except:{row.child_id}", **given)
    assert "Vedtaket gjelder nå." in write(client, decision, "propose").text
    open_ones = MappingDuty.objects.open()
    assert set(open_ones.values_list("exception", flat=True)) == {reason}
