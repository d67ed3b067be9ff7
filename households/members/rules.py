"""What may be said of who lives where, as plain values; each refusal is a Norwegian sentence.

A child may live in two households with shared residence (delt bosted, barnelova § 36), an adult in
one. Children whom a parent only has contact with (samvær) are no members.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from households.rules import ADULT_AT, age_on

CHILD, SPOUSE, COHABITANT = "child", "spouse", "cohabitant"
COUPLE = (SPOUSE, COHABITANT)
ADULTS = ("spouse", "cohabitant", "partner", "other_adult")
"""Roles a new adult may have; the applicant is who asked for help."""


@dataclass(frozen=True)
class Lived:
    """One membership of the person in question: from the first through the last day, or open."""

    first: date
    last: date | None

    def meets(self, first: date, last: date | None = None) -> bool:
        """Whether there is a day that lies in both periods."""
        return (self.last is None or first <= self.last) and (last is None or self.first <= last)


def wrong_role(role: str, born: date | None, since: date, present: Collection[str]) -> str:
    """Why somebody born then may not have the role; empty when they may.

    `present` are the roles of the others in the household.
    """
    if role == CHILD and born is not None and age_on(born, since) >= ADULT_AT:
        return "Den som er 18 år eller mer, er ikke barn i husstanden. Velg en annen rolle."
    if role in COUPLE and any(other in COUPLE for other in present):
        return "Husstanden har allerede en ektefelle eller samboer."
    if role in ADULTS and born is not None and age_on(born, since) < 16:
        return "Den som er under 16 år, er barn i husstanden."
    return ""


def wrong_start(since: date, born: date | None, today: date) -> str:
    """Why nobody can have moved in then; empty when they can."""
    if since > today:
        return "Datoen kan ikke være etter i dag."
    if born is not None and since < born:
        return "Datoen kan ikke være før personen ble født."
    return ""


def wrong_end(last: date, first: date, today: date) -> str:
    """Why `last` can not be the last day of one who came on `first`; empty when it can."""
    if last > today:
        return "Siste dag kan ikke være etter i dag."
    if last < first:
        return f"Siste dag kan ikke være før {first:%d.%m.%Y}, da medlemskapet begynte."
    return ""


def is_twice(rows: Collection[Lived], since: date) -> bool:
    """Whether somebody who moves in then would be in the household twice at one time."""
    return any(row.meets(since) for row in rows)
