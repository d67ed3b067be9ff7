"""What follows a meeting: actions that are done, the baton, and closing; and a waiting family."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import access_log
from accounts.access import found_or_404, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from coordination.meetings import actions
from coordination.meetings.actions import MeetingError
from coordination.meetings.forms import SettleForm
from coordination.models import AgendaItem, OskAction


@requires(Permission.LEAD_MEETINGS, Permission.ATTEND_MEETINGS)
@require_POST
def settle(request: HttpRequest, action_id: int) -> HttpResponse:
    """Done or dropped: by who was to do it, or by the lead."""
    user = cast(User, request.user)
    rows = OskAction.objects.visible_to(user).to_settle_by(user).select_related("item")
    row = found_or_404(request, rows, action_id, object_type="osk_action")
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Velg om tiltaket er gjort eller frafalt.")
        return redirect("meetings:next")
    return _act(
        request,
        row.item,
        lambda: actions.settle_action(
            action=row, state=form.cleaned_data["state"], **_who(request)
        ),
    )


@requires(Permission.ATTEND_MEETINGS)
@require_POST
def take_baton(request: HttpRequest, item_id: int) -> HttpResponse:
    """The one who is offered the baton accepts it."""
    user = cast(User, request.user)
    rows = AgendaItem.objects.visible_to(user).filter(baton_next=user)
    item = found_or_404(request, rows, item_id, object_type="agenda_item")
    return _act(request, item, lambda: actions.take_baton(item=item, **_who(request)))


@requires(Permission.LEAD_MEETINGS)
@require_POST
def put_first(request: HttpRequest, item_id: int) -> HttpResponse:
    """A waiting family is taken up on the next agenda."""
    item = _led(request, item_id)
    return _act(request, item, lambda: actions.put_first(item=item, **_who(request)))


@requires(Permission.LEAD_MEETINGS)
@require_POST
def close(request: HttpRequest, item_id: int) -> HttpResponse:
    """Everything is followed up."""
    item = _led(request, item_id)
    return _act(request, item, lambda: actions.close_item(item=item, **_who(request)))


def _led(request: HttpRequest, item_id: int) -> AgendaItem:
    user = cast(User, request.user)
    rows = AgendaItem.objects.visible_to(user).led_by(user)
    return found_or_404(request, rows, item_id, object_type="agenda_item")


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"at": timezone.now(), "by": cast(User, request.user)}


def _act(request: HttpRequest, item: AgendaItem, act: Callable[[], object]) -> HttpResponse:
    access_log.record(
        request, AccessEvent.Action.UPDATE, object_type="household", object_id=item.household_id
    )
    try:
        act()
    except MeetingError as error:
        messages.error(request, error.text)
    if item.meeting_id is not None and item.discussed_at is not None:
        return redirect("meetings:screen", item.meeting_id, item.pk)
    return redirect("meetings:next")
