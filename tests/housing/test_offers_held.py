"""What an offer holds fast until it is answered, when it lapses, and a home given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from housing.history import HousingError
from housing.homes import actions, queries
from housing.models import Dwelling, Offer
from housing.tenancies.actions import Contract, sign
from tests.conftest import logged_in
from tests.housing.filled import dwelling
from tests.housing.offering import TODAY, answer, entry, offer


def test_an_offer_lapses_the_day_after_its_deadline_which_is_at_most_30_days_ahead(
    hv: User, bol: User
) -> None:
    one, home, now = entry(hv), dwelling(), timezone.now()
    given = {"dwelling": home, "entry": one, "passed_over": "", "at": now, "by": bol}
    with pytest.raises(HousingError, match="høyst 30 dager fram"):
        actions.offer(answer_by=TODAY() + timedelta(days=31), **given)
    row = actions.offer(answer_by=TODAY() + timedelta(days=30), **given)
    with pytest.raises(HousingError, match="ute først dagen etter") as refused:
        answer(row, bol, "lapsed")
    assert refused.value.field == "on"
    day = TODAY() - timedelta(days=1)
    Offer.objects.filter(pk=row.pk).update(answer_by=day, offered_on=day)
    assert answer(row, bol, "lapsed").answer == "lapsed"


def test_a_reason_chosen_with_another_answer_than_no_is_not_kept(hv: User, bol: User) -> None:
    row = answer(offer(dwelling(), entry(hv), bol), bol, "accepted", "district")
    row.refresh_from_db()
    assert (row.answer, row.reason, row.counts) == ("accepted", "", False)


def test_a_home_that_was_accepted_is_given_back_with_a_reason_and_is_vacant_again(
    hv: User, bol: User
) -> None:
    one, home = entry(hv), dwelling()
    held = answer(offer(home, one, bol), bol, "accepted").allocation
    address = f"/husstander/{one.household_id}/bolig/"
    assert "Boligen frigis" in logged_in(bol).get(address).content.decode()
    given = {"on": f"{TODAY():%d.%m.%Y}", "text": " "}
    refused = logged_in(bol).post(f"{address}frigi/", given).content.decode()
    assert "Skriv hvorfor boligen frigis." in refused
    assert logged_in(hv).post(f"{address}frigi/", given).status_code == 403
    given["text"] = "Fikk leie privat"
    assert logged_in(bol).post(f"{address}frigi/", given).status_code == 302
    held.refresh_from_db()
    assert (held.released_on, held.released_text) == (TODAY(), "Fikk leie privat")
    assert [row.pk for row in queries.vacant()] == [home.pk]
    assert "Fikk leie privat" in logged_in(bol).get(address).content.decode()
    with pytest.raises(HousingError, match="allerede frigitt"):
        actions.release(allocation=held, on=TODAY(), text="Igjen", at=timezone.now(), by=bol)


def test_a_home_that_is_rented_is_not_given_back(hv: User, bol: User) -> None:
    one, home = entry(hv), dwelling()
    held = answer(offer(home, one, bol), bol, "accepted").allocation
    contract = Contract("open_ended", TODAY())
    sign(household=one.household, dwelling=home, contract=contract, by=bol)
    assert queries.unlet_of(one.household) is None
    with pytest.raises(HousingError, match="Avslutt leieforholdet"):
        actions.release(allocation=held, on=TODAY(), text="Feil", at=timezone.now(), by=bol)


def test_what_is_offered_of_a_home_stands_until_it_is_answered(hv: User, bol: User) -> None:
    one, home = entry(hv), dwelling()
    row = offer(home, one, bol)
    for name, value in (("rent", 9_500), ("rooms", 1), ("area", 20), ("ownership", "share")):
        changed = Dwelling.objects.get(pk=home.pk)
        setattr(changed, name, value)
        with pytest.raises(HousingError, match="Boligen er tilbudt noen") as refused:
            actions.keep(dwelling=changed)
        assert refused.value.field == name
    actions.keep(dwelling=Dwelling.objects.get(pk=home.pk))
    answer(row, bol, "withdrawn", text="Boligen må pusses opp")
    assert actions.keep(dwelling=changed).ownership == "share"
