"""A refusal that HV itself turns (fvl § 35) or an appeal does, and what is not taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from decisions import actions as decisions
from decisions import appeals
from decisions.actions import MissingError, RefusedError
from decisions.contents import content_of
from decisions.letters import words_of
from decisions.models import Decision
from households.models import Household
from housing.models import HousingApplication, HousingChange
from tests.conftest import logged_in
from tests.housing.test_way_through import assess, decide, other_outcome, received

WHY = "Legeerklæringen lå ikke i saken da vi avslo."


@pytest.fixture
def refused(home: Household, hv: User) -> Decision:
    return decide(assess(received(home, hv), hv, fulfils=False), hv)


def corrected(decision: Decision, by: User, outcome: str, why: str = "") -> Decision:
    new = decisions.correct(decision=decision, at=timezone.now(), by=by)
    new = other_outcome(new, outcome, by, reassessed=why)
    return decisions.propose(decision=new, version=new.version, at=timezone.now(), by=by)


def appealed(decision: Decision, by: User) -> Any:
    now, today = timezone.now(), timezone.localdate()
    made = appeals.register_appeal(
        decision=decision,
        appellant=decision.applicant,
        text="Jeg har ingen bolig",
        received_on=today,
        at=now,
        by=by,
    )
    return appeals.reconsider(appeal=made, is_reversed=True, text=WHY, on=today, at=now, by=by)


def history() -> list[str]:
    return list(HousingChange.objects.filter(part="application").values_list("told", flat=True))


def test_a_refusal_is_turned_with_grounds_and_the_letter_and_history_call_it_a_reversal(
    refused: Decision, hv: User
) -> None:
    with pytest.raises(MissingError, match="Skriv hvorfor avslaget gjøres om"):
        corrected(refused, hv, "granted")
    new = Decision.objects.get(corrects=refused)
    new = other_outcome(new, "granted", hv, reassessed=WHY)
    new = decisions.propose(decision=new, version=new.version, at=timezone.now(), by=hv)
    words = words_of(new)
    assert (words.reassessed.label, words.reassessed.text) == ("Omgjøring", WHY)
    assert "av eget tiltak (forvaltningsloven § 35)" in words.lead[1]
    row = HousingApplication.objects.get()
    assert (row.state, row.decision, row.fulfils) == ("approved", new, True)
    told = f"{row.reference} innvilget ved omgjøring av eget tiltak, {new.reference}: {WHY}"
    assert told in history()
    assert new.changes.get(act="approve").note == "Omgjøring av avslag av eget tiltak"


def test_an_appeal_that_turns_a_refusal_is_no_reversal_of_the_offices_own(
    refused: Decision, hv: User
) -> None:
    appealed(refused, hv)
    new = corrected(refused, hv, "granted")
    words = words_of(new)
    assert words.reassessed.text == ""
    assert words.lead[1].startswith("Dette vedtaket erstatter")
    row = HousingApplication.objects.get()
    assert (row.state, row.decision, row.fulfils) == ("approved", new, True)
    assert f"{row.reference} innvilget etter klage, {new.reference}" in history()


def test_an_appeal_that_is_not_turned_leaves_the_grounds_to_be_written(
    refused: Decision, hv: User
) -> None:
    row = appealed(refused, hv)
    type(row).objects.filter(pk=row.pk).update(is_reversed=False)
    with pytest.raises(MissingError, match="gjøres om"):
        corrected(refused, hv, "granted")


def test_a_refusal_that_stays_one_asks_for_no_grounds(refused: Decision, hv: User) -> None:
    new = corrected(refused, hv, "refused")
    assert words_of(new).reassessed.text == ""
    assert HousingApplication.objects.get().state == "refused"


def test_what_was_approved_is_never_turned_to_a_refusal_so(home: Household, hv: User) -> None:
    approved = decide(assess(received(home, hv), hv, fulfils=True), hv)
    with pytest.raises(RefusedError, match="kan ikke rettes til avslag"):
        corrected(approved, hv, "refused", WHY)
    row = HousingApplication.objects.get()
    assert (row.state, row.fulfils) == ("approved", True)


def test_the_draft_asks_why_and_tells_what_is_missing(refused: Decision, hv: User) -> None:
    new = decisions.correct(decision=refused, at=timezone.now(), by=hv)
    other_outcome(new, "granted", hv)
    page = logged_in(hv).get(f"/husstander/{new.household_id}/vedtak/{new.pk}/").text
    assert "Hvorfor gjøres avslaget om?" in page
    assert "Skriv hvorfor avslaget gjøres om." in page
    assert content_of(new).reassessed == ""


def test_a_first_decision_asks_for_no_reversal(home: Household, hv: User) -> None:
    row = assess(received(home, hv), hv, fulfils=True)
    decision = decide(row, hv)
    assert words_of(decision).reassessed.text == ""
    new = decisions.correct(decision=decision, at=timezone.now(), by=hv)
    page = logged_in(hv).get(f"/husstander/{new.household_id}/vedtak/{new.pk}/").text
    assert "Hvorfor gjøres avslaget om?" not in page
