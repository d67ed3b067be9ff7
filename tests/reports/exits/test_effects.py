"""The row of a programme: what is listed, and what is hidden."""

from __future__ import annotations

from reports.exits.effects import beside_table, effect
from reports.exits.rules import figures
from tests.reports.exits.test_rules import left


def test_a_kind_with_fewer_than_five_is_not_listed() -> None:
    assert effect("Kurs", left({"01": 4})) is None
    assert effect("Kurs", left({"01": 5})) is not None


def test_shares_of_a_row_and_what_would_tell_of_a_few() -> None:
    row = effect("Kurs", left({"01": 10, "11": 5, "13": 5, "04": 5, "16": 25}, months=7))
    assert row is not None
    assert (row.count, row.work, row.lasting, row.school) == (50, 30, 10, 10)
    assert (row.months, row.returned) == (7, 0)
    few = effect("Kurs", left({"01": 20, "13": 2, "04": 6, "16": 22}))
    assert few is not None
    assert (few.work, few.lasting, few.school) == (40, None, None)
    rest = effect("Kurs", left({"01": 20, "04": 6, "16": 2}))
    assert rest is not None
    assert (rest.work, rest.lasting, rest.school) == (71, 0, None)


def test_a_line_hidden_in_tabell_2_is_not_told_by_kvps_row() -> None:
    exits = left({"01": 20, "11": 9, "13": 3, "04": 6, "16": 20})
    row = effect("KVP", exits)
    assert row is not None
    shown = beside_table(row, figures(exits, ()))
    assert (shown.work, shown.lasting, shown.school) == (None, None, 10)
    open_ = left({"01": 20, "13": 5, "16": 25})
    row = effect("KVP", open_)
    assert row is not None
    assert beside_table(row, figures(open_, ())) == row
