"""A household's own tab: asking for a discussion, how it is to be held, and what came of it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import AccessEvent, Party, Unit, User
from accounts.policy import Permission
from coordination.flags.views import may_handle_flags
from coordination.meetings import actions, queries, rules
from coordination.meetings.actions import MeetingError
from coordination.meetings.forms import AskForm
from coordination.models import AgendaItem
from households.access import Protection
from households.consents import unit_for
from households.door import household_view
from households.frame import log, page_frame, refuse, refuse_unless_own
from households.models import Household, Receiver

PARTIES = (Party.NAV, Party.BFT, Party.HV)


@requires(Permission.ATTEND_MEETINGS)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def household(request: HttpRequest, household: Household) -> HttpResponse:
    """Each party that has the household may ask; NAV's office sees the whole of it."""
    refuse_unless_own(request, household)
    user, today = cast(User, request.user), timezone.localdate()
    unit = _meeting_of(household)
    form = AskForm(request.POST if request.method == "POST" else None)
    if unit is not None and form.is_valid() and _ask(request, household, unit, form):
        return redirect("meetings:household", household.pk)
    is_office = may_handle_flags(user, household)
    items = queries.items_about(user, household, is_office=is_office, today=today)
    asked = queries.asked_for_consent(items)
    coming = _coming(items)
    told = None
    if unit is not None and not is_office and not coming:
        told = queries.told_to(household, household.access.own_parties, today)
    is_told = any(row.requested_at for row in coming) or (told is not None and told.by_own_party)
    context = {
        "form": form if unit and not is_told else None,
        "unit": unit,
        "coming": next(iter(coming), None),
        "told": told,
        "items": [(row, _state(row, asked)) for row in items],
        "is_asked": bool(asked),
        "is_office": is_office,
    }
    frame = page_frame(request, household)
    return render(request, "coordination/meetings/household.html", frame | context)


def _ask(request: HttpRequest, household: Household, unit: Unit, form: AskForm) -> bool:
    """Whether the user's party has now asked; else what is in the way stands at the field."""
    log(request, household, AccessEvent.Action.CREATE, [])
    party = next(party for party in PARTIES if party in household.access.own_parties)
    asked: dict[str, Any] = {"household": household, "unit": unit, "party": party}
    who: dict[str, Any] = {"at": timezone.now(), "by": cast(User, request.user)}
    try:
        actions.ask_for_discussion(**asked, **who, **form.cleaned_data)
    except MeetingError as error:
        form.add_error(error.field, error.text)
        return False
    messages.success(request, "Familien er meldt til OSK-møtet.")
    return True


@requires(Permission.SEE_BENEFITS)
@require_POST
@household_view
def anonymous(request: HttpRequest, household: Household) -> HttpResponse:
    """NAV's office chooses that its family be discussed without a name; never by itself."""
    user = cast(User, request.user)
    if not may_handle_flags(user, household):
        refuse(request, household, "handle_flags")
    items = queries.items_about(user, household, is_office=True, today=timezone.localdate())
    log(request, household, AccessEvent.Action.UPDATE, [])
    for item in _coming(items):
        try:
            actions.choose_mode(item=item, mode="anonymous", at=timezone.now(), by=user)
        except MeetingError as error:
            messages.error(request, error.text)
        else:
            messages.success(request, "Familien drøftes anonymt.")
    return redirect("meetings:household", household.pk)


def _coming(items: list[Any]) -> list[AgendaItem]:
    return [row for row in items if row.discussed_at is None and row.closed_at is None]


def _state(item: AgendaItem, asked: set[int]) -> AgendaItem.State:
    actions = [row.state for row in item.actions.all()]
    return rules.state_of(item, asked=item.household_id in asked, actions=actions)


def _meeting_of(household: Household) -> Unit | None:
    """The NAV unit whose meeting it is; none for a protected family, which is discussed nowhere."""
    grades = {row.person.protection for row in household.all_memberships}
    if grades - {Protection.NONE}:
        return None
    return unit_for(Receiver.OSK, household, timezone.localdate())
