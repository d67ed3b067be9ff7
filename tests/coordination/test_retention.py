"""Erasure: the dry run equals the run, earlier years count the same, archive duty beats it (43)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AccessEvent, User
from accounts.policy import Role
from coordination.retention import actions, queries
from coordination.retention.queries import Act
from households.models import (
    Household,
    HouseholdLock,
    Membership,
    Person,
    RetentionRun,
)
from households.months import parse_month
from tests.children.filled import everything, mapped
from tests.coordination import citizen_cast as cast
from tests.coordination.meetings.filled import discussed
from tests.coordination.plans.making import planned
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, pay, situate

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, settings: Any) -> None:
    settings.SUBJECT_FILE_DIR, settings.UPLOAD_DIR = tmp_path / "files", tmp_path / "uploads"
    settings.DOCUMENT_DIR = tmp_path / "documents"


@pytest.fixture
def auditor(db: None) -> User:
    return UserFactory(role=Role.AUDITOR)


def old_client(district: str = "midtbyen", last: str = "2014-05") -> Household:
    """A household that has had assistance, last long ago."""
    household = HouseholdFactory(district=district)
    pay(household.contact, parse_month("2010-01"), parse_month(last))
    return household


def old_contact(district: str = "heimdal", on: date = date(2020, 2, 3)) -> Household:
    household = HouseholdFactory(district=district)
    situate(household.contact, on)
    return household


def acts() -> dict[int, str]:
    return {item.household_id: str(item.act) for item in queries.plan(AS_OF)}


@pytest.mark.parametrize(
    ("on", "is_due"),
    [(date(2021, 11, 1), True), (date(2021, 11, 2), False), (date(2020, 1, 1), True)],
)
def test_time_is_up_so_many_years_after_the_last_contact(on: date, is_due: bool) -> None:
    household = old_contact(on=on)
    assert queries.last_contact(household, AS_OF) == on
    assert (household.pk in acts()) == is_due


def contacts_of_today(household: Household) -> dict[str, Any]:
    """Each way of being heard of lately, by name."""
    person, day = household.contact, date(2026, 5, 4)
    return {
        "payment": lambda: pay(person, parse_month("2026-05")),
        "co-applicant": lambda: pay(PersonFactory(), parse_month("2026-05"), co_applicant=person),
        "programme": lambda: cast.enrol(person, date(2013, 1, 1)),
        "programme that has ended": lambda: cast.enrol(person, date(2013, 1, 1), day),
        "introduction": lambda: cast.introduce(person, date(2013, 1, 1), day),
        "situation": lambda: situate(person, day),
        "membership": lambda: add_member(household, PersonFactory(), Membership.Role.CHILD, day),
        "left": lambda: household.memberships.update(valid_to=day),
        "responsibility": lambda: household.responsibilities.update(valid_from=day),
        "handed on": lambda: household.responsibilities.update(valid_to=day),
        "moved": lambda: household.residences.update(valid_to=day),
        "request": lambda: cast.ask(household, UserFactory(), day),
        "mapping": lambda: mapped(household, person, UserFactory(), on=day),
        "plan": lambda: planned(household, UserFactory(), day),
        "OSK meeting": lambda: discussed(household, UserFactory(), day),
        "observation": lambda: everything(household, person, UserFactory(), day, "Sett"),
    }


@pytest.mark.parametrize("way", sorted(contacts_of_today(Household(contact=Person()))))
def test_each_kind_of_contact_keeps_a_household(way: str) -> None:
    household = old_contact()
    assert household.pk in acts()
    contacts_of_today(household)[way]()
    assert household.pk not in acts()
    last = queries.last_contact(household, AS_OF)
    assert last is not None
    assert last.year == 2026


def test_a_member_who_is_in_contact_elsewhere_keeps_the_household_too() -> None:
    household, elsewhere = old_contact(), HouseholdFactory()
    add_member(elsewhere, household.contact, Membership.Role.SPOUSE, date(2010, 1, 1))
    pay(household.contact, parse_month("2026-01"))
    assert household.pk not in acts()


def test_clients_are_locked_under_archive_duty_and_others_made_anonymous() -> None:
    client, contact = old_client(), old_contact()
    assert acts() == {client.pk: Act.LOCK, contact.pk: Act.ANONYMISE}


def test_the_dry_run_equals_the_run_and_the_run_leaves_nothing_to_do() -> None:
    for district in ("midtbyen", "midtbyen", "heimdal"):
        old_client(district)
    for _ in range(3):
        add_member(old_contact(), PersonFactory(), Membership.Role.CHILD)
    old_client(last="2026-03")
    run = cast.carried_out(AS_OF)
    assert run.state == RetentionRun.State.DONE
    assert run.proposal == run.done
    assert {(row["district"], row["households"], row["persons"]) for row in run.done} == {
        ("Midtbyen", 2, 0),
        ("Heimdal", 1, 0),
        ("Heimdal", 3, 6),
    }
    assert queries.plan(AS_OF) == []
    before = list(Person.objects.order_by("pk").values())
    actions.carry_out(run.pk)
    assert list(Person.objects.order_by("pk").values()) == before


def test_the_counts_name_nobody() -> None:
    cast.family()
    (row,) = actions.propose(as_of=date(2040, 1, 1), by=UserFactory()).proposal
    assert row == {
        "covers": "client",
        "district": "Midtbyen",
        "act": "lock",
        "households": 1,
        "persons": 0,
    }


@pytest.mark.parametrize("grade", ["code_6", "code_7"])
def test_the_district_of_a_hidden_place_is_not_counted(grade: str) -> None:
    household = old_contact()
    Person.objects.filter(pk=household.contact_id).update(protection=grade)
    (item,) = queries.plan(AS_OF)
    assert item.district == "Sted skjult"


def test_a_run_that_is_stopped_half_way_goes_on_and_counts_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(5):
        old_contact()
    monkeypatch.setattr(actions, "BATCH", 2)
    run = actions.propose(as_of=AS_OF, by=UserFactory())
    actions.approve(run=run, by=UserFactory())
    close, done = actions._close, []

    def stops_at_third(*args: Any) -> None:
        close(*args)
        done.append(args)
        if len(done) == 2:
            raise RuntimeError

    monkeypatch.setattr(actions, "_close", stops_at_third)
    actions.carry_out(run.pk)
    run.refresh_from_db()
    assert run.state == RetentionRun.State.QUEUED
    assert Household.objects.filter(anonymised_on__isnull=False).count() == 2
    monkeypatch.setattr(actions, "_close", close)
    actions.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done) == (RetentionRun.State.DONE, run.proposal)


def test_who_has_been_in_contact_since_the_proposal_is_left_alone() -> None:
    one, two = old_contact(), old_contact()
    run = actions.propose(as_of=AS_OF, by=UserFactory())
    situate(one.contact, date(2026, 10, 10))
    actions.approve(run=run, by=UserFactory())
    actions.carry_out(run.pk)
    run.refresh_from_db()
    assert [row["households"] for row in run.done] == [1]
    assert set(Household.objects.filter(anonymised_on=None)) == {one}
    assert HouseholdLock.objects.get().household == two


def test_a_person_is_made_anonymous_with_the_last_of_their_households() -> None:
    one, two = old_contact(), old_contact()
    add_member(two, one.contact, Membership.Role.OTHER_ADULT)
    kept = HouseholdFactory(district="midtbyen")
    situate(kept.contact, date(2026, 1, 1))
    add_member(two, PersonFactory(), Membership.Role.CHILD)
    run = cast.carried_out(AS_OF)
    assert sum(row["persons"] for row in run.done) == 3
    assert run.done == run.proposal
    assert set(Person.objects.filter(anonymised_on=None)) == {kept.contact}


def test_a_locked_household_is_made_anonymous_only_when_the_archive_has_it() -> None:
    household = old_client()
    run = cast.carried_out(AS_OF)
    assert queries.plan(AS_OF) == []
    assert Person.objects.get(pk=household.contact_id).first_name
    actions.note_delivery(run=run, reference="A-7", on=AS_OF, by=UserFactory())
    assert acts() == {household.pk: Act.ANONYMISE}
    second = cast.carried_out(AS_OF)
    assert second.done == second.proposal
    assert Person.objects.get(pk=household.contact_id).first_name == ""
    assert queries.plan(AS_OF) == []


def test_the_job_is_in_the_access_log_with_the_persons_and_who_approved() -> None:
    household = old_contact()
    run = cast.carried_out(AS_OF)
    line = AccessEvent.objects.get(object_type="retention_run")
    assert (line.user_id, line.object_id) == (run.approved_by_id, run.pk)
    assert line.subject_ids == [household.contact_id]


def test_the_command_counts_without_writing_and_runs_only_what_is_approved(capsys: Any) -> None:
    household = old_contact()
    call_command("retention", "--dry-run", "--as-of", "2026-11-01")
    assert json.loads(capsys.readouterr().out)[0]["households"] == 1
    assert Household.objects.get(pk=household.pk).anonymised_on is None
    with pytest.raises(CommandError, match="No run is approved"):
        call_command("retention")
    run = actions.propose(as_of=AS_OF, by=UserFactory())
    with pytest.raises(CommandError, match="No run is approved"):
        call_command("retention")
    actions.approve(run=run, by=UserFactory())
    call_command("retention")
    assert "Ferdig" in capsys.readouterr().out
    with pytest.raises(CommandError, match="--as-of goes with"):
        call_command("retention", "--as-of", "2026-11-01")
