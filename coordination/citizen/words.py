"""The values of a citizen's file as a person reads them, on the page and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from config.templatetags import tall
from households.national_id import masked

NOTHING = "Ingenting registrert."
NUMBERS = ("national_id", "duf_number")


@dataclass(frozen=True)
class Table:
    """One part in words; columns that are empty in every row are left out."""

    key: str
    title: str
    labels: list[str]
    rows: list[list[str]]

    @property
    def is_single(self) -> bool:
        """Whether it is told as a list of facts rather than a table."""
        return self.key == "person"

    @property
    def facts(self) -> list[tuple[str, str]]:
        return list(zip(self.labels, self.rows[0], strict=True)) if self.rows else []


def tables(contents: dict[str, Any], *, masks_numbers: bool = False) -> list[Table]:
    """Every part in words; on a page the person's numbers are masked as on any other page."""
    parts = contents["parts"]
    if masks_numbers:
        row = {**parts["person"]["rows"][0]}
        row |= {name: masked(row[name]) for name in NUMBERS if row[name]}
        parts = parts | {"person": parts["person"] | {"rows": [row]}}
    return [_table(key, part) for key, part in parts.items()]


def _table(key: str, part: dict[str, Any]) -> Table:
    texts = {name: [word(row[name], name) for row in part["rows"]] for name in part["columns"]}
    shown = [name for name in part["columns"] if any(texts[name])]
    return Table(
        key=key,
        title=part["title"],
        labels=[part["columns"][name] for name in shown],
        rows=[[texts[name][number] for name in shown] for number in range(len(part["rows"]))],
    )


def word(value: Any, name: str = "") -> str:
    """A value of the JSON file in Norwegian; dates stand there as text."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Ja" if value else "Nei"
    if isinstance(value, int):
        return tall(value) if name == "amount" else str(value)
    return _date_word(str(value))


def _date_word(text: str) -> str:
    try:
        if len(text) == 10:
            return f"{date.fromisoformat(text):%d.%m.%Y}"
        if len(text) > 18 and text[10] == "T":
            return f"{timezone.localtime(datetime.fromisoformat(text)):%d.%m.%Y kl. %H.%M}"
    except ValueError:
        pass
    return text
