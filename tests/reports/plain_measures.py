"""Who waits for an assessment, and who of the young is red, counted once more row by row.

Written apart from benefits/ on purpose: it shares no rule and no query with it, only the rows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from benefits.models import (
    ActivityAssessment,
    Calculation,
    DatedSetting,
    KvpEnrolment,
    Payment,
    Placement,
)
from decisions.models import Decision
from households.models import IntroPeriod, JournalEntry, Membership, Residence
from tests.reports.plain_count import Month, after, month_of

HIDDEN = ("code_6", "code_19", "code_7")
UNPLACED = "Uten bydel"


def age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def months_ago(day: date, months: int) -> date:
    """The same day, or the last of a shorter month."""
    year, month = after(month_of(day), -months)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise ValueError(day)


def holds(first: date, last: date | None, on: date) -> bool:
    return first <= on and (last is None or last >= on)


@dataclass
class Known:
    """What the rows say of one person, as of a day."""

    born: date | None
    home: int
    paid: set[Month] = field(default_factory=set)
    assessed: list[tuple[date, int, date | None]] = field(default_factory=list)
    contacts: list[date] = field(default_factory=list)
    is_active: bool = False
    is_awarded: bool = False

    def is_over_time(self, today: date) -> bool:
        window = [after(month_of(today), -back) for back in range(6)]
        return sum(month in self.paid for month in window) >= 3

    def waits(self, today: date) -> bool:
        past = [row for row in self.assessed if row[0] <= today]
        if not past:
            return True
        on, _, until = max(past)
        return today >= until if until else on <= months_ago(today, 6)

    def is_young(self, today: date, under: int) -> bool:
        return self.born is not None and 18 <= age(self.born, today) < under

    def is_red(self, today: date, under: int) -> bool:
        lately = {month_of(today), after(month_of(today), -1)} & self.paid
        talked = any(today - timedelta(days=30) <= day <= today for day in self.contacts)
        given = bool(lately) or self.is_awarded
        return self.is_young(today, under) and given and not self.is_active and not talked


@dataclass
class Town:
    """Every adult who lives in a household today, and where."""

    today: date
    people: dict[int, Known]
    places: dict[int, str]
    hidden: set[int]

    def over_time(self, homes: set[int]) -> dict[int, bool]:
        """Whether they wait, by person, of those on assistance over time in the households."""
        return {
            pk: known.waits(self.today)
            for pk, known in self.people.items()
            if known.home in homes and known.is_over_time(self.today)
        }

    def coverage(self, homes: set[int]) -> dict[str, tuple[int, int]]:
        """How many are to be assessed, and wait, by district."""
        found: dict[str, list[bool]] = defaultdict(list)
        for pk, waits in self.over_time(homes).items():
            known = self.people[pk]
            place = UNPLACED if pk in self.hidden else self.places.get(known.home, UNPLACED)
            found[place].append(waits)
        return {place: (len(rows), sum(rows)) for place, rows in found.items()}

    def red(self, homes: set[int], under: int) -> set[int]:
        return {
            pk
            for pk, known in self.people.items()
            if known.home in homes and known.is_red(self.today, under)
        }


def age_limit(today: date) -> int:
    [row] = [
        row
        for row in DatedSetting.objects.filter(key="youth_follow_up_age")
        if holds(row.valid_from, row.valid_to, today)
    ]
    return int(row.value)


def town(today: date) -> Town:
    people: dict[int, Known] = {}
    rows = Membership.objects.select_related("person").order_by("pk")
    lived: dict[int, set[int]] = defaultdict(set)
    secret: set[int] = set()
    for row in rows:
        lived[row.person_id].add(row.household_id)
        if row.person.protection in HIDDEN:
            secret.add(row.household_id)
        grown = row.person.birth_date is None or age(row.person.birth_date, today) >= 18
        if holds(row.valid_from, row.valid_to, today) and row.role != "child" and grown:
            people.setdefault(row.person_id, Known(row.person.birth_date, row.household_id))
    hidden = {pk for pk, homes in lived.items() if homes & secret}
    _money(people)
    _notes(people)
    _activity(people, today)
    places = {
        row.household_id: row.district.name
        for row in Residence.objects.select_related("district").order_by("valid_from")
        if row.district is not None and holds(row.valid_from, row.valid_to, today)
    }
    return Town(today, people, places, hidden)


def _money(people: dict[int, Known]) -> None:
    paid = Payment.objects.filter(scheme="assistance", status="paid").order_by()
    for one, other, day in paid.values_list("person", "co_applicant", "paid_on"):
        for pk in (one, other):
            if pk in people:
                people[pk].paid.add(month_of(day))


def _notes(people: dict[int, Known]) -> None:
    for row in ActivityAssessment.objects.filter(struck_at=None, person__in=list(people)):
        found = people[row.person_id]
        found.assessed.append((row.assessed_on, row.pk, row.not_until))
        found.contacts.append(row.assessed_on)
    at_home: dict[int, list[Known]] = defaultdict(list)
    for known in people.values():
        at_home[known.home].append(known)
    corrected = set(JournalEntry.objects.exclude(corrects=None).values_list("corrects", flat=True))
    for note in JournalEntry.objects.filter(party="nav").exclude(pk__in=corrected):
        spoken_with = [people[note.spoken_with_id]] if note.spoken_with_id in people else []
        nobody = note.spoken_with_id is None and not note.spoken_with_other
        about = at_home[note.household_id] if nobody and note.topic == "work" else spoken_with
        for known in about:
            known.contacts.append(note.contact_on)


def _activity(people: dict[int, Known], today: date) -> None:
    spans: list[tuple[Any, ...]] = []
    for model in (KvpEnrolment, IntroPeriod):
        spans += model.objects.values_list("person", "valid_from", "valid_to")
    started = Placement.objects.exclude(started_on=None)
    spans += started.values_list("person", "started_on", "ended_on")
    month = today.year * 12 + today.month - 1
    for row in Calculation.objects.filter(scheme="special", state="frozen").select_related(
        "application"
    ):
        if row.first_month <= month <= row.last_month:
            spans.append((row.application.applicant_id, today, today))
    for pk, first, last in spans:
        if pk in people and holds(first, last, today):
            people[pk].is_active = True
    replaced = set(
        Decision.objects.filter(state="approved")
        .exclude(corrects=None)
        .values_list("corrects", flat=True)
    )
    this_month = today.replace(day=1)
    for award in Decision.objects.filter(state="approved", outcome__in=("granted", "partly")):
        first, last = award.first_month, award.last_month
        covers = first is not None and last is not None and first <= this_month <= last
        is_money = award.kind != "housing"  # a place in the queue is nothing to live on
        if covers and is_money and award.pk not in replaced and award.applicant_id in people:
            people[award.applicant_id].is_awarded = True
