"""A provider that is imitated, as a program of its own, and the settings that switch it on."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from config import oidc
from config.oidc import Provider

IDENTITIES: list[dict[str, Any]] = [
    {"sub": "id-1", "preferred_username": "Kari.Hansen", "amr": ["pwd"]},
    {"sub": "id-2", "preferred_username": "kari.hansen", "amr": ["pwd", "mfa"]},
    {"sub": "id-3", "preferred_username": "ingen"},
    {"sub": "id-4", "email": "kari@osk.example", "email_verified": True},
    {"sub": "id-5", "email": "kari@osk.example", "email_verified": False},
    {"sub": "id-6", "preferred_username": ["kari.hansen"]},
]


@contextmanager
def running_provider() -> Iterator[str]:
    """Its address, while it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    for identity in IDENTITIES:
        words += ["--user-claims", json.dumps(identity)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, stdout=quiet, stderr=quiet) as running:
        while not answers(port):
            assert running.poll() is None
            time.sleep(0.1)
        yield f"http://localhost:{port}"
        running.terminate()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def switch_on(settings: Any, server: str, **changes: Any) -> Provider:
    values: dict[str, Any] = {
        "id": "entra",
        "name": "Entra ID",
        "server_url": server,
        "client_id": "osk",
        "secret": "hemmelig",
        "claim": "preferred_username",
        "matches": "username",
        "second_factor": {"amr": ["mfa"]},
        "origins": [server],
        "scope": ["openid", "profile", "email"],
    }
    provider = Provider(**values | changes)
    settings.OIDC_PROVIDERS = [provider]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [provider.as_app()]}}
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    led_to = {"form-action": ["'self'", *oidc.origins([provider])]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives | led_to}
    return provider
