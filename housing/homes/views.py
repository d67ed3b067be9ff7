"""Vacant homes and the register, whom a vacant home fits, and the offer of it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access_log
from accounts.access import LARGEST_ID, found_or_404, may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from households.door import reads_only
from housing.history import HousingError
from housing.homes import actions, queries
from housing.homes.forms import DwellingForm, OfferForm, RegisterFilter
from housing.queue.views import log_list

PER_PAGE, MATCHES_PER_PAGE = 50, 10
SEE, LET = Permission.SEE_HOUSING, Permission.LET_HOMES


@requires(SEE)
@require_safe
@reads_only
def vacant(request: HttpRequest) -> HttpResponse:
    """Homes that are free, offers that wait, and keys to hand out."""
    user, today = cast(User, request.user), timezone.localdate()
    offers, keyless = queries.waiting_offers(user), queries.without_key(user)
    log_list(
        request,
        [row.entry.applicant_id for row in offers]
        + [row.offer.entry.applicant_id for row in keyless],
    )
    homes = list(queries.vacant())
    hidden = queries.hidden_places([row.household_id for row in (*offers, *keyless)])
    context = {
        "homes": [home for home in homes if not home.is_offered],
        "empty": queries.empty().count(),
        "offers": offers,
        "keyless": keyless,
        "hidden": hidden,
        "today": today,
        "here": "vacant",
    }
    return render(request, "housing/homes/vacant.html", context)


@requires(SEE)
@require_safe
@reads_only
def register(request: HttpRequest) -> HttpResponse:
    """All homes of the municipality, searched for."""
    form = RegisterFilter(request.GET)
    rows = queries.register(form.value("adresse"), form.value("bydel"), form.value("tilstand"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    user, today = cast(User, request.user), timezone.localdate()
    leases = queries.add_tenants(list(page), user, today)
    log_list(request, [row.household.contact_id for row in leases])
    lets = may(user, LET)
    context = {"page": page, "form": form, "here": "register", "lets": lets, "today": today}
    return render(request, "housing/homes/register.html", context)


@requires(SEE)
@require_safe
@reads_only
def home(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    """One home; a vacant one with those in the queue whom it fits, or all of them and why not."""
    user, today = cast(User, request.user), timezone.localdate()
    found = found_or_404(request, queries.with_use(), dwelling_id, object_type="dwelling")
    context: dict[str, Any] = {"home": found, "is_vacant": queries.is_vacant(found)}
    leases = queries.add_tenants([found], user, today) if found.is_let else []
    if leases:
        log_list(request, [row.household.contact_id for row in leases])
    context |= {"lets": may(user, LET), "today": today}
    if context["is_vacant"]:
        shows_all = request.GET.get("alle") == "1"
        numbers = queries.numbers(found, user, shows_all=shows_all)
        page = Paginator(numbers.listed, MATCHES_PER_PAGE).get_page(request.GET.get("side"))
        matches = queries.matches(found, page, numbers.first, numbers.whole, today)
        log_list(request, [one.entry.applicant_id for one in matches])
        context |= {
            "page": page,
            "matches": matches,
            "fitting": numbers.fitting,
            "in_queue": numbers.in_queue,
            "left_out": numbers.in_queue - len(numbers.listed),
            "shows_all": shows_all,
        }
    return render(request, "housing/homes/home.html", context)


@requires(LET)
@require_http_methods(["GET", "HEAD", "POST"])
@reads_only
def new_home(request: HttpRequest) -> HttpResponse:
    return _keep(request, DwellingForm(_posted(request)), "Ny bolig")


@requires(LET)
@require_http_methods(["GET", "HEAD", "POST"])
@reads_only
def change_home(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    found = found_or_404(request, queries.with_use(), dwelling_id, object_type="dwelling")
    return _keep(request, DwellingForm(_posted(request), instance=found), f"Endre {found}")


@requires(LET)
@require_http_methods(["GET", "HEAD", "POST"])
@reads_only
def offer(request: HttpRequest, dwelling_id: int, queue_id: int) -> HttpResponse:
    """Offer the home to somebody in the queue."""
    user, today = cast(User, request.user), timezone.localdate()
    found = found_or_404(request, queries.with_use(), dwelling_id, object_type="dwelling")
    entry = queries.entry_in_queue(min(queue_id, LARGEST_ID), user)
    is_taken = found.is_offered and request.method != "POST"
    if entry is None or is_taken or not queries.is_vacant(found):
        raise Http404
    chosen = queries.match_of(found, entry, user, today)
    form = OfferForm(_posted(request), today=today, needs_grounds=chosen.needs_grounds)
    if form.is_valid():
        subject = [entry.applicant_id]
        access_log.record(
            request,
            AccessEvent.Action.CREATE,
            object_type="household",
            object_id=entry.household_id,
            subject_ids=subject,
        )
        values = {"passed_over": ""} | form.cleaned_data
        try:
            made = actions.offer(dwelling=found, entry=entry, at=timezone.now(), by=user, **values)
            messages.success(request, f"Tilbudet er gitt, med svarfrist {made.answer_by:%d.%m.%Y}.")
            return redirect("housing:household", entry.household_id)
        except HousingError as error:
            form.add_error(error.field if error.field in form.fields else None, error.text)
    context = {"home": found, "form": form, "match": chosen}
    log_list(request, [entry.applicant_id])
    return render(request, "housing/homes/offer.html", context)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _keep(request: HttpRequest, form: Any, title: str) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            kept = actions.keep(dwelling=form.save(commit=False))
            messages.success(request, "Boligen er lagret.")
            return redirect("homes:home", kept.pk)
        except HousingError as error:
            form.add_error(error.field if error.field in form.fields else None, error.text)
    is_new = form.instance.pk is None
    context = {"form": form, "title": title, "is_new": is_new}
    return render(request, "housing/homes/keep.html", context)
