"""The edition of the guide that holds a day, as a table, and what is known of one's stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from benefits.models import (
    AssistanceApplication,
    RightsGuide,
    RightsRule,
    StayAssessment,
    StayCategory,
)


@dataclass(frozen=True)
class Category:
    """A line of the guide: a category of stay, and its rule for each service in turn."""

    value: str
    label: str
    rules: Sequence[RightsRule]


@dataclass(frozen=True)
class Stay:
    """What is known of an applicant's stay: as it was chosen in this case, with its rules.

    `is_outdated`: another edition of the guide holds today. `known_from_before` is the category
    that was chosen in an earlier case of the same person, to begin with.
    """

    chosen: StayAssessment | None
    line: Category | None
    is_outdated: bool
    known_from_before: str


def guide_on(day: date) -> RightsGuide | None:
    """The edition that holds that day; None before the first and after the last."""
    found: RightsGuide | None = RightsGuide.objects.valid_on(day).order_by("-version").first()
    return found


def lines_of(guide: RightsGuide) -> list[Category]:
    """Categories and services in the order of their code lists."""
    services = list(RightsRule.Service)
    rules = sorted(guide.rules.all(), key=lambda rule: services.index(rule.service))  # type: ignore[arg-type]
    return [
        Category(value, label, [rule for rule in rules if rule.category == value])
        for value, label in StayCategory.choices
    ]


def stay_of(application: AssistanceApplication, today: date) -> Stay:
    chosen = application.stay_assessments.select_related("guide", "assessed_by").first()
    if chosen is None:
        return Stay(None, None, is_outdated=False, known_from_before=_known(application))
    line = next(row for row in lines_of(chosen.guide) if row.value == chosen.category)
    current = guide_on(today)
    return Stay(chosen, line, current is not None and current != chosen.guide, chosen.category)


def _known(application: AssistanceApplication) -> str:
    """What was chosen last for the same applicant in the same household."""
    rows = StayAssessment.objects.filter(
        application__applicant=application.applicant_id,
        application__household=application.household_id,
    )
    return rows.values_list("category", flat=True).first() or ""


def is_asked(application: AssistanceApplication, stay: Stay) -> bool:
    """Whether the page asks at once: it may be urgent, or the stay has been in question before."""
    return application.is_emergency or bool(stay.known_from_before)
