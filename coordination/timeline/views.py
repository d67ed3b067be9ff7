"""The timeline of a household: page by page, and the whole of a choice for paper."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from coordination.timeline import queries
from coordination.timeline.forms import FilterForm
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household
from households.timeline.entry import Viewer

PER_PAGE = 60


@requires(Permission.SEE_HOUSEHOLDS)
@require_safe
@household_view
def timeline(request: HttpRequest, household: Household) -> HttpResponse:
    frame = _named_frame(request, household)
    return render(request, "coordination/timeline/timeline.html", frame | _told(request, frame))


@requires(Permission.SEE_HOUSEHOLDS)
@require_safe
@household_view
def printout(request: HttpRequest, household: Household) -> HttpResponse:
    """All entries of the choice on one page, for paper."""
    frame = _named_frame(request, household)
    known = [row.person_id for row in household.all_memberships]
    log(request, household, AccessEvent.Action.PRINT, sorted(set(known)))
    context = _told(request, frame, whole=True) | {"printed_at": timezone.localtime()}
    return render(request, "coordination/timeline/printout.html", frame | context)


def _named_frame(request: HttpRequest, household: Household) -> dict[str, Any]:
    """The frame of the page; 403 where the user may not know who the family is."""
    frame = page_frame(request, household)
    if frame["family"]:
        refuse(request, household, "nameless_family")
    return frame


def _told(request: HttpRequest, frame: dict[str, Any], *, whole: bool = False) -> dict[str, Any]:
    """What the filter leaves of the timeline: a page of it, or the whole."""
    viewer = Viewer(
        household=frame["household"],
        user=cast(User, request.user),
        today=timezone.localdate(),
        sees_benefits=frame["shows_benefits"],
    )
    chosen = FilterForm(request.GET, people=queries.names_of(viewer))
    found = queries.entries_of(viewer, kind=chosen.kind, person=chosen.person)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("side"))
    return {
        "filter": chosen,
        "page": page,
        "months": queries.by_month(found if whole else page.object_list, viewer),
    }
