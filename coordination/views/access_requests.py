"""Requests for access: registered, prepared by one leader, approved by another, handed over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import found_or_404, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from accounts.sudo import sudo_required
from coordination.citizen import actions, queries, storage, words
from coordination.citizen.forms import DownloadForm, HandOverForm, RequestForm
from households.door import household_view, reads_only
from households.frame import page_frame
from households.models import AccessRequest, Household, Person, Responsibility, SubjectFile
from households.permits import may_approve_file, may_prepare_file

Action = AccessEvent.Action
Answer = Callable[[User, Iterable[Responsibility]], bool]
PREPARE, APPROVE = Permission.PREPARE_SUBJECT_FILE, Permission.APPROVE_SUBJECT_FILE
CONTENT_TYPES = {"pdf": "application/pdf", "json": "application/json; charset=utf-8"}
OF_OTHERS = "Flere tjenester kan ha opplysninger om personen, så en leder ved NAV svarer på kravet."
NO_ROOM = "Filen kunne ikke lagres. Sjekk ledig plass på disken."


@requires(PREPARE, APPROVE)
@require_safe
@reads_only
def open_requests(request: HttpRequest) -> HttpResponse:
    """Every request that is not answered, of the households the leader may see; oldest first."""
    user, today = cast(User, request.user), timezone.localdate()
    rows = _rows(user, queries.open_requests(user), today)
    access_log.record(
        request,
        Action.LIST,
        object_type="access_request",
        subject_ids=[row["request"].person_id for row in rows],
    )
    return render(request, "coordination/open_requests.html", {"rows": rows})


@requires(PREPARE, APPROVE)
@household_view
def access_requests(request: HttpRequest, household: Household) -> HttpResponse:
    """The household's requests, and a form for a new one."""
    _only_leader(request, household, may_prepare_file)
    user, today = cast(User, request.user), timezone.localdate()
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        members=[row.person_id for row in household.all_memberships],
        visible=Person.objects.visible_to(user),
        today=today,
    )
    if form.is_valid():
        _log(request, Action.CREATE, household, form.cleaned_data["person"].pk)
        try:
            made = actions.record_request(household=household, by=user, **form.cleaned_data)
            if queries.answered_by(user, [made.person_id]):
                return redirect("coordination:access_request", household.pk, made.pk)
            messages.success(request, f"Kravet er registrert. {OF_OTHERS}")
            return redirect("coordination:access_requests", household.pk)
        except actions.RefusedError as error:
            form.add_error("person", str(error))
    found = household.access_requests.select_related("person").order_by("-received_on")
    rows = _rows(user, found, today)
    context = page_frame(request, household) | {"form": form, "rows": rows}
    return render(request, "coordination/access_requests.html", context)


def _rows(user: User, found: Iterable[AccessRequest], today: date) -> list[dict[str, Any]]:
    """Each request, whether it is late, and whether the user may answer it."""
    requests = list(found)
    mine = queries.answered_by(user, {row.person_id for row in requests})
    return [
        {
            "request": row,
            "is_late": row.is_late_on(today),
            "may_answer": row.person_id in mine,
        }
        for row in requests
    ]


@requires(PREPARE, APPROVE)
@require_safe
@household_view
def access_request(request: HttpRequest, household: Household, request_id: int) -> HttpResponse:
    """One request: how far it has come, and the file to look through as it will be handed over."""
    _only_leader(request, household, may_prepare_file)
    found = _found(request, household, request_id)
    _log(request, Action.READ, household, found.person_id)
    return _page(request, household, found)


def _page(
    request: HttpRequest, household: Household, found: AccessRequest, **forms: Any
) -> HttpResponse:
    user, today = cast(User, request.user), timezone.localdate()
    file = found.files.kept().filter(format=SubjectFile.Format.JSON).first()
    is_approved = found.approved_by_id is not None
    is_open = found.handed_over_on is None
    context = page_frame(request, household) | {
        "found": found,
        "file": file,
        "tables": _tables(file),
        "is_late": found.is_late_on(today),
        "may_prepare": is_open,
        "may_approve": file and is_open and not is_approved and found.prepared_by_id != user.pk,
        "waits_for_another": file and not is_approved and found.prepared_by_id == user.pk,
        "download_form": DownloadForm() if file and is_approved else None,
        "hand_over_form": HandOverForm(request=found, today=today)
        if is_open and is_approved
        else None,
    }
    return render(request, "coordination/access_request.html", context | forms)


