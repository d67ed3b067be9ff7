"""OIDC_PROVIDERS: where staff may log in besides here, read from one JSON list.

Each provider is an object:

- id: in the address, lower-case ASCII; name: on the button
- server_url, client_id, secret: as the provider gave them
- claim, matches: which claim of the identity is compared with which field of the user
  (username or email) the first time; afterwards the provider's `sub` alone decides
- second_factor (optional): claims and the values that prove a second factor there,
  such as {"amr": ["mfa"]} or {"acr": ["idporten-loa-high"]}
- origins (optional): addresses of the provider's login pages, where they are not server_url's
- scope (optional): default ["openid", "profile", "email"]
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

DEMANDED = ("id", "name", "server_url", "client_id", "secret", "claim", "matches")
OPTIONAL = ("second_factor", "origins", "scope")
FIELDS = ("username", "email")


@dataclass(frozen=True)
class Provider:
    id: str
    name: str
    server_url: str
    client_id: str
    secret: str
    claim: str
    matches: str
    second_factor: dict[str, list[str]]
    origins: list[str]
    scope: list[str]

    def as_app(self) -> dict[str, Any]:
        """As django-allauth's setting wants it: PKCE always, and always a fresh login there."""
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {
                "server_url": self.server_url,
                "oauth_pkce_enabled": True,
                "auth_params": {"prompt": "login"},
                "scope": self.scope,
                "claim": self.claim,
                "matches": self.matches,
                "second_factor": self.second_factor,
            },
        }


def read(text: str, *, secure: bool) -> list[Provider]:
    """The providers of the setting; `secure` demands HTTPS of each."""
    if not text.strip():
        return []
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"OIDC_PROVIDERS is not JSON: {error}") from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ImproperlyConfigured("OIDC_PROVIDERS must be a list of objects.")
    providers = [_provider(row, secure) for row in found]
    if len({provider.id for provider in providers}) < len(providers):
        raise ImproperlyConfigured("OIDC_PROVIDERS names an id twice.")
    return providers


def _provider(row: dict[str, Any], secure: bool) -> Provider:
    missing = [name for name in DEMANDED if not row.get(name)]
    unknown = row.keys() - {*DEMANDED, *OPTIONAL}
    if missing or unknown:
        raise ImproperlyConfigured(f"OIDC_PROVIDERS: missing {missing}, unknown {sorted(unknown)}.")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", row["id"]):
        raise ImproperlyConfigured("OIDC_PROVIDERS: id is lower-case letters, digits and hyphens.")
    if row["matches"] not in FIELDS:
        raise ImproperlyConfigured("OIDC_PROVIDERS: matches is username or email.")
    addresses = [row["server_url"], *row.get("origins", [])]
    if secure and not all(address.startswith("https://") for address in addresses):
        raise ImproperlyConfigured("OIDC_PROVIDERS: every address begins with https://.")
    own = urlsplit(row["server_url"])
    return Provider(
        **{name: row[name] for name in DEMANDED},
        second_factor=row.get("second_factor", {}),
        origins=[f"{own.scheme}://{own.netloc}", *row.get("origins", [])],
        scope=row.get("scope", ["openid", "profile", "email"]),
    )


def origins(providers: Iterable[Provider]) -> list[str]:
    """Where a login form may lead, for the content security policy."""
    return sorted({origin for provider in providers for origin in provider.origins})
