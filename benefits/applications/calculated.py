"""What the calculation of an application gives its decision, and that it is frozen meanwhile.

Who proposes the decision freezes the calculation; who returns, changes or withdraws it opens it
again (docs/decisions/0032).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accounts.models import User
from benefits.calculating.actions import CalculationStateError, freeze, thaw
from benefits.calculating.results import stored_results
from benefits.calculation.result import TAKING, Part, Result
from benefits.models import AssistanceApplication, Calculation
from decisions import rules
from decisions.actions import RefusedError
from decisions.contents import Content, Line, MatterContent, content_of
from decisions.models import Decision, Matter
from households.months import first_day, month_name


@dataclass(frozen=True)
class Calculated:
    """The lines a decision shows, what the cap took, the months, and the amounts if they are one.

    `monthly` is None where the months differ, and the writer states what each matter gives.
    """

    lines: Sequence[Line]
    cap_reduction: int = 0
    months: tuple[date, date] | None = None
    monthly: int | None = None
    one_off: int | None = None


def calculated_for(application: AssistanceApplication) -> Calculated | None:
    """What the present calculation gives; None where there is none, or none with a result."""
    calculation = application.calculations.first()
    results = stored_results(calculation) if calculation else ()
    return told_of(results) if results else None


def told_of(results: Sequence[Result]) -> Calculated:
    recurring = {result.award - result.total(Part.ONE_OFF) for result in results}
    one_off = sum(result.total(Part.ONE_OFF) for result in results)
    is_one = len(recurring) == 1 and min(recurring) >= 0
    return Calculated(
        lines=tuple(_lines(results)),
        cap_reduction=max(result.reduction for result in results),
        months=(first_day(results[0].month), first_day(results[-1].month)),
        monthly=recurring.pop() if is_one else None,
        one_off=one_off or None,
    )


def _lines(results: Sequence[Result]) -> Iterator[Line]:
    """Once where the months are alike, else under the name of each."""
    months = [tuple(_of_month(result)) for result in results]
    if len(set(months)) == 1:
        yield from months[0]
        return
    for result, lines in zip(results, months, strict=True):
        for line in lines:
            yield Line(f"{month_name(result.month).capitalize()}: {line.text}", line.amount)


def _of_month(result: Result) -> Iterator[Line]:
    for line in result.lines:
        if line.amount:
            yield Line(line.text, -line.amount if line.part in TAKING else line.amount)
    if result.award != result.norm_award:
        yield Line("Skjønnsmessig endring", result.award - result.norm_award)


def with_calculation(content: Content, calculated: Calculated) -> Content:
    """The content with what has been calculated; its words stay."""
    months = calculated.months or (content.first_month, content.last_month)
    matters = _with_amount(content.matters, Matter.Recurs.MONTHLY, calculated.monthly)
    return replace(
        content,
        lines=tuple(calculated.lines),
        cap_reduction=calculated.cap_reduction,
        first_month=months[0],
        last_month=months[1],
        matters=_with_amount(matters, Matter.Recurs.ONCE, calculated.one_off),
    )


def _with_amount(
    matters: Sequence[MatterContent], recurs: str, amount: int | None
) -> tuple[MatterContent, ...]:
    """The amount at the one matter it can be for; with several, the writer divides it."""
    fit = [row for row in matters if row.recurs == recurs and (_may_give(row))]
    if amount is None or len(fit) != 1:
        return tuple(matters)
    return tuple(replace(row, amount=amount) if row is fit[0] else row for row in matters)


def _may_give(row: MatterContent) -> bool:
    return not row.outcome or rules.gives(row.outcome)


def freeze_for(decision: Decision, application: AssistanceApplication, by: User) -> None:
    """Freeze what the decision rests on; refused where the decision shows another calculation."""
    calculation = application.calculations.filter(edition=decision.edition).first()
    calculated = calculated_for(application)
    if calculation is None or calculated is None or calculation.is_frozen:
        return
    shown = content_of(decision)
    if (tuple(calculated.lines), calculated.cap_reduction) != (shown.lines, shown.cap_reduction):
        raise RefusedError(
            "Beregningen er en annen enn den vedtaket viser. Hent den inn fra søknaden."
        )
    try:
        freeze(calculation=calculation, version=calculation.version, by=by)
    except CalculationStateError as error:
        raise RefusedError(str(error)) from error


def thaw_for(decision: Decision, application: AssistanceApplication, by: User) -> None:
    """Open what was frozen for this edition; that of an earlier one stays as it was."""
    own = application.calculations.filter(edition=decision.edition)
    frozen = own.filter(state=Calculation.State.FROZEN).first()
    if frozen is not None:
        thaw(calculation=frozen, version=frozen.version, by=by)
