"""The children that are to be mapped, for those who map; the exceptions, for their leaders."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access_log
from accounts.access import may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from children.due import REASONS, due_rows, exception_rows, shares_of_reasons
from children.forms import DueFilter
from households.door import reads_only

PER_PAGE = 50
MAP = Permission.MAP_CHILD


@requires(MAP, Permission.FOLLOW_MAPPING)
@require_safe
@reads_only
def due(request: HttpRequest) -> HttpResponse:
    """The children to map: one's own first, then the office's; the most urgent on top."""
    user, today = cast(User, request.user), timezone.localdate()
    rows = due_rows(user, today)
    chosen = DueFilter(request.GET, "mine" if may(user, MAP) else "kontoret")
    shown = [row for row in rows if chosen.keeps(row)]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("side"))
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="household",
        subject_ids=sorted({row.child_id for row in page}),
    )
    context = {
        "page": page,
        "filter": chosen,
        "tabs": [(key, name, len(chosen.of(rows, key))) for key, name in DueFilter.TABS],
        "late": sum(row.late for row in shown),
    }
    return render(request, "children/due.html", context)


@requires(Permission.SEE_EXCEPTIONS)
@require_safe
@reads_only
def exceptions(request: HttpRequest) -> HttpResponse:
    """Children not mapped for a reason, in the leader's offices, and each office's reasons."""
    user, today = cast(User, request.user), timezone.localdate()
    page = Paginator(exception_rows(user, today), PER_PAGE).get_page(request.GET.get("side"))
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="household",
        subject_ids=sorted({row.child_id for row in page}),
    )
    context = {
        "page": page,
        "offices": shares_of_reasons(user, today),
        "reasons": [reason.label for reason in REASONS],
    }
    return render(request, "children/exceptions.html", context)
