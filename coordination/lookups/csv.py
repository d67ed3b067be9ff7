"""The access log as CSV, as Norwegian spreadsheets read it, with who took it out and when."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from config.cells import guarded
from coordination.lookups.queries import LogLine

HEAD = (
    "tidspunkt",
    "hvem",
    "rolle",
    "enhet",
    "handling",
    "side",
    "husstand",
    "personer",
    "avgjørelse",
    "regel",
)


def written(lines: Iterable[LogLine], *, by: str, at: datetime) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows(map(_cells, lines))
    writer.writerow(
        [guarded(f"Hentet av {by} {at:%d.%m.%Y %H:%M}. Inneholder personopplysninger.")]
    )
    return stream.getvalue().encode("utf-8-sig")


def _cells(line: LogLine) -> list[str]:
    at = timezone.localtime(line.at)
    words = (
        line.who,
        line.role,
        line.unit,
        line.action,
        line.page,
        line.household,
        str(line.persons),
        line.verdict_label,
        line.rule,
    )
    return [f"{at:%Y-%m-%d %H:%M:%S}", *map(guarded, words)]
