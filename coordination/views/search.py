"""The search in every page's header: by POST, so that no number stands in an address."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts import access_log
from accounts.access import may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from coordination import queries
from coordination.forms import SearchForm
from coordination.searching import AT_MOST, note_search, searches_last_minute
from households.models import Household


@requires(Permission.SEE_HOUSEHOLDS)
def search(request: HttpRequest) -> HttpResponse:
    """A number leads to its household, a name to the list.

    Whom the user may not see, and who does not exist, give the same page.
    """
    if request.method != "POST":
        return redirect("coordination:households")
    user = cast(User, request.user)
    if searches_last_minute(user) >= AT_MOST:
        access_log.record(request, AccessEvent.Action.SEARCH, denied_by="search_rate")
        return render(request, "coordination/search.html", {"too_many": True}, status=429)
    form = SearchForm(request.POST)
    is_name = form.is_valid() and form.is_name and not (form.number or form.household_id)
    hits = [] if is_name else _hits(form, user)
    note_search(request, [household.contact_id for household in hits])
    if is_name:
        return redirect(f"{reverse('coordination:households')}?{urlencode({'navn': form.text})}")
    if len(hits) == 1:
        return redirect("coordination:household", hits[0].pk)
    context = {
        "hits": queries.named_for(hits, user),
        "may_break_glass": may(user, Permission.BREAK_GLASS),
        "may_register": may(user, Permission.REGISTER_INTAKE),
    }
    return render(request, "coordination/search.html", context)


def _hits(form: SearchForm, user: User) -> list[Household]:
    """The visible households with the number that was typed."""
    if not form.is_valid():
        return []
    if form.number:
        return queries.households_with_number(user, form.number, timezone.localdate())
    if form.household_id is not None:
        found = Household.objects.visible_to(user).select_related("contact")
        return list(found.filter(pk=form.household_id))
    return []
