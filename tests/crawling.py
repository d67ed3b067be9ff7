"""What a crawl need not ask again: pages of one kind, refused to a role whatever they are about."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

import config.urls
from accounts.access import may

DENIED = (403, 404)


def shape(address: str) -> str:
    """The address without the ids in it."""
    return re.sub(r"\d+", "#", address)


class Sample:
    """At most `each` addresses of a page that differ only in what is asked for (filter, page).

    A part of a list has rows of the whole list, which is asked for too; what a filter does is
    tested where the filter is.
    """

    def __init__(self, each: int) -> None:
        self.each = each
        self.taken: Counter[tuple[str, ...]] = Counter()

    def wants(self, address: str) -> bool:
        path, _, query = address.partition("?")
        if not query:
            return True
        asked = (path, *sorted({name for name, _ in parse_qsl(query, keep_blank_values=True)}))
        self.taken[asked] += 1
        return self.taken[asked] <= self.each


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


def refuse_briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a refusal once for a user, a method and a kind of address, then its status alone.

    It is the same page each time, and half of what a crawl meets.
    """
    told = set[tuple[Any, ...]]()
    for status in DENIED:
        whole = import_string(getattr(config.urls, f"handler{status}"))
        monkeypatch.setattr(config.urls, f"handler{status}", partial(_refuse, status, whole, told))


def _refuse(
    status: int, whole: Any, told: set[tuple[Any, ...]], request: HttpRequest, exception: Exception
) -> HttpResponse:
    reason = str(exception) if status == 403 else ""
    one = (status, reason, request.user.pk, request.method, shape(request.path))
    if one in told:
        return HttpResponse(status=status)
    told.add(one)
    answer: HttpResponse = whole(request, exception)
    return answer
