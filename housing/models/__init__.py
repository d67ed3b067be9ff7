"""What the housing app keeps, a module for each part of it."""

from housing.models.advice import AdviceCase, HousingRows
from housing.models.homes import Dwelling

__all__ = ["AdviceCase", "Dwelling", "HousingRows"]
