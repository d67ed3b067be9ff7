"""A household's decisions: the list, a new one, and the page where one is written or read."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from decisions import actions, queries
from decisions.draft import Draft
from decisions.forms import NewForm
from decisions.models import Decision
from decisions.page import EDITABLE, draft_of, draft_page, read_page
from decisions.permits import READERS, may_read, may_write, read_parties, unit_to_decide_in
from households import autosave
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household


@requires(*READERS)
@require_safe
@household_view
def decisions(request: HttpRequest, household: Household) -> HttpResponse:
    """All decisions about the household, the latest first."""
    user = reader(request, household)
    context = {
        "decisions": queries.decisions_of(household, read_parties(user, household)),
        "may_write": unit_to_decide_in(user, household) is not None,
    }
    return render(request, "decisions/list.html", page_frame(request, household) | context)


@requires(Permission.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new_decision(request: HttpRequest, household: Household) -> HttpResponse:
    """A decision that no application asked for begins here."""
    user, now = cast(User, request.user), timezone.now()
    unit = unit_to_decide_in(user, household)
    if unit is None:
        refuse(request, household, "decides_for_household")
    people = queries.possible_applicants(household, timezone.localdate(now))
    form = NewForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        log(request, household, AccessEvent.Action.CREATE, [form.person.pk])
        made = actions.draft_decision(
            kind=form.cleaned_data["kind"],
            household=household,
            applicant=form.person,
            unit=unit,
            at=now,
            by=user,
        )
        return redirect("decisions:decision", household.pk, made.pk)
    return render(request, "decisions/new.html", page_frame(request, household) | {"form": form})


@requires(*READERS)
@require_safe
@household_view
def decision(request: HttpRequest, household: Household, decision_id: int) -> HttpResponse:
    """A draft where its writer writes on it; to others, and later, as the letter tells it."""
    user = reader(request, household)
    found = found_in(request, household, decision_id)
    if found.state in EDITABLE and may_write(user, household, found):
        return show_draft(request, household, found)
    return show(request, household, found)


def reader(request: HttpRequest, household: Household) -> User:
    """The user, if the decisions are open to them; else 403."""
    user = cast(User, request.user)
    if not may_read(user, household):
        refuse(request, household, "benefits_of_unit")
    return user


def own(request: HttpRequest, household: Household, decision_id: int) -> Decision:
    """The decision, if the user may write it; else 403."""
    user = reader(request, household)
    found = found_in(request, household, decision_id)
    if not may_write(user, household, found):
        refuse(request, household, "decides_for_household")
    return found


def found_in(request: HttpRequest, household: Household, decision_id: int) -> Decision:
    """One that the user may read; 404 without."""
    parties = read_parties(cast(User, request.user), household)
    found = queries.decision_of(household, min(decision_id, LARGEST_ID), parties)
    if found is None:
        raise Http404
    return found


def show_draft(
    request: HttpRequest,
    household: Household,
    found: Decision,
    draft: Draft | None = None,
    forms: dict[str, Any] | None = None,
) -> HttpResponse:
    """The draft as it is stored, or with what was posted and why it was not taken."""
    today = timezone.localdate()
    address = reverse("decisions:write", args=[household.pk, found.pk])
    typed = autosave.typed(request, household, address)
    shown = draft or draft_of(found, household, today, typed=typed)
    context = draft_page(found, shown, cast(User, request.user), today)
    context["autosave"] = autosave.page_of(request, household, address)
    frame = page_frame(request, household)
    return render(request, "decisions/draft.html", frame | context | (forms or {}))


def show(
    request: HttpRequest,
    household: Household,
    found: Decision,
    forms: dict[str, Any] | None = None,
) -> HttpResponse:
    """The decision as its letter tells it, with a form that was not taken in its place."""
    context = read_page(found, household, cast(User, request.user), timezone.localdate())
    frame = page_frame(request, household)
    return render(request, "decisions/decision.html", frame | context | (forms or {}))
