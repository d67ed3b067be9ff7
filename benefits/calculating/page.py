"""What the page of a calculation shows: the sum as in the letter, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from benefits.calculating import told
from benefits.calculating.inputs import Inputs, inputs_of
from benefits.calculating.prefill import missing_incomes
from benefits.calculating.results import both_schemes, results_of, stored_results
from benefits.calculating.sheet import Sheet, name_in
from benefits.calculation.dated import CapBasis
from benefits.calculation.result import Line, Part, Result
from benefits.calculation.special import HINDRANCE_NAMES, SideBySide
from benefits.calculation.values import CalculationError
from benefits.claims.queries import told_of
from benefits.models import AssistanceApplication, Calculation
from households.models import Household

DEMO = "Demosats"
OPENS = {Part.NORM, Part.HOUSING, Part.INCOME}
OUTSIDE = {Part.ONE_OFF, Part.SUPPLEMENT}


@dataclass(frozen=True)
class Row:
    """A row of the sum: a line or a total; `sign` is -1 where it is taken."""

    text: str
    amount: int | None
    who: str = ""
    note: str = ""
    sign: int = 1
    is_total: bool = False

    @property
    def signed(self) -> int | None:
        return None if self.amount is None else self.sign * self.amount


@dataclass(frozen=True)
class MonthView:
    """Months that come out alike, with their rows."""

    title: str
    result: Result
    rows: tuple[Row, ...]

    @property
    def is_demo(self) -> bool:
        return any(DEMO in source for source in self.result.sources)

    @property
    def sources(self) -> str:
        return "; ".join(filter(None, self.result.sources))


@dataclass(frozen=True)
class Schemes:
    """The ordinary scheme and that of measure 2b beside each other, or why they cannot be."""

    both: SideBySide | None
    problem: str = ""

    @property
    def is_demo(self) -> bool:
        results = [self.both.ordinary, self.both.special] if self.both else []
        return any(result is not None and DEMO in result.sources for result in results)

    @property
    def hindrances(self) -> list[str]:
        return [HINDRANCE_NAMES[one] for one in self.both.hindrances] if self.both else []


def months_shown(results: Sequence[Result], names: Callable[[int | None], str]) -> list[MonthView]:
    """Each run of months with the same lines and the same award, once."""
    found = []
    for _, same in groupby(results, key=lambda result: (result.lines, result.award)):
        alike = list(same)
        title = told.months_told(alike[0].month, alike[-1].month)
        found.append(MonthView(title, alike[0], tuple(_rows(alike[0], names))))
    return found


def _rows(result: Result, names: Callable[[int | None], str]) -> Iterator[Row]:
    """From the norm to what the norm gives, in the order of the letter."""
    for part in (Part.NORM, Part.HOUSING):
        yield from (_row(line, names) for line in result.part(part))
    yield Row("Behov", result.need_before_cap, is_total=True)
    yield from _cap_rows(result, names)
    yield from (_row(line, names) for line in result.part(Part.INCOME))
    yield Row("Stønad til livsopphold og bolig", result.ordinary, is_total=True)
    for part in (Part.ONE_OFF, Part.SUPPLEMENT, Part.DEDUCTION):
        yield from (_row(line, names) for line in result.part(part))
    yield Row("Etter normen", result.norm_award, is_total=True)


def _cap_rows(result: Result, names: Callable[[int | None], str]) -> Iterator[Row]:
    """What the cap takes; that it was not reached is said too."""
    lines = result.part(Part.CAP)
    yield from (_row(line, names) for line in lines)
    if lines and lines[0].kind == CapBasis.NEED:
        left = max(0, result.need_before_cap - result.reduction)
        yield Row("Behov etter stønadstaket", left, is_total=True)
    elif result.cap and not lines:
        yield Row(f"Stønadstak {told.kr(result.cap.amount)}, ikke nådd", None)


def _row(line: Line, names: Callable[[int | None], str]) -> Row:
    taken = line.part in (Part.CAP, Part.INCOME, Part.DEDUCTION)
    kept_out = line.part == Part.INCOME and line.amount == 0 and bool(line.stated)
    return Row(
        line.text,
        None if kept_out else line.amount,
        who=names(line.person),
        note="; ".join(_notes(line, kept_out)),
        sign=-1 if taken else 1,
    )


def _notes(line: Line, kept_out: bool) -> Iterator[str]:
    if kept_out or (line.stated is not None and line.stated != line.amount):
        yield f"{told.kr(line.stated or 0)} oppgitt"
    if line.part in OUTSIDE:
        yield "utenfor stønadstaket"
    if line.guide is not None:
        yield f"veiledende {told.kr(line.guide)}"
    if line.grounds:
        yield line.grounds


def page_of(
    calculation: Calculation | None,
    application: AssistanceApplication,
    household: Household,
    *,
    may_change: bool,
    sheet: Sheet | None = None,
) -> dict[str, Any]:
    """All that the page shows of a calculation, and the form for who may change it."""
    context: dict[str, Any] = {
        "application": application,
        "calculation": calculation,
        "may_start": calculation is None and may_change,
        "sheet": None,
        "facts": [],
        "differences": [],
        "conflict": [],
        "missing": [],
    }
    if calculation is None:
        return context | result_of((), None, household)
    names = _names(household)
    facts, results = inputs_of(calculation), stored_results(calculation)
    if may_change and not calculation.is_frozen:
        context["sheet"] = sheet or Sheet(calculation, application, household)
        context["missing"] = [(names(person), text) for person, text in missing_incomes(facts)]
    else:
        rows = told.facts_told(facts, names).items()
        context["facts"] = [(heading, what, value) for (heading, what), value in rows]
    if calculation.follows is not None:
        before = (inputs_of(calculation.follows), stored_results(calculation.follows))
        context["differences"] = told.what_differs(before, (facts, results), names)
    return context | result_of(results, facts, household, is_frozen=calculation.is_frozen)


def result_of(
    results: Sequence[Result],
    facts: Inputs | None,
    household: Household,
    *,
    is_frozen: bool = False,
    errors: Sequence[str] = (),
) -> dict[str, Any]:
    """The part of the page to the right: what comes out, the notices, and both schemes."""
    notices: list[str] = []
    problem = ""
    if facts is not None and not is_frozen:
        notices, problem = _live(results, facts)
    return {
        "months": months_shown(results, _names(household)),
        "schemes": _schemes(facts) if facts is not None else None,
        "notices": notices,
        "deductions": told_of(facts.persons) if facts is not None else [],
        "problem": problem,
        "errors": errors,
    }


def _live(results: Sequence[Result], facts: Inputs) -> tuple[list[str], str]:
    """What the rules say of the facts today: their notices, or why nothing comes out."""
    try:
        now = results_of(facts)
    except CalculationError as error:
        return [], str(error)
    notices = list(dict.fromkeys(notice for result in now for notice in result.notices))
    if results and [result.lines for result in now] != [result.lines for result in results]:
        notices.insert(0, "Satser eller opplysninger er endret siden beregningen ble lagret.")
    return notices, ""


def _schemes(facts: Inputs) -> Schemes | None:
    if facts.pupil is None:
        return None
    try:
        return Schemes(both_schemes(facts))
    except CalculationError as error:
        return Schemes(None, str(error))


def _names(household: Household) -> Callable[[int | None], str]:
    return lambda person: name_in(household, person)
