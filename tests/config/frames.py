"""What the frame of a page is given, for the tests that render one."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Item:
    url: str
    label: str
    current: bool


MENU = [Item("/husstander/", "Husstander", True), Item("/rapporter/", "Rapporter", False)]


def visitor() -> dict[str, object]:
    return {"municipality": "Trondheim", "is_demo": False, "navigation": []}


def signed_in() -> dict[str, object]:
    return visitor() | {
        "user": User(username="nav.midtbyen", first_name="Nora", last_name="Prøve"),
        "navigation": MENU,
        "role_line": "NAV-veileder, NAV Midtbyen",
        "search_url": "/sok/",
    }
