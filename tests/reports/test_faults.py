"""Killed workers, a queue that is gone, a job delivered five times: one report, and a right one.

The numbers are those of the promised faults (security: F1-F5).
"""

from __future__ import annotations

import random
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reports.fault_scene import Site, copy_of, kill, seeded, wait_until

pytestmark = pytest.mark.faults
READY = ("ready", 6)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with seeded(tmp_path_factory.mktemp("calm")) as made:
        yield made


@pytest.fixture
def place(calm: Site, tmp_path: Path) -> Iterator[Site]:
    with copy_of(calm, tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def undisturbed(calm: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """The hash and the file names of a report that nothing happened to."""
    with copy_of(calm, tmp_path_factory.mktemp("undisturbed")) as other:
        run_id = other.order()
        other.start_making(run_id).wait(60)
        return other.state(run_id)[3], sorted(other.files())


def check_one_report(place: Site, run_id: int, undisturbed: tuple[str, list[str]]) -> None:
    state, steps, _, sha256 = place.state(run_id)
    assert (state, steps) == READY
    assert (sha256, sorted(place.files())) == undisturbed
    assert len(place.query("SELECT id FROM reports_reportfile")) == 4
    assert len(place.query("SELECT id FROM reports_countedperson")) == 8


def test_f1_a_worker_killed_at_any_step_leaves_one_right_report(
    undisturbed: tuple[str, list[str]], place: Site
) -> None:
    run_id = place.order()
    chance = random.Random(1)
    for step in (0, 2, 4, 5):
        process = place.start_making(run_id)

        def has_come_to(step: int = step) -> bool:
            state, steps, _, _ = place.state(run_id)
            return state == "ready" or (state == "running" and steps >= step)

        wait_until(has_come_to, every=chance.uniform(0.002, 0.02))
        kill(process)
        place.let_the_lease_run_out()
    place.start_making(run_id).wait(60)
    place.python("from reports import storage", "storage.remove_stray_files()")
    check_one_report(place, run_id, undisturbed)


def test_f2_a_whole_worker_killed_is_followed_by_the_next_without_an_operator(
    undisturbed: tuple[str, list[str]], place: Site
) -> None:
    first = place.start_worker()
    run_id = place.order(enqueue=True)
    wait_until(lambda: place.state(run_id)[0] != "queued", every=0.005)
    kill(first)
    place.let_the_lease_run_out()
    place.start_worker()
    place.python("from reports import tasks", "tasks.sweep.delay()")
    wait_until(lambda: place.state(run_id)[0] == "ready")
    check_one_report(place, run_id, undisturbed)


def test_f5_delivered_five_times_at_once_it_is_made_once(
    undisturbed: tuple[str, list[str]], place: Site
) -> None:
    run_id = place.order()
    for process in [place.start_making(run_id) for _ in range(5)]:
        assert process.wait(60) == 0
    assert place.state(run_id)[2] == 1
    check_one_report(place, run_id, undisturbed)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_redis(port: int, folder: Path) -> subprocess.Popen[bytes]:
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    process = subprocess.Popen(
        [*words, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
    )

    def answers() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_until(answers)
    return process


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed")
def test_f3_redis_killed_and_come_back_empty_loses_no_report(
    undisturbed: tuple[str, list[str]], place: Site
) -> None:
    port = free_port()
    place.broker_url = f"redis://127.0.0.1:{port}/0"
    redis = start_redis(port, place.folder)
    run_id = place.order(enqueue=True)
    redis.kill()
    redis.wait()
    redis = start_redis(port, place.folder)
    try:
        place.start_worker()
        place.python("from reports import tasks", "tasks.sweep.delay()")
        wait_until(lambda: place.state(run_id)[0] == "ready")
        check_one_report(place, run_id, undisturbed)
    finally:
        redis.kill()
        redis.wait()


ORDER_ON_THE_PAGE = (
    "from django.urls import reverse",
    "from accounts.models import User",
    "from tests.conftest import logged_in",
    "client = logged_in(User.objects.get(username='executive'))",
    "order = {'year': 2025, 'definition': 'DEF-1', 'as_of': '14.01.2026'}",
    "client.defaults['SERVER_NAME'] = 'localhost'",
    "answer = client.post(reverse('reports:list'), order, follow=True)",
    "waits = 'I kø' in answer.content.decode()",
    "print(answer.status_code, waits)",
)


def test_f4_with_redis_down_the_order_is_taken_and_made_when_it_returns(
    undisturbed: tuple[str, list[str]], place: Site
) -> None:
    place.broker_url = f"redis://127.0.0.1:{free_port()}/0"
    assert place.python(*ORDER_ON_THE_PAGE) == "200 True"
    ((run_id, state),) = place.query("SELECT id, state FROM reports_reportrun")
    assert state == "queued"
    place.broker_url = "filesystem://"
    place.start_worker()
    place.python("from reports import tasks", "tasks.sweep.delay()")
    wait_until(lambda: place.state(run_id)[0] == "ready")
    check_one_report(place, run_id, undisturbed)
