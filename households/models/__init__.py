"""Persons, households and their situation; consent, sharing, and who is too close to look."""

from households.models.closeness import Disqualification, StaffPerson
from households.models.costs import HousingCost
from households.models.documents import Document
from households.models.drafts import FormDraft
from households.models.intake import Intake
from households.models.journal import JournalEntry
from households.models.lodging import LodgingNeed
from households.models.mapping import MappingDuty, MappingDutyChange
from households.models.members import MembershipChange
from households.models.opening import BreakGlass
from households.models.people import (
    Household,
    HouseholdQuerySet,
    Membership,
    Person,
    Residence,
    Responsibility,
    Source,
)
from households.models.protection import ProtectionChange
from households.models.requests import AccessRequest, SubjectFile
from households.models.retention import HouseholdLock, RetentionRule, RetentionRun
from households.models.sharing import Consent, Receiver, Share, ShareScope
from households.models.situation import IntroPeriod, Situation
from households.models.touched import Touched

__all__ = [
    "AccessRequest",
    "BreakGlass",
    "Consent",
    "Disqualification",
    "Document",
    "FormDraft",
    "Household",
    "HouseholdLock",
    "HouseholdQuerySet",
    "HousingCost",
    "Intake",
    "IntroPeriod",
    "JournalEntry",
    "LodgingNeed",
    "MappingDuty",
    "MappingDutyChange",
    "Membership",
    "MembershipChange",
    "Person",
    "ProtectionChange",
    "Receiver",
    "Residence",
    "Responsibility",
    "RetentionRule",
    "RetentionRun",
    "Share",
    "ShareScope",
    "Situation",
    "Source",
    "StaffPerson",
    "SubjectFile",
    "Touched",
]
