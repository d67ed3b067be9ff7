"""Which documents a page shows."""

from __future__ import annotations

from django.db.models import QuerySet

from households.models import Document, Household, Person


def documents_of(household: Household) -> QuerySet[Document]:
    """Those of the user's own parties in a household that came through the door."""
    rows = Document.objects.kept().filter(
        household=household, party__in=household.access.own_parties
    )
    return rows.select_related("unit", "person", "registered_by")


def people_of(household: Household) -> list[Person]:
    """Everybody who is or was a member: a paper may be about either."""
    return list({row.person_id: row.person for row in household.all_memberships}.values())
