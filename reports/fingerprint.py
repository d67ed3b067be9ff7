"""The fingerprint of a report's data: the same rows give the same SHA-256 in every database.

Each person's rows are written as text without primary keys, sorted and hashed; the persons'
hashes are sorted and hashed again. Memory is one person's rows and 32 bytes for each person.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from benefits.models import KvpEnrolment, Payment
from coordination.plans.queries import households_with_plan
from households.models import IntroPeriod, Membership, Person, Situation
from households.months import Month, last_day
from reports.followed import discussed_before, mappings_valid_on
from reports.snapshot import placed

Line = str


def fingerprint(reference: Month, as_of: date) -> str:
    """SHA-256 (hex) of all that a report of `reference` as known on `as_of` is counted from."""
    identity = _identities(reference)
    lines = _few_lines(identity, reference, as_of)
    digests = []
    for person, rows in groupby(_payments(reference, as_of), key=itemgetter(0)):
        own = lines.pop(person, [])
        own += [_payment_line(row, identity) for row in rows]
        digests.append(_digest(identity[person], own))
    digests += [_digest(identity[person], own) for person, own in lines.items()]
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()


def _digest(identity: str, lines: list[Line]) -> bytes:
    return hashlib.sha256("\n".join([identity, *sorted(lines)]).encode()).digest()


def _identities(reference: Month) -> dict[int, str]:
    """Each person as text: who it is, and the facts that the counting looks at."""
    end = last_day(reference)
    rows = Person.objects.values_list(
        "pk",
        "national_id",
        "duf_number",
        "source_ref",
        "search_name",
        "birth_date",
        "sex",
        "died_on",
        "moved_away_on",
    )
    return {
        pk: _text(number or duf or ref or name, *facts, _by(end, died), _by(end, moved))
        for pk, number, duf, ref, name, *facts, died, moved in rows.iterator()
    }


def _by(end: date, day: date | None) -> date | None:
    """`day`, unless it lies after `end` and thus outside what is counted."""
    return day if day is None or day <= end else None


def _payments(reference: Month, as_of: date) -> Iterator[tuple[Any, ...]]:
    rows = Payment.objects.assistance_paid().filter(month__lte=reference, registered_on__lte=as_of)
    return (
        rows.order_by("person_id")
        .values_list("person_id", "co_applicant_id", "month", "kind", "category", "main_income")
        .iterator(chunk_size=10_000)
    )


def _payment_line(row: tuple[Any, ...], identity: dict[int, str]) -> Line:
    _, partner, month, kind, category, main_income = row
    return f"payment|{identity[partner] if partner else ''}|{month}|{kind}|{category}|{main_income}"


def _few_lines(identity: dict[int, str], reference: Month, as_of: date) -> dict[int, list[Line]]:
    """The lines of everything but payments, by person."""
    end = last_day(reference)
    lines: dict[int, list[Line]] = defaultdict(list)
    for name, rows in (("kvp", KvpEnrolment.objects.all()), ("intro", IntroPeriod.objects.all())):
        begun: QuerySet[Any] = rows.filter(valid_from__lte=end, registered_on__lte=as_of)
        for person, first, last in begun.values_list("person_id", "valid_from", "valid_to"):
            lines[person].append(_text(name, first, _by(end, last)))
    situations = Situation.objects.filter(
        on__lte=end, registered_on__lte=as_of, number_of_children__isnull=False
    )
    for person, on, number in situations.values_list("person_id", "on", "number_of_children"):
        lines[person].append(_text("situation", on, number))
    _add_homes(lines, identity, end, as_of)
    return lines


def _add_homes(
    lines: dict[int, list[Line]], identity: dict[int, str], end: date, as_of: date
) -> None:
    """Memberships, each with who else lives there, its districts and what has been done for it."""
    members = list(
        Membership.objects.filter(
            valid_from__lte=end, registered_on__lte=as_of, undone_at__isnull=True
        ).values_list("household_id", "person_id", "role", "valid_from", "valid_to")
    )
    home_lines: dict[int, list[Line]] = defaultdict(list)
    for home, person, role, first, last in members:
        home_lines[home].append(_text("member", identity[person], role, first, _by(end, last)))
    districts = placed().filter(valid_from__lte=end)
    for home, name, first, last in districts.values_list(
        "household_id", "district__name", "valid_from", "valid_to"
    ):
        home_lines[home].append(_text("district", name, first, _by(end, last)))
    for home, line in _followed(identity, end):
        if home in home_lines:
            home_lines[home].append(line)
    names = {home: _digest("home", own).hex() for home, own in home_lines.items()}
    for home, person in {(home, person) for home, person, *_ in members}:
        lines[person].append(_text("home", names[home]))


def _followed(identity: dict[int, str], end: date) -> Iterator[tuple[int, Line]]:
    """By household: what the figures of Hovedmål 3 are counted from, as it stood on `end`."""
    for home, child, on in mappings_valid_on(end):
        yield home, _text("mapped", identity[child], on)
    for home, on in discussed_before(end):
        yield home, _text("discussed", on)
    for home in households_with_plan(end):
        yield home, _text("planned")


def _text(*values: Any) -> str:
    return "|".join("" if value is None else str(value) for value in values)
