"""Who lives in a household: read by all who may open it, kept by those who work on its case."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.imports.loading import synthetic_allowed
from coordination.members.forms import CorrectMemberForm, EndMemberForm, NewMemberForm
from coordination.members.page import heirs_of, page_of
from coordination.searching import AT_MOST, note_search, searches_last_minute
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.members import actions, correcting, queries
from households.members.history import MemberRefusedError
from households.models import Household, Membership, MembershipChange
from households.permits import units_to_write_in
from households.queries import intakes_of


@requires(Permission.SEE_HOUSEHOLDS)
@require_safe
@household_view
def members(request: HttpRequest, household: Household) -> HttpResponse:
    """Who lives and has lived there, what was done with it, and whom somebody has spoken of."""
    frame = page_frame(request, household)
    if frame["family"]:
        return render(request, "coordination/family.html", frame)
    user = cast(User, request.user)
    context = page_of(household, user, timezone.localdate())
    context["may_keep"] = may_keep(user, household)
    return render(request, "coordination/members/list.html", frame | context)


@requires(Permission.KEEP_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new_member(request: HttpRequest, household: Household) -> HttpResponse:
    user, today = _keeper(request, household), timezone.localdate()
    asks = request.method == "POST" and bool(request.POST.get("number"))
    form = NewMemberForm(
        request.POST if request.method == "POST" else None,
        household=household,
        user=user,
        former=queries.former_members(household, today),
        today=today,
        synthetic_allowed=synthetic_allowed(),
        may_search=not asks or searches_last_minute(user) < AT_MOST,
        initial=_stated(request, household, user),
    )
    is_valid = form.is_valid()
    if asks and form.may_search:
        note_search(request, [form.known.pk] if form.known else [])
    if is_valid and _added(request, household, form, user):
        return _after(request, household, user)
    frame = page_frame(request, household) | {"form": form}
    return render(request, "coordination/members/new.html", frame)


@requires(Permission.KEEP_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def end_member(request: HttpRequest, household: Household, membership_id: int) -> HttpResponse:
    user, row = _keeper(request, household), _present(household, membership_id)
    heirs = heirs_of(household, row, timezone.localdate())
    form = EndMemberForm(request.POST if request.method == "POST" else None, heirs=heirs)
    if form.is_valid():
        told = form.cleaned_data
        log(request, household, AccessEvent.Action.UPDATE, [row.person_id], reason=told["cause"])
        try:
            actions.end_membership(
                membership=row,
                last=told["last"] or row.valid_from,
                cause=told["cause"],
                contact=form.heir,
                by=user,
            )
            cause = MembershipChange.Cause(told["cause"]).label
            messages.success(request, f"Medlemskapet til {row.person} er avsluttet: {cause}.")
            return _after(request, household, user)
        except MemberRefusedError as error:
            _tell(form, error)
    context = {"form": form, "member": row}
    frame = page_frame(request, household)
    return render(request, "coordination/members/end.html", frame | context)


@requires(Permission.KEEP_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def correct_member(request: HttpRequest, household: Household, membership_id: int) -> HttpResponse:
    user, row = _keeper(request, household), _present(household, membership_id)
    form = CorrectMemberForm(
        request.POST if request.method == "POST" else None,
        member=row,
        today=timezone.localdate(),
        synthetic_allowed=synthetic_allowed(),
    )
    if form.is_valid():
        log(request, household, AccessEvent.Action.UPDATE, [row.person_id])
        try:
            is_new = correcting.correct_member(membership=row, told=form.told, by=user)
            name = f"{form.told.first_name} {form.told.last_name}"
            words = f"{name} er rettet." if is_new else "Alt var slik fra før."
            messages.success(request, words)
            return _after(request, household, user)
        except MemberRefusedError as error:
            _tell(form, error)
    context = {"form": form, "member": row}
    frame = page_frame(request, household)
    return render(request, "coordination/members/correct.html", frame | context)


def may_keep(user: User, household: Household) -> bool:
    """Whether `user` keeps who lives in the household: whoever works on its case in a unit."""
    return bool(units_to_write_in(user, household, Permission.KEEP_MEMBERS))


def _keeper(request: HttpRequest, household: Household) -> User:
    """The user, if they may change who lives there; else 403."""
    user = cast(User, request.user)
    if not may_keep(user, household):
        refuse(request, household, "keep_members")
    return user


def _present(household: Household, membership_id: int) -> Membership:
    """A membership that has no end yet; 404 without it."""
    for row in household.all_memberships:
        if row.pk == membership_id and row.valid_to is None and row.undone_at is None:
            return cast(Membership, row)
    raise Http404


def _stated(request: HttpRequest, household: Household, user: User) -> dict[str, Any]:
    """What was said of somebody in an intake that the address names, as a beginning of the form."""
    if not (request.GET.get("henvendelse", "").isascii() and request.GET.get("nr", "").isascii()):
        return {}
    found = [
        row for row in intakes_of(household, user) if str(row.pk) == request.GET.get("henvendelse")
    ]
    told = [
        one
        for row in found
        for number, one in enumerate(row.stated_members)
        if str(number) == request.GET.get("nr")
    ]
    if not told:
        return {}
    born = told[0]["birth_date"]
    return {
        "first_name": told[0]["first_name"],
        "last_name": told[0]["last_name"],
        "birth_date": date.fromisoformat(born) if born else None,
        "role": told[0]["role"],
        "lives": "shared" if told[0]["shared_residence"] else "whole",
    }


def _added(request: HttpRequest, household: Household, form: NewMemberForm, user: User) -> bool:
    log(request, household, AccessEvent.Action.UPDATE, [form.known.pk] if form.known else [])
    try:
        made = actions.add_member(
            household=household,
            new=form.newcomer,
            since=form.cleaned_data["since"],
            person=form.former_member,
            has_moved=form.has_moved,
            by=user,
        )
    except MemberRefusedError as error:
        _tell(form, error)
        return False
    messages.success(request, f"{made.person} er lagt til som medlem av husstanden.")
    return True


def _tell(form: forms.Form, error: MemberRefusedError) -> None:
    form.add_error(error.field if error.field in form.fields else None, error.text)


def _after(request: HttpRequest, household: Household, user: User) -> HttpResponse:
    """To the page of members; to the list where the household has been closed to the user."""
    fresh = User.objects.get(pk=user.pk)
    if Household.objects.visible_to(fresh).filter(pk=household.pk).exists():
        return redirect("coordination:members", household.pk)
    messages.info(request, f"{household.number} er nå lukket for deg.")
    return redirect("coordination:households")
