"""The page on which a user says which person they are themselves."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import access_log
from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from households.closeness.actions import register_own_person
from households.closeness.forms import OwnPersonForm


@requires(Permission.DECLARE_DISQUALIFICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def own_person(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether anybody with the number is known here or not."""
    user = cast(User, request.user)
    form = OwnPersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        access_log.record(request, AccessEvent.Action.UPDATE, object_type="own_person")
        register_own_person(national_id=form.cleaned_data["national_id"], by=user)
        messages.success(
            request, "Nummeret er registrert. Egne og nære saker er lukket for deg fra nå av."
        )
        return redirect("closeness:own_person")
    registered = user.own_persons.order_by("registered_at").first()
    context = {"form": form, "registered": registered}
    return render(request, "households/own_person.html", context)
