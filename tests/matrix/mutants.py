"""What a form or an address is never meant to hold: values, and ways of spoiling what was given."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile

Fields = list[tuple[str, str]]
LONG = "å" * 100_000
DAY = re.compile(r"\d\d\.\d\d\.\d{4}")
DAYS = (
    "01.01.0001",
    "31.12.9999",
    "29.02.2025",
    "29.02.2024",
    "00.13.2026",
    "1.1.26",
    "01.01.1900",
)
VALUES = (
    *("", " ", "\0", "a\0b", "\r\n", "\t", "\u202e\u0627\u0628", "\ud800", "\ufeff", "😀" * 50),
    *("0", "-1", "1", "9" * 30, f"-{'9' * 30}", str(2**31), str(2**63 - 1), str(2**63), "²", "١٢"),
    *("1e9", "1e308", "NaN", "-Infinity", "1,5", "1.000,50", "0x10", "1_000", "H-99999999999999"),
    *("29.2.", "29.02.2025", "01.01.0001", "31.12.9999", "0001-01-01", "9999-12-31", "00.00.0000"),
    *("31.12.2026", "01.01.1900", "12345678901", "15839200169", "123456789012", "abc"),
    *("None", "null", "true", "on", "[]", "{}", '{"id": "\\ud800"}', "Berg", "-navn", "ingen"),
    *("' OR 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "//ond.no/", "%00", "=1+1"),
    LONG,
)
PARAMETERS = (
    *("side", "sorter", "navn", "bydel", "saksbehandler", "stonad", "barn", "fra", "til", "hvem"),
    *("husstand", "handling", "avgjorelse", "vis", "sprak", "person", "fornyer", "enhet", "rolle"),
    *("familier", "ferdige", "status", "next", "bruker", "kode", "code", "state", "error", "page"),
    *("o", "q", "p", "e", "all", "_to_field", "_popup", "_changelist_filters", "id", "pk__gt"),
)
"""What any page reads from an address, and what Django's admin does."""


def value(dice: random.Random, ids: list[int], like: str = "") -> str:
    """Something foreign to the field; now and then the id of somebody else's row.

    In the place of a day, every second time another day.
    """
    if DAY.fullmatch(like) and dice.random() < 0.5:
        return dice.choice(DAYS)
    return str(dice.choice(ids)) if dice.random() < 0.15 else dice.choice(VALUES)


def query(dice: random.Random, ids: list[int]) -> str:
    names = dice.sample(PARAMETERS, dice.randint(1, 6))
    fields = [(name, value(dice, ids)) for name in names for _ in range(dice.choice((1, 1, 2)))]
    return encoded([(name, text[:2_000]) for name, text in fields])


def posted(
    dice: random.Random, given: Mapping[str, Any], names: set[str], ids: list[int]
) -> Fields:
    """`given`, with one to all of its fields, or of the form's other `names`, spoilt."""
    fields: dict[str, list[str]] = {
        name: [str(one) for one in (values if isinstance(values, list | tuple) else [values])]
        for name, values in given.items()
        if not isinstance(values, UploadedFile)
    }
    known = sorted({*fields, *names}) or ["ukjent"]
    many = dice.random() < 0.3
    for name in dice.sample(known, dice.randint(1, len(known)) if many else 1):
        spoil(dice, fields, name, ids)
    return [(name, one) for name, values in fields.items() for one in values]


def spoil(dice: random.Random, fields: dict[str, list[str]], name: str, ids: list[int]) -> None:
    act = dice.choice(("replace", "replace", "replace", "remove", "repeat", "extra"))
    if act == "remove":
        fields.pop(name, None)
    elif act == "repeat":
        fields[name] = [*fields.get(name, []), value(dice, ids)]
    elif act == "extra":
        fields[f"{name}_by"] = [value(dice, ids)]
    else:
        fields[name] = [value(dice, ids, fields.get(name, [""])[0])]


def encoded(fields: Fields) -> str:
    """As a form is sent; half a character goes as the bytes that a careless client sends."""
    return "&".join(
        f"{quote(name)}={quote(text.encode('utf-8', 'surrogatepass'))}" for name, text in fields
    )
