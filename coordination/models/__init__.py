"""The models of this floor: what compares across services."""

from coordination.models.flags import Flag, FlagChange
from coordination.models.meetings import (
    AgendaChange,
    AgendaItem,
    Meeting,
    OskAction,
    OskDecision,
)
from coordination.models.plan_parts import (
    PlanDirection,
    PlanGoal,
    PlanRequest,
    PlanResult,
    PlanStep,
)
from coordination.models.plans import CoordinatedPlan, PlanChange, PlanParty, PlanReview

__all__ = [
    "AgendaChange",
    "AgendaItem",
    "CoordinatedPlan",
    "Flag",
    "FlagChange",
    "Meeting",
    "OskAction",
    "OskDecision",
    "PlanChange",
    "PlanDirection",
    "PlanGoal",
    "PlanParty",
    "PlanRequest",
    "PlanResult",
    "PlanReview",
    "PlanStep",
]
