"""Klager: how appeals go at the leader's offices."""

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
from decisions.appeal_figures import queries
from households.door import reads_only

PER_PAGE = 50


@requires(queries.LEADS)
@require_safe
@reads_only
def appeals(request: HttpRequest) -> HttpResponse:
    """A year's appeals by kind of decision, and all that wait, whatever year they came."""
    user, today = cast(User, request.user), timezone.localdate()
    years = queries.years_of(user, today)
    asked = request.GET.get("ar", "")
    year = next((one for one in years if str(one) == asked), today.year)
    page = Paginator(queries.waiting(user, today), PER_PAGE).get_page(request.GET.get("side"))
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="household",
        subject_ids=sorted({row.appeal.appellant_id for row in page}),
    )
    context = {
        "years": years,
        "year": year,
        "lines": queries.by_kind(user, year, today),
        "page": page,
    }
    return render(request, "decisions/appeals.html", context)
