"""A decision that carries another on: its words where they still fit, and what is weighed anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from decisions import actions, rules
from decisions.contents import Content, MatterContent, content_of
from decisions.models import Condition, Decision
from decisions.renewal import carry_words_on
from households import mapping
from households.models import Household, Membership, Person
from tests.casework import owe
from tests.conftest import unit
from tests.decisions import case
from tests.factories import PersonFactory, add_member, intake

pytestmark = pytest.mark.django_db
ASKED = MatterContent(asked="Livsopphold", amount=13_000)
LATER = case.NEXT + timedelta(days=40)


@pytest.fixture
def last(own_home: Household, caseworker: User, team_leader: User) -> Decision:
    draft = case.draft(own_home, caseworker)
    return case.approved(
        own_home, caseworker, team_leader, conditions=(case.condition(draft),), reassessed="Alt"
    )


def renew(last: Decision, by: User, at: Any = LATER, **asked: Any) -> Decision:
    draft = case.draft(last.household, by, at=at)
    content = Content(**{"matters": (ASKED,)} | asked)
    return carry_words_on(draft=draft, last=last, content=content, at=at, by=by)


def test_it_begins_with_the_last_words_and_todays_amount(last: Decision, caseworker: User) -> None:
    renewed = renew(last, caseworker)
    found = content_of(renewed)
    assert renewed.renews == last
    assert (found.outcome, found.payment, found.reassessed) == ("granted", last.payment, "")
    (matter,) = found.matters
    assert (matter.facts, matter.outcome) == (case.MATTER.facts, "granted")
    assert matter.amount == 13_000
    assert [child.text for child in found.children] == [
        row.text for row in content_of(last).children
    ]


def test_what_was_not_asked_for_last_time_has_no_words_yet(
    last: Decision, caseworker: User
) -> None:
    other = replace(ASKED, asked="strøm")
    assert content_of(renew(last, caseworker, matters=(other,))).matters == (other,)


def test_a_child_mapped_since_has_what_the_mapping_says(last: Decision, caseworker: User) -> None:
    child = last.children.get(child__first_name="Nora").child
    asked = intake(last.household, unit("nav", "midtbyen"), caseworker)
    mapping.fulfil_mapping(
        duty=owe(asked, child),
        paragraph="Nora har begynt på skolen.",
        on=timezone.localdate(LATER),
        at=LATER,
        by=caseworker,
    )
    texts = {row.child.first_name: row.text for row in renew(last, caseworker).children.all()}
    assert texts == {"Nora": "Nora har begynt på skolen.", "Jonas": "Jonas trives på skolen."}


def test_a_child_who_is_new_has_a_place_of_its_own(last: Decision, caseworker: User) -> None:
    born = PersonFactory(first_name="Lea", birth_date=date(2026, 12, 1))
    add_member(last.household, born, Membership.Role.CHILD)
    names = [row.child.first_name for row in renew(last, caseworker).children.all()]
    assert names == ["Nora", "Jonas", "Lea"]


@pytest.mark.parametrize(
    ("state", "kept"), [("relevant", 1), ("not_met", 1), ("met", 0), ("cancelled", 0)]
)
def test_a_condition_is_kept_while_it_is_neither_met_nor_cancelled(
    last: Decision, caseworker: User, state: str, kept: int
) -> None:
    Condition.objects.update(state=state, state_by=caseworker, state_at=case.NEXT)
    assert renew(last, caseworker).conditions.count() == kept


def test_a_deadline_that_has_passed_is_left_out(last: Decision, caseworker: User) -> None:
    assert renew(last, caseworker, case.NEXT).conditions.get().due_on == date(2026, 12, 15)
    late = case.NEXT + timedelta(days=90)
    assert renew(last, caseworker, late).conditions.get().due_on is None


def test_a_condition_for_one_who_has_moved_out_is_left_out(
    last: Decision, caseworker: User
) -> None:
    child: Person = last.children.get(child__first_name="Jonas").child
    Condition.objects.update(person=child)
    last.household.memberships.filter(person=child).update(valid_to=date(2026, 11, 30))
    assert not renew(last, caseworker).conditions.exists()


def test_without_a_new_assessment_it_is_not_proposed(last: Decision, caseworker: User) -> None:
    renewed = renew(last, caseworker, first_month=date(2027, 2, 1), last_month=date(2027, 2, 1))
    with pytest.raises(actions.MissingError, match="vurdert siden forrige vedtak"):
        actions.propose(decision=renewed, version=renewed.version, at=LATER, by=caseworker)
    changed = actions.change(
        decision=renewed,
        version=renewed.version,
        content=replace(content_of(renewed), reassessed="Søker fortsatt jobb, og leien er lik."),
        at=LATER,
        by=caseworker,
    )
    proposed = actions.propose(decision=changed, version=changed.version, at=LATER, by=caseworker)
    assert proposed.state in ("proposed", "approved")


FACTS = rules.DecisionFacts("assistance", "granted", True, (), reassessed="Som før.")


def test_the_same_assessment_as_last_time_is_warned_about() -> None:
    found = rules.warnings(replace(FACTS, reassessed_before=" Som  før. Alt er likt."))
    assert [finding.field for finding in found] == ["reassessed"]
    assert rules.warnings(replace(FACTS, reassessed_before="Fikk jobb.")) == []


def test_one_that_renews_nothing_is_not_asked_what_is_weighed_anew() -> None:
    found = rules.missing(replace(FACTS, reassessed=None))
    assert "reassessed" not in {finding.field for finding in found}


def test_the_page_shows_what_it_renews_and_the_letter_tells_it(
    client: Client, last: Decision, caseworker: User
) -> None:
    renewed = renew(last, caseworker)
    page = client.get(reverse("decisions:decision", args=[last.household_id, renewed.pk])).text
    assert "Viderefører" in page
    assert last.reference in page
    assert "12\xa0000 kr per måned" in page
    assert "13\xa0000 kr per måned" in page


def test_a_correction_of_a_renewal_renews_the_same(last: Decision, caseworker: User) -> None:
    renewed = renew(last, caseworker, first_month=date(2027, 2, 1), last_month=date(2027, 2, 1))
    Decision.objects.filter(pk=renewed.pk).update(reassessed="Leien er lik.")
    renewed.refresh_from_db()
    standing = actions.propose(decision=renewed, version=renewed.version, at=LATER, by=caseworker)
    corrected = actions.correct(decision=standing, at=LATER, by=caseworker)
    assert corrected.renews == last
    assert content_of(corrected).reassessed == "Leien er lik."
