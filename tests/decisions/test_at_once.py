"""Several who act on one decision at the same moment: one wins, and the others are told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from accounts.policy import Role
from decisions import actions
from decisions.contents import content_of
from decisions.models import Decision, Letter
from tests.casework import limit
from tests.conftest import unit
from tests.decisions import case
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def decision() -> Decision:
    if connection.vendor == "sqlite":
        pytest.skip("threads share one connection to SQLite in memory")
    limit(Role.TEAM_LEADER, 100_000)
    caseworker = UserFactory(role=Role.CASEWORKER, unit=unit("nav", "midtbyen"))
    return case.proposed(case.family(), caseworker)


def at_once(act: Callable[[int], object], count: int) -> list[object]:
    """What each of `count` came to: what it made, or the refusal."""
    barrier = Barrier(count)

    def work(number: int) -> object:
        barrier.wait()
        try:
            return act(number)
        except (actions.RefusedError, actions.ConflictError) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def test_of_four_leaders_one_approves_and_there_is_one_letter(decision: Decision) -> None:
    leaders = [UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "midtbyen")) for _ in range(4)]
    seal = decision.content_hash

    def approve(number: int) -> object:
        leader = User.objects.get(pk=leaders[number].pk)
        return actions.approve(decision=decision, content_hash=seal, at=case.NEXT, by=leader)

    came = at_once(approve, 4)
    assert sum(isinstance(one, Decision) for one in came) == 1
    assert sum(isinstance(one, actions.RefusedError) for one in came) == 3
    assert Letter.objects.count() == 1


def test_of_four_who_write_one_is_stored_and_none_is_lost_unseen(decision: Decision) -> None:
    said, version = content_of(decision), decision.version

    def write(number: int) -> object:
        by = User.objects.get(pk=decision.made_by_id)
        return actions.change(
            decision=decision, version=version, content=replace(said, payment=f"Den {number}."),
            at=case.NEXT, by=by,
        )  # fmt: skip

    came = at_once(write, 4)
    (won,) = [one for one in came if isinstance(one, Decision)]
    told = [one for one in came if isinstance(one, actions.ConflictError)]
    assert len(told) == 3
    stored = Decision.objects.get(pk=decision.pk)
    assert (stored.payment, stored.version) == (won.payment, version + 1)
    assert {one.stored.payment for one in told} == {won.payment}
