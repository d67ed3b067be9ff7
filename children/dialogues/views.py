"""Familiesamtaler: who is missing this year, and the talks with one participant."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import found_or_404, may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from children.dialogues import actions, queries
from children.dialogues.forms import DialogueForm
from children.dialogues.queries import Participant
from children.dialogues.rules import coverage
from children.models import FamilyDialogue
from households.door import reads_only

PER_PAGE = 50
TABS = (("mangler", "Mangler"), ("hatt", "Har hatt samtale"), ("alle", "Alle"))
READERS = (Permission.HOLD_DIALOGUES, Permission.APPROVE_DECISION)


@requires(*READERS)
@require_safe
@reads_only
def dialogues(request: HttpRequest) -> HttpResponse:
    user, today = cast(User, request.user), timezone.localdate()
    years = range(today.year, max(queries.FIRST_YEAR, today.year - 5) - 1, -1)
    year = next((one for one in years if str(one) == request.GET.get("ar", "")), today.year)
    rows = queries.participants(user, year, today)
    lists = {
        "mangler": [row for row in rows if row.talked_on is None],
        "hatt": [row for row in rows if row.talked_on is not None],
        "alle": rows,
    }
    asked = request.GET.get("liste", "")
    tab = asked if asked in lists else "mangler"
    page = Paginator(lists[tab], PER_PAGE).get_page(request.GET.get("side"))
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="person",
        subject_ids=sorted({row.period.person_id for row in page}),
    )
    context = {
        "page": page,
        "tab": tab,
        "tabs": [(key, name, len(lists[key])) for key, name in TABS],
        "years": years,
        "year": year,
        "coverage": coverage([row.talked_on is not None for row in rows]),
        "may_hold": may(user, Permission.HOLD_DIALOGUES),
    }
    return render(request, "children/dialogues/list.html", context)


@requires(*READERS)
@require_safe
@reads_only
def participant(request: HttpRequest, period_id: int) -> HttpResponse:
    """The talks with one participant, and a form for whoever holds them."""
    found, today = _found(request, period_id), timezone.localdate()
    _log(request, AccessEvent.Action.READ, found)
    holds = may(cast(User, request.user), Permission.HOLD_DIALOGUES)
    form = DialogueForm(period=found.period, today=today) if holds else None
    return _page(request, found, form)


@requires(Permission.HOLD_DIALOGUES)
@require_POST
def register(request: HttpRequest, period_id: int) -> HttpResponse:
    found, user = _found(request, period_id), cast(User, request.user)
    form = DialogueForm(request.POST, period=found.period, today=timezone.localdate())
    if not form.is_valid():
        _log(request, AccessEvent.Action.READ, found)
        return _page(request, found, form)
    _log(request, AccessEvent.Action.CREATE, found)
    actions.register(participant=found, held=form.held, at=timezone.now(), by=user)
    messages.success(request, f"Samtalen med {found.name} er registrert.")
    return redirect("dialogues:list")


@requires(Permission.HOLD_DIALOGUES)
@require_POST
def undo(request: HttpRequest, period_id: int, dialogue_id: int) -> HttpResponse:
    found, user = _found(request, period_id), cast(User, request.user)
    rows = FamilyDialogue.objects.visible_to(user).filter(person=found.period.person_id)
    dialogue = found_or_404(request, rows, dialogue_id, object_type="family_dialogue")
    _log(request, AccessEvent.Action.UPDATE, found)
    if actions.undo(dialogue=dialogue, at=timezone.now(), by=user):
        messages.success(request, "Samtalen er tatt bort.")
    else:
        messages.warning(request, "Bare den som registrerte samtalen, kan ta den bort.")
    return redirect("dialogues:participant", found.period.pk)


def _page(request: HttpRequest, found: Participant, form: DialogueForm | None) -> HttpResponse:
    user = cast(User, request.user)
    context = {
        "participant": found,
        "person": found.period.person,
        "form": form,
        "rows": queries.dialogues_with(found.period.person_id, user),
        "user_id": user.pk,
    }
    return render(request, "children/dialogues/participant.html", context)


def _found(request: HttpRequest, period_id: int) -> Participant:
    """The participant, if the user may know of them; else 404, logged."""
    rows = queries.known_periods(cast(User, request.user), timezone.localdate())
    period: Any = found_or_404(request, rows, period_id, object_type="intro_period")
    return Participant(period, period.household_id, None)


def _log(request: HttpRequest, action: AccessEvent.Action, found: Participant) -> None:
    person = found.period.person_id
    access_log.record(request, action, object_type="person", object_id=person, subject_ids=[person])
