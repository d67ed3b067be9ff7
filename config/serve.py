"""Web server and job worker side by side, ended together: `make demo` and `make run`.

For one machine with the embedded queue; production starts each by itself (docker-compose.yml).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

HOST = "127.0.0.1"
WEB = ("gunicorn", "--config", "python:config.gunicorn", "config.wsgi")
WORKER = ("celery", "-A", "config", "--quiet", "worker", "-P", "solo", "-B", "--without-mingle")
Child = subprocess.Popen[bytes]
STOPPED_BY = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 30.0
"""Seconds that web and worker get to finish what they are doing."""


asked_to_end: list[int] = []
"""The signals that asked. Noted rather than raised: an exception in the middle of starting a child
would leave that child running with nobody to end it."""


def note(number: int, frame: FrameType | None) -> None:
    asked_to_end.append(number)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def serve(port: int) -> int:
    """Run both until one ends or somebody asks; 0 when asked, else 1."""
    children: list[Child] = []
    try:
        children.append(start(WEB))
        while goes_on(children) and not answers(port):
            time.sleep(0.05)
        if goes_on(children):
            # Not before the first page, which the worker's own start would delay on two cores.
            children.append(start(WORKER))
            say(f"OSK-sak svarer på http://{HOST}:{port} (avslutt med Ctrl-C)")
        while goes_on(children):
            time.sleep(0.2)
    finally:
        end(children)
    if asked_to_end:
        return 0
    say("Nettstedet eller jobbene stoppet av seg selv; årsaken står over.")
    return 1


def start(command: tuple[str, ...]) -> Child:
    """In a session of its own, so that Ctrl-C reaches it through us, once and in order."""
    return subprocess.Popen([sys.executable, "-m", *command], start_new_session=True)


def goes_on(children: list[Child]) -> bool:
    """Nobody has asked us to end, and no child has ended by itself."""
    return not asked_to_end and all(child.poll() is None for child in children)


def end(children: list[Child]) -> None:
    """Ask every child to end, and make it so after GRACE seconds."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def main() -> int:
    port = int(os.environ.get("PORT", "8000"))
    if answers(port):
        say(f"Port {port} er i bruk. Velg en annen, for eksempel: PORT={port + 10} make demo")
        return 1
    for number in STOPPED_BY:
        signal.signal(number, note)
    return serve(port)


if __name__ == "__main__":
    sys.exit(main())
