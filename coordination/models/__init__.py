"""The models of this floor: what compares across services."""

from coordination.models.flags import Flag, FlagChange
from coordination.models.meetings import (
    AgendaChange,
    AgendaItem,
    Meeting,
    OskAction,
    OskDecision,
)
from coordination.models.plan_actions import (
    GrantApplication,
    MeasureReview,
    PlanAction,
    PlanActionChange,
    PlanJudgement,
    PlanMeasure,
    Score,
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
    "GrantApplication",
    "MeasureReview",
    "Meeting",
    "OskAction",
    "OskDecision",
    "PlanAction",
    "PlanActionChange",
    "PlanChange",
    "PlanDirection",
    "PlanGoal",
    "PlanJudgement",
    "PlanMeasure",
    "PlanParty",
    "PlanRequest",
    "PlanResult",
    "PlanReview",
    "PlanStep",
    "Score",
]
