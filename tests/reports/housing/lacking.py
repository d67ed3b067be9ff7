"""What a demo shows too little of in housing."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone

from housing.codes import AdviceOutcome, ApplicationState, ExitCause
from housing.figures.queries import headline
from housing.homes.queries import vacant
from housing.models import (
    AdviceCase,
    Allocation,
    HousingApplication,
    Offer,
    Purchase,
    QueueEntry,
    QueuePause,
    TenancyRisk,
)
from reports.demo.composition import Composition

PLAUSIBLE = (60, 200)
"""Days of waiting in the mean: above the plan's three months, and nobody's for ever."""


def of_housing_lacking() -> list[str]:
    """States with fewer than twenty rows, and a waiting time that nobody would believe."""
    numbers: dict[str, int] = {}
    for name, rows, field, codes in (
        ("application", HousingApplication, "state", ApplicationState),
        ("exit", QueueEntry, "exit_cause", ExitCause),
        ("advice", AdviceCase, "outcome", AdviceOutcome),
    ):
        numbers |= _counted(name, rows, field, codes)
    numbers |= {
        "standing": QueueEntry.objects.standing().count() // 10,
        "paused": QueuePause.objects.filter(valid_to=None).count(),
        "renewed": QueueEntry.objects.filter(renewed_on__isnull=False).count(),
        "offered": Offer.objects.waiting().count(),
        "declined": Offer.objects.filter(answer="declined").count(),
        "allocated": Allocation.objects.count() // 10,
        "vacant": vacant().count(),
    }
    del numbers[f"advice {AdviceOutcome.STRUCK}"]  # comes of a mistake alone
    lacking = [name for name, number in numbers.items() if number < 20] + _contradicting()
    mean = headline(timezone.localdate()).accepted.mean
    is_likely = mean is not None and PLAUSIBLE[0] <= mean <= PLAUSIBLE[1]
    return lacking if is_likely else [*lacking, f"a likely waiting time, not {mean}"]


def _contradicting() -> list[str]:
    """What a demo tells of homes and families that cannot be so."""
    today, people = timezone.localdate(), Composition()
    needs = Offer.objects.select_related("dwelling", "entry__application")
    small = sum(row.dwelling.rooms < row.entry.application.rooms for row in needs)
    risks = sum(
        row.with_children != bool(people.children(row.household_id, row.petition_on))
        for row in TenancyRisk.objects.filter(petition_on__isnull=False)
    )
    bought = sum(
        row.child_family != bool(people.children(row.household_id, row.bought_on))
        for row in Purchase.objects.all()
    )
    told = HousingApplication.objects.filter(grounds__wording__icontains="barn")
    childless = sum(not people.children(row.household_id, today) for row in told)
    found = {"small homes": small, "risks": risks, "purchases": bought, "grounds": childless}
    return [
        f"{number} {name} that contradict themselves" for name, number in found.items() if number
    ]


def _counted(name: str, model: Any, field: str, codes: Any) -> dict[str, int]:
    found = Counter(model.objects.values_list(field, flat=True))
    return {f"{name} {code}": found[code] for code in codes}
