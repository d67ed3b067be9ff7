from children.models.dialogues import FamilyDialogue
from children.models.family import ChildObservation, FamilyFacts
from children.models.mapping import ChildMapping, MappedDomain, MappingChange
from children.models.offers import AccessAssessment, Offer

__all__ = [
    "AccessAssessment",
    "ChildMapping",
    "ChildObservation",
    "FamilyDialogue",
    "FamilyFacts",
    "MappedDomain",
    "MappingChange",
    "Offer",
]
