"""The calculation of an application, with a text in all that somebody types about it."""

from __future__ import annotations

from dataclasses import replace

from accounts.models import User
from benefits.calculating.actions import change_inputs, start_calculation
from benefits.calculating.inputs import Entry, inputs_of
from benefits.calculation.result import Part
from benefits.models import AssistanceApplication, Calculation
from households.months import month_from


def calculated(row: AssistanceApplication, by: User, text: str) -> Calculation:
    """Of March 2024: rent, an income of each adult, a one-off, a supplement and a deduction."""
    march = month_from(2024, 3)
    draft = start_calculation(application=row, first_month=march, last_month=march, by=by)
    facts = inputs_of(draft)
    entries = [
        Entry(Part.HOUSING, "rent", 9_100, accepted=9_000),
        Entry(Part.ONE_OFF, "other", 900, text=text, grounds=text, person=row.applicant_id),
        Entry(Part.SUPPLEMENT, "supplement", 800, text=text, grounds=text),
        Entry(Part.DEDUCTION, "§ 26", 700, text=text),
    ]
    entries += [
        Entry(Part.INCOME, "wages", 1_000 + number, person=member.person)
        for number, member in enumerate(facts.adults)
    ]
    inputs = replace(
        facts, entries=tuple(entries), discretion_amount=5_555, discretion_grounds=text
    )
    return change_inputs(calculation=draft, version=draft.version, inputs=inputs, by=by)
