"""Decisions (vedtak), what they rest on, the letters that tell of them, and appeals."""

from decisions.models.appeal import Appeal
from decisions.models.condition import Condition
from decisions.models.decision import Decision, DecisionChange, PartOfDecision
from decisions.models.letter import Letter
from decisions.models.matter import ChildWeighed, Matter
from decisions.models.texts import TextBlock

__all__ = [
    "Appeal",
    "ChildWeighed",
    "Condition",
    "Decision",
    "DecisionChange",
    "Letter",
    "Matter",
    "PartOfDecision",
    "TextBlock",
]
