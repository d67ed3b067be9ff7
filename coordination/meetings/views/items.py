"""One family a screen, and what is written while it is discussed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import LARGEST_ID, found_or_404, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from coordination.meetings import actions, queries
from coordination.meetings.actions import MeetingError
from coordination.meetings.forms import DecisionForm, FinishForm, ModeForm, TaskForm
from coordination.meetings.labels import labels_of
from coordination.meetings.screen import screen_of
from coordination.models import AgendaItem
from households.door import reads_only

PAGE = "coordination/meetings/screen.html"


@requires(Permission.LEAD_MEETINGS, Permission.ATTEND_MEETINGS)
@require_safe
@reads_only
def screen(request: HttpRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """The family as everybody in the room may see it."""
    return _show(request, _found(request, meeting_id, item_id), {})


@requires(Permission.LEAD_MEETINGS)
@require_POST
def choose_mode(request: HttpRequest, meeting_id: int, item_id: int) -> HttpResponse:
    item = _led(request, meeting_id, item_id)
    form = ModeForm(request.POST)
    return _act(
        request,
        item,
        form,
        "mode",
        lambda: actions.choose_mode(item=item, mode=form.cleaned_data["mode"], **_who(request)),
    )


@requires(Permission.LEAD_MEETINGS)
@require_POST
def decide(request: HttpRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """A sentence of the minutes."""
    item = _led(request, meeting_id, item_id)
    form = DecisionForm(request.POST, auto_id="minutes_%s")
    return _act(
        request,
        item,
        form,
        "decision",
        lambda: actions.write_decision(item=item, **form.cleaned_data, **_who(request)),
    )


@requires(Permission.LEAD_MEETINGS)
@require_POST
def add_action(request: HttpRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Who does what by when."""
    item = _led(request, meeting_id, item_id)
    form = TaskForm(request.POST, **_choices(item), auto_id="task_%s")
    return _act(
        request,
        item,
        form,
        "task",
        lambda: actions.add_action(item=item, task=form.task, **_who(request)),
    )


@requires(Permission.LEAD_MEETINGS)
@require_POST
def finish(request: HttpRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """The family is discussed; on to the next one."""
    item = _led(request, meeting_id, item_id)
    holder = queries.baton_of(item)
    form = FinishForm(request.POST, **_choices(item), holder=holder, auto_id="finish_%s")
    return _act(
        request,
        item,
        form,
        "finish",
        lambda: actions.finish(
            item=item,
            review_on=form.cleaned_data["review_on"],
            baton=form.taker,
            **_who(request),
        ),
    )


def _found(request: HttpRequest, meeting_id: int, item_id: int) -> AgendaItem:
    """A family on the meeting's agenda that the user may see; else 404."""
    return _of(
        request, AgendaItem.objects.visible_to(cast(User, request.user)), meeting_id, item_id
    )


def _led(request: HttpRequest, meeting_id: int, item_id: int) -> AgendaItem:
    """The same, for the one who leads the meeting."""
    user = cast(User, request.user)
    rows = AgendaItem.objects.visible_to(user).led_by(user)
    return _of(request, rows, meeting_id, item_id)


def _of(request: HttpRequest, rows: Any, meeting_id: int, item_id: int) -> AgendaItem:
    rows = rows.filter(meeting=min(meeting_id, LARGEST_ID))
    rows = rows.select_related("meeting", "unit", "household", "baton", "requested_by")
    return found_or_404(request, rows, item_id, object_type="agenda_item")


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"at": timezone.now(), "by": cast(User, request.user)}


def _choices(item: AgendaItem) -> dict[str, Any]:
    today = timezone.localdate()
    people = queries.people_for(item.unit, today, named=item.is_named)
    return {"people": people, "today": today}


def _log(request: HttpRequest, action: AccessEvent.Action, item: AgendaItem) -> None:
    label = labels_of([item], timezone.localdate())[item.pk]
    access_log.record(
        request,
        action,
        object_type="household",
        object_id=item.household_id,
        subject_ids=label.person_ids,
    )


def _act(
    request: HttpRequest,
    item: AgendaItem,
    form: Form,
    name: str,
    act: Callable[[], object],
) -> HttpResponse:
    """Do it, or show the screen again with what is in the way at the form called `name`."""
    if not form.is_valid():
        return _show(request, item, {name: form})
    _log(request, AccessEvent.Action.UPDATE, item)
    try:
        act()
    except MeetingError as error:
        if error.field not in form.fields:
            messages.error(request, error.text)
            return redirect("meetings:screen", item.meeting_id, item.pk)
        form.add_error(error.field, error.text)
        return _show(request, item, {name: form})
    return redirect("meetings:screen", item.meeting_id, item.pk)


def _show(request: HttpRequest, item: AgendaItem, given: dict[str, Form]) -> HttpResponse:
    """The screen; `given` are forms that were not taken, by name."""
    user, today, meeting = cast(User, request.user), timezone.localdate(), item.meeting
    if meeting is None:
        raise Http404
    _log(request, AccessEvent.Action.READ, item)
    rows = list(queries.agenda_of(user, meeting))
    lines = queries.lines_of(rows, today)
    place = next(number for number, row in enumerate(rows) if row.pk == item.pk)
    leads = AgendaItem.objects.visible_to(user).led_by(user).filter(pk=item.pk).exists()
    writes = leads and not meeting.is_held and item.discussed_at is None
    context = {
        "meeting": meeting,
        "lines": lines,
        "number": lines[place].number,
        "waiting_count": queries.waiting_of(user, item.unit).count() if leads else 0,
        "screen": screen_of(item, today),
        "previous": rows[place - 1] if place else None,
        "next": rows[place + 1] if place + 1 < len(rows) else None,
        "show_names": request.GET.get("navn") == "1",
        "today": today,
        "leads": leads,
        "writes": writes,
        "may_be_anonymous": writes and item.mode != AgendaItem.Mode.ANONYMOUS,
        "may_be_named": writes and item.has_basis and item.mode == AgendaItem.Mode.ANONYMOUS,
    }
    if writes and item.may_be_discussed:
        context |= _forms(item, given)
    return render(request, PAGE, context)


def _forms(item: AgendaItem, given: dict[str, Form]) -> dict[str, Any]:
    choices, holder = _choices(item), queries.baton_of(item)
    return {
        "decision": given.get("decision") or DecisionForm(auto_id="minutes_%s"),
        "task": given.get("task") or TaskForm(**choices, auto_id="task_%s"),
        "finish": given.get("finish") or FinishForm(**choices, holder=holder, auto_id="finish_%s"),
    }
