"""Nobody without clearance meets a protected person: every page, file, error and log line."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin

import pypdf
import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from structlog.stdlib import ProcessorFormatter

from accounts.administration.rules import PARTIES_OF
from accounts.models import AccessEvent, Clearance, User
from accounts.policy import Role
from benefits.models import Counselling, CreditorLetter, KvpCase
from households.access import Protection
from households.models import Disqualification, ProtectionChange
from reports import actions
from tests.conftest import confirmed, logged_in, unit
from tests.crawling import Sample, is_alike, shape
from tests.factories import HouseholdFactory, UserFactory, clear, pay
from tests.protected_scene import (
    GRADES,
    NUMBERS,
    Marked,
    R,
    free_texts,
    marked_household,
    models_of_households,
)

pytestmark = [
    pytest.mark.matrix,
    pytest.mark.crawl,
    pytest.mark.django_db,
    pytest.mark.usefixtures("short_refusals"),
]
AT_MOST = 2_000
"""Pages that one user opens; a crawl that needs more has found a loop."""
TABLES = "/administrasjon/tabeller/"
"""Rates and units in Django's admin, whose filters can be put together without end."""
ACTORS = [
    *((role, (PARTIES_OF[role][0], "midtbyen") if role in PARTIES_OF else None) for role in Role),
    (Role.BFT_ADVISER, ("bft", "heimdal")),
    (Role.TEAM_LEADER, ("nav", "heimdal")),
    (None, None),
]
"""Each role where it is held: in a unit of its party, or in the whole municipality."""


@pytest.fixture(scope="module")
def scene(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Marked]]:
    """A household of each grade and eight open ones, and a report that has counted them all."""
    reports = override_settings(
        REPORT_DIR=tmp_path_factory.mktemp("reports"),
        DOCUMENT_DIR=tmp_path_factory.mktemp("documents"),
    )
    with django_db_blocker.unblock(), transaction.atomic(), reports:
        staff = UserFactory(role=Role.CASEWORKER, unit=unit("nav", "heimdal"))
        for _ in range(8):
            pay(HouseholdFactory(district="midtbyen").contact, R - 40, R)
        marked = [marked_household(grade, number, staff) for number, grade in enumerate(GRADES)]
        run, _ = actions.request_report(year=2025, as_of=date(2026, 1, 14), by=None)
        actions.make_report(run.pk)
        yield marked
        transaction.set_rollback(True)


def test_the_scene_has_a_mark_in_every_model_that_holds_text(scene: list[Marked]) -> None:
    for model in models_of_households():
        for field in free_texts(model):
            texts = " ".join(
                str(text) for text in model._default_manager.values_list(field.name, flat=True)
            )
            assert re.search(r"Merkesen\dq|Skjulen\dq", texts), (model, field.name)


@pytest.mark.parametrize(("role", "where"), ACTORS)
def test_without_clearance_no_page_file_or_log_has_a_mark(
    scene: list[Marked], role: Role | None, where: tuple[str, str] | None
) -> None:
    user = UserFactory(role=role, unit=unit(*where) if where else None)
    secrets = [secret for one in scene for secret in (one.mark, one.place)]
    secrets += NUMBERS[: len(scene)]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(stored_lines())
    logging.getLogger().addHandler(handler)
    try:
        found = [
            (address, secret)
            for address, text in crawl(user, scene)
            for secret in secrets
            if secret in text
        ]
    finally:
        logging.getLogger().removeHandler(handler)
    assert found == []
    kept = stream.getvalue() + str(list(AccessEvent.objects.values_list()))
    assert [secret for secret in secrets if secret in kept] == []


def test_the_cleared_meet_the_names_and_never_the_place_unasked(scene: list[Marked]) -> None:
    user = UserFactory(role=Role.CASEWORKER, unit=unit("nav", "midtbyen"))
    for kind in Clearance.Kind:
        clear(user, kind)
    has = scene[0].household.responsibilities.filter(party="nav", valid_to=None)
    has.update(caseworker=user)  # only who has the case may ask
    told = list(crawl(user, scene))
    asked = [text for address, text in told if re.fullmatch(r"post .*/sted/", address)]
    pages = " ".join(text for address, text in told if text not in asked)
    assert any(scene[0].place in text for text in asked)
    for one in scene:
        assert (one.mark in pages) == (one.grade != Protection.UNKNOWN), one.grade
        assert (one.place in pages) == (one.grade == Protection.STAFF), one.grade


def stored_lines() -> logging.Formatter:
    """The formatter that every line of the product's log goes through."""
    found = [handler.formatter for handler in logging.getLogger().handlers]
    [formatter] = [one for one in found if isinstance(one, ProcessorFormatter)]
    return formatter


