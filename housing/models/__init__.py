"""What the housing app keeps, a module for each part of it."""

from housing.models.advice import AdviceCase, AdviceSession, AdviceStep, HousingRows
from housing.models.applications import HousingApplication, PriorityClass, PriorityGround
from housing.models.homes import Dwelling
from housing.models.offers import Allocation, Offer
from housing.models.queue import HousingChange, QueueEntry, QueueMove, QueuePause

__all__ = [
    "AdviceCase",
    "AdviceSession",
    "AdviceStep",
    "Allocation",
    "Dwelling",
    "HousingApplication",
    "HousingChange",
    "HousingRows",
    "Offer",
    "PriorityClass",
    "PriorityGround",
    "QueueEntry",
    "QueueMove",
    "QueuePause",
]
