"""Intakes: taking down what somebody asks for, the receipt, and the unit's inbox."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import requires, units_with
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.imports.loading import synthetic_allowed
from coordination.intake_forms import IntakeForm
from coordination.intake_members import MemberRows
from coordination.searching import note_search
from households import autosave, intakes, queries
from households.door import LARGEST_ID, reads_only
from households.models import Intake

PER_PAGE = 50


@requires(Permission.REGISTER_INTAKE)
def new_intake(request: HttpRequest) -> HttpResponse:
    """Always succeeds, and answers alike whether or not the person was known."""
    user = cast(User, request.user)
    form = _intake_form(request, user)
    is_valid = form.is_valid()
    if form.members.searched:
        note_search(request, form.members.found)
    if is_valid and not form.ask_about(_same(user, form)):
        intake = intakes.register_intake(
            stated=form.stated, asked=form.asked, unit=form.at, by=user
        )
        _log(request, AccessEvent.Action.CREATE, intake)
        return redirect("coordination:intake_receipt", intake.pk)
    return render(request, "coordination/new_intake.html", {"form": form})


def _same(user: User, form: IntakeForm) -> list[Intake]:
    return queries.same_as(user, form.stated, form.asked.form_token)


def _intake_form(request: HttpRequest, user: User) -> IntakeForm:
    """What was posted, to be judged; shown again as it is typed when a row more is asked for."""
    posted = request.POST if request.method == "POST" else None
    one_more = posted is not None and "add" in posted
    told: dict[str, Any] = {"today": timezone.localdate(), "synthetic_allowed": synthetic_allowed()}
    form = IntakeForm(
        None if one_more else posted,
        units=queries.registering_units(user),
        members=MemberRows(posted, user=user, one_more=one_more, **told),
        **told,
    )
    if one_more:
        autosave.fill(form, posted)
    return form


@requires(Permission.REGISTER_INTAKE)
@require_safe
@reads_only
def intake_receipt(request: HttpRequest, intake_id: int) -> HttpResponse:
    """What the user typed, and the reference; nothing of the person or the household."""
    receipt = queries.receipt_of(cast(User, request.user), min(intake_id, LARGEST_ID))
    access_log.record(
        request,
        AccessEvent.Action.READ,
        object_type="intake",
        object_id=min(intake_id, LARGEST_ID),
        denied_by="" if receipt else "not_found",
    )
    if receipt is None:
        raise Http404
    return render(request, "coordination/intake_receipt.html", {"receipt": receipt})


@requires(Permission.TAKE_INTAKE)
@require_safe
@reads_only
def inbox(request: HttpRequest) -> HttpResponse:
    rows = queries.inbox(cast(User, request.user))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="intake",
        subject_ids=[row.person_id for row in page],
    )
    return render(request, "coordination/inbox.html", {"page": page})


@requires(Permission.TAKE_INTAKE)
@require_POST
def take_intake(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Take an intake of the own units, and open the household."""
    user = cast(User, request.user)
    mine = Intake.objects.visible_to(user).of_units(units_with(user, Permission.TAKE_INTAKE))
    intake = mine.filter(pk=min(intake_id, LARGEST_ID)).first()
    if intake is None:
        access_log.record(
            request, AccessEvent.Action.UPDATE, object_type="intake", denied_by="not_found"
        )
        raise Http404
    _log(request, AccessEvent.Action.UPDATE, intake)
    if not intakes.take_intake(intake=intake, by=user):
        messages.warning(request, "En annen har allerede tatt henvendelsen.")
        return redirect("coordination:inbox")
    messages.success(request, f"Du har tatt henvendelsen {intake.reference}.")
    return redirect("coordination:household", intake.household_id)


def _log(request: HttpRequest, action: AccessEvent.Action, intake: Intake) -> None:
    access_log.record(
        request,
        action,
        object_type="intake",
        object_id=intake.pk,
        subject_ids=[intake.person_id],
    )
