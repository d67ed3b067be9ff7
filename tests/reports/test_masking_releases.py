"""What has been published before is heeded: re-runs, the years beside, the stricter definition."""

from __future__ import annotations

from typing import Any

from reports.masking import publish
from tests.reports.figures_example import figures, put


def column(published: dict[str, Any], unit: str) -> list[int | None]:
    return [row[unit] for row in published["by_district"]]


def with_column(unit: str, *counts: int, **other: Any) -> dict[str, Any]:
    changed = figures() | other
    for row, count in zip(changed["by_district"], counts, strict=True):
        row[unit] = count
    return changed


def last_year(*counts: int) -> dict[str, Any]:
    """A report of 2024 with these recipients by district, 281 in all."""
    report = with_column("recipients", *counts, year=2024, reference_month="2024-12")
    put(report, "recipients_over_three_years", 281)
    return report


def test_a_masked_cell_stays_masked_when_the_report_is_made_again() -> None:
    first = publish(put(figures(), "left_censored", 4))
    again = publish(put(figures(), "left_censored", 7), [first])
    assert again["left_censored"] is None


def test_a_cell_that_has_changed_by_few_is_masked_and_another_with_it() -> None:
    first = publish(figures())
    again = publish(with_column("recipients", 61, 44, 72, 83, 7), [first])
    assert column(again, "recipients") == [None, 44, None, 83, 7]


def test_a_single_changed_cell_masks_the_column_since_the_others_are_known() -> None:
    first = publish(figures())
    changed = with_column("recipients", 60, 44, 74, 83, 7)
    put(changed, "recipients_over_three_years", 268)
    again = publish(changed, [first])
    assert column(again, "recipients") == [None] * 5
    assert again["recipients_over_three_years"] == 268


def test_what_last_years_report_masked_is_masked_in_this_years_comparison() -> None:
    first = publish(last_year(70, 42, 80, 86, 3))
    assert column(first, "recipients") == [70, None, 80, 86, None]
    this_year = with_column("previous_recipients", 70, 36, 80, 86, 9)
    assert column(publish(this_year, [first]), "previous_recipients") == [70, None, 80, 86, None]


def test_what_this_years_comparison_masked_is_masked_in_a_late_report_of_last_year() -> None:
    first = publish(with_column("previous_recipients", 70, 42, 80, 86, 3))
    late = publish(last_year(70, 36, 80, 86, 9), [first])
    assert column(late, "recipients") == [70, None, 80, 86, None]


def test_other_reference_months_hold_other_numbers() -> None:
    autumn = publish(put(figures() | {"reference_month": "2025-10"}, "left_censored", 4))
    again = publish(put(figures(), "left_censored", 7), [autumn])
    assert again["left_censored"] == 7


def test_a_report_by_another_definition_shares_only_the_table_of_definitions() -> None:
    other = put(figures(), "definition", "code", "DEF-3")
    put(other, "left_censored", 4)
    put(other, "by_definition", "DEF-5", "main_income", "recipients", 2)
    again = publish(figures(), [publish(other)])
    assert again["left_censored"] == 9
    assert again["by_definition"]["DEF-5"]["main_income"]["recipients"] is None


def test_few_between_the_strict_and_the_ordinary_definition_are_masked_by_district() -> None:
    strict = with_column("recipients", 56, 20, 30, 35, 7)
    put(strict, "definition", "code", "DEF-2")
    put(strict, "recipients_over_three_years", 148)
    again = publish(figures(), [publish(strict)])
    assert column(again, "recipients")[0] is None
    assert column(again, "recipients").count(None) == 2