def _tables(file: SubjectFile | None) -> list[words.Table]:
    """What the kept file says, in words; nothing when it is gone."""
    if file is None:
        return []
    try:
        return words.tables(json.loads(storage.read(file)), masks_numbers=True)
    except storage.FileGoneError:
        return []


@requires(PREPARE)
@require_POST
@household_view
def prepare_file(request: HttpRequest, household: Household, request_id: int) -> HttpResponse:
    _only_leader(request, household, may_prepare_file)
    found = _found(request, household, request_id)
    _log(request, Action.UPDATE, household, found.person_id)
    try:
        actions.prepare(request=found, by=cast(User, request.user), at=timezone.now())
        messages.success(request, "Filen er laget. En annen leder må se gjennom og godkjenne den.")
    except actions.RefusedError as error:
        messages.error(request, str(error))
    except OSError:
        messages.error(request, NO_ROOM)
    return redirect("coordination:access_request", household.pk, found.pk)


@requires(APPROVE)
@sudo_required
@require_POST
@household_view
def approve_file(request: HttpRequest, household: Household, request_id: int) -> HttpResponse:
    _only_leader(request, household, may_approve_file)
    found = _found(request, household, request_id)
    _log(request, Action.UPDATE, household, found.person_id)
    try:
        actions.approve(
            request=found,
            sha256=request.POST.get("sha256", ""),
            by=cast(User, request.user),
            at=timezone.now(),
        )
        messages.success(request, "Filen er godkjent og kan utleveres.")
    except actions.RefusedError as error:
        messages.error(request, str(error))
    return redirect("coordination:access_request", household.pk, found.pk)


@requires(PREPARE, APPROVE)
@sudo_required
@require_POST
@household_view
def download_file(
    request: HttpRequest, household: Household, request_id: int, format: str
) -> HttpResponse:
    """The approved file, with the reason for taking it out in the access log."""
    _only_leader(request, household, may_prepare_file)
    found = _found(request, household, request_id)
    form = DownloadForm(request.POST)
    if found.approved_by_id is None or format not in CONTENT_TYPES:
        raise Http404
    if not form.is_valid():
        return _page(request, household, found, download_form=form)
    file = get_object_or_404(found.files.kept(), format=format)
    try:
        content = storage.read(file)
    except storage.FileGoneError as error:
        raise Http404 from error
    _log(request, Action.EXPORT, household, found.person_id, form.cleaned_data["reason"])
    response = HttpResponse(content, content_type=CONTENT_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="innsyn-{found.pk}.{format}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(PREPARE, APPROVE)
@require_POST
@household_view
def hand_over(request: HttpRequest, household: Household, request_id: int) -> HttpResponse:
    _only_leader(request, household, may_prepare_file)
    found = _found(request, household, request_id)
    form = HandOverForm(request.POST, request=found, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, household, found, hand_over_form=form)
    _log(request, Action.UPDATE, household, found.person_id)
    try:
        actions.hand_over(request=found, on=form.cleaned_data["handed_over_on"])
        messages.success(request, "Innsynskravet er besvart.")
    except actions.RefusedError as error:
        messages.error(request, str(error))
    return redirect("coordination:access_request", household.pk, found.pk)


def _found(request: HttpRequest, household: Household, request_id: int) -> AccessRequest:
    """The request; 403, logged, where the file would tell of what is closed to the leader."""
    rows = household.access_requests.select_related("person", "prepared_by", "approved_by")
    found = found_or_404(request, rows, request_id, object_type="access_request")
    user = cast(User, request.user)
    if not queries.answered_by(user, [found.person_id]):
        _refuse(request, household, "subject_of_others")
        raise PermissionDenied(OF_OTHERS)
    if queries.is_closed_to(user, found.person):
        _refuse(request, household, "subject_closed")
        raise PermissionDenied("Tilgangsreglene lar deg ikke svare på kravet. Be en annen leder.")
    return found


def _only_leader(request: HttpRequest, household: Household, may: Answer) -> None:
    """403, logged, for one who leads no unit that has the household."""
    if may(cast(User, request.user), household.responsible_today):
        return
    _refuse(request, household, "subject_file_of_unit")
    raise PermissionDenied("Bare leder ved et kontor som har husstanden, kan gjøre dette.")


def _refuse(request: HttpRequest, household: Household, rule: str) -> None:
    access_log.record(
        request, Action.READ, object_type="household", object_id=household.pk, denied_by=rule
    )


def _log(
    request: HttpRequest, action: Action, household: Household, person_id: int, reason: str = ""
) -> None:
    access_log.record(
        request,
        action,
        object_type="household",
        object_id=household.pk,
        subject_ids=[person_id],
        rule=household.access.basis,
        reason=reason,
    )
