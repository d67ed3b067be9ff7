"""Grades of protection: who has which, changing one, settling an unknown one, a hidden place."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access_log
from accounts.access import found_or_404, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from households.door import household_view, reads_only, unsettled_view
from households.frame import log, page_frame, refuse
from households.models import Household, Person
from households.permits import may_lower_protection, may_raise_protection, may_reveal_place
from households.protection import actions, queries
from households.protection.forms import GradeForm, MemberGradeForm, SettleForm

MEANWHILE = "Graderingen er endret av en annen i mellomtiden. Se over før du prøver igjen."


@requires(Permission.RAISE_PROTECTION)
@require_safe
@household_view
def grades(request: HttpRequest, household: Household) -> HttpResponse:
    user = cast(User, request.user)
    _only_own_office(request, household)
    context = {
        "grades": queries.grades(household),
        "changes": queries.history(household),
        "may_decide": may_lower_protection(user, household),
    }
    return render(request, "households/protection.html", page_frame(request, household) | context)


@requires(Permission.RAISE_PROTECTION)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def change_grade(request: HttpRequest, household: Household, person_id: int) -> HttpResponse:
    """Raise a member's grade at once, or propose to lower it."""
    _only_own_office(request, household)
    members = {row.person_id: row.person for row in household.all_memberships}
    if person_id not in members:
        raise Http404
    person = members[person_id]
    form = MemberGradeForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        return _change(request, household, person, form)
    context = {"form": form, "person": person}
    return render(request, "households/change_grade.html", page_frame(request, household) | context)


def _change(
    request: HttpRequest, household: Household, person: Person, form: GradeForm
) -> HttpResponse:
    user, told = cast(User, request.user), form.cleaned_data
    log(request, household, AccessEvent.Action.UPDATE, [person.pk], reason=told["reason"])
    change = actions.propose_lowering if form.lowers else actions.raise_protection
    try:
        change(
            person_id=person.pk,
            seen=told["seen"],
            grade=told["grade"],
            reason=told["reason"],
            grounds=told["grounds"],
            by=user,
        )
    except actions.GradeChangedMeanwhileError:
        messages.warning(request, MEANWHILE)
        return redirect("coordination:protection", household.pk)
    if form.lowers:
        messages.info(request, "Senkningen er foreslått og venter på en klarert kollega.")
        return redirect("coordination:protection", household.pk)
    return _after_raising(request, user, household)


def _after_raising(request: HttpRequest, user: User, household: Household) -> HttpResponse:
    """To the page again for the cleared; others are told that it is closed to them now."""
    if Household.objects.visible_to(user).filter(pk=household.pk).exists():
        messages.success(request, "Graderingen er hevet. Delinger er opphevet.")
        return redirect("coordination:protection", household.pk)
    messages.success(
        request,
        f"Graderingen i {household.number} er hevet. Husstanden er lukket for deg, "
        "siden du ikke er klarert for den.",
    )
    return redirect("coordination:households")


@requires(Permission.LOWER_PROTECTION)
@require_POST
@household_view
def decide(request: HttpRequest, household: Household, change_id: int) -> HttpResponse:
    """Approve or refuse a lowering that somebody else has proposed."""
    user = cast(User, request.user)
    if not may_lower_protection(user, household):
        refuse(request, household, "lower_protection")
    rows = queries.waiting_in(household)
    change = found_or_404(request, rows, change_id, object_type="protection_change")
    if change.proposed_by_id == user.pk:
        refuse(request, household, "second_person", [change.person_id])
    approve = request.POST.get("svar") == "godkjenn"
    log(request, household, AccessEvent.Action.UPDATE, [change.person_id], reason=change.reason)
    try:
        actions.decide_lowering(change=change, approve=approve, by=user)
        messages.success(request, "Graderingen er senket." if approve else "Forslaget er avslått.")
    except actions.GradeChangedMeanwhileError:
        messages.warning(request, MEANWHILE)
    return redirect("coordination:protection", household.pk)


def _only_own_office(request: HttpRequest, household: Household) -> None:
    if not may_raise_protection(cast(User, request.user), household):
        refuse(request, household, "raise_protection")


@requires(Permission.REVEAL_PLACE, Permission.REVEAL_ANY_PLACE)
@require_POST
@household_view
def reveal_place(request: HttpRequest, household: Household) -> HttpResponse:
    """A hidden place, logged before it is shown on this answer alone."""
    if not may_reveal_place(cast(User, request.user), household.responsible_today):
        refuse(request, household, "reveal_place")
    if not household.place_hidden:
        raise Http404
    members = sorted({row.person_id for row in household.all_memberships})
    log(request, household, AccessEvent.Action.REVEAL, members, reason="hidden_place")
    context = {"place": queries.place_of(household, timezone.localdate())}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "households/_place.html", context)
    return render(request, "households/place.html", page_frame(request, household) | context)


@requires(Permission.SETTLE_PROTECTION, Permission.LOWER_PROTECTION)
@require_safe
@reads_only
def unknown_grades(request: HttpRequest) -> HttpResponse:
    """The queue of households that a grade of unknown closes to everybody, by number alone."""
    rows = queries.unsettled(cast(User, request.user))
    access_log.record(request, AccessEvent.Action.LIST, object_type="unknown_grade")
    return render(request, "households/unknown_grades.html", {"rows": rows})


@requires(Permission.SETTLE_PROTECTION)
@require_http_methods(["GET", "HEAD", "POST"])
@unsettled_view
def settle(request: HttpRequest, household: Household) -> HttpResponse:
    """Give those with unknown grade the one that was found."""
    row = _in_queue(request, household)
    if not row.may_settle:
        raise Http404
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        log(request, household, AccessEvent.Action.UPDATE, [], reason=reason)
        return _settle(request, household, form)
    return render(request, "households/settle.html", {"form": form, "row": row})


def _settle(request: HttpRequest, household: Household, form: SettleForm) -> HttpResponse:
    told = form.cleaned_data
    try:
        actions.settle_unknown(
            household=household,
            grade=told["grade"],
            reason=told["reason"],
            grounds=told["grounds"],
            by=cast(User, request.user),
        )
        waits = "Forslaget venter på en kollega til." if form.lowers else "Graderingen er satt."
        messages.success(request, f"{household.number}: {waits}")
    except actions.GradeChangedMeanwhileError:
        messages.warning(request, MEANWHILE)
    return redirect("coordination:unknown_grades")


@requires(Permission.SETTLE_PROTECTION, Permission.LOWER_PROTECTION)
@require_POST
@unsettled_view
def decide_settlement(request: HttpRequest, household: Household) -> HttpResponse:
    """Approve or refuse that somebody with unknown grade has none."""
    if not _in_queue(request, household).may_decide:
        raise Http404
    approve = request.POST.get("svar") == "godkjenn"
    log(request, household, AccessEvent.Action.UPDATE, [], reason="second_person")
    words = "Husstanden er åpnet." if approve else "Forslaget er avslått."
    try:
        actions.decide_settlement(household=household, approve=approve, by=cast(User, request.user))
        messages.success(request, f"{household.number}: {words}")
    except (actions.GradeChangedMeanwhileError, actions.NotByTheSamePersonError):
        messages.warning(request, MEANWHILE)
    return redirect("coordination:unknown_grades")


def _in_queue(request: HttpRequest, household: Household) -> queries.Unsettled:
    rows = queries.unsettled(cast(User, request.user))
    found = next((row for row in rows if row.household_id == household.pk), None)
    if found is None:  # somebody settled it meanwhile
        raise Http404
    return found
