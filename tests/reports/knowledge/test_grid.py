"""Tables of people by group: what is counted, and that no small number can be computed."""

from __future__ import annotations

import time
from random import Random

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from config.hiding import THRESHOLD
from reports.knowledge.effects import BLOCKS, COLUMNS, Ended, flags
from reports.knowledge.grid import COUNT, EVERYBODY, Counted, cell, counted, masked, shown_months
from tests.reports.knowledge.elimination import solved

KINDS = {"Kurs": ("Truck", "Jobbsøk"), "Ungdom": ("Verksted",), "Norsk": ("Norsk 1", "Norsk 2")}
TARGETS = {
    "Truck": "Voksne",
    "Jobbsøk": "Ungdom",
    "Verksted": "Ungdom",
    "Norsk 1": "Innvandrere",
    "Norsk 2": "Innvandrere",
}
CODES = ("01", "11", "13", "04", "16", "10")


def left(rng: Random) -> Ended:
    kind = rng.choice(list(KINDS))
    measure = rng.choice(KINDS[kind])
    return Ended(
        kind=kind,
        measure=measure,
        target=TARGETS[measure],
        age=rng.choice(("Under 24", "24–29", "30–49")),
        background=rng.choice(("Flyktning", "Ikke oppgitt")),
        code=rng.choice(CODES),
        months=rng.randint(1, 12),
        returned=rng.choice((True, False, None)),
        after_6=rng.choice(("", "01", "16")),
        after_12=rng.choice(("", "01")),
    )


def grid(people: list[Ended]) -> Counted:
    return counted(people, BLOCKS, COLUMNS, flags, lambda one: one.months)


def alike(number: int, **values: object) -> list[Ended]:
    given_ = {"kind": "Kurs", "measure": "Truck", "target": "Voksne", "age": "30–49"}
    rest = {"background": "Flyktning", "code": "01", "months": 6, "returned": False}
    return [Ended(**given_ | rest | values) for _ in range(number)]  # type: ignore[arg-type]


def test_each_column_is_a_share_of_its_base() -> None:
    people = [*alike(20), *alike(10, code="16", returned=True), *alike(10, code="13")]
    found = grid(people)
    cells = masked(found, COLUMNS)
    shown = {one.key: cell(one, EVERYBODY, cells) for one in COLUMNS}
    assert (shown["work"].count, shown["work"].share) == (20, 50)
    assert (shown["lasting"].share, shown["returned"].share) == (25, 25)
    assert shown["work_6"].share is None
    assert shown_months(found, cells)[EVERYBODY] == 6


def test_every_kind_with_five_or_more_is_a_row_and_the_fewer_are_not_told() -> None:
    people = [*alike(30), *alike(12, kind="Norsk", measure="N"), *alike(3, kind="Ny", measure="X")]
    found = grid(people)
    kinds = [row[1] for row in found.rows if row[0] == "kind"]
    assert kinds == ["Kurs", "Norsk", "Ny"]
    cells = masked(found, COLUMNS)
    assert cells["kind", "Kurs", COUNT] == 30
    assert cells["kind", "Ny", COUNT] is None
    assert shown_months(found, cells)["kind", "Ny"] is None


def sums(found: Counted) -> list[tuple[object, list[object]]]:
    """Written from what the table says: outcomes exclude each other, blocks divide everybody."""
    rests = {
        "other": (COUNT, ("work", "lasting", "school")),
        "not_followed": (COUNT, ("followed",)),
        "stayed_away": ("followed", ("returned",)),
        "not_6": (COUNT, ("asked_6",)),
        "idle_6": ("asked_6", ("work_6",)),
        "not_12": (COUNT, ("asked_12",)),
        "idle_12": ("asked_12", ("work_12",)),
    }
    told: list[tuple[object, list[object]]] = []
    for row in found.rows:
        for rest, (base, parts) in rests.items():
            told.append(((*row, base), [*((*row, part) for part in parts), (*row, rest)]))
    keys = [COUNT, *(column.key for column in COLUMNS), *rests]
    for block in ("kind", "target", "age", "background"):
        rows = [row for row in found.rows if row[0] == block]
        told += [((*EVERYBODY, key), [(*row, key) for row in rows]) for key in keys if rows]
    for kind, measures in KINDS.items():
        rows = [row for row in found.rows if row[0] == "measure" and row[1] in measures]
        told += [(("kind", kind, key), [(*row, key) for row in rows]) for key in keys if rows]
    for target in set(TARGETS.values()):
        rows = [row for row in found.rows if row[0] == "measure" and TARGETS[row[1]] == target]
        told += [(("target", target, key), [(*row, key) for row in rows]) for key in keys if rows]
    return told


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])
@example(0, 54)
@given(st.integers(0, 10_000), st.integers(1, 160))
def test_no_small_count_can_be_computed_from_all_the_sums(seed: int, number: int) -> None:
    rng = Random(seed)
    found = grid([left(rng) for _ in range(number)])
    cells = masked(found, COLUMNS)
    printed = {path: value for path, value in cells.items() if value is not None}
    assert not [path for path, value in printed.items() if 0 < value < THRESHOLD]
    known = solved(sums(found), dict(printed))
    told = {path for path in known if path in found.values}
    assert not [path for path in told if 0 < found.values[path] < THRESHOLD]  # type: ignore[index]


def test_what_an_earlier_table_hid_or_differs_from_by_a_few_is_hidden() -> None:
    before = grid([*alike(30), *alike(20, kind="Norsk", measure="N")])
    now = grid([*alike(33), *alike(20, kind="Norsk", measure="N")])
    released = masked(before, COLUMNS)
    cells = masked(now, COLUMNS, [released])
    assert cells["kind", "Kurs", COUNT] is None
    assert masked(before, COLUMNS, [released]) == released


def test_a_whole_citys_table_is_masked_in_seconds() -> None:
    rng = Random(1)
    people = [left(rng) for _ in range(400)]
    start = time.monotonic()
    masked(grid(people), COLUMNS)
    assert time.monotonic() - start < 20
