"""Writing, proposing, approving and correcting, and what each act refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.models import User
from decisions import actions
from decisions.actions import ConflictError, MissingError, RefusedError
from decisions.contents import ChildContent, content_of
from decisions.models import Decision, Letter
from households.mapping import except_mapping, fulfil_mapping
from households.models import Household, MappingDuty, Membership, Person
from tests.conftest import unit
from tests.decisions import case
from tests.factories import PersonFactory, add_member, intake

pytestmark = pytest.mark.django_db


def owed(home: Household, by: User, name: str = "Nora") -> MappingDuty:
    return MappingDuty.objects.create(
        household=home,
        child=Person.objects.get(first_name=name),
        intake=intake(home, unit("nav", "midtbyen"), by),
        party="nav",
        due_on=case.TODAY,
    )


def acts(decision: Decision) -> list[str]:
    return [change.act for change in decision.changes.all()]


def test_a_draft_has_a_place_for_each_child(home: Household, caseworker: User) -> None:
    grown = PersonFactory(first_name="Voksen", birth_date=case.TODAY - timedelta(days=7_000))
    add_member(home, grown, Membership.Role.CHILD)
    decision = case.draft(home, caseworker)
    names = set(decision.children.values_list("child__first_name", flat=True))
    assert names == {"Nora", "Jonas"}
    assert (decision.state, decision.version, acts(decision)) == ("draft", 1, ["draft"])


def test_only_a_member_is_an_applicant(home: Household, caseworker: User) -> None:
    with pytest.raises(RefusedError, match="ikke medlem"):
        case.draft(home, caseworker, applicant=PersonFactory())


def test_a_change_is_stored_whole_and_sums_its_matters(home: Household, caseworker: User) -> None:
    decision = case.written(
        home, caseworker, matters=(case.MATTER, case.ONE_OFF, replace(case.MATTER, amount=1_000))
    )
    assert (decision.monthly_amount, decision.one_off_amount) == (13_000, 2_500)
    assert (decision.version, acts(decision)) == (2, ["draft", "change"])
    said = content_of(decision)
    assert [matter.asked for matter in said.matters][1] == "vinterklær til barna"
    less = actions.change(
        decision=decision, version=2, content=replace(said, matters=(case.ONE_OFF,)), at=case.NOW,
        by=caseworker,
    )  # fmt: skip
    assert [row.asked for row in less.matters.all()] == ["vinterklær til barna"]
    assert (less.monthly_amount, less.version) == (0, 3)


def test_of_two_who_write_at_once_the_second_is_told_of_both(
    home: Household, caseworker: User, colleague_same_office: User
) -> None:
    decision = case.draft(home, caseworker)
    mine = case.content(decision)
    actions.change(
        decision=decision, version=1, content=replace(mine, payment="Den 15."), at=case.NOW,
        by=colleague_same_office,
    )  # fmt: skip
    with pytest.raises(ConflictError) as conflict:
        actions.change(decision=decision, version=1, content=mine, at=case.NOW, by=caseworker)
    (difference,) = conflict.value.differences
    assert (difference.field, difference.stored) == ("payment", "Den 15.")
    assert conflict.value.version == 2
    decision.refresh_from_db()
    assert decision.payment == "Den 15."


def test_what_lacks_something_is_not_proposed(home: Household, caseworker: User) -> None:
    decision = case.draft(home, caseworker)
    with pytest.raises(MissingError) as refused:
        actions.propose(decision=decision, version=1, at=case.NOW, by=caseworker)
    assert {finding.field for finding in refused.value.findings} == {
        "outcome", "matters", *(f"children.{row.child_id}.text" for row in decision.children.all()),
    }  # fmt: skip
    assert Decision.objects.get().state == "draft"


def test_a_child_who_has_come_since_the_draft_must_be_weighed_too(
    home: Household, caseworker: User
) -> None:
    decision = case.written(home, caseworker)
    newborn = PersonFactory(first_name="Ny", birth_date=case.TODAY)
    add_member(home, newborn, Membership.Role.CHILD)
    with pytest.raises(MissingError, match="best for Ny"):
        actions.propose(decision=decision, version=2, at=case.NOW, by=caseworker)


def test_an_unmapped_child_stops_it_by_name_until_mapped_or_excepted(
    home: Household, caseworker: User
) -> None:
    nora, jonas = owed(home, caseworker), owed(home, caseworker, "Jonas")
    with pytest.raises(MissingError) as refused:
        case.proposed(home, caseworker)
    texts = " ".join(finding.text for finding in refused.value.findings)
    assert "Nora er ikke kartlagt" in texts
    assert "Jonas er ikke kartlagt" in texts
    fulfil_mapping(duty=nora, paragraph="", on=case.TODAY, at=case.NOW, by=caseworker)
    except_mapping(duty=jonas, reason="urgent", grounds="Haster", at=case.NOW, by=caseworker)
    assert case.proposed(home, caseworker).state == "proposed"


def test_emergency_aid_within_the_limit_stands_at_once_without_mapping(
    home: Household, caseworker: User
) -> None:
    owed(home, caseworker)
    decision = case.proposed(home, caseworker, kind="emergency", matters=(case.ONE_OFF,))
    assert (decision.state, decision.needs_attest) == ("approved", False)
    assert decision.approved_by == caseworker
    assert Letter.objects.filter(decision=decision).exists()
    assert acts(decision)[-2:] == ["propose", "approve"]


def test_a_withdrawn_draft_decides_nothing(home: Household, caseworker: User) -> None:
    owed(home, caseworker)
    decision = case.written(home, caseworker)
    gone = actions.withdraw(
        decision=decision, reason="Søker trakk den.", at=case.NEXT, by=caseworker
    )
    assert (gone.state, acts(gone)[-1]) == ("withdrawn", "withdraw")
    assert not Decision.objects.open().exists()


def test_nothing_is_done_with_what_is_approved_but_to_correct_it(
    home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.approved(home, caseworker, team_leader)
    before = (content_of(decision), decision.version, decision.content_hash)
    said, version = content_of(decision), decision.version
    tries = [
        lambda: actions.change(
            decision=decision, version=version, content=said, at=case.NEXT, by=caseworker
        ),
        lambda: actions.propose(decision=decision, version=version, at=case.NEXT, by=caseworker),
        lambda: actions.return_decision(
            decision=decision, reason="Nei", at=case.NEXT, by=team_leader
        ),
        lambda: actions.withdraw(decision=decision, reason="Nei", at=case.NEXT, by=caseworker),
        lambda: actions.approve(
            decision=decision, content_hash=decision.content_hash, at=case.NEXT, by=team_leader
        ),
    ]
    for act in tries:
        with pytest.raises(RefusedError, match="Vedtaket er nå «vedtatt»"):
            act()
    stored = Decision.objects.get(pk=decision.pk)
    assert (content_of(stored), stored.version, stored.content_hash) == before


def test_a_correction_is_a_new_edition_that_stands_when_approved(
    home: Household, caseworker: User, team_leader: User
) -> None:
    first = case.approved(home, caseworker, team_leader)
    newborn = PersonFactory(first_name="Ny", birth_date=case.TODAY)
    add_member(home, newborn, Membership.Role.CHILD)
    new = actions.correct(decision=first, at=case.NEXT, by=caseworker)
    assert (new.edition, new.corrects, new.state) == (2, first, "draft")
    assert new.total == first.total
    said = content_of(new)
    assert said.children[-1] == ChildContent(newborn.pk)
    assert replace(said, children=said.children[:-1]) == content_of(first)
    with pytest.raises(RefusedError, match="under retting"):
        actions.correct(decision=first, at=case.NEXT, by=caseworker)
    assert list(Decision.objects.standing()) == [first]
    weighed = (*said.children[:-1], ChildContent(newborn.pk, "Nyfødt."))
    new = actions.change(
        decision=new, version=1, content=replace(said, children=weighed), at=case.NEXT,
        by=caseworker,
    )  # fmt: skip
    new = actions.propose(decision=new, version=2, at=case.NEXT, by=caseworker)
    actions.approve(decision=new, content_hash=new.content_hash, at=case.NEXT, by=team_leader)
    assert [d.pk for d in Decision.objects.standing()] == [new.pk]
    assert "utgave 2" in new.reference


def test_a_draft_begins_with_what_the_mapping_gave_it_to_say(
    home: Household, caseworker: User
) -> None:
    duty = owed(home, caseworker)
    fulfil_mapping(duty=duty, paragraph="Nora trives.", on=case.TODAY, at=case.NOW, by=caseworker)
    decision = case.draft(home, caseworker)
    texts = dict(decision.children.values_list("child__first_name", "text"))
    assert texts == {"Nora": "Nora trives.", "Jonas": ""}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"last_month": date(2026, 10, 1)}, "last_month"),
        ({"last_month": None}, "last_month"),
        ({"matters": (case.MATTER, replace(case.MATTER, outcome="refused"))}, "matters.2.amount"),
    ],
)
def test_a_draft_that_contradicts_itself_is_refused(
    home: Household, caseworker: User, change: dict[str, object], field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        case.written(home, caseworker, **change)
    assert refused.value.field == field
    assert Decision.objects.get().version == 1


def test_nobody_of_another_household_comes_into_a_decision(
    home: Household, caseworker: User
) -> None:
    decision, stranger = case.draft(home, caseworker), PersonFactory()
    for said in (
        case.content(decision, children=(ChildContent(stranger.pk, "Trives."),)),
        case.content(decision, conditions=(case.condition(decision, person_id=stranger.pk),)),
    ):
        with pytest.raises(RefusedError, match="husstanden"):
            actions.change(decision=decision, version=1, content=said, at=case.NOW, by=caseworker)
