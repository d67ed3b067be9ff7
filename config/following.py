"""What floors above do or tell when a floor below asks: functions by name (docs/decisions/0033).

A lower floor does not know an upper one; it calls what stands here, in the order that it stands.
"""

FULL_MAPPING_REASONS = ["benefits.full_mapping.long_assistance"]
"""Asked why all ten domains of a child should be mapped: (household, on) -> a reason, or ""."""

DECISION_FOLLOWERS = [
    "benefits.applications.answering.follow_decision",
    "benefits.applications.lodging.settle_need",
    "benefits.programmes.deciding.follow_decision",
    "housing.queue.deciding.follow_decision",
    "housing.queue.declined.follow_decision",
    "benefits.payments.following.plan_for_decision",
    "benefits.payments.reducing.reduce_for_breach",
]
"""Told of each act on a decision: decision, act, at, by, and about, the condition it is on."""

DECISION_COMPANIONS = [
    "benefits.applications.beside.asked_and_calculated",
]
"""Asked what a leader should see beside a decision to approve: (decision) -> rows of Beside."""

DECISION_OUTCOMES = [
    "benefits.payments.told.how_paid",
]
"""Asked how what a decision gives has been carried out: (decision) -> rows of Beside."""

DECISION_WARNINGS = [
    "benefits.applications.beside.differs_from_calculation",
    "benefits.payments.told.already_given",
]
"""Asked what is worth a second look before a decision is made: (decision) -> sentences."""
