"""Rates, payments, programmes and imports of economic support."""

from benefits.models.imports import ImportRun
from benefits.models.payments import Payment
from benefits.models.programmes import KvpEnrolment
from benefits.models.rates import DatedSetting, FamilyCap, RateTable

__all__ = ["DatedSetting", "FamilyCap", "ImportRun", "KvpEnrolment", "Payment", "RateTable"]
