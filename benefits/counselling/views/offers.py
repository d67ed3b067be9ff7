"""The offer of counselling: given with an application or in a talk, and answered."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.applications.queries import application_of, possible_applicants
from benefits.counselling import actions, queries
from benefits.counselling.forms import AnswerForm, OfferForm
from benefits.counselling.permits import may_offer
from benefits.models import AdviceOffer
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household
from households.permits import may_see_benefits, unit_for_assistance


@requires(Permission.SEE_BENEFITS)
@require_safe
@household_view
def of_household(request: HttpRequest, household: Household) -> HttpResponse:
    """The household's offers and counsellings, the latest first."""
    user = cast(User, request.user)
    if not may_see_benefits(user, household):
        refuse(request, household, "benefits_of_unit")
    offers = list(queries.offers_of(household))
    context = {
        "offers": offers,
        "counsellings": queries.counsellings_of(household),
        "may_offer": may_offer(user, household),
        "answerable": {row.pk for row in offers if may_offer(user, household, row.application)},
        "answers": AdviceOffer.Answer.choices,
    }
    frame = page_frame(request, household)
    return render(request, "benefits/counselling/household.html", frame | context)


@requires(Permission.HANDLE_ASSISTANCE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new(request: HttpRequest, household: Household) -> HttpResponse:
    """An offer to somebody who asks for it, or who has none; often answered at once."""
    user, today = cast(User, request.user), timezone.localdate()
    unit = unit_for_assistance(user, household)
    if unit is None or not may_offer(user, household):
        refuse(request, household, "handle_assistance")
    posted = request.POST if request.method == "POST" else None
    form = OfferForm(posted, people=possible_applicants(household, today))
    if form.is_valid():
        log(request, household, AccessEvent.Action.CREATE, [form.chosen.pk])
        try:
            offer = actions.offer_advice(
                household=household,
                person=form.chosen,
                unit=unit,
                channel=form.cleaned_data["channel"],
                on=today,
                by=user,
            )
            if answer := form.cleaned_data["answer"]:
                actions.answer_offer(offer=offer, answer=answer, on=today, by=user)
        except actions.AdviceError as error:
            messages.error(request, str(error))
        return redirect("counselling:household", household.pk)
    frame = page_frame(request, household)
    return render(request, "benefits/counselling/new_offer.html", frame | {"form": form})


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def with_application(
    request: HttpRequest, household: Household, application_id: int
) -> HttpResponse:
    """One click on the application's page: the offer stands in the letter, or was said."""
    user = cast(User, request.user)
    application = application_of(household, min(application_id, LARGEST_ID))
    if application is None:
        raise Http404
    unit = unit_for_assistance(user, household)
    if unit is None or not may_offer(user, household, application):
        refuse(request, household, "handles_application", [application.applicant_id])
    said = request.POST.get("channel") == AdviceOffer.Channel.TALK
    log(request, household, AccessEvent.Action.CREATE, [application.applicant_id])
    try:
        actions.offer_advice(
            household=household,
            person=application.applicant,
            unit=unit,
            channel=AdviceOffer.Channel.TALK if said else AdviceOffer.Channel.LETTER,
            on=timezone.localdate(),
            by=user,
            application=application,
        )
    except actions.AdviceError as error:
        messages.error(request, str(error))
    return redirect("applications:application", household.pk, application.pk)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def answer(request: HttpRequest, household: Household, offer_id: int) -> HttpResponse:
    """What the person says to the offer; a yes opens the counselling."""
    user = cast(User, request.user)
    offer = queries.offer_of(household, min(offer_id, LARGEST_ID))
    if offer is None:
        raise Http404
    if not may_offer(user, household, offer.application):
        refuse(request, household, "handles_application", [offer.person_id])
    form = AnswerForm(request.POST, today=timezone.localdate())
    back = redirect("counselling:household", household.pk)
    if not form.is_valid():
        messages.error(request, "Svaret ble ikke lagret. Velg ja, nei eller senere, og en dato.")
        return back
    log(request, household, AccessEvent.Action.UPDATE, [offer.person_id])
    try:
        begun = actions.answer_offer(offer=offer, by=user, **form.cleaned_data)
    except actions.AdviceError as error:
        messages.error(request, str(error))
        return back
    return redirect("counselling:case", begun.pk) if begun else back
