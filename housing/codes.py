"""The words of housing that more than one part of it uses."""

from __future__ import annotations

from django.db import models


class AdviceCause(models.TextChoices):
    """What opened an advice case (measure 5a): everyone with difficulties, not only the queue."""

    REQUEST = "request", "Henvendelse om bolig"
    REFUSAL = "refusal", "Avslag på kommunal bolig"
    EVICTION_RISK = "eviction_risk", "Fare for utkastelse"
    SELF_REFERRAL = "self_referral", "Tok selv kontakt"
    QUEUE = "queue", "Satt i boligkø"


class OwnershipForm(models.TextChoices):
    """Who owns a municipal dwelling, which decides what a tenant may buy (measure 5b)."""

    SHARE = "share", "Kommunens andel i borettslag"
    SECTION = "section", "Kommunens seksjon i sameie"
    BUILDING = "building", "Kommunens eget bygg"
    HIRED = "hired", "Innleid av kommunen"
