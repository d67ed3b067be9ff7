"""A no to a home: whether it counts, what it costs, and the decision of a place that is lost."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.utils import timezone

from accounts.models import User
from coordination.worklist.due import scope_of
from coordination.worklist.due_housing import exits
from decisions import actions as decisions
from decisions.actions import MissingError, RefusedError
from decisions.models import Decision
from housing.history import HousingError
from housing.homes import actions, rules
from housing.homes.actions import Answer
from housing.models import Offer, QueueEntry
from housing.queue import standing
from tests.conftest import logged_in, unit
from tests.housing.filled import dwelling, offered
from tests.housing.offering import answer, entry, offer
from tests.housing.test_pages import day, page, tab

TODAY = timezone.localdate
ALL = ("district", "standard", "other")


@pytest.mark.parametrize(
    ("reason", "is_wished", "does"),
    [
        ("standard", False, True),
        ("health", True, False),
        ("district", True, True),
        ("district", False, False),
    ],
)
def test_a_no_for_the_district_counts_only_where_it_was_wished_for(
    reason: str, is_wished: bool, does: bool
) -> None:
    assert rules.counts(reason, ALL, is_wished=is_wished) == does


@pytest.fixture
def last_no(hv: User, bol: User) -> Offer:
    """A waiting offer to somebody who has said no once for a reason that counts."""
    one = entry(hv)
    answer(offer(dwelling(), one, bol), bol, "declined", "standard")
    return offered(one, bol)


def lost(row: Offer, by: User) -> QueueEntry:
    answer(row, by, "declined", "standard")
    return QueueEntry.objects.select_related("exit_decision").get(pk=row.entry_id)


def test_the_form_says_which_reasons_count_and_what_the_next_no_leads_to(
    last_no: Offer, bol: User
) -> None:
    text = page(bol, tab(last_no.household, "svar/"))
    for told in (
        "Nei som teller til nå: 1 av 2.",
        "Neste nei som teller, gjør at plassen i køen faller bort.",
        "Standard (teller)",
        "Helse: boligen passer ikke (teller ikke)",
        "Ønsker en annen bydel (teller ikke)",
        "Et nei på grunn av bydelen teller ikke",
    ):
        assert told in text, told
    last_no.entry.application.districts.add(last_no.dwelling.district)
    assert "Ønsker en annen bydel (teller)" in page(bol, tab(last_no.household, "svar/"))


def test_a_first_no_is_not_asked_about_the_place(hv: User, bol: User) -> None:
    row = offered(entry(hv), bol)
    text = page(bol, tab(row.household, "svar/"))
    assert "Nei som teller til nå: 0 av 2." in text
    assert "faller bort med dette nei-et" not in text


def test_the_place_is_lost_only_when_it_is_confirmed_and_a_decision_is_begun(
    last_no: Offer, bol: User
) -> None:
    client, address = logged_in(bol), tab(last_no.household, "svar/")
    form = {"on": day(), "answer": "declined", "reason": "standard"}
    refused = client.post(address, form).content.decode()
    assert "Dette nei-et gjør at plassen i køen faller bort." in refused
    last_no.entry.refresh_from_db()
    assert last_no.entry.ended_on is None
    text = client.post(address, form | {"ends_place": "on"}, follow=True).content.decode()
    assert "plassen i køen er falt bort. Et vedtak om det er begynt" in text
    entry = QueueEntry.objects.get()
    made = entry.exit_decision
    assert (entry.exit_cause, made.state, made.outcome) == ("declined", "draft", "refused")
    assert f"Skriv ferdig vedtak {made.reference}" in text
    assert "Plassen er falt bort fordi søkeren takket nei for mange ganger" in text


def test_a_reason_that_does_not_count_needs_no_confirmation(last_no: Offer, bol: User) -> None:
    form = {"on": day(), "answer": "declined", "reason": "health"}
    address = tab(last_no.household, "svar/")
    text = logged_in(bol).post(address, form, follow=True).content.decode()
    assert "Svaret er lagret. Søkeren står fortsatt i køen." in text
    assert QueueEntry.objects.get().ended_on is None


def test_a_reason_left_in_at_a_yes_is_not_kept(last_no: Offer, bol: User) -> None:
    form = {"on": day(), "answer": "accepted", "reason": "standard"}
    assert logged_in(bol).post(tab(last_no.household, "svar/"), form).status_code == 302
    last_no.refresh_from_db()
    assert (last_no.answer, last_no.reason, last_no.counts) == ("accepted", "", False)


def test_the_draft_tells_each_no_and_stops_until_somebody_has_weighed_them(
    last_no: Offer, bol: User
) -> None:
    made = lost(last_no, bol).exit_decision
    matter = made.matters.get()
    assert matter.facts.count("takket nei") == 2
    assert last_no.dwelling.address not in matter.facts
    assert "to ganger har takket nei" in matter.law
    with pytest.raises(MissingError, match="fyll ut"):
        decisions.propose(decision=made, version=made.version, at=timezone.now(), by=bol)


def test_it_stands_in_the_work_list_until_the_decision_is_made(
    last_no: Offer, bol: User, hv: User
) -> None:
    entry = lost(last_no, bol)
    found = list(exits(scope_of(hv, TODAY())))
    assert [row.what for row in found] == ["Skriv vedtak: plassen i køen er falt bort"]
    Decision.objects.filter(pk=entry.exit_decision_id).update(
        state="approved",
        content_hash="x",
        needs_attest=False,
        proposed_by=bol,
        proposed_at=timezone.now(),
        approved_by=bol,
        approved_at=timezone.now(),
    )
    assert list(exits(scope_of(hv, TODAY()))) == []


def test_nobody_comes_back_while_it_is_being_decided_and_a_withdrawn_draft_is_begun_again(
    last_no: Offer, bol: User
) -> None:
    entry, now = lost(last_no, bol), timezone.now()
    again = {"keeps_date": False, "grounds": "Angret", "at": now, "by": bol}
    with pytest.raises(HousingError, match="er begynt"):
        standing.re_enter(before=entry, **again)
    decisions.withdraw(decision=entry.exit_decision, reason="Feil", at=now, by=bol)
    entry.refresh_from_db()
    assert entry.exit_decision is None
    made = standing.begin_exit_decision(entry=entry, at=now, by=bol)
    with pytest.raises(HousingError, match="allerede begynt"):
        standing.begin_exit_decision(entry=entry, at=now, by=bol)
    decisions.withdraw(decision=made, reason="Feil", at=now, by=bol)
    entry.refresh_from_db()
    assert standing.re_enter(before=entry, **again).reenters == entry


def test_a_decision_that_lets_the_place_stand_is_not_made_of_it(last_no: Offer, bol: User) -> None:
    made = lost(last_no, bol).exit_decision
    made.matters.update(outcome="granted", discretion="Vurdert")
    month = TODAY().replace(day=1)
    Decision.objects.filter(pk=made.pk).update(
        outcome="granted", first_month=month, last_month=month
    )
    made.refresh_from_db()
    with pytest.raises(RefusedError, match="trekk utkastet"):
        decisions.propose(decision=made, version=made.version, at=timezone.now(), by=bol)


def test_how_many_noes_is_a_setting(hv: User, bol: User, settings: LazySettings) -> None:
    settings.HOUSING = settings.HOUSING | {"noes_allowed": 1}
    row = offered(entry(hv), bol)
    with pytest.raises(HousingError, match="faller bort"):
        actions.answer(
            offer=row, given=Answer("declined", TODAY(), "other"), at=timezone.now(), by=bol
        )
    assert lost(row, bol).exit_cause == "declined"
    assert unit("hv", "midtbyen") == row.entry.unit
