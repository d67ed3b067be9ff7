"""Histories as they are written on paper: "2010-01..2011-06, 2011-12..2013-12"."""

from benefits.rules import History
from households.months import Month, parse_month


def month(text: str) -> Month:
    return parse_month(text)


def months(text: str) -> frozenset[Month]:
    """Months and runs of months, comma between, both ends included."""
    found: set[Month] = set()
    for part in filter(None, text.replace(" ", "").split(",")):
        first, _, last = part.partition("..")
        found.update(range(parse_month(first), parse_month(last or first) + 1))
    return frozenset(found)


def history(benefit: str, neutral: str = "") -> History:
    """A history with assistance as main income (VKLO 5) in every benefit month."""
    return History(months(benefit), months(neutral), months(benefit))
