"""What is counted of those who left KVP in a year; measures 1c and 1d, domain.md part 3.

Each exit has one main outcome, KOSTRA's code. An exit counts in the year of its last day. No count
of 1-4 people may be read or computed (security.md 3.14): what is hidden is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benefits.models import KvpEnrolment
from config.hiding import THRESHOLD

Code = KvpEnrolment.ExitCode

OUTCOMES: tuple[tuple[str, tuple[Code, ...]], ...] = (
    *(
        (str(code.label), (code,))
        for code in (
            *(Code.WORK, Code.WAGE_SUBSIDY, Code.STATE_MEASURE, Code.EDUCATION, Code.DISABILITY),
            *(Code.WORK_ASSESSMENT, Code.ASSISTANCE_AWAITING, Code.ASSISTANCE),
        )
    ),
    ("Annet eller ukjent", (Code.OTHER, Code.UNKNOWN)),
)
"""The rows of Tabell 2, in the words of the form that ends a programme; the last is the 8 % that
the plan's table leaves out."""

STRICT = frozenset({Code.WORK, Code.WAGE_SUBSIDY, Code.DISABILITY})
"""Work or a lasting benefit, the aim of the programme (1c)."""
WIDE = STRICT | {Code.WORK_ASSESSMENT}
"""With work assessment allowance too, which is no lasting clarification."""
FOLLOWED_MONTHS = 12
"""How long after the exit a new month of assistance is a return."""


@dataclass(frozen=True)
class Exit:
    """One who left: months from start to end, both included; `returned` is whether assistance was
    paid in one of the twelve months after, None while they are not over."""

    code: str
    months: int
    district: str
    returned: bool | None


@dataclass(frozen=True)
class Line:
    """A row: how many, and their share in whole per cent; None where it is hidden."""

    label: str
    count: int | None
    share: int | None


@dataclass(frozen=True)
class DistrictLine:
    """How many left in a district, and how many of them to the aim in its strict sense."""

    label: str
    count: int | None
    reached: int | None

    @property
    def share(self) -> int | None:
        return (
            None if self.reached is None or not self.count else per_cent(self.reached, self.count)
        )


@dataclass(frozen=True)
class Figures:
    """A year's exits. Rates in whole per cent, None where hidden; `returned` None too as long as
    somebody's twelve months are not over (`is_followed`)."""

    total: int | None
    lines: tuple[Line, ...]
    strict: int | None
    wide: int | None
    school: int | None
    months: float | None
    returned: int | None
    is_followed: bool
    districts: tuple[DistrictLine, ...]


def figures(exits: Sequence[Exit], districts: Iterable[str]) -> Figures:
    """The year's table; districts in the order given, those without one last."""
    counts = [sum(one.code in codes for one in exits) for _, codes in OUTCOMES]
    shares = whole_per_cents(counts)
    hidden, tells_strict, tells_wide = _hide(counts)
    lines = tuple(
        Line(label, *((None, None) if place in hidden else (counts[place], shares[place])))
        for place, (label, _) in enumerate(OUTCOMES)
    )
    total = len(exits)
    strict, wide = (sum(counts[place] for place in places) for places in (IN_STRICT, IN_WIDE))
    school = next(line for line in lines if line.label == "Skole eller utdanning")
    returned = [one.returned for one in exits]
    back = None if None in returned else sum(map(bool, returned))
    return Figures(
        total=None if _is_small(total, total) else total,
        lines=lines,
        strict=per_cent(strict, total) if total and tells_strict else None,
        wide=per_cent(wide, total) if total and tells_wide else None,
        school=school.share,
        months=median(one.months for one in exits) if total >= THRESHOLD else None,
        returned=safe_share(back, total),
        is_followed=back is not None,
        districts=_by_district(exits, districts),
    )


def per_cent(part: int, whole: int) -> int:
    """Whole per cent, half up."""
    return (200 * part + whole) // (2 * whole)


