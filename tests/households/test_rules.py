from datetime import date, timedelta

import pytest

from households.months import parse_month
from households.rules import age_on, is_child_in


@pytest.mark.parametrize(
    ("birth_date", "day", "age"),
    [
        ("1995-06-15", "2013-06-14", 17),
        ("1995-06-15", "2013-06-15", 18),
        ("1995-06-15", "1995-06-15", 0),
        ("1995-06-15", "1995-06-14", -1),
        ("1995-12-31", "2014-01-01", 18),
        ("1996-02-29", "2014-02-27", 17),
        ("1996-02-29", "2014-02-28", 18),
        ("1996-02-29", "2016-02-28", 19),
        ("1996-02-29", "2016-02-29", 20),
    ],
)
def test_age_is_full_years_on_the_day(birth_date, day, age):
    assert age_on(date.fromisoformat(birth_date), date.fromisoformat(day)) == age


@pytest.mark.parametrize("birth_date", ["1995-06-15", "1995-06-01", "1995-06-30"])
def test_a_child_counts_from_the_month_of_birth_through_that_of_the_eighteenth_birthday(birth_date):
    born = date.fromisoformat(birth_date)
    asked = ["1995-05", "1995-06", "2013-05", "2013-06", "2013-07"]
    answers = [is_child_in(born, parse_month(month)) for month in asked]
    assert answers == [False, True, True, True, False]


def test_a_child_born_on_the_leap_day_counts_through_february():
    born = date(1996, 2, 29)
    assert is_child_in(born, parse_month("2014-02"))
    assert not is_child_in(born, parse_month("2014-03"))


def test_the_last_month_as_a_child_is_the_month_in_which_the_age_turns_eighteen():
    for days in range(4 * 366):
        born = date(1995, 1, 1) + timedelta(days)
        month = parse_month(f"{born.year + 18}-{born.month:02d}")
        turned = [age_on(born, date(born.year + 18, born.month, day)) for day in (1, 28)]
        assert is_child_in(born, month)
        assert turned[0] == (18 if born.day == 1 else 17)
        assert turned[1] == (18 if born.day <= 28 or born.month == 2 else 17)
