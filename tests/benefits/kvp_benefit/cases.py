"""Months of the benefit in KVP, by day, age and children, each worked out by hand, with its source.

A case: what it shows, birth date, first and last day, the amounts of its lines in order (negative
where a line takes), source, and what else is told. G: 79 216 from May 2011, 82 122, 85 245 (2013),
118 620 (2023), 124 028, 130 160 (2025); a day is G times 2, or 2.041 from 2024, over 260.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Case(NamedTuple):
    shows: str
    born: str
    first: str
    last: str
    amounts: list[int]
    source: str
    told: dict[str, Any] = {}


CASES = [
    Case("a whole month", "1980-03-01", "2013-01-01", "2013-01-31", [14529], "STL § 35: 2 G"),
    Case("a short month", "1980-03-01", "2013-02-01", "2013-02-28", [12634], "STL § 35: 2 G"),
    Case(
        "a month of the year before",
        "1980-03-01",
        "2012-04-01",
        "2012-04-30",
        [12796],
        "STL § 35, G 2011",
    ),
    Case(
        "the first month of a new G",
        "1980-03-01",
        "2012-05-01",
        "2012-05-31",
        [14529],
        "STL § 35, G 2012",
    ),
    Case(
        "G changes on 1 May, so April has the old",
        "1980-03-01",
        "2013-04-01",
        "2013-04-30",
        [13898],
        "G 2012",
    ),
    Case("and May the new", "1980-03-01", "2013-05-01", "2013-05-31", [15082], "G 2013"),
    Case(
        "a factor of 2.041 from 2024", "1980-03-01", "2024-01-01", "2024-01-31", [21417], "NAV-KVP"
    ),
    Case("G of 2024", "1980-03-01", "2024-05-01", "2024-05-31", [22393], "NAV-KVP, G 2024"),
    Case("G of 2025", "1980-03-01", "2025-06-01", "2025-06-30", [21457], "NAV-KVP, G 2025"),
    Case(
        "begins in mid-month",
        "1980-03-01",
        "2013-01-15",
        "2013-01-31",
        [8212],
        "domain 4.4: per working day",
    ),
    Case(
        "ends in mid-month",
        "1980-03-01",
        "2013-01-01",
        "2013-01-11",
        [5685],
        "domain 4.4: per working day",
    ),
    Case("one day", "1980-03-01", "2013-01-31", "2013-01-31", [632], "domain 4.4: per working day"),
    Case(
        "a week-end alone gives nothing",
        "1980-03-01",
        "2013-01-05",
        "2013-01-06",
        [],
        "domain 4.4: working days",
    ),
    Case(
        "a public holiday is a working day",
        "1980-03-01",
        "2013-05-17",
        "2013-05-17",
        [656],
        "domain 4.4: 260 days a year",
    ),
    Case("24 years", "1988-06-15", "2013-01-01", "2013-01-31", [9686], "NAV-KVPØ: 2/3 under 25"),
    Case("18 years", "1995-01-01", "2013-01-01", "2013-01-31", [9686], "NAV-KVPØ: 2/3 under 25"),
    Case("25 on the first", "1988-01-01", "2013-01-01", "2013-01-31", [14529], "NAV-KVPØ: from 25"),
    Case(
        "25 on the last",
        "1988-01-31",
        "2013-01-01",
        "2013-01-31",
        [9265, 632],
        "NAV-KVPØ: from the day",
    ),
    Case(
        "25 in mid-month",
        "1988-01-16",
        "2013-01-01",
        "2013-01-31",
        [4633, 7580],
        "NAV-KVPØ: from the day",
    ),
    Case(
        "25 on a Sunday",
        "1988-01-20",
        "2013-01-01",
        "2013-01-31",
        [5896, 5685],
        "NAV-KVPØ: from the day",
    ),
    Case("under 25 in 2025", "2001-12-01", "2025-07-01", "2025-07-31", [15667], "NAV-KVP: 2/3"),
    Case(
        "born on 29 February, 25 on the 28th",
        "1988-02-29",
        "2013-02-01",
        "2013-02-28",
        [8002, 632],
        "age in whole years",
    ),
    Case(
        "one child",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, 621],
        "NAV-KVPØ: 27 kr",
        {"children": ["2005-01-01"]},
    ),
    Case(
        "three children",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, 1863],
        "NAV-KVPØ: 27 kr per child",
        {"children": ["2005-01-01", "2007-02-02", "2010-03-03"]},
    ),
    Case(
        "a young parent has the supplement in full",
        "1990-03-01",
        "2013-01-01",
        "2013-01-31",
        [9686, 621],
        "NAV-KVPØ",
        {"children": ["2010-01-01"]},
    ),
    Case(
        "38 kr from 2024",
        "1980-03-01",
        "2024-01-01",
        "2024-01-31",
        [21417, 874],
        "NAV-KVP: 38 kr",
        {"children": ["2015-01-01"]},
    ),
    Case(
        "a child is born in the month",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, 324],
        "NAV-KVPØ: from the day",
        {"children": ["2013-01-16"]},
    ),
    Case(
        "a child turns 18 in the month",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, 297],
        "NAV-KVPØ: child under 18",
        {"children": ["1995-01-16"]},
    ),
    Case(
        "a child of 18",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529],
        "NAV-KVPØ: child under 18",
        {"children": ["1994-12-31"]},
    ),
    Case(
        "the second child is born",
        "1980-03-01",
        "2013-01-01",
        "2013-01-31",
        [14529, 297, 648],
        "NAV-KVPØ",
        {"children": ["2005-01-01", "2013-01-16"]},
    ),
    Case(
        "the old factor to the end of 2023",
        "1980-03-01",
        "2023-12-01",
        "2023-12-31",
        [19162],
        "NAV: 2 G to 2023",
    ),
]
