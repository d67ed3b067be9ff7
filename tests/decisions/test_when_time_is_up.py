"""What is left of decisions when a household's time is up, and what tells of a contact."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from accounts.models import User
from coordination.retention.queries import last_contact
from decisions import letter_files
from decisions.anonymising import anonymise_households
from decisions.contact import is_client
from decisions.models import Appeal, Condition, Decision, DecisionChange, Letter, Matter
from households.models import Household
from tests.decisions import case, filled

pytestmark = pytest.mark.django_db
MODELS = (Decision, Matter, Condition, DecisionChange, Letter, Appeal)


def test_texts_and_letters_go_and_amounts_and_outcomes_stay(
    home: Household, caseworker: User, team_leader: User
) -> None:
    mark = "Merkesen"
    matter = replace(case.MATTER, facts=mark, third_party=mark)
    decision = case.approved(home, caseworker, team_leader, matters=(matter,), payment=mark)
    filled.decide(home, home.members.get(first_name="Nora"), caseworker, mark)
    draft = case.written(home, caseworker, payment=mark)
    anonymise_households([home.pk], case.NEXT)
    rows = [list(model.objects.values()) for model in MODELS]  # type: ignore[attr-defined]
    assert mark not in json.dumps(rows, default=str)
    with pytest.raises(letter_files.LetterGoneError):
        letter_files.read(decision.letter)
    assert Letter.objects.get(decision=decision).erased_at == case.NEXT
    kept = Decision.objects.get(pk=decision.pk)
    assert (kept.outcome, kept.monthly_amount, kept.first_month) == (
        "granted", 12_000, date(2026, 11, 1),
    )  # fmt: skip
    assert Decision.objects.get(pk=draft.pk).content_hash == ""


def test_a_decision_is_a_contact_and_makes_a_client(home: Household, caseworker: User) -> None:
    homes = Household.objects.filter(pk=home.pk)
    assert not homes.filter(is_client()).exists()
    case.draft(home, caseworker)
    assert homes.filter(is_client()).exists()
    assert last_contact(home, case.TODAY) == case.TODAY
    case.written(home, caseworker)
    assert last_contact(home, case.TODAY) == date(2027, 1, 1)
