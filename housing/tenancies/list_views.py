"""The office's tenancies by what is to be done with them, and the figures of measures 5b and 5c."""

from __future__ import annotations

from datetime import date
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
from households.door import reads_only
from housing import masking
from housing.tenancies import queries

PER_PAGE = 50
SEE = Permission.SEE_HOUSING
TABS = (
    ("fare", "Fare for utkastelse"),
    ("restanse", "Restanse uten oppfølging"),
    ("utloper", "Utløper"),
    ("flytter", "Skal flytte"),
    ("oppfolging", "Booppfølging"),
    ("tidsubestemt", "Tidsubestemte"),
    ("alle", "Alle"),
)


@requires(SEE)
@require_safe
@reads_only
def tenancies(request: HttpRequest) -> HttpResponse:
    user, today = cast(User, request.user), timezone.localdate()
    lists = _lists(user, today)
    asked = request.GET.get("liste", "")
    tab = asked if asked in lists else TABS[0][0]
    page = Paginator(lists[tab], PER_PAGE).get_page(request.GET.get("side"))
    for row in page:
        if tab == "fare":
            row.clock = queries.contact_clock(row, today)
        elif tab != "oppfolging":
            row.turned = row.has_turned(today)
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="household",
        subject_ids=sorted({row.household.contact_id for row in page}),
    )
    context = {
        "page": page,
        "tab": tab,
        "tabs": [(key, name, lists[key].count()) for key, name in TABS],
        "today": today,
    }
    return render(request, "housing/tenancies/list.html", context)


def _lists(user: User, today: date) -> dict[str, Any]:
    rows: Any = queries.tenancies(user, today)
    return {
        "fare": queries.risks(user),
        "restanse": queries.owing(rows, today),
        "utloper": queries.expiring(rows, today),
        "flytter": queries.leaving(rows),
        "oppfolging": queries.last_support(user),
        "tidsubestemt": queries.open_ended(rows, today),
        "alle": rows.current(today).order_by("household__contact__sort_name", "pk"),
    }


@requires(SEE, Permission.SEE_REPORTS)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Evictions, contacts within the limit and homes bought, of the municipality; no person."""
    today = timezone.localdate()
    context = {
        "risks": masking.risks(queries.risk_figures(today)),
        "purchases": masking.purchases(queries.purchases(today)),
        "total": queries.purchases_until(today),
        "before": settings.TENANCIES["purchases_before"],
        "shows_rest": may(cast(User, request.user), SEE),
    }
    return render(request, "housing/tenancies/figures.html", context)
