"""The list of users, and one user's page: roles, clearances, substitutes, and what was changed."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access_log
from accounts.access import requires
from accounts.administration import queries
from accounts.administration.forms import UserFilterForm
from accounts.administration.performing import page
from accounts.administration.tables import SORTS, UserTable
from accounts.models import AccessEvent, Clearance, RoleAssignment, Substitution, User
from accounts.policy import Permission

PER_PAGE = 50
CHANGES_A_PAGE = 25


@requires(Permission.SEE_USERS)
@require_safe
def users(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = UserFilterForm(request.GET, today=today)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.found(
        today,
        unit=asked.get("enhet"),
        role=asked.get("rolle", ""),
        state=asked.get("status", ""),
    )
    order = request.GET.get("sorter", "navn")
    order = order if order.lstrip("-") in SORTS else "navn"
    ids = queries.sorted_ids(
        queries.named(found, asked.get("navn", "")),
        SORTS[order.lstrip("-")],
        descending=order.startswith("-"),
    )
    listed = Paginator(ids, PER_PAGE).get_page(request.GET.get("side"))
    by_id = queries.staff(today).in_bulk(list(listed))
    rows = queries.user_rows([by_id[pk] for pk in listed if pk in by_id], today)
    access_log.record(request, AccessEvent.Action.LIST, object_type="user")
    context = {
        "form": form,
        "table": UserTable(rows, listed, order),
        "count": len(ids),
        "is_filtered": any(asked.values()),
        "is_alone": len(queries.administrators(today)) < 2,
    }
    return page(request, "accounts/administration/users.html", context)


@requires(Permission.SEE_USERS)
@require_safe
def user(request: HttpRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    access_log.record(request, AccessEvent.Action.READ, object_type="user", object_id=person.pk)
    return page(request, "accounts/administration/user.html", _told(request, person))


def _told(request: HttpRequest, person: User) -> dict[str, Any]:
    """Everything the page of `person` tells."""
    today = timezone.localdate()
    changes = person.access_changes.select_related("unit", "requested_by", "decided_by")
    roles = RoleAssignment.objects.filter(user=person).select_related("unit")
    clearances = Clearance.objects.filter(user=person)
    substitutions = Substitution.objects.select_related("absent", "substitute", "registered_by")
    state, label = queries.account_state(person)
    return {
        "person": person,
        "state": state,
        "state_label": label,
        "is_own": person.pk == cast(User, request.user).pk,
        "roles": queries.with_standing(roles.order_by("-valid_from", "-pk"), today),
        "clearances": queries.with_standing(clearances.order_by("-valid_from", "-pk"), today),
        "stands_in": substitutions.filter(substitute=person, valid_to__gte=today),
        "is_stood_in_for": substitutions.filter(absent=person, valid_to__gte=today),
        "waiting": changes.filter(state="waiting"),
        "page": Paginator(changes, CHANGES_A_PAGE).get_page(request.GET.get("side")),
    }
