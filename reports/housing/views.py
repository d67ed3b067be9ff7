"""Bolig among the reports: how long people waited for a municipal home in a finished year."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access_log
from accounts.access import requires
from accounts.models import AccessEvent
from accounts.policy import Permission
from housing.figures.queries import figures
from reports.housing.rules import publish

YEARS_BACK = 5


@requires(Permission.SEE_REPORTS)
@require_safe
def housing(request: HttpRequest) -> HttpResponse:
    """A year that is over, so that no two looks at it tell of one person."""
    last = timezone.localdate().year - 1
    years = range(last, last - YEARS_BACK, -1)
    year = next((one for one in years if str(one) == request.GET.get("ar")), last)
    access_log.record(request, AccessEvent.Action.READ, object_type="report", object_id=year)
    told = publish(figures(date(year, 1, 1), date(year, 12, 31)))
    context = {"years": years, "year": year, "told": told}
    return render(request, "reports/housing.html", context)
