"""A mapping from its beginning to the paragraph that a decision gets."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from children import actions
from children.actions import Weighed
from children.codes import Depth, Domain, MappingState
from children.contents import answers_of
from children.models import ChildMapping
from households.models import Household, MappingDuty, Person
from tests.children.answering import all_good, owed, with_level
from tests.children.filled import mapped
from tests.conftest import unit
from tests.factories import share

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW = timezone.now()
WHAT = {"elsewhere_asked": "none", "home": "Mor og to barn"}


def start(
    home: Household, child: Person, by: User, depth: str = Depth.SHORT, party: str = "nav"
) -> ChildMapping:
    at = unit(party, "midtbyen")
    actions.write_family(
        household=home,
        unit=at,
        seen=getattr(actions.latest_family(home, party), "pk", 0),
        facts=WHAT,
        by=by,
    )
    return actions.start_mapping(household=home, child=child, unit=at, depth=depth, at=NOW, by=by)


def answered(home: Household, child: Person, by: User, **kwargs: str) -> ChildMapping:
    row = start(home, child, by, **kwargs)
    return actions.save_mapping(mapping=row, version=row.version, answers=all_good(), by=by)


def complete(row: ChildMapping, by: User, at: datetime = NOW) -> ChildMapping:
    weighed = Weighed(paragraph="Nora har det bra.")
    return actions.complete_mapping(mapping=row, version=row.version, weighed=weighed, at=at, by=by)


def test_a_mapping_that_is_begun_is_gone_on_with(
    home: Household, nora: Person, caseworker: User
) -> None:
    first = start(home, nora, caseworker)
    again = start(home, nora, caseworker)
    assert first.pk == again.pk
    assert again.depth == Depth.SHORT
    assert start(home, nora, caseworker, Depth.FULL).depth == Depth.FULL
    assert start(home, nora, caseworker, Depth.SHORT).depth == Depth.FULL


def test_a_new_one_begins_as_the_last_ended_but_for_what_was_reported(
    home: Household, nora: Person, caseworker: User
) -> None:
    last = mapped(home, nora, caseworker, report="sent")
    row = start(home, nora, caseworker)
    assert row.follows == last
    assert answers_of(row).domains == answers_of(last).domains
    assert (row.activities, row.voice_words) == (last.activities, last.voice_words)
    assert (row.report, row.report_text, row.paragraph) == ("", "", "")


def test_what_belongs_to_a_higher_level_is_not_kept(
    home: Household, nora: Person, caseworker: User
) -> None:
    row = start(home, nora, caseworker)
    told = with_level(Domain.SCHOOL, "1", facts="Trives", action="Møte", owner="nav", due_on=TODAY)
    row = actions.save_mapping(mapping=row, version=1, answers=told, by=caseworker)
    stored = row.domains.get(domain="school")
    assert (stored.facts, stored.action, stored.owner, stored.due_on) == ("Trives", "", "", None)


def test_of_two_who_write_at_once_the_second_is_told(
    home: Household, nora: Person, caseworker: User, colleague_same_office: User
) -> None:
    row = start(home, nora, caseworker)
    actions.save_mapping(mapping=row, version=1, answers=all_good(), by=caseworker)
    with pytest.raises(actions.ConflictError):
        actions.save_mapping(
            mapping=row, version=1, answers=all_good(activities="Kor"), by=colleague_same_office
        )
    row.refresh_from_db()
    assert row.activities == "Håndball"


def test_a_completed_mapping_fulfils_the_duty_and_gives_it_its_paragraph(
    home: Household, nora: Person, caseworker: User
) -> None:
    owed(home, caseworker)
    done = complete(answered(home, nora, caseworker), caseworker)
    assert (done.state, done.completed_on, done.completed_by) == ("completed", TODAY, caseworker)
    duty = MappingDuty.objects.get(child=nora)
    assert (duty.fulfilled_on, duty.paragraph) == (TODAY, "Nora har det bra.")
    assert MappingDuty.objects.open().get().child.first_name == "Jonas"
    assert [row.act for row in done.changes.all()] == ["started", "completed"]


def test_a_mapping_without_leisure_or_with_something_unknown_is_not_completed(
    home: Household, nora: Person, caseworker: User
) -> None:
    row = answered(home, nora, caseworker)
    for told in (all_good(has_activity=None), with_level(Domain.HEALTH, "unknown")):
        row = actions.save_mapping(mapping=row, version=row.version, answers=told, by=caseworker)
        with pytest.raises(actions.MissingError):
            complete(row, caseworker)
    row.refresh_from_db()
    assert row.state == MappingState.IN_PROGRESS


def test_a_completed_one_is_never_written_in_again(
    home: Household, nora: Person, caseworker: User
) -> None:
    done = complete(answered(home, nora, caseworker), caseworker)
    with pytest.raises(actions.ConflictError):
        actions.save_mapping(mapping=done, version=done.version, answers=all_good(), by=caseworker)


def test_the_full_one_must_say_what_is_known_assessed_and_weighed(
    home: Household, nora: Person, caseworker: User
) -> None:
    row = start(home, nora, caseworker, Depth.FULL)
    told = with_level(Domain.SCHOOL, "1", facts="Borte mye")
    more = all_good(domains=tuple(d for d in Domain if d not in {r.domain for r in told.domains}))
    whole = all_good()
    answers = type(whole)(
        **{name: getattr(whole, name) for name in whole.__dataclass_fields__ if name != "domains"},
        domains=(*told.domains, *more.domains),
    )
    row = actions.save_mapping(mapping=row, version=row.version, answers=answers, by=caseworker)
    with pytest.raises(actions.RefusedError) as refused:
        complete(row, caseworker)
    assert refused.value.field == "known"


def test_nothing_changed_fulfils_the_duty_with_the_same_words_and_their_day(
    home: Household, nora: Person, caseworker: User
) -> None:
    day = TODAY - timedelta(days=200)
    last = mapped(home, nora, caseworker, on=day, paragraph="Nora trives.")
    owed(home, caseworker)
    actions.confirm_unchanged(mapping=last, at=NOW, by=caseworker)
    last.refresh_from_db()
    assert (last.reviewed_on, last.completed_on) == (TODAY, day)
    said = MappingDuty.objects.get(child=nora).paragraph
    assert said == f"Nora trives. Det var {day:%d.%m.%Y}, og ingenting er endret siden da."


def test_one_older_than_twelve_months_is_not_enough(
    home: Household, nora: Person, caseworker: User
) -> None:
    last = mapped(home, nora, caseworker, on=TODAY - timedelta(days=367))
    owed(home, caseworker)
    with pytest.raises(actions.RefusedError, match="utløpt"):
        actions.confirm_unchanged(mapping=last, at=NOW, by=caseworker)
    assert MappingDuty.objects.open().filter(child=nora).exists()


@pytest.mark.parametrize("state", [MappingState.REFUSED, MappingState.NOT_POSSIBLE])
def test_one_that_is_not_made_is_an_exception_and_the_duty_stands(
    home: Household, nora: Person, caseworker: User, state: MappingState
) -> None:
    owed(home, caseworker)
    row = actions.set_aside(
        household=home,
        child=nora,
        unit=unit("nav", "midtbyen"),
        state=state,
        reason="De vil ikke",
        at=NOW,
        by=caseworker,
    )
    assert (row.state, row.reason) == (state, "De vil ikke")
    duty = MappingDuty.objects.open().get(child=nora)
    assert (duty.exception, duty.exception_grounds) == (state.value, "De vil ikke")
    assert duty not in MappingDuty.objects.due()


def test_an_older_mapping_keeps_the_facts_it_rested_on(
    home: Household, nora: Person, jonas: Person, caseworker: User
) -> None:
    done = complete(answered(home, nora, caseworker), caseworker)
    going_on = start(home, jonas, caseworker)
    facts = actions.latest_family(home, "nav")
    assert facts is not None
    new = actions.write_family(
        household=home,
        unit=unit("nav", "midtbyen"),
        seen=facts.pk,
        facts=WHAT | {"home": "Far har flyttet inn"},
        by=caseworker,
    )
    done.refresh_from_db()
    going_on.refresh_from_db()
    assert done.family != new
    assert going_on.family == new


def test_of_two_who_write_the_familys_facts_the_second_is_told(
    home: Household, nora: Person, caseworker: User
) -> None:
    start(home, nora, caseworker)
    with pytest.raises(actions.ConflictError):
        actions.write_family(
            household=home, unit=unit("nav", "midtbyen"), seen=0, facts=WHAT, by=caseworker
        )


@pytest.mark.parametrize("shared", [True, False])
def test_bft_fulfils_navs_duty_only_for_a_child_that_is_shared(
    home: Household, nora: Person, caseworker: User, bft_adviser: User, shared: bool
) -> None:
    owed(home, caseworker)
    if shared:
        for scope in ("household", "children"):
            share(home, nora, unit("bft", "midtbyen"), scope)
    complete(answered(home, nora, bft_adviser, party="bft"), bft_adviser)
    assert MappingDuty.objects.open().filter(child=nora).exists() != shared
