"""Who has looked at this household, and the printout of it for one of its people."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from accounts.sudo import sudo_required
from coordination.lookups import pdf, queries
from households.door import household_view
from households.frame import may_see_lookups, page_frame, refuse
from households.models import Household, Person

PER_PAGE = 50
MOST_PRINTED = 5_000


@requires(Permission.SEE_UNIT_ACCESS_LOG)
@require_safe
@household_view
def lookups(request: HttpRequest, household: Household) -> HttpResponse:
    """Hvem har sett på denne saken."""
    _check(request, household)
    events = queries.events_of_household(household.pk)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("side"))
    context = {"page": page, "lines": queries.log_lines(page, tells_why=True)}
    return render(
        request, "coordination/lookups/household.html", page_frame(request, household) | context
    )


@requires(Permission.SEE_UNIT_ACCESS_LOG)
@require_safe
@household_view
def printout(request: HttpRequest, household: Household, person_id: int) -> HttpResponse:
    """Everybody who has looked at what is known of one member, in words for the citizen."""
    _check(request, household)
    person = _member(household, person_id)
    ids = queries.event_ids_about(person.pk)
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("side"))
    context = _told(person, queries.lines_of(list(page), person)) | {"page": page}
    _record(request, household, person)
    return render(
        request, "coordination/lookups/printout.html", page_frame(request, household) | context
    )


@requires(Permission.SEE_UNIT_ACCESS_LOG)
@require_POST
@sudo_required
@household_view
def printout_pdf(request: HttpRequest, household: Household, person_id: int) -> HttpResponse:
    """The same as PDF, whole."""
    _check(request, household)
    person = _member(household, person_id)
    ids = queries.event_ids_about(person.pk)
    told = _told(person, queries.lines_of(ids[:MOST_PRINTED], person))
    content = pdf.written(**told, left_out=max(0, len(ids) - MOST_PRINTED))
    _record(request, household, person)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="innsyn-{household.number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _check(request: HttpRequest, household: Household) -> None:
    """The log of a household is for a leader of a unit that has it, not that it is shared with."""
    if not may_see_lookups(cast(User, request.user), household):
        refuse(request, household, "lookups_of_unit")


def _member(household: Household, person_id: int) -> Person:
    for row in household.all_memberships:
        if row.person_id == person_id and household.access.knows(person_id):
            return cast(Person, row.person)
    raise Http404


def _told(person: Person, lines: list[queries.LogLine]) -> dict[str, Any]:
    return {"person": person, "lines": lines, "printed_at": timezone.localtime()}


def _record(request: HttpRequest, household: Household, person: Person) -> None:
    access_log.record(
        request,
        AccessEvent.Action.PRINT,
        object_type="household",
        object_id=household.pk,
        subject_ids=[person.pk],
    )
