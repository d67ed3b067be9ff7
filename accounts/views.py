"""Front page by role, login, and each user's own page about logging in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.base.views import IndexView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from requests import RequestException

from accounts import external, second_factor, sessions, sudo
from accounts.access import live_roles
from accounts.models import DemoMark, RoleAssignment, User
from accounts.navigation import menu
from accounts.policy import Role


def front_page(request: HttpRequest) -> HttpResponse:
    """Each user's first screen: the first item of their own menu."""
    user = cast(User, request.user)
    items = menu(request, user).items
    if not items:
        if live_roles(user):
            raise PermissionDenied(
                "Du er logget inn, men det er ingen sider for rollen din i OSK-sak ennå."
            )
        raise PermissionDenied("Du har ingen rolle som gjelder i dag. Spør brukeradministratoren.")
    return redirect(items[0].url)


@dataclass(frozen=True)
class DemoUser:
    username: str
    name: str
    role: str


def demo_users() -> list[DemoUser]:
    """Who can log in to a demo database, in the order an interested visitor would try them."""
    rows = RoleAssignment.objects.select_related("user", "unit").order_by("pk")
    first: dict[str, DemoUser] = {}
    for row in rows.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX):
        name = row.user.username
        first.setdefault(name, DemoUser(name, str(row.user), _role_text(row)))
    return list(first.values())


def _role_text(row: RoleAssignment) -> str:
    label = Role(row.role).label
    return f"{label}, {row.unit}" if row.unit else label


class DemoLoginView(LoginView):
    """django-allauth's login, with the demo users beside it when every person is invented."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {"providers": external.providers()}
        if DemoMark.objects.exists():
            context |= {"demo_users": demo_users(), "demo_password": settings.DEMO_PASSWORD}
        return cast("dict[str, Any]", context)


login = login_not_required(DemoLoginView.as_view())


def resume(request: HttpRequest) -> HttpResponse:
    """What was sent before the user had to confirm, ready to be sent again with one click."""
    held = sudo.held(request)
    if held is None:
        return redirect("front_page")
    if not sudo.confirmed_recently(request):
        return sudo.ask_to_confirm(request)
    return render(request, "account/resume.html", {"held": held})


class SecurityView(IndexView):
    """django-allauth's list of second factors, with everything else about one's own login."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        context = super().get_context_data(**kwargs) | {
            "places": sessions.logged_in_places(self.request, user),
            "has_password": user.has_usable_password(),
            "is_needed": second_factor.is_needed(user),
            "has_factor": second_factor.has_one(user),
        }
        return cast("dict[str, Any]", context)


@require_POST
def log_out_everywhere(request: HttpRequest) -> HttpResponse:
    sessions.log_out_everywhere(request=request, user=cast(User, request.user))
    messages.success(request, "Du er logget ut overalt.")
    return redirect("account_login")


def confirm_at(request: HttpRequest) -> HttpResponse:
    """Confirm by logging in anew at a provider, for one who has no password here."""
    context = {"providers": external.providers(), "next": get_next_redirect_url(request) or "/"}
    return render(request, "account/confirm_at.html", context)


@login_not_required
@require_POST
def log_in_at(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the provider; what is asked of it stands in the settings, never in the address."""
    try:
        provider = get_adapter(request).get_provider(request, provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    try:
        return cast(
            HttpResponse,
            provider.redirect(request, AuthProcess.LOGIN, get_next_redirect_url(request)),
        )
    except RequestException as error:
        return cast(HttpResponse, render_authentication_error(request, provider, exception=error))
