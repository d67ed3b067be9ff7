"""Who sees what of housing: HV its own office's, others what is shared, nobody a hidden place."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.policy import Role
from households.models import Household, Share
from housing.models import QueueEntry
from tests.conftest import logged_in, unit
from tests.factories import UserFactory, share
from tests.housing.filled import housed, offered, queued
from tests.housing.test_pages import page, tab


@pytest.mark.parametrize("role", [Role.BFT_ADVISER, Role.CASEWORKER])
def test_other_parties_have_nothing_of_it_unless_it_is_shared(
    home: Household, hv: User, role: Role
) -> None:
    queued(home, hv)
    party = "bft" if role == Role.BFT_ADVISER else "nav"
    other = UserFactory(role=role, unit=unit(party, "midtbyen"))
    if party == "bft":
        there = unit(party, "midtbyen")
        home.responsibilities.create(party=party, unit=there, valid_from="2020-01-01")
    assert logged_in(other).get(tab(home)).status_code == 403
    assert logged_in(other).get("/boligko/").status_code == 403
    row = share(home, home.contact, unit(party, "midtbyen"), "housing")
    Share.objects.filter(pk=row.pk).update(from_party="hv")
    answer = logged_in(other).get(tab(home))
    if party == "bft":
        assert answer.status_code == 403
        return
    text = answer.content.decode()
    assert "Plass 1 i boligkøen" in text
    assert "Bor hos en venn" not in text


def test_nav_does_not_read_hvs_decisions_nor_hv_navs(
    home: Household, hv: User, caseworker: User
) -> None:
    entry = queued(home, hv)
    decision = entry.application.decision
    assert decision is not None
    address = f"/husstander/{home.pk}/vedtak/{decision.pk}/"
    assert logged_in(caseworker).get(address).status_code == 404
    assert decision.reference not in page(caseworker, f"/husstander/{home.pk}/vedtak/")
    assert logged_in(hv).get(address).status_code == 200


def test_where_the_place_is_hidden_no_home_is_named_beside_the_applicant(
    hv: User, bol: User, home: Household
) -> None:
    housed(home, hv)
    waiting = offered(QueueEntry.objects.standing().get(household=home), bol)
    assert str(waiting.dwelling) in page(bol, tab(home))
    home.contact.protection = "code_7"
    home.contact.save()
    bol.clearances.create(kind="code_7", valid_from="2020-01-01")
    text = page(bol, tab(home))
    assert "Boligen er skjermet" in text
    assert str(waiting.dwelling) not in text
    assert (
        str(waiting.dwelling)
        not in page(bol, "/boligko/boliger/ledige/").split("Venter på svar")[1]
    )
