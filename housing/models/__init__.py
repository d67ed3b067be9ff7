"""What the housing app keeps, a module for each part of it."""

from housing.models.advice import AdviceCase, AdviceSession, AdviceStep, HousingRows
from housing.models.applications import HousingApplication, PriorityClass, PriorityGround
from housing.models.career import CareerPlan, Purchase
from housing.models.homes import Dwelling
from housing.models.lodging import LodgingPlace, LodgingStay
from housing.models.offers import Allocation, Offer
from housing.models.queue import HousingChange, QueueEntry, QueueMove, QueuePause
from housing.models.risks import TenancyRisk, TenancySupport
from housing.models.tenancies import Tenancy

__all__ = [
    "AdviceCase",
    "AdviceSession",
    "AdviceStep",
    "Allocation",
    "CareerPlan",
    "Dwelling",
    "HousingApplication",
    "HousingChange",
    "HousingRows",
    "LodgingPlace",
    "LodgingStay",
    "Offer",
    "PriorityClass",
    "PriorityGround",
    "Purchase",
    "QueueEntry",
    "QueueMove",
    "QueuePause",
    "Tenancy",
    "TenancyRisk",
    "TenancySupport",
]
