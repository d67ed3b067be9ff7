"""What a crawl need not ask again: pages of one kind, refused to a role whatever they are about."""

from __future__ import annotations

import re
from typing import Any

from accounts.access import may


def shape(address: str) -> str:
    """The address without the ids in it."""
    return re.sub(r"\d+", "#", address)


def is_alike(answer: Any) -> bool:
    """Whether others of the shape are answered alike, so that the first one shows it.

    The role is refused, or the method, before any household is looked for.
    """
    if answer.status_code == 405:
        return True
    if answer.status_code != 403:
        return False
    needed = getattr(answer.resolver_match.func, "required_permissions", ())
    user = answer.wsgi_request.user
    return bool(needed) and not any(may(user, permission) for permission in needed)
