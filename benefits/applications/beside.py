"""What a leader sees beside a decision to approve: what was asked for, and the calculation."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from benefits.models import AssistanceApplication, AssistanceDecision, Calculation
from config.templatetags import tall
from config.words import listed
from decisions.companions import Beside
from decisions.models import Decision


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
