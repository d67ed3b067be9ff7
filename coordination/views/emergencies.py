"""Emergency access: opening a household in need, ending it, and looking at it afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from accounts.reviews import AlreadyReviewedError
from accounts.sudo import sudo_required
from coordination.emergency_forms import EmergencyForm, ReviewForm
from households import emergencies, queries
from households.door import LARGEST_ID, household_view, reads_only
from households.emergencies import Finding
from households.models import BreakGlass, Household

AT_MOST = 10
"""Tries an hour for one user."""
RATE = "break_glass_rate"
DONE_SHOWN = 50
NOT_FOUND = (
    "Nummeret hører ikke til en husstand som kan åpnes med nødtilgang. "
    "Se etter tastefeil, eller ring kontoret som har saken."
)
PAGES = {
    "coordination:household": "Oversikt",
    "coordination:economy": "Økonomi",
    "coordination:timeline": "Tidslinje",
    "coordination:timeline_print": "Utskrift av tidslinjen",
    "coordination:number": "Hele fødselsnummeret",
}


@requires(Permission.BREAK_GLASS)
@sudo_required
def emergency(request: HttpRequest) -> HttpResponse:
    """Open the household of a person in need; whom nothing opens and who is unknown are alike."""
    user = cast(User, request.user)
    if request.method == "POST" and _tries_last_hour(user) >= AT_MOST:
        access_log.record(request, AccessEvent.Action.BREAK_GLASS, denied_by=RATE)
        return render(request, "coordination/emergency_rate.html", status=429)
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        finding = emergencies.household_in_need(user, form.cleaned_data["number"])
        _log_try(request, finding, form.cleaned_data["category"])
        if finding.is_of_own_office:
            messages.info(request, "Kontoret ditt har husstanden. Det trengs ingen nødtilgang.")
            return redirect("coordination:household", finding.household_id)
        if finding.opening:
            why = {name: form.cleaned_data[name] for name in ("category", "reason")}
            opened = emergencies.open_in_need(opening=finding.opening, by=user, **why)
            return redirect("coordination:household", opened.household_id)
        form.add_error("number", NOT_FOUND)
    return render(request, "coordination/emergency.html", {"form": form})


def _tries_last_hour(user: User) -> int:
    """The access log counts them, whichever process answered."""
    since = timezone.now() - timedelta(hours=1)
    tries = AccessEvent.objects.filter(user_id=user.pk, at__gte=since)
    return tries.filter(action=AccessEvent.Action.BREAK_GLASS).exclude(rule=RATE).count()


def _log_try(request: HttpRequest, finding: Finding, category: str) -> None:
    access_log.record(
        request,
        AccessEvent.Action.BREAK_GLASS,
        object_type="household",
        object_id=finding.household_id,
        subject_ids=[finding.opening.person_id] if finding.opening else [],
        denied_by=finding.refused_by,
        rule="break_glass",
        reason=category,
    )


@requires(Permission.BREAK_GLASS)
@require_POST
@household_view
def end_emergency(request: HttpRequest, household: Household) -> HttpResponse:
    """The user is done: the household closes at once."""
    user = cast(User, request.user)
    access_log.record(
        request, AccessEvent.Action.UPDATE, object_type="household", object_id=household.pk
    )
    emergencies.end_emergency(household=household, by=user)
    messages.success(request, "Nødtilgangen er avsluttet.")
    return redirect("coordination:households")


@requires(Permission.REVIEW_BREAK_GLASS)
@require_safe
@reads_only
def emergency_reviews(request: HttpRequest) -> HttpResponse:
    """The leader's queue: what waits, the oldest first, and what was concluded lately."""
    rows, now = queries.reviewable_emergencies(cast(User, request.user)), timezone.now()
    waiting = rows.filter(reviewed_at__isnull=True).order_by("opened_at")
    access_log.record(request, AccessEvent.Action.LIST, object_type="break_glass")
    context = {
        "waiting": [(row, queries.is_overdue(row, now), row.is_live_at(now)) for row in waiting],
        "done": rows.filter(reviewed_at__isnull=False).order_by("-reviewed_at")[:DONE_SHOWN],
    }
    return render(request, "coordination/emergency_reviews.html", context)


@requires(Permission.REVIEW_BREAK_GLASS)
def emergency_review(request: HttpRequest, break_glass_id: int) -> HttpResponse:
    """One emergency access: who, why, what was opened, and the leader's conclusion."""
    user = cast(User, request.user)
    pk = min(break_glass_id, LARGEST_ID)
    opened = queries.reviewable_emergencies(user).filter(pk=pk).first()
    if opened is None:
        _log_review(request, AccessEvent.Action.READ, pk, denied_by="not_found")
        raise Http404
    writes = request.method == "POST" and opened.reviewed_at is None
    _log_review(
        request, AccessEvent.Action.UPDATE if writes else AccessEvent.Action.READ, opened.pk
    )
    form = ReviewForm(request.POST if writes else None)
    if form.is_valid():
        try:
            emergencies.review_emergency(opened=opened, by=user, **form.cleaned_data)
            messages.success(request, "Gjennomgangen er lagret.")
        except AlreadyReviewedError:
            messages.info(request, "En annen leder har allerede konkludert.")
        return redirect("coordination:emergency_reviews")
    return render(request, "coordination/emergency_review.html", _review(opened, form, user))


def _review(opened: BreakGlass, form: ReviewForm, user: User) -> dict[str, object]:
    acts = queries.acts_in(opened)
    return {
        "opened": opened,
        "form": form,
        "is_live": opened.is_live_at(timezone.now()),
        "is_visible": Household.objects.visible_to(user).filter(pk=opened.household_id).exists(),
        "acts": [(act, PAGES.get(act.view_name, act.get_action_display())) for act in acts],
    }


def _log_review(
    request: HttpRequest, action: AccessEvent.Action, pk: int, denied_by: str = ""
) -> None:
    access_log.record(request, action, object_type="break_glass", object_id=pk, denied_by=denied_by)


@requires(Permission.OVERSEE_BREAK_GLASS)
@require_safe
@reads_only
def emergency_oversight(request: HttpRequest) -> HttpResponse:
    """For the auditor: who opens in need often, and which units let reviews wait. No case."""
    now = timezone.now()
    access_log.record(request, AccessEvent.Action.LIST, object_type="break_glass")
    context = {
        "users": queries.frequent_break_glass_users(now),
        "units": queries.units_with_overdue_reviews(now),
        "frequent": queries.FREQUENT,
    }
    return render(request, "coordination/emergency_oversight.html", context)
