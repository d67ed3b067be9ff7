"""Passerer 12, 24, 36 måneder neste kvartal: for leaders, whom to make plans with in time."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access_log
from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from coordination.plans.thresholds import THRESHOLDS, lines_for, next_quarter
from households.door import reads_only

PER_PAGE = 50
CHOICES = {str(number) for number in THRESHOLDS}


@requires(Permission.SEE_THRESHOLDS)
@require_safe
@reads_only
def passing(request: HttpRequest) -> HttpResponse:
    """The households of the leader's offices; the threshold stands in the address."""
    user, today = cast(User, request.user), timezone.localdate()
    rows = lines_for(user, today)
    asked = request.GET.get("passerer", "")
    if asked not in CHOICES:
        asked = ""
    shown = [row for row in rows if asked in ("", str(row.threshold))]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("side"))
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="household",
        subject_ids=sorted(
            {row.person.pk for row in page} | {row.household.contact_id for row in page}
        ),
    )
    counts = [(str(n), f"{n} måneder", sum(r.threshold == n for r in rows)) for n in THRESHOLDS]
    context = {
        "page": page,
        "asked": asked,
        "quarter": next_quarter(today),
        "tabs": [("", "Alle", len(rows)), *counts],
        "without": sum(not row.is_followed for row in shown),
    }
    return render(request, "coordination/plans/passing.html", context)
