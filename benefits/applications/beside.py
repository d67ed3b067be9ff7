"""What a leader sees beside a decision to approve: what was asked for, and the calculation."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from benefits.models import AssistanceApplication, AssistanceDecision, Calculation
from config.templatetags import tall
from config.words import listed
from decisions.companions import Beside
from decisions.models import Decision
from households.months import month_name, month_of


def asked_and_calculated(*, decision: Decision) -> Iterator[Beside]:
    """Named in settings.DECISION_COMPANIONS; nothing for a decision that answers no application."""
    link = AssistanceDecision.objects.filter(decision=decision).select_related("application")
    for row in link:
        yield _asked(row.application)
        yield from _calculated(row.application, decision)


def _asked(application: AssistanceApplication) -> Beside:
    matters = [
        f"{matter}, {tall(matter.amount)} kr" if matter.amount else str(matter)
        for matter in application.matters.all()
    ]
    return Beside(
        label="Søkt om",
        text=listed(matters),
        url=reverse("applications:application", args=[application.household_id, application.pk]),
        note=f"Mottatt {application.received_on:%d.%m.%Y}",
    )


def _calculated(application: AssistanceApplication, decision: Decision) -> Iterator[Beside]:
    calculation = application.calculations.filter(edition=decision.edition).first()
    if calculation is None:
        yield Beside(label="Beregning", text="Vedtaket bygger ikke på en beregning")
        return
    url = reverse("applications:calculation", args=[application.household_id, application.pk])
    yield from _months(calculation, url)


def _months(calculation: Calculation, url: str) -> Iterator[Beside]:
    """A line for each month, or one for months that are alike."""
    told: dict[tuple[int, int, str], list[str]] = {}
    for month in calculation.months.all():
        alike = month.award, month.norm_award, month.grounds
        told.setdefault(alike, []).append(month.name)
    for (award, by_norm, grounds), names in told.items():
        text = f"{tall(award)} kr"
        if award != by_norm:
            text = f"{text}, etter normen {tall(by_norm)} kr"
        yield Beside(label=f"Beregnet for {listed(names)}", text=text, url=url, note=grounds)


def differs_from_calculation(*, decision: Decision) -> Iterator[str]:
    """Named in settings.DECISION_WARNINGS: months for which the decision gives something else.

    What is one-off counts in the first month, as in the calculation.
    """
    link = AssistanceDecision.objects.filter(decision=decision).select_related("application")
    for row in link:
        calculation = row.application.calculations.filter(edition=decision.edition).first()
        if calculation is None or decision.months is None or not decision.total:
            continue
        first, last = map(month_of, decision.months)
        worked_out = {month.month: month for month in calculation.months.all()}
        if beyond := [month for month in range(first, last + 1) if month not in worked_out]:
            yield f"Beregningen gjelder ikke {listed([month_name(month) for month in beyond[:3]])}."
        for number, month in sorted(worked_out.items()):
            given = decision.monthly_amount + (decision.one_off_amount if number == first else 0)
            if first <= number <= last and given != month.award:
                yield (
                    f"Beregningen gir {tall(month.award)} kr for {month.name}, "
                    f"vedtaket {tall(given)} kr."
                )
