"""The figures of housing, to those who work with it; published they stand among the reports."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.policy import Permission
from households.door import reads_only
from housing.figures.queries import figures

YEARS_BACK = 6


@requires(Permission.SEE_HOUSING)
@require_safe
@reads_only
def shown(request: HttpRequest) -> HttpResponse:
    """A year, this one as far as it has come."""
    today = timezone.localdate()
    years = range(today.year, today.year - YEARS_BACK, -1)
    year = next((one for one in years if str(one) == request.GET.get("ar")), today.year)
    last = min(today, date(year, 12, 31))
    context = {
        "figures": figures(date(year, 1, 1), last),
        "years": years,
        "year": year,
        "here": "figures",
    }
    return render(request, "housing/figures/figures.html", context)
