"""An example of the figures a report is made of, with the plan's own figures and nothing masked.

`figures()` gives a fresh dict each time; `put(figures, "bridge", "new", 3)` changes one cell.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from benefits.rules import DEFINITIONS

Figures = dict[str, Any]


def _definition(recipients: tuple[int, int, int], families: tuple[int, int, int]) -> Figures:
    (people, main_people, dense_people), (homes, main_homes, dense_homes) = recipients, families
    return {
        "recipients": people,
        "child_families": homes,
        "main_income": {"recipients": main_people, "child_families": main_homes},
        "density_50": {"recipients": dense_people, "child_families": dense_homes},
    }


def _rows(names: tuple[str, ...], *rows: tuple[Any, ...]) -> list[Figures]:
    return [dict(zip(names, row, strict=True)) for row in rows]


OFFICIAL = DEFINITIONS["DEF-1"]

EXAMPLE: Figures = {
    "year": 2025,
    "reference_month": "2025-12",
    "definition": {
        "code": OFFICIAL.code,
        "name": OFFICIAL.name,
        "text": OFFICIAL.text,
        "gap_months": OFFICIAL.gap_months,
    },
    "recipients_over_three_years": 267,
    "adults_over_three_years": 291,
    "child_families_over_three_years": 67,
    "children_in_families_over_three_years": 139,
    "target": {
        "recipients": 0,
        "child_families": 0,
        "distance_recipients": 267,
        "distance_child_families": 67,
    },
    "left_censored": 9,
    "now_in_kvp": 38,
    "main_income_assumed": 412,
    "families_by_stated_number": 21,
    "of_which": {"loan_only": 6, "one_off_only": 11},
    "over_at_any_month_end": {"recipients": 318, "child_families": 81},
    "by_definition": {
        "DEF-1": _definition((267, 212, 251), (67, 55, 59)),
        "DEF-2": _definition((148, 131, 148), (39, 31, 39)),
        "DEF-3": _definition((241, 197, 241), (61, 51, 61)),
        "DEF-4": _definition((187, 187, 179), (48, 48, 42)),
        "DEF-5": _definition((512, 301, 318), (131, 78, 83)),
    },
    "by_district": _rows(
        ("district", "recipients", "child_families", "previous_recipients"),
        ("Heimdal", 59, 17, 67),
        ("Lerkendal", 44, 8, 42),
        ("Midtbyen", 74, 15, 80),
        ("Østbyen", 83, 22, 86),
        ("Uten bydel", 7, 5, 6),
    ),
    "coverage": {
        "on_assistance": {
            "families": 371,
            "mapped": 235,
            "planned": 61,
            "discussed": 47,
            "by_district": _rows(
                ("district", "families", "mapped", "planned", "discussed"),
                ("Heimdal", 98, 61, 15, 12),
                ("Lerkendal", 71, 49, 11, 9),
                ("Midtbyen", 84, 57, 17, 13),
                ("Østbyen", 107, 62, 18, 13),
                ("Uten bydel", 11, 6, 0, 0),
            ),
        },
        "over_three_years": {
            "mapped": 46,
            "planned": 26,
            "discussed": 29,
            "by_district": _rows(
                ("district", "mapped", "planned", "discussed"),
                ("Heimdal", 11, 8, 8),
                ("Lerkendal", 8, 0, 0),
                ("Midtbyen", 9, 8, 9),
                ("Østbyen", 13, 10, 12),
                ("Uten bydel", 5, 0, 0),
            ),
        },
    },
    "by_age_group": _rows(
        ("age_group", "recipients"),
        ("Under 21", 0),
        ("21–23", 14),
        ("24–29", 41),
        ("30–44", 117),
        ("45–66", 89),
        ("67 og over", 6),
        ("Ukjent alder", 0),
    ),
    "by_sex": _rows(("sex", "recipients"), ("Kvinner", 121), ("Menn", 146), ("Ikke oppgitt", 0)),
    "key_figures": {
        "recipients_per_month": 1404,
        "kvp_per_month": 429,
        "child_families_per_month": 367,
        "children_in_child_families_per_month": 734,
        "child_families": 521,
        "children_in_child_families": 1012,
        "recipients_under_21": 133,
    },
    "bridge": {
        "previous_year": 2024,
        "previous": 281,
        "stayed": 196,
        "new": 71,
        "left": {"to_kvp": 29, "without_6_months": 34, "moved": 9, "died": 6, "unknown": 7},
    },
    "table_1": _rows(
        ("year", "recipients_per_month", "kvp_per_month"),
        (2022, 2070, 212),
        (2023, 1458, 465),
        (2024, 1482, 386),
        (2025, 1404, 429),
    ),
    "under_21_april": _rows(
        ("year", "recipients"), (2022, 244), (2023, 217), (2024, 169), (2025, 133)
    ),
    "trend": _rows(
        ("year", "recipients", "child_families"),
        (2022, 302, 83),
        (2023, 294, 79),
        (2024, 281, 74),
        (2025, 267, 67),
    ),
    "approaching": _rows(
        ("months", "recipients", "child_families"), (3, 23, 7), (6, 41, 12), (12, 86, 24)
    ),
    "data_as_of": "2026-01-14",
    "input_sha256": "9f2c41ab07de5583b1c0ffee5eed4d15ea5e00ff1234567890abcdef01234567",
}


def figures() -> Figures:
    return deepcopy(EXAMPLE)


def put(figures: Figures, *path_and_value: Any) -> Figures:
    """Change one cell in place: a row of a list is named by its label, say "Heimdal" or 2024."""
    *path, last, value = path_and_value
    node: Any = figures
    for step in path:
        node = node[step] if isinstance(node, dict) else _labelled(node, step)
    node[last] = value
    return figures


def _labelled(rows: list[Figures], label: Any) -> Figures:
    return next(row for row in rows if label in row.values())
