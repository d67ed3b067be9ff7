"""From bytes to lines: which form and year a file is, and whether it is whole and of one kind.

Form and year follow from the line length and the field VERSION. What is refused here concerns the
file as such (SSB's rules 000, 001, 03 and 04, and the ways in which files get spoiled on the way).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from benefits.kostra.findings import Findings
from benefits.kostra.layouts import FORMS, YEARS, Form, Layout, layout

NO_RECIPIENTS = b" "
"""The whole content of a file from a municipality that had none to report (rule 000)."""
MOST_BYTES = 20_000_000
"""Some 59 000 recipients, twice as many as the largest municipality has."""
MARKS_OF_UNICODE = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
MULTI_BYTE_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
CONTROL_CHARACTER = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LAYOUTS = {
    (layout(form, year).length, f"{year % 100:02d}"): layout(form, year)
    for form in FORMS
    for year in YEARS
}
"""By line length and VERSION."""

Row = tuple[int, str]
"""Line number as an editor counts, and the line."""


@dataclass(frozen=True)
class KostraFile:
    """A file whose lines all have the form, year and municipality named here.

    `layout` is None and `rows` empty when the file says that there were no recipients.
    """

    name: str
    layout: Layout | None
    municipality: str
    rows: tuple[Row, ...]

    @property
    def form(self) -> Form | None:
        return self.layout.form if self.layout else None

    @property
    def year(self) -> int | None:
        return self.layout.year if self.layout else None


def read_rows(name: str, data: bytes, findings: Findings) -> KostraFile | None:
    """The lines of a file called `name`, or None with the reasons in `findings`."""
    if data.strip(b"\r\n") == NO_RECIPIENTS:
        return KostraFile(name, None, "", ())
    if len(data) > MOST_BYTES:
        message = f"Filen er over {MOST_BYTES // 1_000_000} MB, mer enn noen kommune har å melde."
        findings.error(None, None, "størrelse", message)
        return None
    if not data.strip(b"\r\n"):
        findings.error(None, None, "000", "Filen er tom.")
        return None
    table = _recognised(data, findings) if _is_latin_1(data, findings) else None
    if table is None:
        return None
    findings.year = table.year
    rows = _checked_rows(data, table, findings)
    return None if findings.errors else KostraFile(name, table, rows[0][1][:4], rows)


def _checked_rows(data: bytes, table: Layout, findings: Findings) -> tuple[Row, ...]:
    """The lines up to the point where more errors would tell nothing new."""
    fitting = [line[:4].decode("latin-1") for _, line in _lines(data) if len(line) == table.length]
    municipality = Counter(fitting).most_common(1)[0][0]
    last = max(number for number, _ in _lines(data))
    rows: list[Row] = []
    for number, raw in _lines(data):
        row = raw.decode("latin-1")
        _check(number, row, table, municipality, findings, is_last=number == last)
        rows.append((number, row))
        if findings.is_full:
            break
    return tuple(rows)


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Lines that hold anything, LF or CR LF, with their numbers."""
    for number, raw in enumerate(BytesIO(data), 1):
        line = raw.strip(b"\r\n")
        if line:
            yield number, line


def _is_latin_1(data: bytes, findings: Findings) -> bool:
    """Refuse what has been saved in another encoding; any byte at all is Latin-1 to Python."""
    if data.startswith(MARKS_OF_UNICODE):
        message = "Filen er lagret som Unicode med byte-merke; den må være i ISO 8859-1 (Latin-1)."
        findings.error(1, None, "tegnsett", message)
        return False
    for number, line in _lines(data):
        if CONTROL_CHARACTER.search(line):
            message = "Linjen har styretegn; filen er ikke ren tekst i ISO 8859-1 (Latin-1)."
            findings.error(number, None, "tegnsett", message)
            return False
        if MULTI_BYTE_LETTER.search(line):
            message = "Filen er lagret som UTF-8; den må være i ISO 8859-1 (Latin-1)."
            findings.error(number, None, "tegnsett", message)
            return False
    return True


def _recognised(data: bytes, findings: Findings) -> Layout | None:
    """The layout of most lines, so that a single spoiled line is named and not all the others."""
    kinds = Counter((len(line), line[4:6].decode("latin-1")) for _, line in _lines(data))
    known = [kind for kind, _ in kinds.most_common() if kind in LAYOUTS]
    if known:
        return LAYOUTS[known[0]]
    kind = length, version = kinds.most_common(1)[0][0]
    number = next(
        number for number, line in _lines(data) if (len(line), line[4:6].decode("latin-1")) == kind
    )
    years = f"{YEARS[0]}–{YEARS[-1]}"
    if length in {length for length, _ in LAYOUTS}:
        if version.isascii() and version.isdigit():
            message = f"Linjelengden passer ikke til årgangen, eller årgangen er utenfor {years}."
        else:
            message = f"Årgangen er ikke to siffer; rapporteringsårene {years} kan leses."
        findings.error(number, "VERSION", "04", message)
    else:
        message = f"Linjen har {length} tegn; verken 11F eller 11CF for {years} har den lengden."
        findings.error(number, None, "001", message)
    return None


def _check(
    number: int, row: str, table: Layout, municipality: str, findings: Findings, is_last: bool
) -> None:
    if "\t" in row:
        findings.error(number, None, "001", "Linjen har tabulator; bare mellomrom er tillatt.")
    elif is_last and len(row) < table.length:
        findings.error(number, None, "avkortet", "Siste linje er for kort; filen er avkortet.")
    elif len(row) != table.length:
        expected = f"{table.form} for {table.year} skal ha {table.length}"
        findings.error(number, None, "001", f"Linjen har {len(row)} tegn; {expected}.")
    elif row[4:6] != f"{table.year % 100:02d}":
        message = f"Linjen har en annen årgang enn {table.year}, som resten av filen har."
        findings.error(number, "VERSION", "04", message)
    elif row[:4] != municipality:
        message = "Linjen har et annet kommunenummer enn resten av filen."
        findings.error(number, "KOMMUNE_NR", "03", message)
    elif not (municipality.isascii() and municipality.isdigit()):
        findings.error(number, "KOMMUNE_NR", "03", "Kommunenummeret er ikke fire siffer.")
