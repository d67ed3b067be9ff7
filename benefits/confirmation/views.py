"""One click on the economy page: a paper that gets a child a reduced price."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.confirmation import rules
from benefits.confirmation.paper import PURPOSES, confirmation
from benefits.queries import assistance_months
from households.door import household_view
from households.frame import log, refuse
from households.models import Household
from households.months import month_of
from households.permits import unit_for_assistance


class ConfirmationForm(forms.Form):
    """For whom, and what it is to be used for."""

    person = forms.IntegerField()
    purpose = forms.ChoiceField(choices=PURPOSES)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def confirm(request: HttpRequest, household: Household) -> HttpResponse:
    """The fact of assistance and its period, handed to the parent; printing it is logged."""
    user, now = cast(User, request.user), timezone.localtime()
    unit = unit_for_assistance(user, household)
    if unit is None:
        refuse(request, household, "handle_assistance")
    form = ConfirmationForm(request.POST)
    people = {row.person_id: row.person for row in household.all_memberships}
    if not form.is_valid() or form.cleaned_data["person"] not in people:
        raise Http404
    person, this = people[form.cleaned_data["person"]], month_of(now.date())
    period = rules.period(assistance_months([person.pk], this + 1), this)
    if period is None:
        messages.error(request, f"{person.name} har ikke fått sosialhjelp de siste tre månedene.")
        return redirect("coordination:economy", household.pk)
    log(request, household, AccessEvent.Action.PRINT, [person.pk])
    content = confirmation(
        person=person,
        period=period,
        purpose=form.cleaned_data["purpose"],
        unit=unit,
        by=user,
        at=now,
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="bekreftelse.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
