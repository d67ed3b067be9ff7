"""What the page of a household's members shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from households.members import queries
from households.models import Household, Intake, Membership, Person
from households.person_bar import is_child, is_present
from households.queries import intakes_of

NOT_ASKED = "Ingen barn er registrert, og ingen henvendelse sier om det er barn. Spør."


def page_of(household: Household, user: User, today: date) -> dict[str, Any]:
    """The members, what was done with them, and what intakes say that is not registered."""
    known = [row for row in household.all_memberships if household.access.knows(row.person_id)]
    rows = [row for row in known if row.undone_at is None]
    intakes = intakes_of(household, user)
    return {
        "lines": [row for row in rows if is_present(row, today)],
        "stated": queries.not_yet_added(intakes, household),
        "of_children": of_children(household, intakes, today),
        "changes": [
            change
            for change in queries.changes_of(household)
            if household.access.knows(change.person_id)
        ],
    }


def of_children(household: Household, intakes: list[Intake], today: date) -> str:
    """What is to be said of children where none is registered; empty where there are some."""
    present = [row for row in household.all_memberships if is_present(row, today)]
    if any(is_child(row, today) for row in present):
        return ""
    asked = next((row for row in intakes if row.children), None)
    if asked is None:
        return NOT_ASKED
    on = f"{asked.received_on:%d.%m.%Y}"
    return {
        Intake.Children.NONE.value: f"Ingen barn. Det ble sagt {on}.",
        Intake.Children.CONTACT.value: f"Har barn på samvær, sa de {on}. Ingen barn bor her.",
        Intake.Children.HERE.value: f"Det bor barn her, sa de {on}. Registrer dem.",
    }[asked.children]


def heirs_of(household: Household, leaving: Membership, today: date) -> list[Person]:
    """The other adults, where it is the household's contact who leaves."""
    if leaving.person_id != household.contact_id:
        return []
    return [
        row.person
        for row in household.all_memberships
        if row.person_id != leaving.person_id
        and is_present(row, today)
        and not is_child(row, today)
    ]
