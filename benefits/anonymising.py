"""What of this floor could tell who somebody was; amounts, months and periods stay."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model

from benefits.models import (
    ActivityAssessment,
    ApplicationChange,
    ApplicationMatter,
    AssistanceApplication,
    BasicBenefitCheck,
    Calculation,
    CalculationInput,
    CalculationLine,
    CalculationMember,
    CalculationMonth,
    Claim,
    Counselling,
    CounsellingChange,
    CounsellingSession,
    CreditorLetter,
    Debt,
    DocumentDemand,
    InterimReply,
    KvpAbsence,
    KvpActivity,
    KvpCase,
    KvpChange,
    KvpCondition,
    KvpEvaluation,
    KvpExtension,
    KvpLeave,
    Mandate,
    Payment,
    PaymentChange,
    Placement,
    PlacementChange,
    Settlement,
)

CLEARED: dict[type[Model], dict[str, Any]] = {
    Payment: {"source_ref": None, "payee": ""},
    PaymentChange: {"reason": ""},
    Claim: {"text": ""},
    BasicBenefitCheck: {"measure": "slettet"},
    ActivityAssessment: {"grounds": "slettet"},
    Placement: {"end_note": ""},
    PlacementChange: {"told": ""},
    AssistanceApplication: {"text": "", "on_hold_until": None, "hold_reason": ""},
    ApplicationMatter: {"text": ""},
    ApplicationChange: {"reason": ""},
    DocumentDemand: {"what": "slettet"},
    InterimReply: {"reason": ""},
    Calculation: {"discretion_grounds": "slettet"},
    CalculationMember: {"enrolled_on": None, "left_on": None, "completed_on": None},
    CalculationInput: {"text": "", "grounds": "slettet"},
    CalculationMonth: {"grounds": "slettet"},
    CalculationLine: {"text": "", "grounds": "slettet"},
    CounsellingChange: {"note": ""},
    CounsellingSession: {"text": "slettet"},
    Debt: {"creditor": "slettet"},
    Mandate: {"creditor": "slettet"},
    CreditorLetter: {"creditor": "slettet", "text": "slettet"},
    KvpCondition: {"grounds": "slettet"},
    KvpChange: {"note": ""},
    KvpActivity: {"provider": "slettet"},
    KvpLeave: {"grounds": "slettet"},
    KvpAbsence: {"note": ""},
    KvpExtension: {"grounds": "slettet"},
}
GONE = "slettet"
"""What stands where a text must stand, once it is gone."""
WHERE_GIVEN: dict[type[Model], dict[str, str]] = {
    Counselling: {"start_reason": GONE},
    CounsellingSession: {"next_step": GONE},
    Claim: {"payer": GONE, "waived_reason": GONE},
    Settlement: {"undone_reason": GONE},
    KvpCase: {"conclusion": GONE},
    KvpEvaluation: {"note": GONE, "struck_why": GONE},
    ActivityAssessment: {"struck_why": GONE},
}
"""Texts that stand where another field does too: those that are empty stay so."""
OWNER: dict[type[Model], str] = {
    Payment: "person",
    BasicBenefitCheck: "person",
    ActivityAssessment: "person",
    Placement: "person",
    PlacementChange: "placement__person",
    Claim: "person",
    Settlement: "claim__person",
    PaymentChange: "payment__person",
    AssistanceApplication: "applicant",
    CalculationMember: "calculation__application__applicant",
    CalculationInput: "calculation__application__applicant",
    CalculationMonth: "calculation__application__applicant",
    CalculationLine: "month__calculation__application__applicant",
    Counselling: "person",
    **dict.fromkeys(
        (CounsellingChange, CounsellingSession, Debt, Mandate, CreditorLetter),
        "counselling__person",
    ),
    KvpCase: "person",
    **dict.fromkeys(
        (
            *(KvpCondition, KvpChange, KvpActivity, KvpEvaluation),
            *(KvpLeave, KvpAbsence, KvpExtension),
        ),
        "case__person",
    ),
}
"""The way to the person; of the others, it is the application's."""


def anonymise_persons(person_ids: Collection[int]) -> None:
    for model, blank in CLEARED.items():
        owner = OWNER.get(model, "application__applicant")
        model._default_manager.filter(**{f"{owner}__in": person_ids}).update(**blank)
    for model, texts in WHERE_GIVEN.items():
        rows = model._default_manager.filter(**{f"{OWNER[model]}__in": person_ids})
        for name, gone in texts.items():
            rows.exclude(**{name: ""}).update(**{name: gone})
