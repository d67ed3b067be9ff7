"""Veien ut av KVP: what those who left the programme in a year came to."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access_log
from accounts.access import requires
from accounts.models import AccessEvent
from accounts.policy import Permission
from reports.exits import queries
from reports.exits.rules import Figures


@dataclass(frozen=True)
class Fact:
    """One figure at the top; None where it is hidden."""

    label: str
    value: int | None
    unit: str


def facts(figures: Figures) -> list[Fact]:
    """The rates that the plan asks for, school apart, and how lasting the way out was."""
    months = None if figures.months is None else round(figures.months)
    found = [
        Fact("Arbeid eller uføretrygd", figures.strict, "%"),
        Fact("Arbeid, uføretrygd eller arbeidsavklaringspenger", figures.wide, "%"),
        Fact("Skole eller utdanning", figures.school, "%"),
        Fact("Vanlig tid i programmet", months, "måneder"),
    ]
    back = Fact("Sosialhjelp igjen innen tolv måneder", figures.returned, "%")
    return [*found, back] if figures.is_followed else found


@requires(Permission.SEE_REPORTS)
@require_safe
def programme_exits(request: HttpRequest) -> HttpResponse:
    """A finished year's exits; the latest where none is asked for. Aggregates only, masked."""
    today = timezone.localdate()
    years = queries.years(today)
    asked = request.GET.get("ar", "")
    year = next((one for one in years if str(one) == asked), years[0] if years else None)
    access_log.record(request, AccessEvent.Action.READ, object_type="report", object_id=year)
    figures = None if year is None else queries.figures_of(year, today)
    context = {
        "years": years,
        "year": year,
        "unknown": asked if asked and str(year) != asked else "",
        "figures": figures,
        "facts": facts(figures) if figures else [],
    }
    return render(request, "reports/programme_exits.html", context)