def whole_per_cents(counts: Sequence[int]) -> list[int]:
    """Whole per cents that add up to 100: those with most lost in rounding down get one more."""
    total = sum(counts)
    if not total:
        return [0 for _ in counts]
    shares = [100 * count // total for count in counts]
    lost = sorted(range(len(counts)), key=lambda place: (-(100 * counts[place] % total), place))
    for place in lost[: 100 - sum(shares)]:
        shares[place] += 1
    return shares


def hidden_places(counts: Sequence[int]) -> frozenset[int]:
    """Which of the counts must not be shown beside their sum.

    Those of 1-4, and the next smallest as long as only one is hidden, or all hidden are fewer
    than five together.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < THRESHOLD}
    rest = sorted(
        set(range(len(counts))) - hidden, key=lambda place: (counts[place] == 0, counts[place])
    )
    while hidden and not _is_safe(counts, hidden) and rest:
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def _is_safe(counts: Sequence[int], hidden: Collection[int]) -> bool:
    """Whether a known sum of the hidden tells none of them."""
    return not hidden or (len(hidden) > 1 and sum(counts[place] for place in hidden) >= THRESHOLD)


def _places(codes: frozenset[Code]) -> frozenset[int]:
    return frozenset(place for place, (_, row) in enumerate(OUTCOMES) if set(row) <= codes)


IN_STRICT, IN_WIDE, EVERYWHERE = _places(STRICT), _places(WIDE), _places(frozenset(Code))


def _hide(counts: Sequence[int]) -> tuple[frozenset[int], bool, bool]:
    """The lines to hide, and whether the strict and the wide rate may be told beside them.

    A rate is the sum of its lines, and so would tell a lone hidden one among them. Lines are hidden
    with others of the same sum where that is enough, for the rates are what is asked for.
    """
    for parts in (
        (IN_STRICT, IN_WIDE - IN_STRICT, EVERYWHERE - IN_WIDE),
        (IN_STRICT, EVERYWHERE - IN_STRICT),
    ):
        hidden = frozenset[int]().union(*(_hidden_among(counts, part) for part in parts))
        if all(_is_safe(counts, hidden & part) for part in parts):
            return hidden, True, len(parts) == 3
    return hidden_places(counts), False, False


def _hidden_among(counts: Sequence[int], part: Iterable[int]) -> frozenset[int]:
    places = sorted(part)
    return frozenset(places[at] for at in hidden_places([counts[place] for place in places]))


def safe_share(count: int | None, total: int) -> int | None:
    """A share in per cent, if neither those counted nor the others are 1-4."""
    if count is None or not total or 0 < count < THRESHOLD or 0 < total - count < THRESHOLD:
        return None
    return per_cent(count, total)


def _by_district(exits: Sequence[Exit], districts: Iterable[str]) -> tuple[DistrictLine, ...]:
    """A line for each district that has any; whole lines are hidden, until none can be computed."""
    all_of = Counter(one.district for one in exits)
    reached = Counter(one.district for one in exits if one.code in STRICT)
    names = [name for name in (*districts, "") if all_of[name]]
    hidden = {name for name in names if _is_small(all_of[name], reached[name])}
    rest = sorted(set(names) - hidden, key=lambda name: (all_of[name], name))
    while hidden and rest and not _lines_are_safe(hidden, all_of, reached):
        hidden.add(rest.pop(0))
    return tuple(
        DistrictLine(
            name or "Uten bydel",
            *((None, None) if name in hidden else (all_of[name], reached[name])),
        )
        for name in names
    )


def _is_small(count: int, reached: int) -> bool:
    return any(0 < cell < THRESHOLD for cell in (count, reached, count - reached))


def _lines_are_safe(
    hidden: Collection[str], all_of: Mapping[str, int], reached: Mapping[str, int]
) -> bool:
    sums = [sum(of[name] for name in hidden) for of in (all_of, reached)]
    return len(hidden) > 1 and not _is_small(sums[0], sums[1])
