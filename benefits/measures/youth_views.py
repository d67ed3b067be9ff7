"""Rødlista: recipients under 24, neither active nor followed up, and the first talks (1b)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access_log
from accounts.access import may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.measures import youth
from benefits.measures.forms import ListForm
from benefits.measures.youth import YoungLine
from households.door import reads_only
from households.models import Household

PER_PAGE = 50
TABS = (("rode", "Mangler tiltak og oppfølging"), ("alle", "Alle"))
FIRST_YEAR = 2013
"""The plan's first."""


@requires(Permission.SEE_BENEFITS)
@require_safe
@reads_only
def young(request: HttpRequest) -> HttpResponse:
    """As of today, or of the last day of the month before; who is red first."""
    user, today = cast(User, request.user), timezone.localdate()
    month_end = today.replace(day=1) - timedelta(days=1)
    day = month_end if request.GET.get("per") == "maned" else today
    is_strict = request.GET.get("strengt") == "on"
    days = settings.MEASURES["strict_contact_days" if is_strict else "contact_days"]
    rows = youth.young_lines(user, day, days)
    form = ListForm(request.GET, districts=sorted({row.district for row in rows}))
    kept = _sifted(rows, form, user)
    lists = {"rode": [row for row in kept if row.is_red], "alle": kept}
    tab = "alle" if request.GET.get("liste") == "alle" else "rode"
    page = Paginator(lists[tab], PER_PAGE).get_page(request.GET.get("side"))
    known = Household.objects.visible_to(user, Permission.SEE_BENEFITS).values("pk")
    talks = youth.first_talks(today, known) if day == today else []
    _log(request, [row.person.pk for row in page] + [row.applicant_id for row in talks])
    context = {
        "page": page,
        "form": form,
        "tab": tab,
        "tabs": [(key, name, len(lists[key])) for key, name in TABS],
        "day": day,
        "month_end": month_end,
        "today": today,
        "is_strict": is_strict,
        "days": days,
        "strict_days": settings.MEASURES["strict_contact_days"],
        "age": youth.follow_up_age(day),
        "talks": talks,
        "talk_age": settings.MEASURES["first_talk_age"],
        **_cohort(request, user, today),
    }
    return render(request, "benefits/measures/young.html", context)


def _sifted(rows: list[YoungLine], form: ListForm, user: User) -> list[YoungLine]:
    district, mine = form.value("bydel"), form.value("mine")
    return [
        row
        for row in rows
        if (not district or row.district == district)
        and (not mine or row.membership.caseworker_id == user.pk)
    ]


def _cohort(request: HttpRequest, user: User, today: date) -> dict[str, Any]:
    """The figures of a year's new young recipients, for leaders."""
    if not may(user, Permission.APPROVE_DECISION):
        return {"cohort": None, "years": (), "year": None}
    years = range(today.year, max(FIRST_YEAR, today.year - 5) - 1, -1)
    year = next((one for one in years if str(one) == request.GET.get("ar")), today.year - 1)
    return {"cohort": youth.cohort(user, year, today), "years": years, "year": year}


def _log(request: HttpRequest, people: list[int]) -> None:
    access_log.record(
        request, AccessEvent.Action.LIST, object_type="person", subject_ids=sorted(set(people))
    )
