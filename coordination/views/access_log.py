"""The access log for auditor and leader, and each user's own look-ups. Every look is logged."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from accounts.sudo import sudo_required
from coordination.forms import long_number_in
from coordination.lookups import queries
from coordination.lookups.csv import written
from coordination.lookups.forms import ExportForm, LogFilter, PeriodFilter
from households.door import reads_only

PER_PAGE = 50
MOST_EXPORTED = 50_000
OF_WHOLE_LOG = (Permission.SEE_ACCESS_LOG, Permission.SEE_UNIT_ACCESS_LOG)


@requires(*OF_WHOLE_LOG)
@require_safe
@reads_only
def log(request: HttpRequest) -> HttpResponse:
    if _has_number(request):
        return _without_number(request, "lookups:log")
    user = cast(User, request.user)
    filters = _filters(request, user)
    page, lines = _page(request, filters, queries.events_for(user))
    _record(request, AccessEvent.Action.LIST, filters)
    context = {"page": page, "lines": lines, "filters": filters, "export": ExportForm()}
    return render(request, "coordination/lookups/log.html", context)


@requires(*OF_WHOLE_LOG)
@require_POST
@sudo_required
def export(request: HttpRequest) -> HttpResponse:
    """What the page shows with the filters of its address, as CSV; says in the log why."""
    user, now = cast(User, request.user), timezone.localtime()
    filters, form = _filters(request, user), ExportForm(request.POST)
    if not (filters.is_valid() and form.is_valid()):
        messages.error(request, "Velg hvorfor loggen lastes ned, og rett filtrene.")
        return redirect("lookups:log")
    events = filters.among(queries.events_for(user))
    if events.count() > MOST_EXPORTED:
        messages.error(request, "Utvalget er for stort for en fil. Velg en kortere periode.")
        return redirect("lookups:log")
    _record(request, AccessEvent.Action.EXPORT, filters, reason=form.cleaned_data["grunn"])
    lines = queries.log_lines(events.iterator(), tells_why=queries.tells_why(user))
    content = written(lines, by=str(user), at=now)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="innsynslogg-{now:%Y-%m-%d}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Permission.SEE_OWN_ACCESS_LOG)
@require_safe
@reads_only
def own(request: HttpRequest) -> HttpResponse:
    """Mine oppslag: what the user has opened."""
    if _has_number(request):
        return _without_number(request, "lookups:own")
    user = cast(User, request.user)
    why = queries.tells_why(user)
    filters = PeriodFilter(request.GET, today=timezone.localdate(), tells_why=why)
    page, lines = _page(request, filters, queries.own_events(user))
    _record(request, AccessEvent.Action.LIST, filters)
    context = {"page": page, "lines": lines, "filters": filters}
    return render(request, "coordination/lookups/own.html", context)


def _filters(request: HttpRequest, user: User) -> LogFilter:
    today = timezone.localdate()
    why = queries.tells_why(user)
    return LogFilter(request.GET, today=today, staff=queries.staff_for(user), tells_why=why)


def _page(
    request: HttpRequest, filters: PeriodFilter, events: queries.Events
) -> tuple[Page[AccessEvent], list[queries.LogLine]]:
    page = Paginator(filters.among(events), PER_PAGE).get_page(request.GET.get("side"))
    return page, queries.log_lines(page, tells_why=filters.tells_why)


def _record(
    request: HttpRequest, action: AccessEvent.Action, filters: PeriodFilter, reason: str = ""
) -> None:
    """The look itself, and whose household it was about."""
    asked = filters.household_id if filters.is_valid() else None
    access_log.record(request, action, object_type="access_log", object_id=asked, reason=reason)


def _has_number(request: HttpRequest) -> bool:
    return any(long_number_in(str(value)) for value in request.GET.values())


def _without_number(request: HttpRequest, name: str) -> HttpResponse:
    """Refuse a national number in the address."""
    messages.error(request, "Fødselsnummer skal ikke stå i adressen. Bruk husstandens nummer.")
    return redirect(name)
