"""The catalogue of measures, and who of the office is placed; kept by team leaders (1d, 1e)."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access_log
from accounts.access import LARGEST_ID, may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.measures import catalogue_queries as queries
from benefits.measures import placing
from benefits.measures.catalogue_forms import MeasureForm, SearchForm
from benefits.measures.learning import learnt
from benefits.measures.placement_forms import PlacementListForm
from benefits.models import PlacementState
from households.door import reads_only

PER_PAGE = 50
SEE, KEEP = Permission.SEE_BENEFITS, Permission.KEEP_MEASURES
FORM = ["GET", "HEAD", "POST"]


@requires(SEE)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What there is, by words in any order and by choices."""
    form = SearchForm(request.GET)
    page = Paginator(_found(form), PER_PAGE).get_page(request.GET.get("side"))
    keeps = may(cast(User, request.user), KEEP)
    context = {"form": form, "page": page, "keeps": keeps}
    return render(request, "benefits/measures/catalogue.html", context)


def _found(form: SearchForm) -> Any:
    rows: Any = queries.measures().order_by("name")
    if text := form.value("q"):
        rows = rows.matching(text)
    if kind := form.value("type"):
        rows = rows.filter(kind=kind)
    if target := form.value("gruppe"):
        rows = rows.filter(target=target)
    if form.value("kombinert"):
        rows = rows.filter(work_hours__gt=0, training_hours__gt=0)
    if form.value("ledig"):
        rows = queries.with_room(rows)
    if not form.value("alle"):
        rows = rows.valid_on(timezone.localdate())
    return rows


@requires(SEE)
@require_safe
def measure(request: HttpRequest, measure_number: int) -> HttpResponse:
    found = _one(measure_number)
    keeps = may(cast(User, request.user), KEEP)
    context = {"measure": found, "counts": queries.counts_by_state(found), "keeps": keeps}
    context |= learnt(found, keeps=keeps)
    return render(request, "benefits/measures/measure.html", context)


def _one(number: int) -> Any:
    found = queries.measure_of(min(number, LARGEST_ID))
    if found is None:
        raise Http404
    return found


@requires(KEEP)
@require_http_methods(FORM)
def new_measure(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@requires(KEEP)
@require_http_methods(FORM)
def change_measure(request: HttpRequest, measure_number: int) -> HttpResponse:
    return _edit(request, _one(measure_number))


def _edit(request: HttpRequest, found: Any) -> HttpResponse:
    form = MeasureForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        now, by = timezone.now(), cast(User, request.user)
        kept = form.save(commit=False)
        called = placing.keep(measure=kept, at=now, by=by)
        more = f" {called} fra ventelista har fått plass." if called else ""
        messages.success(request, f"Tiltaket er lagret.{more}")
        return redirect("measures:measure", kept.pk)
    return render(request, "benefits/measures/measure_form.html", {"form": form, "measure": found})


@requires(SEE)
@require_safe
@reads_only
def placements(request: HttpRequest) -> HttpResponse:
    """Who of the office is placed, or waits; all with both work and training on demand."""
    form = PlacementListForm(request.GET)
    rows = queries.placements(cast(User, request.user))
    if state := form.value("tilstand"):
        rows = rows.in_state(PlacementState(state))
    if chosen := form.value("tiltak"):
        rows = rows.filter(measure=chosen)
    if form.value("kombinert"):
        rows = rows.combined()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="person",
        subject_ids=sorted({row.person_id for row in page}),
    )
    context = {"form": form, "page": page, "rows": queries.shown(page)}
    return render(request, "benefits/measures/placements.html", context)
