"""Users, units and roles; the access log, its seals and its reviews; the mark of a demo."""

from accounts.models.access_log import (
    AccessEvent,
    AccessSeal,
    AccessSubject,
    AppendOnlyError,
)
from accounts.models.administration import AccessChange, DelegationLimit
from accounts.models.demo import DemoMark
from accounts.models.organisation import (
    Clearance,
    District,
    Party,
    PeriodQuerySet,
    RoleAssignment,
    Substitution,
    Unit,
    User,
    period_constraint,
    who_and_when,
)
from accounts.models.reviews import AccessReview

__all__ = [
    "AccessChange",
    "AccessEvent",
    "AccessReview",
    "AccessSeal",
    "AccessSubject",
    "AppendOnlyError",
    "Clearance",
    "DelegationLimit",
    "DemoMark",
    "District",
    "Party",
    "PeriodQuerySet",
    "RoleAssignment",
    "Substitution",
    "Unit",
    "User",
    "period_constraint",
    "who_and_when",
]
