"""The setting that names where staff may log in besides here."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import oidc

ENTRA = {
    "id": "entra",
    "name": "Entra ID",
    "server_url": "https://login.example/tenant/v2.0",
    "client_id": "osk",
    "secret": "hemmelig",
    "claim": "preferred_username",
    "matches": "username",
}


def read(*rows: dict[str, object], secure: bool = True) -> list[oidc.Provider]:
    return oidc.read(json.dumps(rows), secure=secure)


def test_nothing_is_switched_on_by_default() -> None:
    assert oidc.read("", secure=True) == []
    assert oidc.origins([]) == []


def test_a_provider_always_has_pkce_and_a_fresh_login() -> None:
    app = read(ENTRA)[0].as_app()
    assert app["settings"]["oauth_pkce_enabled"] is True
    assert app["settings"]["auth_params"] == {"prompt": "login"}
    assert app["settings"]["second_factor"] == {}


def test_the_policy_lets_a_form_lead_to_the_providers_pages() -> None:
    other = ENTRA | {"id": "idporten", "origins": ["https://login.idporten.example"]}
    assert oidc.origins(read(ENTRA, other)) == [
        "https://login.example",
        "https://login.idporten.example",
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"secret": ""}, "missing"),
        ({"tenant": "x"}, "unknown"),
        ({"id": "Entra ID"}, "lower-case"),
        ({"id": "../x"}, "lower-case"),
        ({"matches": "last_name"}, "matches is"),
        ({"server_url": "http://login.example"}, "https"),
        ({"origins": ["http://login.example"]}, "https"),
    ],
)
def test_a_mistake_is_told_at_the_start(change: dict[str, object], reason: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=reason):
        read(ENTRA | change)


@pytest.mark.parametrize("text", ["{", "{}", '["x"]'])
def test_what_is_no_list_of_objects_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="OIDC_PROVIDERS"):
        oidc.read(text, secure=True)


def test_an_id_names_one_provider() -> None:
    with pytest.raises(ImproperlyConfigured, match="twice"):
        read(ENTRA, ENTRA)
