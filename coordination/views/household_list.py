"""The list of households: filtered, sorted, a page at a time, and logged before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access_log
from accounts.access import may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.cases.queries import states_of
from coordination import queries
from coordination.filters import NEAR, OVER, HouseholdFilter
from coordination.forms import long_number_in
from coordination.queries import FilterChoices
from coordination.standings import Standing, recent_standings, standings
from coordination.tables import OF_BENEFITS, HouseholdTable
from households.door import reads_only
from households.queries import overdue_reviews

PER_PAGE = 50
Known = dict[int, Standing] | None
Rows = list[tuple[int, bool]]
"""Ids in order, and whether the benefits of each may be shown."""


@requires(Permission.SEE_HOUSEHOLDS)
@require_safe
@reads_only
def households(request: HttpRequest) -> HttpResponse:
    if any(long_number_in(str(value)) for value in request.GET.values()):
        return _without_number(request)
    user, today = cast(User, request.user), timezone.localdate()
    shows_benefits = may(user, Permission.SEE_BENEFITS)
    choices = queries.filter_choices(user, today)
    filters = HouseholdFilter(
        request.GET,
        queries.listable(user, today, has_shared=choices.has_shared),
        who=user,
        today=today,
        choices=choices,
        shows_benefits=shows_benefits,
    )
    listing = Listing(filters, choices, user, today)
    paginator, known = listing.paginator()
    page = paginator.get_page(request.GET.get("side"))
    rows = queries.household_rows(listing.households(page), user, today, known)
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="household",
        subject_ids=[row.contact_id for row in rows],
    )
    context = {
        "table": HouseholdTable(rows, page, listing.order, shows_benefits=shows_benefits),
        "filters": filters,
        "count": paginator.count,
        "overdue_reviews": may(user, Permission.REVIEW_BREAK_GLASS) and overdue_reviews(user),
        "settles_grades": may(user, Permission.SETTLE_PROTECTION),
        "lifts_conflicts": may(user, Permission.LIFT_DISQUALIFICATION),
        "is_filtered": any(filters.data.get(name) for name in filters.filters),
    }
    return render(request, "coordination/households.html", context)


def _without_number(request: HttpRequest) -> HttpResponse:
    """Refuse a national number in the address, and take it out of it."""
    messages.error(
        request,
        "Fødselsnummer og DUF-nummer skal ikke stå i adressen. "
        "Søk på nummeret i feltet øverst på siden.",
    )
    kept = request.GET.copy()
    for name, value in request.GET.items():
        if long_number_in(str(value)):
            del kept[name]
    return redirect(f"{reverse('coordination:households')}?{kept.urlencode()}".rstrip("?"))


@dataclass(frozen=True)
class Listing:
    """What was asked for: filters and order from the address, for one user on one day."""

    filters: HouseholdFilter
    choices: FilterChoices
    user: User
    today: date

    @property
    def order(self) -> str:
        """The column sorted by, with "-" before it for descending."""
        asked = str(self.filters.data.get("sorter", ""))
        column = asked.lstrip("-")
        is_open = column not in OF_BENEFITS or may(self.user, Permission.SEE_BENEFITS)
        return asked if is_open and column in SORTS | BY_STANDING else "navn"

    def paginator(self) -> tuple[Paginator[int], Known]:
        """Pages of household ids in order; with all the standings, where these are the order."""
        found = self.filters.qs if self.filters.is_valid() else self.filters.queryset.none()
        ordered = self._sorted(found)
        if not self._needs_standings() and not self._state:
            return Paginator(ordered.values_list("pk", flat=True), PER_PAGE), None
        rows = self._in_state(list(ordered.values_list("pk", "benefits_shown")))
        ids, shown = [pk for pk, _ in rows], [pk for pk, is_shown in rows if is_shown]
        if not self._needs_standings():
            return Paginator(ids, PER_PAGE), None
        if self.order.lstrip("-") in BY_STANDING:
            known = standings(shown, self.today)
            return Paginator(self._sifted(ids, known), PER_PAGE), known
        return Paginator(self._sifted(ids, recent_standings(shown, self.today)), PER_PAGE), None

    def households(self, page: Iterable[int]) -> list[Any]:
        """The households of a page of ids, with all that their lines tell."""
        ids = list(page)
        found = {row.pk: row for row in self.filters.queryset.filter(pk__in=ids)}
        return [found[pk] for pk in ids if pk in found]

    def _needs_standings(self) -> bool:
        return (
            self.order.lstrip("-") in BY_STANDING or self.filters.data.get("stonad") in (OVER, NEAR)
        ) and may(self.user, Permission.SEE_BENEFITS)

    @property
    def _state(self) -> str:
        """The state of the case at NAV that is asked for; empty where that is not for the user."""
        asked = self.filters.data.get("sak") or ""
        return asked if may(self.user, Permission.SEE_BENEFITS) else ""

    def _in_state(self, rows: Rows) -> Rows:
        if not self._state:
            return rows
        states = states_of([pk for pk, _ in rows], self.today)
        return [row for row in rows if states[row[0]].value == self._state]

    def _sorted(self, found: QuerySet[Any]) -> QuerySet[Any]:
        column = self.order.lstrip("-")
        orders = SORTS.get(column, SORTS["navn"])(self.choices)
        descending = self.order.startswith("-") and column in SORTS
        keys = [key.desc(nulls_last=True) if descending else key.asc() for key in orders]
        return found.order_by(*keys, queries.name_order(self.choices).asc(), "pk")

    def _sifted(self, ids: Any, known: dict[int, Standing]) -> list[int]:
        asked, column = self.filters.data.get("stonad"), self.order.lstrip("-")
        kept = [pk for pk in ids if _answers(asked, known.get(pk, Standing()))]
        if column in BY_STANDING:
            key = BY_STANDING[column]
            kept.sort(
                key=lambda pk: key(known.get(pk, Standing())), reverse=self.order.startswith("-")
            )
        return kept


def _answers(asked: str | None, standing: Standing) -> bool:
    if asked == OVER:
        return standing.is_over
    if asked == NEAR:
        return standing.is_near
    return True


BY_STANDING: dict[str, Callable[[Standing], int]] = {
    "maneder": lambda standing: standing.length,
    "sist": lambda standing: standing.last_paid or 0,
}
SORTS: dict[str, Callable[[FilterChoices], list[Any]]] = {
    "navn": lambda choices: [queries.name_order(choices)],
    "nummer": lambda choices: [F("pk")],
    "bydel": lambda choices: [queries.in_order_of_place(choices.districts)],
    "voksne": lambda _: [queries.told_where("is_whole", F("member_count") - F("child_count"))],
    "barn": lambda _: [queries.told_where("is_whole", F("child_count"))],
    "kvp": lambda _: [queries.told_where("benefits_shown", F("in_kvp"))],
    "saksbehandler": lambda choices: [queries.in_order_of(choices.caseworkers, "caseworker_id")],
}
