from children.models.dialogues import FamilyDialogue
from children.models.family import ChildObservation, FamilyFacts
from children.models.mapping import ChildMapping, MappedDomain, MappingChange
from children.models.offers import AccessAssessment, Offer
from children.models.transitions import Transition, TransitionChange

__all__ = [
    "AccessAssessment",
    "ChildMapping",
    "ChildObservation",
    "FamilyDialogue",
    "FamilyFacts",
    "MappedDomain",
    "MappingChange",
    "Offer",
    "Transition",
    "TransitionChange",
]
