"""Is this container well? `python -m config.probe web|worker|beat` ends with 0 or says why not."""

from __future__ import annotations

import os
import socket
import sys
from datetime import timedelta
from http.client import HTTPConnection

import django
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from config.celery import app

BEAT_TASK = "sweep reports"
BEAT_SILENCE = timedelta(minutes=5)
"""Beat sends BEAT_TASK each minute and writes down at least every third that it did."""


def web() -> str:
    """What is wrong with the web server of this container; empty when /helse/ answers 200."""
    port = int(os.environ.get("BIND", f":{os.environ.get('PORT', '8000')}").rpartition(":")[2])
    host = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    connection = HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/helse/", headers={"Host": host})
        status = connection.getresponse().status
    except OSError as error:
        return f"no answer on port {port}: {error}"
    finally:
        connection.close()
    return "" if status == 200 else f"/helse/ answered {status}"


def worker() -> str:
    """What is wrong with the worker of this container; empty when it answers on the queue."""
    name = f"celery@{socket.gethostname()}"
    answer = app.control.inspect(destination=[name], timeout=4).ping()
    return "" if answer else f"{name} does not answer"


def beat() -> str:
    """What is wrong with beat; empty when it has lately sent the task it sends each minute."""
    django.setup()
    sent = apps.get_model("django_celery_beat", "PeriodicTask").objects.filter(name=BEAT_TASK)
    last = sent.values_list("last_run_at", flat=True).first()
    if last is None or last < timezone.now() - BEAT_SILENCE:
        return f"{BEAT_TASK!r} was last sent {last}"
    return ""


def main(kinds: list[str]) -> int:
    problem = {"web": web, "worker": worker, "beat": beat}[kinds[0]]()
    if problem:
        sys.stderr.write(problem + "\n")
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
