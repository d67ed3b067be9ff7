"""The access matrix as it stands in tests/access_matrix.csv: what is allowed; all else is denied.

A row gives url_name, the methods, actors and contexts (several with a space between), resource and
action in words, and the status that is expected. `tables:*` stands for every page with the prefix.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

MATRIX = Path(__file__).resolve().parent.parent / "access_matrix.csv"
ACTORS = (
    *("VEI", "LED", "BFT", "BFL", "HV", "HVL", "OSK", "GJE", "BOL"),
    *("OKO", "RAD", "ADM", "REV", "SEN", "STR", "ANON"),
)
"""Security.md 2.1 and domain.md 7. BFL and HVL lead a unit of BFT and of HV, as LED leads one of
NAV; STR is a user without any role."""

CONTEXTS = ("assigned", "own", "other", "shared", "protected", "unknown")
"""Of a household: assigned to the actor, of the own office, of another office, held by another
party that shares it, and of the own office with a protected member, or one of unknown grade."""

NO_HOUSEHOLD = ("-",)


@dataclass(frozen=True)
class Row:
    url_name: str
    methods: tuple[str, ...]
    actors: tuple[str, ...]
    contexts: tuple[str, ...]
    resource: str
    action: str
    expect: int


@dataclass(frozen=True)
class Page:
    """An address of the product: its name and the names of what its path takes."""

    name: str
    takes: frozenset[str]

    @property
    def contexts(self) -> tuple[str, ...]:
        return CONTEXTS if "household_id" in self.takes else NO_HOUSEHOLD


@cache
def rows() -> tuple[Row, ...]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return tuple(
            Row(
                url_name=line["url_name"],
                methods=tuple(line["method"].split()),
                actors=tuple(line["actor"].split()),
                contexts=tuple(line["context"].split()),
                resource=line["resource"],
                action=line["action"],
                expect=int(line["expect"]),
            )
            for line in csv.DictReader(file)
        )


@cache
def rows_of(page: Page) -> tuple[Row, ...]:
    return tuple(row for row in rows() if _covers(row.url_name, page.name))


def expected(page: Page, method: str, actor: str, context: str) -> int | None:
    """The status the matrix allows; None for denied."""
    for row in rows_of(page):
        if method in row.methods and actor in row.actors and context in row.contexts:
            return row.expect
    return None


def pages() -> list[Page]:
    """Every named address in the resolver."""
    found = {page.name: page for page in _leaves(get_resolver(), "", frozenset())}
    return [found[name] for name in sorted(found)]


def _covers(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


def _leaves(resolver: URLResolver, prefix: str, above: frozenset[str]) -> Iterator[Page]:
    for pattern in resolver.url_patterns:
        takes = above | frozenset(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _leaves(pattern, inner, takes)
        elif isinstance(pattern, URLPattern):
            yield Page(f"{prefix}{pattern.name or str(pattern.pattern)}", takes)
