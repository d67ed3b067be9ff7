"""Calling a meeting, choosing how a family is discussed, and writing down what is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from coordination.meetings import queries, rules
from coordination.meetings.agenda import fill_agendas
from coordination.models import (
    AgendaChange,
    AgendaItem,
    Meeting,
    OskAction,
    OskDecision,
    PlanStep,
)
from households.models import Household

Act, Mode = AgendaChange.Act, AgendaItem.Mode
NAMES_NOBODY = "Familien drøftes uten navn. Ta ut: {}."


class MeetingError(Exception):
    """Why it may not be done, in a Norwegian sentence; `field` is what has to change, if any."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.text, self.field = text, field


@dataclass(frozen=True)
class Task:
    """Who is to do what by when."""

    what: str
    party: str
    responsible: User
    due_on: date


def call_meeting(
    *, unit: Unit, on: date, begins_at: time, ends_at: time, at: datetime, by: User
) -> Meeting:
    """A meeting of the unit's district, its agenda filled at once."""
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                unit=unit,
                on=on,
                begins_at=begins_at,
                ends_at=ends_at,
                capacity=settings.OSK_MEETING_CAPACITY,
                called_by=by,
                called_at=at,
            )
    except IntegrityError as error:
        raise MeetingError("Kontoret har allerede et OSK-møte den dagen.", "on") from error
    fill_agendas(at=at, units=[unit.pk])
    return meeting


@transaction.atomic
def ask_for_discussion(
    *, household: Household, unit: Unit, party: str, request: str, at: datetime, by: User
) -> AgendaItem:
    """A party asks that the meeting of `unit` looks at the family, and says why."""
    _check_names(household, request, "request")
    item, _ = AgendaItem.objects.coming().get_or_create(
        unit=unit, household=household, defaults={"came_on": timezone.localdate(at)}
    )
    if item.requested_at is not None:
        raise MeetingError("Familien er allerede meldt til OSK-møtet.")
    item.asking_party, item.request = party, request.strip()
    item.requested_by, item.requested_at = by, at
    item.save()
    _note(item, Act.ASK, at, by)
    fill_agendas(at=at, units=[unit.pk])
    return item


@transaction.atomic
def choose_mode(*, item: AgendaItem, mode: str, at: datetime, by: User) -> None:
    """Discuss it anonymously, or with the names that consent has opened; never by itself."""
    item = _coming(item)
    if mode not in (Mode.ANONYMOUS, Mode.NAMED):
        raise MeetingError("Velg hvordan saken drøftes.")
    if mode == Mode.NAMED and not item.has_basis:
        raise MeetingError("Ingen i familien har samtykket til at OSK-møtet får vite hvem de er.")
    if OskDecision.objects.filter(item=item).exists() or item.actions.exists():
        raise MeetingError("Det er allerede skrevet noe om saken.")
    AgendaItem.objects.filter(pk=item.pk).update(mode=mode)
    _note(item, Act.ANONYMOUS if mode == Mode.ANONYMOUS else Act.NAMED, at, by)


@transaction.atomic
def put_first(*, item: AgendaItem, at: datetime, by: User) -> None:
    """Take a waiting family up on the next agenda; the least pressing one may then have to wait."""
    item = _coming(item)
    if item.meeting_id is not None:
        raise MeetingError("Saken står allerede på en saksliste.")
    AgendaItem.objects.filter(pk=item.pk).update(is_put_first=True)
    _note(item, Act.PUT_FIRST, at, by)
    fill_agendas(at=at, units=[item.unit_id])


@transaction.atomic
def write_decision(*, item: AgendaItem, text: str, at: datetime, by: User) -> OskDecision:
    """A sentence of the minutes; the first one fixes whether the family is named."""
    item = _in_meeting(item, "text")
    _check_text(item, text, "text")
    return OskDecision.objects.create(item=item, text=text.strip(), written_by=by, written_at=at)


@transaction.atomic
def add_action(*, item: AgendaItem, task: Task, at: datetime, by: User) -> OskAction:
    item = _in_meeting(item, "what")
    _check_text(item, task.what, "what")
    return OskAction.objects.create(item=item, **vars(task), added_by=by, added_at=at)


