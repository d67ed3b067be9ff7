"""A job is done by one worker at a time, is found again when lost, and is given up in the end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from accounts import jobs
from reports.models import ReportRun

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = NOW + jobs.LEASE + timedelta(seconds=1)
STAGE = jobs.Stage(queued="queued", running="running", failed="failed")


@pytest.fixture
def run(db: None) -> ReportRun:
    return waiting_run()


def waiting_run() -> ReportRun:
    return ReportRun.objects.create(year=2025, as_of=date(2026, 1, 14), request_key=uuid4().hex)


def claimed(run: ReportRun, now: datetime = NOW) -> UUID:
    token = jobs.claim(ReportRun, run.pk, STAGE, now=now)
    assert token is not None
    run.refresh_from_db()
    return token


def test_a_claim_marks_the_run_as_being_done(run: ReportRun) -> None:
    token = claimed(run)
    assert (run.state, run.claim, run.attempts) == ("running", token, 1)
    assert run.lease_until == NOW + jobs.LEASE


def test_of_two_claimers_one_wins(run: ReportRun) -> None:
    claimed(run)
    assert jobs.claim(ReportRun, run.pk, STAGE, now=NOW) is None


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_at_once_one_wins() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("threads share one connection to SQLite in memory")
    run, barrier = waiting_run(), Barrier(8)

    def work(_: int) -> UUID | None:
        barrier.wait()
        try:
            return jobs.claim(ReportRun, run.pk, STAGE, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        tokens = [token for token in pool.map(work, range(8)) if token]
    assert len(tokens) == 1


def test_a_lease_that_has_run_out_is_taken_over(run: ReportRun) -> None:
    lost = claimed(run)
    won = claimed(run, LATER)
    assert run.attempts == 2
    with pytest.raises(jobs.LostClaimError):
        jobs.extend(ReportRun, run.pk, lost, now=LATER)
    with pytest.raises(jobs.LostClaimError):
        jobs.finish(ReportRun, run.pk, lost, state="failed")
    run.refresh_from_db()
    assert run.claim == won


def test_an_extended_lease_is_not_taken_over(run: ReportRun) -> None:
    token = claimed(run)
    jobs.extend(ReportRun, run.pk, token, now=LATER, steps_done=3)
    assert jobs.claim(ReportRun, run.pk, STAGE, now=LATER) is None
    run.refresh_from_db()
    assert run.steps_done == 3


def test_a_finished_run_is_not_claimed_again(run: ReportRun) -> None:
    token = claimed(run)
    stored = {"ready_at": NOW, "input_sha256": "0" * 64}
    jobs.finish(ReportRun, run.pk, token, state="ready", **stored)
    run.refresh_from_db()
    assert (run.state, run.claim, run.lease_until) == ("ready", None, None)
    assert jobs.claim(ReportRun, run.pk, STAGE, now=LATER) is None


def test_a_run_is_given_up_at_the_sixth_attempt(run: ReportRun) -> None:
    for number in range(jobs.MAX_ATTEMPTS):
        claimed(run, NOW + 2 * number * jobs.LEASE)
    last = NOW + 20 * jobs.LEASE
    assert jobs.claim(ReportRun, run.pk, STAGE, now=last) is None
    run.refresh_from_db()
    assert (run.state, run.failure, run.claim) == ("failed", jobs.GIVEN_UP, None)


def test_a_released_run_waits_again_until_the_last_attempt(run: ReportRun) -> None:
    for number in range(1, jobs.MAX_ATTEMPTS + 1):
        token = claimed(run)
        jobs.release(ReportRun, run.pk, token, STAGE, reason="Databasen svarte ikke.")
        run.refresh_from_db()
        assert run.state == ("queued" if number < jobs.MAX_ATTEMPTS else "failed")
    assert run.failure == "Databasen svarte ikke."


def test_the_sweeper_finds_waiting_and_abandoned_runs_only(run: ReportRun) -> None:
    held, abandoned = waiting_run(), waiting_run()
    claimed(abandoned)
    claimed(held, LATER)
    assert jobs.due(ReportRun, STAGE, now=LATER) == [run.pk, abandoned.pk]


class DeadTask:
    name = "reports.tasks.make_report"

    def delay(self, pk: int) -> None:
        raise OperationalError("broker down")


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_stop_the_request(caplog: pytest.LogCaptureFixture) -> None:
    with transaction.atomic():
        jobs.enqueue(DeadTask(), 7)
        assert caplog.text == ""
    assert "reports.tasks.make_report 7 waits" in caplog.text
