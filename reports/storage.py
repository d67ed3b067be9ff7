"""Report files on disk: written whole or not at all, kept unchanged, found by name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from accounts.whole_files import write_whole
from reports.files import Assessment, Context, render
from reports.models import ReportFile, ReportRun


@dataclass(frozen=True)
class Written:
    """A file that lies in REPORT_DIR, and what is to be known of it."""

    format: str
    edition: int
    name: str
    sha256: str


def write_files(run: ReportRun, *, edition: int) -> list[Written]:
    """Write the report in every format; the same run gives the same names and bytes.

    Raises OSError when a file cannot be stored; then no half file stands under its name.
    """
    context = Context(
        municipality=f"{settings.MUNICIPALITY} kommune",
        executive_title=settings.EXECUTIVE_TITLE,
        made_at=run.asked_at,
        assessment=_assessment(run),
    )
    settings.REPORT_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [
        _write(run, name, edition, render(name, run.published, context))
        for name in ReportFile.Format.values
    ]


def _assessment(run: ReportRun) -> Assessment | None:
    if not run.assessment or run.assessed_at is None:
        return None
    return Assessment(
        state=run.assessment,
        text=run.assessment_text,
        who=str(run.assessed_by),
        on=timezone.localdate(run.assessed_at),
    )


def _write(run: ReportRun, format_: str, edition: int, content: bytes) -> Written:
    name = f"aarsrapport-{run.year}-{run.pk}-{edition}.{format_}"
    write_whole(settings.REPORT_DIR / name, content)
    return Written(format_, edition, name, hashlib.sha256(content).hexdigest())


def register(run: ReportRun, written: list[Written]) -> None:
    """Note the files in the database, in the transaction that makes the report ready."""
    for file in written:
        ReportFile.objects.update_or_create(
            run=run,
            format=file.format,
            edition=file.edition,
            defaults={"name": file.name, "sha256": file.sha256, "made_at": timezone.now()},
        )


def latest_files(run: ReportRun) -> dict[str, ReportFile]:
    """The newest edition of each format."""
    return {file.format: file for file in run.files.order_by("edition")}


class DamagedFileError(Exception):
    """The bytes on disk are not those that were written."""


def read_file(file: ReportFile) -> bytes:
    """The file's bytes; DamagedFileError when they are missing or changed."""
    try:
        content = (settings.REPORT_DIR / file.name).read_bytes()
    except FileNotFoundError as error:
        raise DamagedFileError(file.name) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise DamagedFileError(file.name)
    return content


def remove_stray_files() -> int:
    """Delete temporary files that a killed worker left behind more than two minutes ago."""
    limit = timezone.now().timestamp() - 120
    strays = [
        path for path in settings.REPORT_DIR.glob(".skrives-*") if path.stat().st_mtime < limit
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
