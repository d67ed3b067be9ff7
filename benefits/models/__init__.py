"""Rates, applications, calculations, counselling, payments, programmes and imports."""

from benefits.models.applications import (
    OPEN,
    ApplicationChange,
    ApplicationMatter,
    ApplicationState,
    AssistanceApplication,
    AssistanceDecision,
    DocumentDemand,
    InterimReply,
)
from benefits.models.basic_benefit import BasicBenefitCheck
from benefits.models.calculations import (
    Calculation,
    CalculationInput,
    CalculationLine,
    CalculationMember,
    CalculationMonth,
    FrozenError,
)
from benefits.models.catalogue import Measure, MeasureType
from benefits.models.claims import REFUNDS, Claim, ClaimKind, Settlement
from benefits.models.counselling import (
    WAITING,
    AdviceOffer,
    Counselling,
    CounsellingChange,
    CounsellingSession,
    CounsellingState,
)
from benefits.models.debts import (
    BudgetLine,
    BudgetPost,
    CreditorLetter,
    Debt,
    Mandate,
    ReferenceBudget,
)
from benefits.models.imports import ImportRun
from benefits.models.kvp import (
    BEFORE_START,
    ENDED,
    IN_PROGRAMME,
    RUNNING,
    KvpCase,
    KvpChange,
    KvpCondition,
    KvpState,
)
from benefits.models.kvp_benefits import KvpBenefit, KvpBenefitLine
from benefits.models.kvp_parts import (
    KvpAbsence,
    KvpActivity,
    KvpEvaluation,
    KvpExtension,
    KvpFollowUp,
    KvpLeave,
)
from benefits.models.learning import LearningNote
from benefits.models.measures import ActivityAssessment
from benefits.models.payments import Payment, PaymentChange, PaymentRun
from benefits.models.placements import (
    Placement,
    PlacementAttendance,
    PlacementChange,
    PlacementHours,
    PlacementOutcome,
    PlacementState,
)
from benefits.models.programmes import KvpEnrolment
from benefits.models.rates import DatedSetting, FamilyCap, OneOffGuide, RateTable
from benefits.models.rights import RightsGuide, RightsRule, StayAssessment, StayCategory

__all__ = [
    "BEFORE_START",
    "ENDED",
    "IN_PROGRAMME",
    "OPEN",
    "REFUNDS",
    "RUNNING",
    "WAITING",
    "ActivityAssessment",
    "AdviceOffer",
    "ApplicationChange",
    "ApplicationMatter",
    "ApplicationState",
    "AssistanceApplication",
    "AssistanceDecision",
    "BasicBenefitCheck",
    "BudgetLine",
    "BudgetPost",
    "Calculation",
    "CalculationInput",
    "CalculationLine",
    "CalculationMember",
    "CalculationMonth",
    "Claim",
    "ClaimKind",
    "Counselling",
    "CounsellingChange",
    "CounsellingSession",
    "CounsellingState",
    "CreditorLetter",
    "DatedSetting",
    "Debt",
    "DocumentDemand",
    "FamilyCap",
    "FrozenError",
    "ImportRun",
    "InterimReply",
    "KvpAbsence",
    "KvpActivity",
    "KvpBenefit",
    "KvpBenefitLine",
    "KvpCase",
    "KvpChange",
    "KvpCondition",
    "KvpEnrolment",
    "KvpEvaluation",
    "KvpExtension",
    "KvpFollowUp",
    "KvpLeave",
    "KvpState",
    "LearningNote",
    "Mandate",
    "Measure",
    "MeasureType",
    "OneOffGuide",
    "Payment",
    "PaymentChange",
    "PaymentRun",
    "Placement",
    "PlacementAttendance",
    "PlacementChange",
    "PlacementHours",
    "PlacementOutcome",
    "PlacementState",
    "RateTable",
    "ReferenceBudget",
    "RightsGuide",
    "RightsRule",
    "Settlement",
    "StayAssessment",
    "StayCategory",
]
