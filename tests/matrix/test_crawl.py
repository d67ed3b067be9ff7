"""What one user can reach, replayed by the others: nobody meets what is not theirs to see."""

from __future__ import annotations

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pypdf
import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from accounts.policy import Role
from tests.conftest import confirmed, logged_in, unit
from tests.crawling import Sample, is_alike, shape
from tests.factories import UserFactory
from tests.matrix import cells
from tests.matrix.scene import Scene
from tests.matrix.test_matrix import asked

pytestmark = [
    pytest.mark.matrix,
    pytest.mark.crawl,
    pytest.mark.django_db,
    pytest.mark.usefixtures("short_refusals"),
]
LINK = re.compile(r"""\b(?:href|hx-get|action)="([^"#]+)""")
AT_MOST = 600
NEED_A_REAL_KEY = ("mfa_reauthenticate_webauthn", "mfa_add_webauthn")
"""Read the user's security keys, and that of the scene is none; tests/journeys/test_sign_in.py."""
OFFICE = {"Tildelsen", "Kontorsen", "DelesenVei", "DelesenBft"}
"""Surnames of the scene's households that Midtbyen's offices have or are shown; Fjernsen is in
Heimdal, Beskyttesen has a hidden address."""

SEEN_BY: dict[str, set[str]] = {
    "VEI": OFFICE,
    "LED": OFFICE,
    "BFT": OFFICE,
    "BFL": OFFICE,
    "HV": OFFICE,
    "HVL": OFFICE,
    "BOL": OFFICE,
    "OSK": {"DelesenVei", "DelesenBft"},
}
EVERYBODY = OFFICE | {"Fjernsen", "Beskyttesen", "Ukjentsen"}
KEPT_BY_THE_FRAME = ("accessevent", "accesssubject", "session", "usersession", "logentry")


def reach(client: Client) -> list[str]:
    """Every address that links lead to from the front page, within this site.

    Another order of a list has the same rows; tests/test_protected_crawl.py follows each.
    """
    waiting, found, sample = deque(["/"]), {"/": None}, Sample(2)
    while waiting and len(found) < AT_MOST:
        answer = client.get(waiting.popleft(), follow=True)
        if "text/html" not in answer.get("Content-Type", ""):
            continue
        here = answer.request["PATH_INFO"]
        for link in LINK.findall(answer.content.decode()):
            address = urljoin(here, link.replace("&amp;", "&"))
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or parts.path.startswith("/static/"):
                continue
            is_other = "logg-ut" not in parts.path and "sorter=" not in parts.query
            if address not in found and is_other and sample.wants(address):
                found[address] = None
                waiting.append(address)
    return list(found)


def text_of(answer: HttpResponse) -> str:
    """What a person could read in the answer, files opened."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(
                parts.read(name).decode("utf-8", "replace") for name in parts.namelist()
            )
    return f"{kind}\n{dict(answer.headers)}\n{content.decode('utf-8', 'replace')}"


def names_in(text: str) -> set[str]:
    return {name for name in EVERYBODY if name in text}


def test_replaying_what_others_reached_shows_nobody_a_foreign_family(scene: Scene) -> None:
    addresses = sorted(
        {address for actor in ("VEI", "LED", "BFT") for address in reach(scene.clients[actor])}
    )
    assert len(addresses) > 15
    met: set[str] = set()
    foreign = []
    for actor, client in everybody(scene).items():
        client.raise_request_exception = False
        for address, answer in answers(client, addresses):
            names = names_in(text_of(answer))
            if actor == "VEI":
                met |= names
            if wrong := names - SEEN_BY.get(actor, set()):
                foreign.append(f"{actor} {address}: {sorted(wrong)}")
    assert foreign == []
    assert met == OFFICE  # a crawl that meets nobody proves nothing


def answers(client: Client, addresses: list[str]) -> Iterator[tuple[str, HttpResponse]]:
    """What the addresses answer; the first of those that are all refused alike."""
    closed = set[str]()
    for address in addresses:
        if shape(address) not in closed:
            answer = client.get(address)
            yield address, answer
            if is_alike(answer):
                closed.add(shape(address))


def everybody(scene: Scene) -> dict[str, Client]:
    """The scene's actors, and the same roles in Østbyen, whose offices have nobody."""
    elsewhere = {
        f"{actor} elsewhere": confirmed(logged_in(_same_role_elsewhere(scene, actor, party)))
        for actor, party in (("VEI", "nav"), ("LED", "nav"), ("BFT", "bft"), ("OSK", "nav"))
    }
    return scene.clients | elsewhere


def _same_role_elsewhere(scene: Scene, actor: str, party: str) -> User:
    role = Role(scene.users[actor].role_assignments.get().role)
    return UserFactory(role=role, unit=unit(party, "ostbyen"))


def counted() -> dict[str, int]:
    """Rows of every table but those the frame keeps."""
    return {
        model._meta.label_lower: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.model_name not in KEPT_BY_THE_FRAME
    }


def test_asking_changes_nothing(scene: Scene) -> None:
    """GET of every address by everyone whom the matrix allows there; HEAD and OPTIONS by the first.

    HEAD is answered by the view of GET, and OPTIONS by none of ours.
    """
    cells_by_page = {
        page.name: {
            (actor, scene.address(page, actor, context))
            for method, actor, context in asked(page)
            if cells.expected(page, method, actor, context)
        }
        for page in cells.pages()
        if "logout" not in page.name and page.name not in NEED_A_REAL_KEY
    }
    before = counted()
    assert len(cells_by_page) > 60
    for found in cells_by_page.values():
        for number, (actor, address) in enumerate(sorted(found)):
            client = scene.clients[actor]
            client.raise_request_exception = False
            for method in (client.get, *(() if number else (client.head, client.options))):
                assert method(address).status_code < 500, (actor, address)
    assert counted() == before
