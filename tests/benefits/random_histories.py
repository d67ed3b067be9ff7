"""Hypothesis strategies: lives with runs of assistance, gaps near five and six months, and KVP."""

from hypothesis import strategies as st

from benefits.rules import History
from households.months import Month
from tests.benefits.spans import month

FIRST_DATA_MONTH = month("2006-01")
UNTIL = st.integers(month("2009-01"), month("2014-12"))

KINDS = ["benefit", "benefit", "nothing", "neutral"]
LENGTHS = [1, 2, 3, 4, 5, 5, 6, 6, 7, 9, 12, 14, 20, 31, 36, 37]
RUNS = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(LENGTHS)), max_size=12)


def laid_out(runs: list[tuple[str, int]], start: Month) -> dict[str, set[Month]]:
    """The months of each kind when the runs follow each other from `start`."""
    found: dict[str, set[Month]] = {"benefit": set(), "nothing": set(), "neutral": set()}
    for kind, length in runs:
        found[kind].update(range(start, start + length))
        start += length
    return found


@st.composite
def month_sets(draw: st.DrawFn) -> tuple[set[Month], set[Month], set[Month]]:
    """Benefit, neutral and main-income months as raw facts: KVP may lie upon assistance."""
    found = laid_out(draw(RUNS), draw(st.integers(0, 40)) + FIRST_DATA_MONTH)
    start = draw(st.integers(0, 90)) + FIRST_DATA_MONTH
    kvp_upon_it = set(range(start, start + draw(st.integers(0, 14))))
    other_income = draw(st.sets(st.integers(0, 11), max_size=2))
    benefit = found["benefit"]
    main_income = {month for month in benefit if month // 5 % 12 not in other_income}
    return benefit, found["neutral"] | kvp_upon_it, main_income


def histories() -> st.SearchStrategy[History]:
    return month_sets().map(lambda sets: History(*map(frozenset, sets)))