def crawl(user: User, scene: list[Marked]) -> Iterator[tuple[str, str]]:
    """Every address of the product, what links lead to, and searches; as text, with headers."""
    client = confirmed(logged_in(user))
    client.raise_request_exception = False
    waiting, seen, closed = list(addresses(scene)), set[str](), set[str]()
    sample = Sample(2)
    while waiting:
        address = waiting.pop()
        if address in seen or shape(address) in closed:
            continue
        seen.add(address)
        if not sample.wants(address):
            continue
        assert len(seen) < AT_MOST
        answer = client.get(address)
        assert answer.status_code != 500, address
        if is_alike(answer):
            closed.add(shape(address))
        text = as_text(answer)
        yield address, text.replace("Merkesen0q", "") if "Merkesen0q" in address else text
        if "html" in answer.get("Content-Type", ""):
            waiting += links(address, text)
    yield from searches(client, scene)
    yield from posts(client, scene)


def addresses(scene: list[Marked]) -> Iterator[str]:
    """Each pattern with the ids of the scene for its parts; logging out ends the crawl."""
    ids = [one.household.pk for one in scene]
    people = [one.household.contact_id for one in scene]
    values: dict[str, list[Any]] = {
        "household_id": ids,
        "person_id": people[:1],
        "counselling_id": list(Counselling.objects.values_list("pk", flat=True)),
        "kvp_id": list(KvpCase.objects.values_list("pk", flat=True)),
        "letter_id": list(CreditorLetter.objects.values_list("pk", flat=True))[:1],
        "run_id": [1, *actions.ReportRun.objects.values_list("pk", flat=True)],
        "format": ["pdf", "xlsx", "csv", "docx"],
        "change_id": list(ProtectionChange.objects.values_list("pk", flat=True))[:1],
        "conflict_id": list(Disqualification.objects.values_list("pk", flat=True))[:1],
    }
    for route, names in routes(get_resolver(), ""):
        if "logg-ut" in route:
            continue
        for chosen in product(*(values.get(name, [1]) for name in names)):
            parts = iter(chosen)
            yield "/" + re.sub(r"<[^>]+>", lambda _, parts=parts: str(next(parts)), route)
    yield from ("/husstander/?navn=Merkesen0q", "/husstander/?bydel=ukjent&sorter=-bydel")


def routes(resolver: URLResolver, before: str) -> Iterator[tuple[str, list[str]]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route, re.findall(r"<(?:\w+:)?(\w+)>", route)


def links(address: str, text: str) -> list[str]:
    found = (urljoin(address, unescape(link)) for link in re.findall(r'href="([^"#]+)"', text))
    inside = (link for link in found if link.startswith("/") and not link.startswith("/static/"))
    return [as_ordered(link) for link in inside if not (link.startswith(TABLES) and "?" in link)]


def as_ordered(link: str) -> str:
    """Each order once, of the whole list: of a part of it, another order has the same rows."""
    path, _, query = link.partition("?")
    asked = parse_qsl(query, keep_blank_values=True)
    rest = [part for part in asked if part[0] != "sorter" and part != ("side", "1")]
    return f"{path}?{urlencode(rest)}" if rest else link


def searches(client: Client, scene: list[Marked]) -> Iterator[tuple[str, str]]:
    for one, number in zip(scene, NUMBERS, strict=True):
        for asked in (one.mark, number, one.household.number):
            answer = client.post("/husstander/sok/", {"q": asked}, follow=True)
            yield f"search {one.grade}", as_text(answer).replace(asked, "")


def posts(client: Client, scene: list[Marked]) -> Iterator[tuple[str, str]]:
    """Every address of a household posted to, as a form and by htmx."""
    closed = set[str]()
    for address in addresses(scene[:2]):
        if address.startswith("/husstander/") and "sok" not in address:
            if shape(address) in closed:
                continue
            for headers in ({}, {"HX-Request": "true"}):
                answer = client.post(address, headers=headers)
                yield f"post {address}", as_text(answer)
            if is_alike(answer):
                closed.add(shape(address))


def as_text(answer: Any) -> str:
    """Headers and body; the words inside a PDF, XLSX or DOCX."""
    content = answer.getvalue() if answer.streaming else answer.content
    told = " ".join(f"{name}: {value}" for name, value in answer.items())
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            content = b" ".join(file.read(name) for name in file.namelist())
    elif content.startswith(b"%PDF"):
        words = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        content = words.encode()
    return f"{told} {content.decode('utf-8', 'replace')}"
