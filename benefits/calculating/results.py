"""Working a calculation out, and reading a stored one back as the same values."""

from __future__ import annotations

from benefits.calculating.inputs import Inputs
from benefits.calculation.award import calculate
from benefits.calculation.dated import Cap, CapBasis
from benefits.calculation.result import Line, Part, Result
from benefits.calculation.special import SideBySide, calculate_special, side_by_side
from benefits.calculation.values import CalculationError
from benefits.models import Calculation, CalculationMonth
from benefits.rates import rates_on, special_rates_on
from households.months import Month, first_day


def results_of(inputs: Inputs) -> tuple[Result, ...]:
    """Each month worked out by its own rates; CalculationError says why one cannot be."""
    one_offs = inputs.part(Part.ONE_OFF)
    if inputs.discretion_amount is not None and one_offs and len(inputs.months) > 1:
        raise CalculationError(
            "Et annet beløp gjelder hver måned. Beregn måneden med engangsstønad for seg."
        )
    return tuple(_decided(inputs, _by_rule(inputs, month)) for month in inputs.months)


def _by_rule(inputs: Inputs, month: Month) -> Result:
    facts, day = inputs.facts(month), first_day(month)
    if inputs.scheme != Calculation.Scheme.SPECIAL:
        return calculate(facts, rates_on(day))
    pupil = inputs.pupil
    if pupil is None:
        raise CalculationError(
            "Særordningen gjelder bare en voksen med kjent fødselsdato som er bosatt som enslig "
            "mindreårig."
        )
    return calculate_special(facts, pupil, special_rates_on(day))


def _decided(inputs: Inputs, result: Result) -> Result:
    if inputs.discretion_amount is None:
        return result
    return result.at_discretion(inputs.discretion_amount, grounds=inputs.discretion_grounds)


def both_schemes(inputs: Inputs) -> SideBySide | None:
    """The first month by the ordinary scheme and by that of measure 2b; None for anybody else."""
    pupil, day = inputs.pupil, first_day(inputs.first_month)
    if pupil is None:
        return None
    return side_by_side(
        inputs.facts(inputs.first_month), pupil, rates_on(day), special_rates_on(day)
    )


def stored_results(calculation: Calculation) -> tuple[Result, ...]:
    """The lines as they were stored, month by month; nothing is worked out again."""
    months = calculation.months.prefetch_related("lines")
    return tuple(_stored(row) for row in months)


def _stored(row: CalculationMonth) -> Result:
    cap = None
    if row.cap_amount is not None:
        cap = Cap(row.cap_amount, CapBasis.NEED, "")
    result = Result(
        row.month,
        tuple(
            Line(
                part=Part(line.part),
                kind=line.kind,
                text=line.text,
                amount=line.amount,
                person=line.person_id,
                stated=line.stated,
                guide=line.guide,
                grounds=line.grounds,
                source=line.source,
            )
            for line in row.lines.all()
        ),
        cap,
    )
    if row.award == row.norm_award and not row.grounds:
        return result
    return result.at_discretion(row.award, grounds=row.grounds)