@transaction.atomic
def settle_action(*, action: OskAction, state: str, at: datetime, by: User) -> None:
    """It is done, or dropped; so is the step of a plan that it was taken into."""
    if state not in (OskAction.State.DONE, OskAction.State.DROPPED):
        raise MeetingError("Velg om tiltaket er gjort eller frafalt.")
    rows = OskAction.objects.open().filter(pk=action.pk)
    if not rows.update(state=state, settled_by=by, settled_at=at):
        raise MeetingError("Tiltaket er allerede avgjort.")
    steps = PlanStep.objects.filter(osk_action=action).open()
    steps.update(state=state, settled_by=by, settled_at=at)


@transaction.atomic
def finish(
    *, item: AgendaItem, review_on: date | None, baton: User | None, at: datetime, by: User
) -> None:
    """The family is discussed: when it is looked at again, and to whom the baton is offered.

    Whoever holds the baton keeps it until the next one accepts.
    """
    item = _in_meeting(item, None)
    holder = queries.baton_of(item)
    keeps = holder is not None and holder.pk == (baton.pk if baton else None)
    AgendaItem.objects.filter(pk=item.pk).update(
        mode=item.mode or Mode.NAMED,
        discussed_by=by,
        discussed_at=at,
        review_on=review_on,
        baton=holder,
        baton_next=None if keeps else baton,
    )
    _note(item, Act.DISCUSS, at, by)
    if baton is not None and not keeps:
        _note(item, Act.OFFER_BATON, at, by)


@transaction.atomic
def take_baton(*, item: AgendaItem, at: datetime, by: User) -> None:
    """Who is offered the baton takes it from the one who has held it so far."""
    rows = AgendaItem.objects.filter(pk=item.pk, baton_next=by, closed_at__isnull=True)
    if not rows.update(baton=by, baton_next=None):
        raise MeetingError("Stafettpinnen er ikke tilbudt deg.")
    _note(item, Act.TAKE_BATON, at, by)


@transaction.atomic
def close_item(*, item: AgendaItem, at: datetime, by: User) -> None:
    """Nothing is left to follow up; something new may bring the family back."""
    if item.actions.open().exists():
        raise MeetingError("Saken har åpne tiltak.")
    rows = AgendaItem.objects.discussed().filter(pk=item.pk, closed_at__isnull=True)
    if not rows.update(closed_at=at, closed_by=by, review_on=None):
        raise MeetingError("Saken er ikke drøftet, eller den er avsluttet.")
    _note(item, Act.CLOSE, at, by)


@transaction.atomic
def close_minutes(*, meeting: Meeting, at: datetime, by: User) -> None:
    """The meeting is held; families it did not reach go back to wait for the next one."""
    if meeting.on > timezone.localdate(at):
        raise MeetingError("Møtet er ikke holdt ennå.")
    if not Meeting.objects.planned().filter(pk=meeting.pk).update(closed_at=at, closed_by=by):
        raise MeetingError("Referatet er allerede lukket.")
    AgendaItem.objects.coming().filter(meeting=meeting).update(meeting=None)
    fill_agendas(at=at, units=[meeting.unit_id])


def _coming(item: AgendaItem) -> AgendaItem:
    """The item as it is now, held until the act is done; MeetingError when it is discussed."""
    rows = AgendaItem.objects.coming().filter(pk=item.pk).select_for_update()
    found = rows.first()
    if found is None:
        raise MeetingError("Saken er allerede drøftet eller avsluttet.")
    return queries.with_basis(found)


def _in_meeting(item: AgendaItem, field: str | None) -> AgendaItem:
    """One on the agenda of a meeting that is not closed, and that may be discussed as it stands."""
    item = _coming(item)
    if item.meeting is None or item.meeting.is_held:
        raise MeetingError("Saken står ikke på sakslisten til et møte som pågår.", field)
    if not item.may_be_discussed:
        raise MeetingError("Familien har ikke samtykket. Velg å drøfte saken anonymt.", field)
    if not item.mode:
        AgendaItem.objects.filter(pk=item.pk).update(mode=Mode.NAMED)
        item.mode = Mode.NAMED
    return item


def _check_text(item: AgendaItem, text: str, field: str) -> None:
    if not text.strip():
        raise MeetingError("Skriv hva som er bestemt.", field)
    if not item.is_named:
        _check_names(item.household, text, field)


def _check_names(household: Household, text: str, field: str) -> None:
    found = rules.named_in(text, queries.words_of(household))
    if found:
        raise MeetingError(NAMES_NOBODY.format(", ".join(found)), field)


def _note(item: AgendaItem, act: AgendaChange.Act, at: datetime, by: User) -> None:
    AgendaChange.objects.create(item=item, act=act, by=by, at=at)
