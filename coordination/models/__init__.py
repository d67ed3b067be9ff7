"""The models of this floor: what compares across services."""

from coordination.models.flags import Flag, FlagChange
from coordination.models.meetings import (
    AgendaChange,
    AgendaItem,
    Meeting,
    OskAction,
    OskDecision,
)

__all__ = [
    "AgendaChange",
    "AgendaItem",
    "Flag",
    "FlagChange",
    "Meeting",
    "OskAction",
    "OskDecision",
]
