"""What floors above tell beside a decision: what it answers, and what came of what it gives.

They are named in the settings, since this floor does not know them (docs/decisions/0033).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from decisions.models import Decision
from decisions.rules import Finding


@dataclass(frozen=True)
class Beside:
    """One line: what it is about, what is told, and where more of it stands, if anywhere."""

    label: str
    text: str
    url: str = ""
    note: str = ""


def companions_of(decision: Decision) -> list[Beside]:
    """What whoever approves should see beside the letter: what was asked for and worked out."""
    return _told(settings.DECISION_COMPANIONS, decision)


def outcomes_of(decision: Decision) -> list[Beside]:
    """How what an approved decision gives has been carried out."""
    return _told(settings.DECISION_OUTCOMES, decision)


def warnings_of(decision: Decision) -> list[Finding]:
    """What floors above would have a second look at before the decision is made."""
    asked = (import_string(name)(decision=decision) for name in settings.DECISION_WARNINGS)
    return [Finding("", text) for texts in asked for text in texts]


def _told(functions: Iterable[str], decision: Decision) -> list[Beside]:
    return [row for name in functions for row in import_string(name)(decision=decision)]
