"""How a number is kept that must be recognised later and never read."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def number_hash(national_id: str) -> str:
    """A keyed hash of a national number; without the installation's secret it says nothing."""
    return salted_hmac("households.own_person", national_id, algorithm="sha256").hexdigest()
