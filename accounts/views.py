"""Front page by role, and login with the demo's users shown on a demo database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.access import live_roles
from accounts.models import DemoMark, RoleAssignment, User
from accounts.navigation import menu
from accounts.policy import Role


def front_page(request: HttpRequest) -> HttpResponse:
    """Each user's first screen: the first item of their own menu."""
    user = cast(User, request.user)
    items = menu(request, user)
    if not items:
        if live_roles(user):
            raise PermissionDenied("Det er ingen sider for rollen din ennå.")
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
    rows = rows.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return [DemoUser(row.user.username, str(row.user), _role_text(row)) for row in rows]


def _role_text(row: RoleAssignment) -> str:
    label = Role(row.role).label
    return f"{label}, {row.unit}" if row.unit else label


class DemoLoginView(LoginView):
    """django-allauth's login, with the demo users beside it when every person is invented."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if DemoMark.objects.exists():
            context |= {"demo_users": demo_users(), "demo_password": settings.DEMO_PASSWORD}
        return cast("dict[str, Any]", context)


login = login_not_required(DemoLoginView.as_view())
