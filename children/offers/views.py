"""The catalogue of offers: searched by all who meet families, kept by BFT and leaders."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LARGEST_ID, may, requires
from accounts.models import User
from accounts.policy import Permission
from children.models.offers import Offer
from children.offers import actions, queries
from children.offers.forms import AssessmentForm, OfferForm, SearchForm

PER_PAGE = 50
SEE, EDIT = Permission.SEE_OFFERS, Permission.EDIT_OFFERS
FORM = ["GET", "HEAD", "POST"]


@requires(SEE)
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """What is found, by words in any order; drafts too for those who keep the catalogue."""
    keeps = may(cast(User, request.user), EDIT)
    form = SearchForm(request.GET)
    rows = _found(form, queries.offers(published_only=not keeps))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    context = {
        "form": form,
        "page": page,
        "keeps": keeps,
        "coverage": queries.coverage() if keeps and not form.is_used else [],
    }
    return render(request, "children/offers/list.html", context)


def _found(form: SearchForm, rows: Any) -> QuerySet[Offer]:
    if text := form.value("q"):
        rows = rows.matching(text)
    if district := form.value("bydel"):
        rows = rows.in_district(district.pk)
    if (age := form.value("alder")) is not None:
        rows = rows.for_age(age)
    if form.value("gratis"):
        rows = rows.filter(price=0)
    return cast("QuerySet[Offer]", rows)


@requires(SEE)
@require_safe
def offer(request: HttpRequest, offer_number: int) -> HttpResponse:
    return _show(request, _one(request, offer_number))


def _one(request: HttpRequest, number: int) -> Offer:
    keeps = may(cast(User, request.user), EDIT)
    rows = queries.offers(published_only=not keeps)
    found = rows.filter(pk=min(number, LARGEST_ID)).first()
    if found is None:
        raise Http404
    return found


def _show(request: HttpRequest, found: Offer, form: AssessmentForm | None = None) -> HttpResponse:
    keeps = may(cast(User, request.user), EDIT)
    context = {
        "offer": found,
        "assessment": queries.assessment_of(found),
        "keeps": keeps,
        "form": (form or AssessmentForm()) if keeps else None,
    }
    return render(request, "children/offers/offer.html", context)


@requires(EDIT)
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    form = OfferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.instance.made_by = cast(User, request.user)
        made = form.save()
        messages.success(request, "Tilbudet er registrert. Vurder hvor åpent det er.")
        return redirect("offers:offer", made.pk)
    return render(request, "children/offers/form.html", {"form": form, "offer": None})


@requires(EDIT)
@require_http_methods(FORM)
def change(request: HttpRequest, offer_number: int) -> HttpResponse:
    found = _one(request, offer_number)
    form = OfferForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        form.save()
        messages.success(request, "Tilbudet er endret.")
        return redirect("offers:offer", found.pk)
    return render(request, "children/offers/form.html", {"form": form, "offer": found})


@requires(EDIT)
@require_POST
def assess(request: HttpRequest, offer_number: int) -> HttpResponse:
    """Note how open the offer is; the latest assessment counts."""
    found = _one(request, offer_number)
    form = AssessmentForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    today, by = timezone.localdate(), cast(User, request.user)
    actions.assess(offer=found, on=today, by=by, **form.cleaned_data)
    messages.success(request, "Vurderingen er lagret.")
    return redirect("offers:offer", found.pk)


@requires(EDIT)
@require_POST
def publish(request: HttpRequest, offer_number: int) -> HttpResponse:
    found = _one(request, offer_number)
    try:
        actions.publish(offer=found, on=timezone.localdate(), by=cast(User, request.user))
        messages.success(request, "Tilbudet er publisert.")
    except actions.NotAssessedError:
        messages.error(request, "Vurder hvor åpent tilbudet er, før det publiseres.")
    return redirect("offers:offer", found.pk)


@requires(EDIT)
@require_POST
def withdraw(request: HttpRequest, offer_number: int) -> HttpResponse:
    found = _one(request, offer_number)
    actions.withdraw(offer=found, on=timezone.localdate())
    messages.success(request, "Tilbudet er tatt bort fra søket.")
    return redirect("offers:offer", found.pk)
