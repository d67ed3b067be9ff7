"""What every page's frame shows: municipality, menu by permission, who is logged in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.access import in_demo_database, live_roles, may
from accounts.models import User
from accounts.policy import Permission, Role

MENU = (
    ("coordination:households", "Husstander", Permission.SEE_HOUSEHOLDS),
    ("reports:latest", "Rapporter", Permission.SEE_REPORTS),
    ("benefits:imports", "Import", Permission.IMPORT_DATA),
)


@dataclass(frozen=True)
class MenuItem:
    url: str
    label: str
    current: bool


def menu(request: HttpRequest, user: User) -> list[MenuItem]:
    items = []
    for name, label, permission in MENU:
        if may(user, permission):
            url = reverse(name)
            items.append(MenuItem(url, label, request.path.startswith(url)))
    return items


def role_line(user: User) -> str:
    """The user's role and office in one line, for the header."""
    role = next(iter(live_roles(user)), None)
    if role is None:
        return "Ingen rolle i dag"
    label = Role(role.role).label
    return f"{label}, {role.unit}" if role.unit else label


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the same few names in every template."""
    user = getattr(request, "user", None)
    known = user if user is not None and user.is_authenticated else None
    context: dict[str, Any] = {
        "municipality": settings.MUNICIPALITY,
        "is_demo": in_demo_database(known),
        "navigation": [],
    }
    if known is None:
        return context
    context |= {"navigation": menu(request, known), "role_line": role_line(known)}
    if may(known, Permission.SEE_HOUSEHOLDS):
        context["search_url"] = reverse("coordination:search")
    return context
