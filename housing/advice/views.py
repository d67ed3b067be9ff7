"""Who is to be talked with about housing, and who was refused and offered nothing (measure 5a)."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from accounts.policy import Permission
from households.door import reads_only
from housing.advice import queries
from housing.queue.views import log_list

PER_PAGE = 50
LISTS = ("over", "alle", "avslag")


@requires(Permission.SEE_HOUSING)
@require_safe
@reads_only
def advice(request: HttpRequest) -> HttpResponse:
    """Open cases by when the next session is due; and refused applicants without an offer."""
    user, today = cast(User, request.user), timezone.localdate()
    shown = request.GET.get("liste")
    shown = shown if shown in LISTS else LISTS[0]
    lines = queries.lines(queries.open_cases(user), today)
    late = [line for line in lines if line.days_late]
    refused = queries.refused_without_offer(user)
    chosen: Any = {"over": late, "alle": lines, "avslag": refused}[shown]
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("side"))
    log_list(request, [_subject(row) for row in page])
    context = {
        "page": page,
        "list": shown,
        "lists": [
            ("over", "Over frist", len(late)),
            ("alle", "Alle åpne", len(lines)),
            ("avslag", "Avslag uten tilbud om råd", refused.count()),
        ],
        "today": today,
        "here": "advice",
    }
    return render(request, "housing/advice/advice.html", context)


def _subject(row: object) -> int:
    if isinstance(row, queries.CaseLine):
        return row.case.household.contact_id
    return int(row.applicant_id)  # type: ignore[attr-defined]
