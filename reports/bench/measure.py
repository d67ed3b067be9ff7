"""Taking times in turn, and saying what they mean."""

from __future__ import annotations

import multiprocessing
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.db import connection

Work = Callable[[], object]


@dataclass(frozen=True)
class Result:
    """One figure of the bench: subject against yardstick, median of `n` turns, and its goal.

    `ratio` is subject / yardstick for times; where more is better (`at_least`), rates are
    compared. `goal` None means that the figure is shown for information.
    """

    name: str
    subject: float
    yardstick: float | None
    unit: str
    n: int
    goal: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.subject / self.yardstick if self.yardstick else None

    @property
    def passed(self) -> bool | None:
        judged = self.ratio if self.yardstick else self.subject
        if self.goal is None or judged is None:
            return None
        return judged >= self.goal if self.at_least else judged <= self.goal

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": self.ratio, "passed": self.passed}


def interleaved(works: Mapping[str, Work], repeat: int) -> dict[str, list[float]]:
    """Run each piece of work once a round, `repeat` rounds, after one round that is not timed.

    Seconds by name. In turn, so that a slow minute of the machine slows all alike.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    for round_number in range(repeat + 1):
        for name, work in works.items():
            begun = time.perf_counter()
            work()
            if round_number:
                times[name].append(time.perf_counter() - begun)
    return times


def median(times: list[float]) -> float:
    return statistics.median(times)


def peak_memory_mb(work: str) -> float:
    """The most memory a fresh process needed for `work` ("module:function"), in MB."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_in_child, args=(work, sender))
    process.start()
    peak = receiver.recv()
    process.join()
    return float(peak)


def _in_child(work: str, sender: Any) -> None:
    django.setup()
    module, _, function = work.partition(":")
    getattr(import_module(module), function)()
    sender.send(_peak_of_this_process())
    sender.close()


def _peak_of_this_process() -> float:
    """MB; not getrusage, whose figure a new process inherits from the one that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    with connection.cursor() as cursor:
        question = "SHOW server_version" if connection.vendor == "postgresql" else None
        cursor.execute(question or "SELECT sqlite_version()")
        version = cursor.fetchone()[0]
    return {
        "database": f"{connection.vendor} {version}",
        "python": platform.python_version(),
        "django": django.get_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
    }
