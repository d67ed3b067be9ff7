"""The published files of a yearly report: PDF, XLSX, CSV and DOCX, all from the same Contents.

The same figures in the same context give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports.contents import contents
from reports.files import csv, docx, pdf, xlsx
from reports.files.told import Assessment, Context, Told

__all__ = ["Assessment", "Context", "render"]

WRITERS: dict[str, Callable[[Told], bytes]] = {
    "pdf": pdf.write,
    "xlsx": xlsx.write,
    "csv": csv.write,
    "docx": docx.write,
}


def render(format: str, published: dict[str, Any], context: Context) -> bytes:
    """The report as a file; `format` is a ReportFile.Format value, `published` is masked."""
    return WRITERS[format](Told(contents(published), context))
