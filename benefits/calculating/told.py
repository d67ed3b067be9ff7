"""A calculation in words, a line for each thing it rests on: to read, and to compare with another.

Kept apart by heading, so that a renewal can ask for income, housing and household each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benefits.calculating.inputs import Entry, Inputs
from benefits.calculation.award import HOUSING_NAMES, INCOME_NAMES
from benefits.calculation.differences import Difference, differences
from benefits.calculation.result import PART_NAMES, Part, Result
from benefits.calculation.values import HousingKind, IncomeKind
from benefits.models import Calculation, OneOffGuide
from config.templatetags import tall
from households.months import month_name

HOUSEHOLD, RATES, DISCRETION, AWARD = "Husstanden", "Satser og aldersgrupper", "Skjønn", "Resultat"
INCOME, HOUSING = PART_NAMES[Part.INCOME], PART_NAMES[Part.HOUSING]
ORDER = (
    HOUSEHOLD,
    HOUSING,
    INCOME,
    *(PART_NAMES[part] for part in (Part.ONE_OFF, Part.SUPPLEMENT, Part.DEDUCTION)),
    RATES,
    DISCRETION,
    AWARD,
)
Names = Callable[[int | None], str]
"""What a person is called on the page."""

LIVING_NAMES = dict(Calculation.Living.choices)
FLAGS = {
    "supports_elsewhere": "forsørger barn som bor et annet sted",
    "lives_with_parents": "bor hos foreldrene",
    "was_unaccompanied": "bosatt som enslig mindreårig",
    "attends_school": "oppmøte i grunnskolen er bekreftet",
}


def kr(amount: int) -> str:
    return f"{tall(amount)} kr"


def facts_told(inputs: Inputs, names: Names) -> dict[tuple[str, str], str]:
    """Each fact by heading and name; two of the same name are added up."""
    told = {(HOUSEHOLD, "Bor"): LIVING_NAMES[inputs.living]}
    for member in inputs.members:
        flags = [text for name, text in FLAGS.items() if getattr(member, name)]
        role = "barn" if member.is_child else "voksen"
        told[HOUSEHOLD, names(member.person)] = ", ".join([role, *flags])
    amounts: dict[tuple[str, str], list[Entry]] = {}
    for entry in inputs.entries:
        amounts.setdefault((PART_NAMES[entry.part], _name(entry, names)), []).append(entry)
    for key, entries in amounts.items():
        told[key] = _amount(entries)
    if inputs.discretion_amount is not None:
        told[DISCRETION, "Annet beløp"] = kr(inputs.discretion_amount)
    return told


def _name(entry: Entry, names: Names) -> str:
    who = f", {names(entry.person)}" if entry.person else ""
    if entry.part == Part.HOUSING:
        return HOUSING_NAMES[HousingKind(entry.kind)]
    if entry.part == Part.INCOME:
        return f"{INCOME_NAMES[IncomeKind(entry.kind)]}{who}"
    if entry.part == Part.DEDUCTION:
        return f"{entry.text} ({entry.kind})"
    return f"{entry.text or dict(OneOffGuide.Event.choices).get(entry.kind, '')}{who}"


def _amount(entries: Sequence[Entry]) -> str:
    stated = kr(sum(entry.amount for entry in entries))
    if entries[0].part != Part.HOUSING:
        return stated
    return f"{stated} oppgitt, {kr(sum(entry.accepted or 0 for entry in entries))} godkjent"


def result_told(results: Sequence[Result], names: Names) -> dict[tuple[str, str], str]:
    """The rates and age bands of the first month, its cap, and what comes out."""
    if not results:
        return {}
    result = results[0]
    told = {}
    for line in result.part(Part.NORM):
        who = names(line.person) if line.person else "De voksne"
        issuer = "kommunens tillegg" if line.kind.endswith("_municipality") else "sats"
        told[RATES, f"{who}, {issuer}"] = f"{line.text.partition(',')[0]}: {kr(line.amount)}"
    if result.cap:
        told[RATES, "Stønadstak"] = kr(result.cap.amount)
    told[AWARD, "Etter normen"] = kr(result.norm_award)
    if result.discretion:
        told[AWARD, "Stønad etter skjønn"] = kr(result.award)
    return told


def what_differs(
    old: tuple[Inputs, Sequence[Result]], new: tuple[Inputs, Sequence[Result]], names: Names
) -> list[Difference]:
    """What another calculation has otherwise: facts, rates, age bands and result."""
    before, after = (
        facts_told(inputs, names) | result_told(results, names) for inputs, results in (old, new)
    )
    return differences(before, after, ORDER)


def headings_changed(old: Inputs, new: Inputs, names: Names) -> set[str]:
    """The headings under which the facts differ."""
    found = differences(facts_told(old, names), facts_told(new, names), ORDER)
    return {difference.heading for difference in found}


def months_told(first: int, last: int) -> str:
    """ "juni 2013", or "juni 2013 – august 2013"."""
    return month_name(first) if first == last else f"{month_name(first)} – {month_name(last)}"
