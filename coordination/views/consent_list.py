"""The list Samtykker: consents that need somebody's attention, own households first."""

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
from accounts.policy import Permission
from coordination.consents import DUE_LABELS, Due, due, reminders
from households.door import reads_only

PER_PAGE = 50


@requires(Permission.OF_OFFICE)
@require_safe
@reads_only
def consent_list(request: HttpRequest) -> HttpResponse:
    user, today = cast(User, request.user), timezone.localdate()
    asked = request.GET.get("vis", "")
    kind = Due(asked) if asked in list(Due) else Due.EXPIRING
    found = {each: due(user, each, today) for each in Due}
    paginator = Paginator(found[kind].select_related("subject"), PER_PAGE)
    page = paginator.get_page(request.GET.get("side"))
    rows = list(page.object_list)
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="consent",
        subject_ids=[consent.subject_id for consent in rows],
    )
    context = {
        "kind": kind.value,
        "tabs": [
            (each.value, DUE_LABELS[each], paginator.count if each == kind else found[each].count())
            for each in Due
        ],
        "lines": reminders(rows, user, kind, today),
        "page": page,
    }
    return render(request, "coordination/consent_list.html", context)
