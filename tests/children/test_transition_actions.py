"""A transition step by step to its end: who may do what when, and two who write at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from children.actions import ConflictError, RefusedError
from children.codes import Taken
from children.models import TransitionChange
from children.transitions import actions
from children.transitions.actions import Receiver
from households.models import Household, Person
from households.rules import years_before
from tests.children.filled import ready, transition
from tests.conftest import unit
from tests.factories import UserFactory, share

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW = timezone.now()


def test_the_whole_way_leaves_a_line_for_each_step(
    home: Household, youth: Person, caseworker: User, colleague_same_office: User
) -> None:
    row = transition(home, youth, caseworker)
    step: dict[str, Any] = {"at": NOW, "by": caseworker}
    office = Receiver(unit("nav", "midtbyen"), "", "Kari Nordmo")
    row = actions.name_receiver(transition=row, version=1, receiver=office, **step)
    row = actions.hold_meeting(transition=row, version=2, met_on=TODAY, **step)
    row = actions.write_plan(
        transition=row, version=3, plan="Bolig", own_words="Vil bo selv", **step
    )
    row = actions.ask(transition=row, version=4, asked_on=TODAY, **step)
    answered: dict[str, Any] = {"taken": Taken.YES, "name": "Per", "text": "", "answered_on": TODAY}
    with pytest.raises(RefusedError, match="Du har spurt"):
        actions.answer(transition=row, version=5, **answered, **step)
    row = actions.answer(transition=row, version=5, **answered, at=NOW, by=colleague_same_office)
    assert (row.state, row.receiver_contact) == ("accepted", "Per")
    until = TODAY + timedelta(days=700)
    row = actions.decide_aftercare(transition=row, version=6, until=until, text="Støtte", **step)
    row = actions.end(transition=row, version=7, reason="received", text="", **step)
    assert row.state == "ended"
    acts = [change.act for change in TransitionChange.objects.order_by("pk")]
    assert acts == [
        *("opened", "receiver", "met", "plan", "asked", "taken", "aftercare", "ended"),
    ]


def test_of_two_at_once_the_second_is_told(
    home: Household, youth: Person, caseworker: User
) -> None:
    row = transition(home, youth, caseworker)
    words: dict[str, Any] = {"own_words": "Vil bo selv", "at": NOW, "by": caseworker}
    actions.write_plan(transition=row, version=1, plan="Bolig", **words)
    with pytest.raises(ConflictError):
        actions.write_plan(transition=row, version=1, plan="Skole", **words)
    row.refresh_from_db()
    assert row.plan == "Bolig"


def test_another_receiver_has_not_been_met_asked_or_answered(
    home: Household, youth: Person, caseworker: User
) -> None:
    asked = {"asked_on": TODAY, "asked_by": caseworker, "answer": "no"}
    answered = {"answered_on": TODAY, "answered_by": UserFactory(), "answered_name": "Per"}
    row = ready(home, youth, caseworker, **asked | answered)
    same = Receiver(unit("nav", "midtbyen"), "", "En annen")
    step: dict[str, Any] = {"at": NOW, "by": caseworker}
    row = actions.name_receiver(transition=row, version=1, receiver=same, **step)
    assert (row.state, row.answer) == ("plan", "no")
    other = Receiver(None, "DPS Nidaros", "Vakt")
    row = actions.name_receiver(transition=row, version=2, receiver=other, **step)
    assert (row.state, row.answer, row.asked_by, row.plan) == (
        "receiver",
        "",
        None,
        "Bolig og skole",
    )


def test_another_office_is_asked_only_when_the_child_is_shared_with_it(
    home: Household, youth: Person, caseworker: User
) -> None:
    row = ready(home, youth, caseworker, receiver_unit=unit("hv", "midtbyen"))
    asked: dict[str, Any] = {"version": 1, "asked_on": TODAY, "at": NOW, "by": caseworker}
    for scope in ("household", "children"):
        with pytest.raises(RefusedError, match="Be om samtykke"):
            actions.ask(transition=row, **asked)
        share(home, youth, unit("hv", "midtbyen"), scope)
    assert actions.ask(transition=row, **asked).waits_for_answer


def test_nobody_is_asked_before_there_is_a_receiver_a_meeting_and_a_plan(
    home: Household, youth: Person, caseworker: User
) -> None:
    row = transition(home, youth, caseworker)
    step: dict[str, Any] = {"version": 1, "at": NOW, "by": caseworker}
    with pytest.raises(RefusedError, match=r"Velg mottaker .* Hold møtet .* Skriv planen"):
        actions.ask(transition=row, asked_on=TODAY, **step)
    with pytest.raises(RefusedError, match="Velg mottaker før møtet"):
        actions.hold_meeting(transition=row, met_on=TODAY, **step)
    with pytest.raises(RefusedError, match="Ingen har tatt imot"):
        actions.end(transition=row, reason="received", text="", **step)
    with pytest.raises(RefusedError, match="Skriv hvorfor"):
        actions.end(transition=row, reason="not_wanted", text=" ", **step)


def test_aftercare_is_decided_to_the_25th_birthday_and_no_longer(
    home: Household, youth: Person, caseworker: User
) -> None:
    row = transition(home, youth, caseworker)
    assert youth.birth_date is not None
    last = years_before(youth.birth_date, -25)
    step: dict[str, Any] = {"version": 1, "text": "", "at": NOW, "by": caseworker}
    with pytest.raises(RefusedError, match="fylte 25"):
        actions.decide_aftercare(transition=row, until=last + timedelta(days=1), **step)
    assert actions.decide_aftercare(transition=row, until=last, **step).aftercare_until == last


@pytest.mark.parametrize(
    "told",
    [
        {"asked_by": True, "answered_by": True},  # the same answers as asks
        {"receiver_name": "DPS"},  # two receivers
        {"ended_on": TODAY},
        {"answer": "yes"},
        {"opened_by": None},
        {"aftercare_text": "Støtte"},
    ],
)
def test_the_database_refuses_what_cannot_be(
    home: Household, youth: Person, caseworker: User, told: dict[str, Any]
) -> None:
    values = {name: caseworker if value is True else value for name, value in told.items()}
    if "answered_by" in values:
        values |= {"asked_on": TODAY, "answered_on": TODAY, "answer": "yes"}
    with pytest.raises(IntegrityError), transaction.atomic():
        ready(home, youth, caseworker, **values)


def test_a_second_one_of_the_same_party_cannot_be_open(
    home: Household, youth: Person, caseworker: User
) -> None:
    transition(home, youth, caseworker)
    with pytest.raises(IntegrityError), transaction.atomic():
        transition(home, youth, caseworker)
