"""Grunnstønad on a household's economy page: raised, and settled."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, Unit, User
from accounts.policy import Permission
from benefits.basic_benefit import actions
from benefits.models import BasicBenefitCheck
from households.door import household_view
from households.frame import log, refuse
from households.models import Household
from households.permits import unit_for_assistance


class RaiseForm(forms.Form):
    """Whom it is about, and which health measure money stands in the way of."""

    person = forms.IntegerField()
    measure = forms.CharField(max_length=200)


class ResultForm(forms.Form):
    result = forms.ChoiceField(choices=BasicBenefitCheck.Result)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def raise_check(request: HttpRequest, household: Household) -> HttpResponse:
    unit = _unit(request, household)
    form = RaiseForm(request.POST)
    people = {row.person_id: row.person for row in household.all_memberships}
    if not form.is_valid():
        messages.error(request, "Skriv hvilket helsetiltak det gjelder.")
    elif form.cleaned_data["person"] not in people:
        raise Http404
    else:
        person = people[form.cleaned_data["person"]]
        log(request, household, AccessEvent.Action.CREATE, [person.pk])
        made = actions.raise_check(
            household=household,
            person=person,
            unit=unit,
            measure=form.cleaned_data["measure"],
            at=timezone.now(),
            by=cast(User, request.user),
        )
        if made is None:
            messages.info(request, f"Grunnstønad blir allerede vurdert for {person.name}.")
    return redirect("coordination:economy", household.pk)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def note_result(request: HttpRequest, household: Household, check_id: int) -> HttpResponse:
    _unit(request, household)
    check = household.basic_benefit_checks.filter(pk=min(check_id, LARGEST_ID)).first()
    form = ResultForm(request.POST)
    if check is None or not form.is_valid():
        raise Http404
    log(request, household, AccessEvent.Action.UPDATE, [check.person_id])
    if not actions.note_result(
        check=check,
        result=form.cleaned_data["result"],
        on=timezone.localdate(),
        by=cast(User, request.user),
    ):
        messages.info(request, "Dette var allerede avklart.")
    return redirect("coordination:economy", household.pk)


def _unit(request: HttpRequest, household: Household) -> Unit:
    unit = unit_for_assistance(cast(User, request.user), household)
    if unit is None:
        refuse(request, household, "handle_assistance")
    return unit
