"""Loading earlier data: the one door for the commands, the page's jobs and the demo.

For both kinds: `on` is the day of the extract. Differences from what was loaded before are refused
(NEEDS_ANSWER) unless `accept_changes`; given `accepted`, only those very differences are accepted.
`store` is called with the outcome in the transaction of a writing, as `progress` is from its third
step on. Never raises for what the files hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benefits.imports import loading
from benefits.imports.differences import Difference, Differences
from benefits.imports.extract import Extract, read_extract
from benefits.imports.files import known_files
from benefits.imports.findings import Findings
from benefits.imports.kostra_plan import KostraPlan, plan_kostra
from benefits.imports.kostra_reading import KostraData, read_kostra
from benefits.imports.kostra_writing import write_kostra
from benefits.imports.loading import Progress, Store, silent, synthetic_allowed
from benefits.imports.outcome import Outcome
from benefits.imports.plan import Plan, make_plan
from benefits.imports.writing import write
from benefits.models import KvpEnrolment, Payment
from config.templatetags import tall
from households.models import Membership, Source


def preview_history(files: Iterable[Path], *, on: date, progress: Progress = silent) -> Outcome:
    """What loading the files would do; writes nothing. As `load_history` otherwise."""
    return loading.check(*_read_history(files, on, progress), progress)


def load_history(
    files: Iterable[Path],
    *,
    on: date,
    accept_changes: bool = False,
    accepted: tuple[Difference, ...] | None = None,
    progress: Progress = silent,
    store: Store | None = None,
) -> Outcome:
    """Read the CSV files of an older system (design.md 7) and write them, all or nothing.

    `files` are known by their names: persons.csv, members.csv, payments.csv, kvp.csv. No paid
    month lies after `on`, and a changed district holds from it.
    """
    return loading.load(
        *_read_history(files, on, progress),
        accept_changes=accept_changes,
        accepted=accepted,
        progress=progress,
        store=store,
    )


def preview_kostra(files: Iterable[Path], *, on: date, progress: Progress = silent) -> Outcome:
    """What loading the files would do; writes nothing. As `load_kostra` otherwise."""
    return loading.check(*_read_kostra(files, on, progress), progress)


def load_kostra(
    files: Iterable[Path],
    *,
    on: date,
    accept_changes: bool = False,
    accepted: tuple[Difference, ...] | None = None,
    progress: Progress = silent,
    store: Store | None = None,
) -> Outcome:
    """Read a municipality's own KOSTRA files 11F and 11CF (design.md 7) and write them.

    Files are read together, in any order, and known by what they hold.
    """
    return loading.load(
        *_read_kostra(files, on, progress),
        accept_changes=accept_changes,
        accepted=accepted,
        progress=progress,
        store=store,
    )


@dataclass(frozen=True)
class _History:
    """An extract of CSV files, ready to be compared and written."""

    extract: Extract
    on: date

    @property
    def counts(self) -> Mapping[str, int]:
        return self.extract.counts

    def is_first(self) -> bool:
        members = Membership.objects.filter(source=Source.HISTORY)
        return not (members.exists() or Payment.objects.filter(source=Source.HISTORY).exists())

    def compare(self, findings: Findings, differences: Differences) -> Plan:
        return make_plan(self.extract, self.on, findings, differences)

    def write(self, plan: Plan, next_step: Callable[[], None]) -> None:
        write(self.extract, plan, self.on, next_step)


@dataclass(frozen=True)
class _Kostra:
    """KOSTRA files, ready to be compared and written."""

    data: KostraData
    on: date

    @property
    def counts(self) -> Mapping[str, int]:
        return self.data.counts

    def is_first(self) -> bool:
        programmes = KvpEnrolment.objects.filter(source=Source.KOSTRA)
        return not (programmes.exists() or Payment.objects.filter(source=Source.KOSTRA).exists())

    def compare(self, findings: Findings, differences: Differences) -> KostraPlan:
        return plan_kostra(self.data, findings, differences)

    def write(self, plan: KostraPlan, next_step: Callable[[], None]) -> None:
        write_kostra(self.data, plan, next_step)


def _read_history(files: Iterable[Path], on: date, progress: Progress) -> tuple[_History, Findings]:
    findings = Findings()
    progress(0, "")
    extract = read_extract(
        known_files(files, findings),
        on=on,
        synthetic_allowed=synthetic_allowed(),
        findings=findings,
        tell=lambda file, line: progress(0, f"{file}, linje {tall(line)}"),
    )
    return _History(extract, on), findings


def _read_kostra(files: Iterable[Path], on: date, progress: Progress) -> tuple[_Kostra, Findings]:
    findings = Findings()
    progress(0, "")
    data = read_kostra(files, synthetic_allowed=synthetic_allowed(), findings=findings)
    return _Kostra(data, on), findings
