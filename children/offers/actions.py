"""Assessing, publishing and taking away an offer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from children.models.offers import AccessAssessment, Offer


class NotAssessedError(Exception):
    """An offer for children is not published before it is assessed (6c)."""


def assess(*, offer: Offer, on: date, by: User, **told: Any) -> AccessAssessment:
    return AccessAssessment.objects.create(offer=offer, made_on=on, made_by=by, **told)


@transaction.atomic
def publish(*, offer: Offer, on: date, by: User) -> None:
    """Let everybody find it; once more if it was taken away. Twice is once."""
    if not offer.assessments.exists():
        raise NotAssessedError
    drafts = (
        Offer.objects.select_for_update()
        .filter(pk=offer.pk)
        .exclude(published_on__isnull=False, withdrawn_on__isnull=True)
    )
    drafts.update(published_on=on, published_by=by, withdrawn_on=None)


def withdraw(*, offer: Offer, on: date) -> None:
    """Take a published offer away; it stays in the catalogue of those who keep it."""
    Offer.objects.published().filter(pk=offer.pk).update(withdrawn_on=on)
