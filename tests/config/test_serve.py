"""`make demo` and `make run`: two processes that begin and end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings

from config import serve

Start = Callable[..., "subprocess.Popen[str]"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        return int(probe.getsockname()[1])


def web(port: int) -> tuple[str, ...]:
    return ("http.server", "--bind", serve.HOST, str(port))


@pytest.fixture
def start() -> Iterator[Start]:
    """Run config.serve with other commands in place of gunicorn and Celery."""
    running = []

    def start(port: int, first: tuple[str, ...], second: tuple[str, ...]) -> subprocess.Popen[str]:
        script = (
            "import sys; from config import serve; "
            f"serve.WEB, serve.WORKER = {first!r}, {second!r}; sys.exit(serve.main())"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=settings.BASE_DIR,
            env=os.environ | {"PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.terminate()
        process.communicate(timeout=20)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_both_end_when_somebody_asks(start: Start, number: signal.Signals) -> None:
    first, second = free_port(), free_port()
    process = start(first, web(first), web(second))
    assert process.stdout is not None
    assert f"http://127.0.0.1:{first}" in process.stdout.readline()
    process.send_signal(number)
    assert process.wait(20) == 0
    assert not serve.answers(first)
    assert not serve.answers(second)


def test_when_the_worker_falls_the_web_server_goes_too(start: Start) -> None:
    port = free_port()
    process = start(port, web(port), ("no_such_module",))
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "stoppet av seg selv" in said
    assert not serve.answers(port)


def test_a_web_server_that_never_starts_is_not_announced(start: Start) -> None:
    process = start(free_port(), ("no_such_module",), ("no_such_module",))
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "svarer" not in said


def test_a_port_in_use_is_said_plainly(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(port, web(port), web(port))
        said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert f"Port {port} er i bruk" in said


def test_production_and_the_demo_start_the_same_programs() -> None:
    assert serve.WEB == ("gunicorn", "--config", "python:config.gunicorn", "config.wsgi")
    assert serve.WORKER[:3] == ("celery", "-A", "config")
    assert "-B" in serve.WORKER
