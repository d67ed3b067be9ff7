"""What may be decided, by whom something is done, and where the baton is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from django.utils import timezone

from accounts.models import User
from coordination.meetings import actions, rules
from coordination.meetings.actions import MeetingError, Task
from coordination.models import AgendaItem, Meeting, OskAction
from households.models import Share
from tests.conftest import unit
from tests.coordination.meetings.conftest import flagged, item_of

pytestmark = pytest.mark.django_db
Make = Callable[..., AgendaItem]
DUE = date(2026, 12, 20)


def act(name: str, item: AgendaItem, by: User, **kwargs: object) -> object:
    return getattr(actions, name)(item=item, at=timezone.now(), by=by, **kwargs)


def to_do(item: AgendaItem, by: User, who: User, what: str = "Ringe skolen") -> OskAction:
    task = Task(what, "nav", who, DUE)
    return actions.add_action(item=item, task=task, at=timezone.now(), by=by)


def test_a_family_without_consent_is_not_discussed_before_it_is_chosen(
    on_agenda: Make, lead: User
) -> None:
    item = on_agenda(consent=False)
    for name, given in (("write_decision", {"text": "Noe"}), ("finish", FINISH)):
        with pytest.raises(MeetingError, match="Velg å drøfte saken anonymt"):
            act(name, item, lead, **given)
    with pytest.raises(MeetingError, match="Ingen i familien har samtykket"):
        act("choose_mode", item, lead, mode="named")
    act("choose_mode", item, lead, mode="anonymous")
    act("write_decision", item, lead, text="Spør om samtykke igjen")
    assert item.decisions.get().text == "Spør om samtykke igjen"


FINISH = {"review_on": None, "baton": None}


@pytest.mark.parametrize("text", ["Ring Nora", "noras skole", "FLAGGESEN skal flytte"])
def test_no_name_is_written_about_a_family_without_one(
    on_agenda: Make, lead: User, text: str
) -> None:
    item = on_agenda(consent=False)
    act("choose_mode", item, lead, mode="anonymous")
    with pytest.raises(MeetingError, match="uten navn"):
        act("write_decision", item, lead, text=text)
    with pytest.raises(MeetingError, match="uten navn"):
        to_do(item, lead, lead, text)


def test_a_family_with_consent_may_be_written_of_by_name(on_agenda: Make, lead: User) -> None:
    item = on_agenda()
    act("write_decision", item, lead, text="Nora får plass i koret")
    assert item_of(item.household).mode == "named"


def test_how_it_is_discussed_does_not_change_once_something_is_written(
    on_agenda: Make, lead: User
) -> None:
    item = on_agenda()
    act("write_decision", item, lead, text="Nora får plass i koret")
    with pytest.raises(MeetingError, match="allerede skrevet"):
        act("choose_mode", item, lead, mode="anonymous")


def test_the_baton_stays_with_its_holder_until_the_next_one_accepts(
    on_agenda: Make, lead: User, caseworker: User, colleague_same_office: User
) -> None:
    item = on_agenda()
    act("finish", item, lead, review_on=date(2027, 3, 1), baton=caseworker)
    assert item_of(item.household).baton is None
    act("take_baton", item, caseworker)
    AgendaItem.objects.filter(pk=item.pk).update(baton_next=colleague_same_office)
    with pytest.raises(MeetingError, match="ikke tilbudt deg"):
        act("take_baton", item, lead)
    assert item_of(item.household).baton == caseworker
    act("take_baton", item, colleague_same_office)
    assert item_of(item.household).baton == colleague_same_office


def test_from_flagged_to_closed(on_agenda: Make, lead: User, caseworker: User) -> None:
    item = on_agenda()
    assert state(item) == "scheduled"
    task = to_do(item, lead, caseworker)
    act("finish", item, lead, review_on=date(2027, 3, 1), baton=None)
    assert state(item) == "actions_open"
    with pytest.raises(MeetingError, match="åpne tiltak"):
        act("close_item", item, lead)
    actions.settle_action(action=task, state="done", at=timezone.now(), by=caseworker)
    with pytest.raises(MeetingError, match="allerede avgjort"):
        actions.settle_action(action=task, state="dropped", at=timezone.now(), by=caseworker)
    assert state(item) == "followed_up"
    act("close_item", item, lead)
    assert state(item) == "closed"
    assert list(item.changes.values_list("act", flat=True)) == ["discuss", "close"]


def state(item: AgendaItem) -> str:
    found = item_of(item.household)
    states = [row.state for row in found.actions.all()]
    return rules.state_of(found, asked=False, actions=states).value


def test_a_withdrawn_consent_closes_what_was_written_with_a_name(
    on_agenda: Make, lead: User
) -> None:
    item = on_agenda()
    act("write_decision", item, lead, text="Nora får plass i koret")
    act("finish", item, lead, **FINISH)
    assert item_of(item.household).tells_text
    Share.objects.update(revoked_at=timezone.now(), revoked_by=lead)
    found = item_of(item.household)
    assert not found.tells_text
    assert not found.is_named


def test_minutes_are_closed_once_and_not_before_the_day(meeting: Meeting, lead: User) -> None:
    with pytest.raises(MeetingError, match="ikke holdt ennå"):
        actions.close_minutes(meeting=meeting, at=timezone.now(), by=lead)
    Meeting.objects.update(on=timezone.localdate())
    meeting.refresh_from_db()
    actions.close_minutes(meeting=meeting, at=timezone.now(), by=lead)
    with pytest.raises(MeetingError, match="allerede lukket"):
        actions.close_minutes(meeting=meeting, at=timezone.now(), by=lead)


def test_an_office_meets_once_a_day(meeting: Meeting, lead: User) -> None:
    with pytest.raises(MeetingError, match="allerede et OSK-møte"):
        actions.call_meeting(
            unit=meeting.unit,
            on=meeting.on,
            begins_at=time(12),
            ends_at=time(13),
            at=timezone.now(),
            by=lead,
        )


def test_a_request_names_nobody_and_is_made_once(meeting: Meeting, bft_adviser: User) -> None:
    home = flagged("cap")
    given = {"household": home, "unit": unit("nav", "midtbyen"), "party": "bft"}
    who = {"at": timezone.now(), "by": bft_adviser}
    with pytest.raises(MeetingError, match="Ta ut: Nora"):
        actions.ask_for_discussion(**given, request="Nora sover dårlig", **who)
    actions.ask_for_discussion(**given, request="Et barn sover dårlig", **who)
    with pytest.raises(MeetingError, match="allerede meldt"):
        actions.ask_for_discussion(**given, request="Igjen", **who)
