"""The queue for municipal homes, and the applications that wait for HV: HV's first screens."""

from __future__ import annotations

from typing import Any, cast

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
from housing.figures.queries import headline
from housing.queue import moves, queries
from housing.queue.answers import answer_in_words
from housing.queue.forms import QueueFilter
from housing.queue.head import head
from housing.queue.lines import lines

PER_PAGE = 50
SEE = Permission.SEE_HOUSING


@requires(SEE)
@require_safe
@reads_only
def queue(request: HttpRequest) -> HttpResponse:
    """Who stands in the queue of the own office, in order, and why there."""
    user, today = cast(User, request.user), timezone.localdate()
    form = QueueFilter(request.GET)
    found = queries.listed(user, _asked(form), today)
    page = Paginator(found.numbers, PER_PAGE).get_page(request.GET.get("side"))
    rows = lines(queries.shown(page, today), found.whole, today)
    log_list(request, [line["applicant"] for line in rows])
    over = head(today)
    context: dict[str, Any] = {
        "page": page,
        "lines": rows,
        "form": form,
        "in_all": len(found.whole),
        "headline": headline(today),
        "head": over,
        "moves": found.own_among(over.moving),
        "to_decide": moves.count_to_decide(user),
        "here": "queue",
    }
    return render(request, "housing/queue/queue.html", context)


def _asked(form: QueueFilter) -> queries.Asked:
    rooms = form.value("rom")
    return queries.Asked(
        name=form.value("navn"),
        rooms=int(rooms) if rooms else None,
        code=form.value("klasse"),
        advice=form.value("rad"),
        paused=form.value("pause"),
    )


@requires(SEE)
@require_safe
@reads_only
def applications(request: HttpRequest) -> HttpResponse:
    """Applications to assess, decide or queue, and places that have to be renewed."""
    user, today = cast(User, request.user), timezone.localdate()
    rows = queries.open_applications(user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    unrenewed = queries.unrenewed(user, today)
    shown = unrenewed[:PER_PAGE]
    waiting = moves.lines(user, today)
    exits = queries.undecided_exits(user)[:PER_PAGE]
    entries = [*shown, *exits, *(line.move.entry for line in waiting)]
    log_list(request, [row.applicant_id for row in page] + [row.applicant_id for row in entries])
    context = {
        "page": page,
        "waiting": [(row, answer_in_words(row, today)) for row in page],
        "unrenewed": [(row, queries.renew_day(row)) for row in shown],
        "unrenewed_count": len(unrenewed),
        "moves": waiting,
        "exits": exits,
        "decides": may(user, Permission.MOVE_BETWEEN_CLASSES),
        "handles": may(user, Permission.HANDLE_HOUSING),
        "today": today,
        "here": "applications",
    }
    return render(request, "housing/queue/applications.html", context)


def log_list(request: HttpRequest, people: list[int]) -> None:
    access_log.record(
        request, AccessEvent.Action.LIST, object_type="person", subject_ids=sorted(set(people))
    )
