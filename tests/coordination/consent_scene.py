"""What the tests of the register send, and how they read its pages."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from households.models import Consent, Household
from tests.conftest import unit

NEW = {
    "receivers": ["bft", "osk"],
    "scopes": ["household", "housing"],
    "purpose": "Finne større bolig",
    "requested_on": "23.11.2026",
}
YES = {
    "channel": "oral",
    "given_on": "23.11.2026",
    "valid_from": "23.11.2026",
    "valid_to": "22.11.2027",
}


def address(household: Household, rest: str = "") -> str:
    return f"/husstander/{household.pk}/samtykke/{rest}"


def text(client: Client, path: str) -> str:
    page = unescape(client.get(path).content.decode())
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def yes(consent: Consent) -> dict[str, object]:
    units = {"unit_bft": unit("bft", "midtbyen").pk, "unit_osk": unit("nav", "midtbyen").pk}
    chosen = {f"unit_{to}": units[f"unit_{to}"] for to in consent.to_parties}
    return YES | chosen | {"given_by": consent.subject_id}
