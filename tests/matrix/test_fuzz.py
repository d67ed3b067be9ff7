"""Spoilt forms and addresses on every page: no fault, and no row of anybody else's changed.

security.md 2.4. FUZZ_SEED and FUZZ_EACH (mutants for each page and method) widen the search.
"""

from __future__ import annotations

import os
import random
import re
import traceback
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from benefits.models import ActivityAssessment, AssistanceApplication, KvpCase, Placement
from children.models import (
    ChildMapping,
    ChildObservation,
    FamilyDialogue,
    FamilyFacts,
    Transition,
)
from coordination.models import AgendaItem, CoordinatedPlan
from households.models import (
    AccessRequest,
    Consent,
    Disqualification,
    Document,
    Household,
    HousingCost,
    Intake,
    JournalEntry,
    LodgingNeed,
    Membership,
    MembershipChange,
    Person,
    ProtectionChange,
    Share,
)
from housing.models import (
    AdviceCase,
    Allocation,
    CareerPlan,
    HousingApplication,
    HousingChange,
    Offer,
    Purchase,
    QueueEntry,
    Tenancy,
    TenancyRisk,
    TenancySupport,
)
from tests.matrix import cells, mutants
from tests.matrix.cells import Page, Row
from tests.matrix.posts import post_for
from tests.matrix.scene import Scene

pytestmark = [pytest.mark.matrix, pytest.mark.crawl, pytest.mark.django_db]
SEED = int(os.environ.get("FUZZ_SEED", "3"))
EACH = int(os.environ.get("FUZZ_EACH", "3"))
NAME = re.compile(r"""<(?:input|select|textarea|button)\b[^>]*?\bname="([^"]+)\"""")
OF_HOUSEHOLD = (
    *(Membership, MembershipChange, Consent, Share, Disqualification, Intake, AccessRequest),
    *(JournalEntry, Document),
    *(ActivityAssessment, Placement, AssistanceApplication, HousingCost, KvpCase),
    *(ChildMapping, ChildObservation, FamilyDialogue, FamilyFacts, Transition),
    *(AgendaItem, CoordinatedPlan),
    *(LodgingNeed, Tenancy, TenancyRisk, TenancySupport, CareerPlan, Purchase),
    *(HousingApplication, QueueEntry, AdviceCase, Offer, Allocation, HousingChange),
)
PAGES = [page for page in cells.pages() if cells.rows_of(page)]
Question = tuple[str, tuple[Any, ...]]
"""SQL and what goes into it."""


@pytest.fixture
def others(scene: Scene) -> list[Question]:
    """All that is known of the household in another office, and of the protected one.

    Asked before and after each mutant, so put into SQL once.
    """
    homes = [scene.homes["other"]["*"], scene.homes["protected"]["*"]]
    people = Person.objects.filter(memberships__household__in=homes)
    changes = ProtectionChange.objects.filter(person__memberships__household__in=homes)
    rows = [model.objects.filter(household__in=homes) for model in OF_HOUSEHOLD]
    return [found.order_by("pk").query.sql_with_params() for found in (*rows, people, changes)]


def answers(questions: list[Question]) -> list[Any]:
    found = []
    with connection.cursor() as cursor:
        for sql, values in questions:
            cursor.execute(sql, values)
            found += cursor.fetchall()
    return found


def ids_of(scene: Scene) -> list[int]:
    """Ids that a form may be made to name: of others' households, persons and users."""
    homes = Household.objects.values_list("pk", "contact_id")
    users = [user.pk for user in scene.users.values()]
    return sorted({pk for pair in homes for pk in pair} | set(users))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_spoilt_input_is_refused_and_changes_nothing_of_others(
    page: Page, scene: Scene, others: list[Question]
) -> None:
    dice = random.Random(f"{SEED} {page.name}")
    ids, faults = ids_of(scene), []
    for row in cells.rows_of(page):
        scene.address(page, row.actors[0], row.contexts[0])  # what it names outlives each mutant
        for method in row.methods:
            names = fields_of(scene, page, row)
            for _ in range(EACH):
                with transaction.atomic():
                    faults += attempt(scene, page, row, method, dice, names, ids, others)
                    transaction.set_rollback(True)
    assert faults == [], f"seed {SEED}, {EACH} mutants"


def fields_of(scene: Scene, page: Page, row: Row) -> set[str]:
    """The fields of the page's own form, where it has one."""
    with transaction.atomic():
        client = scene.clients[row.actors[0]]
        client.raise_request_exception = False
        cookies = deepcopy(client.cookies)
        answer = client.get(scene.address(page, row.actors[0], row.contexts[0]))
        client.cookies = cookies
        transaction.set_rollback(True)
    if answer.streaming or "html" not in answer.get("Content-Type", ""):
        return set()
    return set(NAME.findall(answer.content.decode())) - {"csrfmiddlewaretoken"}


def attempt(
    scene: Scene,
    page: Page,
    row: Row,
    method: str,
    dice: random.Random,
    names: set[str],
    ids: list[int],
    others: list[Question],
) -> list[str]:
    """What went wrong with one mutant."""
    actor, context = dice.choice(row.actors), dice.choice(row.contexts)
    address = scene.address(page, actor, context)
    if dice.random() < (0.3 if method == "POST" else 1):
        address = f"{address}?{mutants.query(dice, ids)}"
    given = post_for(page.name, scene, actor, context) if method == "POST" else {}
    sent = mutants.encoded(mutants.posted(dice, given, names, ids)) if method == "POST" else ""
    before = answers(others) if method == "POST" else None
    answer = send(scene, actor, method, address, sent)
    told = f"{method} {actor} {context} {address[:300]} {sent[:300]}"
    if answer.status_code >= 500:
        return [f"{answer.status_code} {told}\n{reason(answer)}"]
    changed = method == "POST" and context in ("assigned", "own", "-") and before != answers(others)
    return [f"changed: {told}"] if changed else []


def send(scene: Scene, actor: str, method: str, address: str, sent: str) -> HttpResponse:
    client = scene.clients[actor]
    client.raise_request_exception = False
    cookies = deepcopy(client.cookies)
    try:
        if method == "GET":
            return client.get(address)
        form = "application/x-www-form-urlencoded"
        return client.generic("POST", address, sent, content_type=form)
    finally:
        client.cookies = cookies


def reason(answer: HttpResponse) -> str:
    """The end of the traceback of a fault."""
    error = getattr(answer, "exc_info", None)
    return "".join(traceback.format_exception(*error))[-900:] if error else ""
