"""What all of housing's pages ask for: the history of a household's case."""

from __future__ import annotations

from households.models import Household
from housing.models import HousingChange


def changes_of(household: Household) -> list[HousingChange]:
    return list(HousingChange.objects.filter(household=household).select_related("by"))
