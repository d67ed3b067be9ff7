"""The next meeting, a meeting with its agenda or minutes, calling one, and closing its minutes."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access_log
from accounts.access import found_or_404, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from coordination.meetings import actions, ics, pdf, queries
from coordination.meetings.actions import MeetingError
from coordination.meetings.forms import MeetingForm
from coordination.meetings.queries import Line
from coordination.models import Meeting
from households.door import reads_only

WAITING_SHOWN = 100
PAST_SHOWN = 12


def log_lines(request: HttpRequest, action: AccessEvent.Action, lines: list[Line]) -> None:
    """One line of the log with everybody who was named."""
    named = {pk for line in lines for pk in line.label.person_ids}
    access_log.record(request, action, object_type="meeting", subject_ids=sorted(named))


def found_meeting(request: HttpRequest, meeting_id: int, *, led: bool = False) -> Meeting:
    """The meeting, for who takes part in it (or leads it); else 404."""
    user = cast(User, request.user)
    rows = Meeting.objects.visible_to(user)
    if led:
        rows = rows.led_by(user)
    return found_or_404(request, rows.select_related("unit"), meeting_id, object_type="meeting")


@requires(Permission.LEAD_MEETINGS, Permission.ATTEND_MEETINGS)
@require_safe
@reads_only
def upcoming(request: HttpRequest) -> HttpResponse:
    """The next meeting of the user's, and those before and after it."""
    user, today = cast(User, request.user), timezone.localdate()
    meetings = Meeting.objects.visible_to(user).select_related("unit")
    coming = list(meetings.planned().order_by("on"))
    meeting = next((row for row in coming if row.on >= today), None)
    context = {
        "meeting": meeting,
        "coming": [row for row in coming if row != meeting],
        "past": meetings.held().order_by("-on")[:PAST_SHOWN],
        "may_call": queries.units_led(user, today).exists(),
        "batons": queries.batons_offered(user, today),
        "todos": queries.own_actions(user, today),
    }
    return render(request, "coordination/meetings/next.html", context | _told(request, meeting))


@requires(Permission.LEAD_MEETINGS, Permission.ATTEND_MEETINGS)
@require_safe
@reads_only
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    found = found_meeting(request, meeting_id)
    context = {"meeting": found, "minutes": _minutes(request, found) if found.is_held else []}
    return render(request, "coordination/meetings/meeting.html", context | _told(request, found))


@requires(Permission.LEAD_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    user, now = cast(User, request.user), timezone.now()
    today = timezone.localdate(now)
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        units=queries.units_led(user, today),
        today=today,
    )
    if form.is_valid():
        access_log.record(request, AccessEvent.Action.CREATE, object_type="meeting")
        try:
            made = actions.call_meeting(at=now, by=user, **form.cleaned_data)
        except MeetingError as error:
            form.add_error(error.field, error.text)
        else:
            return redirect("meetings:meeting", made.pk)
    return render(request, "coordination/meetings/call.html", {"form": form})


@requires(Permission.LEAD_MEETINGS)
@require_POST
def close(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The minutes are closed; what was not reached waits for the next meeting."""
    found = found_meeting(request, meeting_id, led=True)
    access_log.record(request, AccessEvent.Action.UPDATE, object_type="meeting", object_id=found.pk)
    try:
        actions.close_minutes(meeting=found, at=timezone.now(), by=cast(User, request.user))
    except MeetingError as error:
        messages.error(request, error.text)
    return redirect("meetings:meeting", found.pk)


@requires(Permission.LEAD_MEETINGS, Permission.ATTEND_MEETINGS)
@require_POST
def paper(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The agenda as PDF, or the minutes when they are closed; its name tells the day alone."""
    found = found_meeting(request, meeting_id)
    now = timezone.localtime()
    rows = list(queries.agenda_of(cast(User, request.user), found))
    lines = queries.lines_of(rows, timezone.localdate(now))
    log_lines(request, AccessEvent.Action.PRINT, lines)
    minutes = queries.minutes_of(lines, timezone.localdate(now))
    content = pdf.written(meeting=found, lines=lines, minutes=minutes, at=now)
    response = HttpResponse(content, content_type="application/pdf")
    kind = "referat" if found.is_held else "saksliste"
    response["Content-Disposition"] = f'attachment; filename="osk-{kind}-{found.on}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Permission.LEAD_MEETINGS, Permission.ATTEND_MEETINGS)
@require_safe
@reads_only
def invitation(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """An entry for a calendar: when, and of which office; never what it is about."""
    found = found_meeting(request, meeting_id)
    content = ics.invitation(found, address=request.build_absolute_uri("/moter/"))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="osk-mote-{found.on}.ics"'
    return response


def _told(request: HttpRequest, found: Meeting | None) -> dict[str, Any]:
    """The agenda, what waits and what is still to be done, logged."""
    user, today = cast(User, request.user), timezone.localdate()
    if found is None:
        access_log.record(request, AccessEvent.Action.LIST, object_type="meeting")
        return {"lines": [], "waiting": [], "waiting_count": 0, "open_actions": [], "leads": False}
    agenda = list(queries.agenda_of(user, found))
    rest = [] if found.is_held else list(queries.waiting_of(user, found.unit))
    lines = queries.lines_of([*agenda, *rest[:WAITING_SHOWN]], today)
    log_lines(request, AccessEvent.Action.LIST, lines)
    return {
        "lines": lines[: len(agenda)],
        "waiting": lines[len(agenda) :],
        "waiting_count": len(rest),
        "open_actions": [] if found.is_held else queries.open_actions(user, found.unit, today),
        "leads": Meeting.objects.visible_to(user).led_by(user).filter(pk=found.pk).exists(),
        "may_close": found.on <= today and not found.is_held,
        "counts": queries.counts(lines[: len(agenda)]),
        "first": next((line for line in lines[: len(agenda)] if not line.item.discussed_at), None),
        "today": today,
    }


def _minutes(request: HttpRequest, found: Meeting) -> list[Any]:
    today = timezone.localdate()
    rows = list(queries.agenda_of(cast(User, request.user), found))
    return queries.minutes_of(queries.lines_of(rows, today), today)
