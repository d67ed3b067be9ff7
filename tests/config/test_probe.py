"""The health checks of the containers, without containers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from config import probe


class Answer(BaseHTTPRequestHandler):
    status = 200
    asked: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Host"]))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Answer]]:
    """A web server on a free port that answers what the test asks of it."""
    kind = type("Answer", (Answer,), {"asked": []})
    with HTTPServer(("127.0.0.1", 0), kind) as listening:
        monkeypatch.setenv("BIND", f"0.0.0.0:{listening.server_port}")
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield kind
        listening.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("hosts", "host"),
    [
        (["osk.example", "x"], "osk.example"),
        ([".osk.example"], "osk.example"),
        (["*"], "localhost"),
    ],
)
def test_the_web_probe_asks_under_a_name_that_is_allowed(
    server: type[Answer], settings: Any, hosts: list[str], host: str
) -> None:
    settings.ALLOWED_HOSTS = hosts
    assert probe.web() == ""
    assert server.asked == [("/helse/", host)]


def test_the_web_probe_tells_of_a_refusal(server: type[Answer]) -> None:
    server.status = 503
    assert probe.web() == "/helse/ answered 503"


def test_the_web_probe_tells_of_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIND", "127.0.0.1:1")
    assert probe.web().startswith("no answer on port 1")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("accept", ["text/html", "text/plain", "*/*"])
def test_the_health_page_answers_whoever_asks(client: Client, accept: str) -> None:
    response = client.get("/helse/", headers={"accept": accept})
    assert response.status_code == 200
    assert "OK" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "problem"), [({"celery@here": {"ok": "pong"}}, ""), (None, "does not answer")]
)
def test_the_worker_probe_asks_this_container_alone(
    monkeypatch: pytest.MonkeyPatch, answer: Any, problem: str
) -> None:
    asked = []

    class Inspect:
        def __init__(self, destination: list[str], timeout: float) -> None:
            asked.append(destination)

        def ping(self) -> Any:
            return answer

    monkeypatch.setattr(probe.socket, "gethostname", lambda: "here")
    monkeypatch.setattr(probe.app.control, "inspect", Inspect)
    assert problem in probe.worker()
    assert asked == [["celery@here"]]


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "well"), [(1, True), (4, True), (6, False), (None, False)])
def test_the_beat_probe_wants_a_recent_sign_of_life(minutes: int | None, well: bool) -> None:
    every, _ = IntervalSchedule.objects.get_or_create(every=60, period=IntervalSchedule.SECONDS)
    last = None if minutes is None else timezone.now() - timedelta(minutes=minutes)
    PeriodicTask.objects.update_or_create(
        name=probe.BEAT_TASK, defaults={"interval": every, "last_run_at": last, "task": "x"}
    )
    assert (probe.beat() == "") is well


def test_the_beat_probe_watches_a_task_that_beat_sends_each_minute() -> None:
    assert settings.CELERY_BEAT_SCHEDULE[probe.BEAT_TASK]["schedule"] == 60.0


def test_the_exit_status_tells_well_from_ill(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(probe, "web", lambda: "")
    monkeypatch.setattr(probe, "worker", lambda: "ill")
    assert probe.main(["web"]) == 0
    assert probe.main(["worker"]) == 1
    assert capsys.readouterr().err == "ill\n"
