from datetime import date

import pytest

from households.months import (
    first_day,
    last_day,
    month_from,
    month_name,
    month_of,
    month_text,
    number_of,
    parse_month,
    year_of,
)


def test_months_are_counted_from_year_zero_so_that_the_next_month_is_one_more():
    assert month_from(2013, 12) == 24167
    assert month_from(2014, 1) == 24168
    assert month_of(date(2013, 12, 31)) == 24167


@pytest.mark.parametrize("text", ["1999-01", "2013-12", "2024-02", "2026-10"])
def test_a_month_is_written_as_it_is_read(text):
    month = parse_month(text)
    assert month_text(month) == text
    assert f"{year_of(month)}-{number_of(month):02d}" == text


@pytest.mark.parametrize(
    "text",
    ["", "2013", "2013-13", "2013-00", "2013-1", "13-01", "2013-12-1", "2013/12", "0000-01"],
)
def test_what_is_not_a_month_is_refused_by_name(text):
    with pytest.raises(ValueError, match="not a month") as refusal:
        parse_month(text)
    assert repr(text) in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "days"), [("2013-02", 28), ("2024-02", 29), ("2013-04", 30), ("2013-12", 31)]
)
def test_a_month_goes_from_its_first_day_to_its_last(text, days):
    month = parse_month(text)
    assert first_day(month) == date.fromisoformat(f"{text}-01")
    assert last_day(month) == date.fromisoformat(f"{text}-{days}")


def test_a_month_is_named_in_norwegian():
    names = [month_name(month_from(2013, number)) for number in (1, 3, 5, 12)]
    assert names == ["januar 2013", "mars 2013", "mai 2013", "desember 2013"]
