"""What of the meetings tells that a household has been in contact: that it was discussed."""

from __future__ import annotations

from django.db.models.functions import TruncDate

from coordination.models import AgendaItem
from households.contact import OF_HOUSEHOLD, Contact


def contacts() -> list[Contact]:
    items = AgendaItem.objects.discussed().filter(OF_HOUSEHOLD)
    return [Contact(items.annotate(discussed_on=TruncDate("discussed_at")), ("discussed_on",))]
