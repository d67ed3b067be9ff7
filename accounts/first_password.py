"""The page that a one-time link leads to: choose a password, then log in with it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from accounts import access_log
from accounts.administration.actions import end_sessions
from accounts.administration.links import user_of
from accounts.models import AccessEvent


@login_not_required
@never_cache
def choose_password(request: HttpRequest) -> HttpResponse:
    """A link that is used, over or wrong answers 410 and tells nothing of whose it was."""
    given = request.POST if request.method == "POST" else request.GET
    who, code = given.get("bruker", ""), given.get("kode", "")
    user = user_of(who, code)
    if user is None:
        access_log.record(request, AccessEvent.Action.LOGIN_FAIL, denied_by="one_time_link")
        return render(request, "account/link_over.html", status=410)
    form = SetPasswordForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        access_log.record(
            request,
            AccessEvent.Action.UPDATE,
            object_type="user",
            object_id=user.pk,
            reason="password_chosen",
        )
        form.save()
        end_sessions(user)
        messages.success(request, "Passordet er lagret. Logg inn med det.")
        return redirect("account_login")
    context = {"form": form, "who": who, "code": code, "username": user.username}
    return render(request, "account/choose_password.html", context)
