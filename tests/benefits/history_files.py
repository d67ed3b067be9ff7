"""CSV extracts of an older system for tests: a small good one, and how to write and change it.

Every name, number and reference in it carries a mark, so that tests can look for them where they
must not be.
"""

from __future__ import annotations

import csv
from copy import deepcopy
from datetime import date
from pathlib import Path

from households.national_id import synthetic_national_id

ON = date(2026, 11, 22)
Row = dict[str, str]
Tables = dict[str, list[Row]]

HEADERS = {
    "persons.csv": [
        "person_ref",
        "national_id",
        "first_name",
        "last_name",
        "birth_date",
        "sex",
        "district",
    ],
    "members.csv": ["household_ref", "person_ref", "role", "from", "to"],
    "payments.csv": [
        "person_ref",
        "month",
        "kind",
        "category",
        "amount",
        "row_ref",
        "for_month",
        "paid_on",
        "status",
        "main_income",
    ],
    "kvp.csv": ["person_ref", "from", "to", "kind"],
}
SURNAME = "Merkesen"
MARKS = (SURNAME, "Amina", "Østen", "refmerke", "98765")
"""Pieces of the extract's names, references and amounts; national numbers are MARKED_NUMBERS."""


def person(ref: str, name: str, born: str, district: str, *, numbered: bool = True) -> Row:
    number = synthetic_national_id(date.fromisoformat(born)) if numbered else ""
    values = [f"refmerke-{ref}", number, name, SURNAME, born, "f", district]
    return dict(zip(HEADERS["persons.csv"], values, strict=True))


def member(household: str, ref: str, role: str, first: str, last: str = "") -> Row:
    values = [f"refmerke-{household}", f"refmerke-{ref}", role, first, last]
    return dict(zip(HEADERS["members.csv"], values, strict=True))


def payment(ref: str, month: str, amount: str = "9000", **others: str) -> Row:
    row = dict.fromkeys(HEADERS["payments.csv"], "") | {
        "person_ref": f"refmerke-{ref}",
        "month": month,
        "kind": "grant",
        "category": "livsopphold",
        "amount": amount,
        "main_income": "5",
    }
    return row | others


def period(ref: str, first: str, last: str = "", kind: str = "") -> Row:
    return {"person_ref": f"refmerke-{ref}", "from": first, "to": last, "kind": kind}


GOOD: Tables = {
    "persons.csv": [
        person("1", "Amina", "1985-05-17", "Heimdal"),
        person("2", "Østen", "1983-02-01", "Heimdal"),
        person("3", "Jonas", "2015-06-30", "Heimdal"),
        person("4", "Åse", "1970-01-02", "Lerkendal"),
        person("5", "Kari", "1999-12-31", "", numbered=False),
        person("6", "Ola", "2001-03-04", "Østbyen"),
    ],
    "members.csv": [
        member("A", "2", "adult", "2020-01-15"),
        member("A", "1", "adult", "2020-01-15"),
        member("A", "3", "child", "2020-01-15"),
        member("B", "4", "adult", "2019-03-01", "2024-06-30"),
        member("C", "4", "adult", "2024-07-01"),
        member("C", "6", "other", "2024-07-01"),
    ],
    "payments.csv": [
        payment("1", "2026-01", row_ref="refmerke-r1", paid_on="2026-01-20"),
        payment("1", "2026-02", row_ref="refmerke-r2", for_month="2026-01"),
        payment("1", "2026-03", "98765", row_ref="refmerke-r3", category="bolig"),
        payment("4", "2024-05"),
        payment("4", "2024-05", "1200", kind="loan", category="strom"),
        payment("4", "2024-06", main_income="3"),
        payment("5", "2025-08", main_income="", category="nodhjelp"),
        payment("6", "2026-11", status="planned"),
    ],
    "kvp.csv": [
        period("1", "2023-02-01", "2023-12-31"),
        period("6", "2025-01-10"),
        period("4", "2020-01-01", "2021-06-30", "intro"),
    ],
}
MARKED_NUMBERS = tuple(row["national_id"] for row in GOOD["persons.csv"] if row["national_id"])


def good() -> Tables:
    """A copy to change."""
    return deepcopy(GOOD)


def write_tables(folder: Path, tables: Tables) -> list[Path]:
    """Write the tables as files of `folder` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, rows in tables.items():
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            header = list(rows[0]) if rows else HEADERS[name]
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows(rows)
        paths.append(path)
    return paths
