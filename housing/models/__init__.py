"""What the housing app keeps, a module for each part of it."""

from housing.models.advice import AdviceCase, HousingRows
from housing.models.career import CareerPlan, Purchase
from housing.models.changes import HomeChange
from housing.models.homes import Dwelling
from housing.models.lodging import LodgingPlace, LodgingStay
from housing.models.risks import TenancyRisk, TenancySupport
from housing.models.tenancies import Tenancy

__all__ = [
    "AdviceCase",
    "CareerPlan",
    "Dwelling",
    "HomeChange",
    "HousingRows",
    "LodgingPlace",
    "LodgingStay",
    "Purchase",
    "Tenancy",
    "TenancyRisk",
    "TenancySupport",
]
