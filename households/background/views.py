"""The page where a caseworker notes a person's background and language (1h)."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from households.background.actions import ChangedMeanwhileError, fingerprint, note_background
from households.background.forms import BackgroundForm
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household
from households.permits import unit_for_assistance

MEANWHILE = "En annen har endret dette. Se hva du har skrevet, og lagre på nytt."


@requires(Permission.HANDLE_ASSISTANCE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def background(request: HttpRequest, household: Household, person_id: int) -> HttpResponse:
    """One member's; for those who handle assistance in the office that has the household."""
    members = {row.person_id: row.person for row in household.all_memberships}
    if person_id not in members or not household.access.knows(person_id):
        raise Http404
    if unit_for_assistance(cast(User, request.user), household) is None:
        refuse(request, household, "background_of_office", [person_id])
    person, given = members[person_id], request.POST if request.method == "POST" else None
    form = BackgroundForm(given, person=person, today=timezone.localdate())
    if form.is_valid():
        log(request, household, AccessEvent.Action.UPDATE, [person_id])
        try:
            note_background(person=person, seen=form.cleaned_data["seen"], **form.told)
            messages.success(request, "Bakgrunn og språk er lagret.")
            return redirect("coordination:household", household.pk)
        except ChangedMeanwhileError:
            form.add_error(None, MEANWHILE)
            form.data = request.POST.copy()
            form.data["seen"] = fingerprint(person)
    frame = page_frame(request, household)
    context = {"form": form, "person": person}
    return render(request, "households/background/background.html", frame | context)
