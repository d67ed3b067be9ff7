"""Months of the benefit in KVP, and what is taken from it, by hand, with its source.

A case: what it shows, birth date, first and last day, the amounts of its lines in order (negative
where a line takes), source, and what else is told. G: 79 216 from May 2011, 82 122, 85 245 (2013),
118 620 (2023), 124 028, 130 160 (2025); a day is G times 2, or 2.041 from 2024, over 260.
"""

from __future__ import annotations

from tests.benefits.kvp_benefit.cases import Case

TAKEN = [
    Case(
        "leave without benefit",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [11371],
        "domain 5: leave",
        {"unpaid": ["2013-01-07", "2013-01-08", "2013-01-09", "2013-01-10", "2013-01-11"]},
    ),
    Case(
        "leave on a week-end takes nothing",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529],
        "domain 5: leave",
        {"unpaid": ["2013-01-05", "2013-01-06"]},
    ),
    Case(
        "a day of invalid absence",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, -632],
        "STL § 36: pro rata",
        {"hours": [("2013-01-07", "7.5", "invalid_absence")]},
    ),
    Case(
        "two hours of invalid absence",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, -168],
        "STL § 36: pro rata",
        {"hours": [("2013-01-07", "2", "invalid_absence")]},
    ),
    Case(
        "absence takes of the supplement too",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, 621, -659],
        "STL § 36",
        {"children": ["2005-01-01"], "hours": [("2013-01-07", "7.5", "invalid_absence")]},
    ),
    Case(
        "absence before and after the 25th birthday",
        "1988-01-16",
        "2013-01-01",
        "2013-01-31",
        [4633, 7580, -1053],
        "STL § 36: of the day's own rate",
        {
            "hours": [
                ("2013-01-15", "7.5", "invalid_absence"),
                ("2013-01-16", "7.5", "invalid_absence"),
            ]
        },
    ),
    Case(
        "absent each of two days leaves nothing",
        "1980-03-01",
        "2013-01-30",
        "2013-01-31",
        [1263, -1263],
        "STL § 36",
        {
            "hours": [
                ("2013-01-30", "7.5", "invalid_absence"),
                ("2013-01-31", "7.5", "invalid_absence"),
            ]
        },
    ),
    Case(
        "hours of paid work",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, -674],
        "NAV-KVPØ: by hours",
        {"hours": [("2013-01-07", "4", "paid_work"), ("2013-01-14", "4", "paid_work")]},
    ),
    Case(
        "paid work takes of the supplement too",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, 621, -351],
        "NAV-KVPØ: supplement included",
        {"children": ["2005-01-01"], "hours": [("2013-01-07", "4", "paid_work")]},
    ),
    Case(
        "work and absence on one day",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, -295, -337],
        "STL § 36",
        {"hours": [("2013-01-07", "4", "paid_work"), ("2013-01-07", "3.5", "invalid_absence")]},
    ),
    Case(
        "sickness benefit",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, -4000],
        "NAV-KVPØ: krone for krone",
        {"state": {"sickness": 4000}},
    ),
    Case(
        "unemployment and parental benefit",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, -1500, -2500],
        "NAV-KVPØ: krone for krone",
        {"state": {"parental": 2500, "unemployment": 1500}},
    ),
    Case(
        "more than the benefit leaves 0",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, -14529],
        "never below 0",
        {"state": {"sickness": 20000}},
    ),
    Case(
        "housing allowance, maintenance and child benefits take nothing",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529],
        "NAV-KVPØ: not deducted",
        {
            "state": {
                "housing_allowance": 3000,
                "maintenance": 1500,
                "child_benefit": 970,
                "cash_for_care": 5000,
            }
        },
    ),
    Case(
        "hours first, then what the state pays",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, -632, -1000],
        "STL §§ 36-37",
        {"hours": [("2013-01-07", "7.5", "invalid_absence")], "state": {"sickness": 1000}},
    ),
]
