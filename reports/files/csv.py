"""The yearly report as CSV for other programs: one figure a row, and what is to be known of it.

UTF-8 with a byte order mark, semicolons and CRLF, as Norwegian spreadsheets read it. A masked
figure is ":".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from config.cells import guarded
from config.templatetags import MASKED
from reports.files.told import Told, about, all_tables, row_name, rows

Row = tuple[str, str, str, str]

HEAD: Row = ("tabell", "rad", "kolonne", "verdi")


def write(told: Told) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows(_figures(told))
    writer.writerows(("om", guarded(name), "", guarded(words)) for name, words in about(told))
    return stream.getvalue().encode("utf-8-sig")


def _figures(told: Told) -> Iterator[Row]:
    for table in all_tables(told.contents):
        for line in rows(table):
            for column, value in zip(table.columns, line.values, strict=True):
                figure = MASKED if value is None else str(value)
                yield table.key, guarded(row_name(line)), guarded(column), figure
