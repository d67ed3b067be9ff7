"""OSK meetings in a demo: two held and two to come in each district, after the flags are found.

Some families consent, some are discussed without a name, and some wait for an answer; most of what
was decided is done, and a little is overdue.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Party, Unit, User
from coordination.flags.actions import recompute
from coordination.flags.rules import TO_OSK, rank
from coordination.meetings import actions
from coordination.meetings.actions import Task
from coordination.models import AgendaItem, Flag, Meeting
from coordination.models.meetings import unprotected
from households.consents import Answer, Content, give_consent, request_consents
from households.models import (
    Consent,
    Household,
    Membership,
    Receiver,
    Responsibility,
    ShareScope,
    Touched,
)
from households.months import Month, last_day, month_from
from households.rules import ADULT_AT, age_on, years_before
from reports.demo.applications import on_assistance_in, on_desks
from reports.demo.users import DISTRICTS, Staff

IN_YEAR = 12
"""Families that a district's meetings discussed in the year of the report."""
THREE_YEARS = 37
HELD, TO_COME = (-42, -7), (7, 35)
"""Days from today."""
FLAG_DAYS = (50, 300)
"""How long ago the flags to the meeting were raised: before the first meeting."""
SCOPES = (ShareScope.HOUSEHOLD, ShareScope.CHILDREN, ShareScope.ECONOMY, ShareScope.HOUSING)
PURPOSE = "Drøfte familien i OSK-møtet og finne ut hvem som gjør hva"
DECISIONS = (
    "NAV, BFT og HV møter foreldrene sammen, og NAV holder i det.",
    "Skolen inviteres til neste samtale med foreldrene.",
    "Det lages en samordnet plan når begge foreldre har sagt hva de ønsker.",
    "Økonomisk rådgivning tilbys på nytt.",
)
ANONYMOUS = (
    "NAV spør om samtykke en gang til, med tolk.",
    "NAV ser på boutgiftene før familien tas opp igjen.",
)
TASKS = (
    ("Avtale møte med foreldrene", Party.NAV),
    ("Snakke med skolen om fravær og leksehjelp", Party.BFT),
    ("Finne en fritidsaktivitet uten egenandel", Party.BFT),
    ("Undersøke om det finnes en større bolig", Party.HV),
    ("Vurdere KVP for den av foreldrene som ikke er i arbeid", Party.NAV),
)
NOBODY = ("Spørre om samtykke igjen", Party.NAV)


def lay_down(staff: Staff, year: int) -> None:
    rng, now = Random(f"{year}/meetings"), timezone.now()
    today = timezone.localdate(now)
    recompute(today=today)
    Touched.objects.all().delete()
    _backdate(rng, today)
    for district in DISTRICTS:
        _District(rng, staff, district, now).lay_down()


def lay_down_year(staff: Staff, year: int) -> None:
    """What was discussed in the year of the report and is long since closed, without names.

    Half of the families had then been on assistance for more than three years.
    """
    rng, month = Random(f"{year}/discussed"), month_from(year, 12)
    long_term = Household.objects.filter(pk__in=on_assistance_in(month - THREE_YEARS))
    for district in DISTRICTS:
        unit, one = staff.units[Party.NAV, district], staff.users[f"nav.{district}"]
        desks = on_desks(with_children(month), one, unit, rng)
        first = {row.pk for row in long_term.filter(pk__in=[home.pk for home, _ in desks])}
        chosen = [home for home, _ in desks if home.pk in first][: IN_YEAR // 2]
        chosen += [home for home, _ in desks if home.pk not in first][: IN_YEAR - len(chosen)]
        lead = staff.users[f"osk.{district}"]
        for number, on in enumerate((date(year, 5, 13), date(year, 11, 11))):
            _held(unit, on, chosen[number::2], lead, rng)


def with_children(month: Month) -> QuerySet[Household]:
    """The unprotected families of those who were paid in that month."""
    born = years_before(last_day(month), ADULT_AT)
    children = Membership.objects.filter(household=OuterRef("pk"), role=Membership.Role.CHILD)
    young = children.filter(valid_to__isnull=True, person__birth_date__gt=born)
    paid = Household.objects.filter(unprotected(), pk__in=on_assistance_in(month))
    return paid.filter(Exists(young))


def _held(unit: Unit, on: date, families: list[Household], lead: User, rng: Random) -> None:
    at = timezone.make_aware(datetime.combine(on, time(9, 30)))
    meeting = Meeting.objects.create(
        unit=unit,
        on=on,
        begins_at=time(9),
        ends_at=time(11),
        capacity=IN_YEAR,
        called_by=lead,
        called_at=at - timedelta(days=14),
        closed_by=lead,
        closed_at=at + timedelta(hours=2),
    )
    for place, family in enumerate(families, 1):
        item = AgendaItem.objects.create(
            unit=unit,
            household=family,
            meeting=meeting,
            position=place,
            came_on=on - timedelta(days=14),
            rule=Flag.Rule.FAMILY_12,
            mode=AgendaItem.Mode.ANONYMOUS,
            discussed_by=lead,
            discussed_at=at,
            closed_by=lead,
            closed_at=at + timedelta(days=rng.randint(30, 48)),
        )
        item.changes.create(act="discuss", by=lead, at=at)
        item.decisions.create(text=rng.choice(ANONYMOUS), written_by=lead, written_at=at)


def _backdate(rng: Random, today: date) -> None:
    """Flags to the meeting have come one by one, a family's most pressing one last."""
    flags = list(Flag.objects.filter(rule__in=TO_OSK).order_by("household", "pk"))
    for _, rows in groupby(flags, key=lambda flag: flag.household_id):
        by_rank = sorted(rows, key=lambda flag: rank(flag.rule))
        days = sorted(rng.randint(*FLAG_DAYS) for _ in by_rank)
        for flag, ago in zip(by_rank, days, strict=True):
            flag.raised_on = today - timedelta(days=ago)
    Flag.objects.bulk_update(flags, ["raised_on"], batch_size=500)


class _District:
    def __init__(self, rng: Random, staff: Staff, district: str, now: datetime) -> None:
        self.rng, self.now, self.today = rng, now, timezone.localdate(now)
        self.unit: Unit = staff.units[Party.NAV, district]
        self.lead = staff.users[f"osk.{district}"]
        self.people = {
            Party.NAV: staff.users[f"nav.{district}"],
            Party.BFT: staff.users[f"bft.{district}"],
            Party.HV: staff.users[f"hv.{district}"],
        }

    def lay_down(self) -> None:
        for days in HELD:
            self._hold(self._call(days, called=days - 14))
        coming = [self._call(days, called=0) for days in TO_COME]
        items = list(coming[0].items.order_by("position"))
        for item in items[:3]:
            self._consent(item, self.today - timedelta(days=9))
        for item in items[3:4]:
            actions.choose_mode(item=item, mode="anonymous", at=self.now, by=self.people[Party.NAV])
        for item in items[4:5]:
            self._ask(item, self.today - timedelta(days=6))

    def _call(self, days: int, *, called: int) -> Meeting:
        return actions.call_meeting(
            unit=self.unit,
            on=self.today + timedelta(days=days),
            begins_at=time(9),
            ends_at=time(11),
            at=self._at(self.today + timedelta(days=called)),
            by=self.lead,
        )

    def _hold(self, meeting: Meeting) -> None:
        """All but the last two are discussed; every other family consents."""
        at = self._at(meeting.on)
        items = list(meeting.items.order_by("position"))
        for number, item in enumerate(items[: max(1, len(items) - 2)]):
            named = number % 2 == 0
            if named:
                self._consent(item, meeting.on - timedelta(days=12))
            else:
                by = self.people[Party.NAV]
                actions.choose_mode(item=item, mode="anonymous", at=at, by=by)
            self._discuss(item, meeting, at, number, named=named)
        actions.close_minutes(meeting=meeting, at=at + timedelta(hours=2), by=self.lead)

    def _discuss(
        self, item: AgendaItem, meeting: Meeting, at: datetime, number: int, *, named: bool
    ) -> None:
        text = self.rng.choice(DECISIONS if named else ANONYMOUS)
        actions.write_decision(item=item, text=text, at=at, by=self.lead)
        tasks = self.rng.sample(TASKS, 2) if named else [NOBODY]
        for what, party in tasks:
            due = meeting.on + timedelta(days=self.rng.choice((14, 21, 28)))
            responsible = self.people[party] if party != Party.NAV else self._caseworker(item)
            task = Task(what, party, responsible, due)
            row = actions.add_action(item=item, task=task, at=at, by=self.lead)
            if due < self.today and number:  # the first family's are overdue
                done = self._at(due - timedelta(days=2))
                actions.settle_action(action=row, state="done", at=done, by=responsible)
        baton, review = self._caseworker(item), meeting.on + timedelta(days=49 + 28 * (number % 2))
        actions.finish(item=item, review_on=review, baton=baton, at=at, by=self.lead)
        if number:
            actions.take_baton(item=item, at=at + timedelta(hours=1), by=baton)

    def _caseworker(self, item: AgendaItem) -> User:
        rows = Responsibility.objects.valid_on(self.today).filter(
            household=item.household_id, party=Party.NAV, caseworker__isnull=False
        )
        row = rows.select_related("caseworker").first()
        return row.caseworker if row and row.caseworker else self.people[Party.NAV]

    def _ask(self, item: AgendaItem, on: date) -> list[Consent]:
        """Every adult is asked, and the contact for each child under fifteen."""
        rows = Membership.objects.valid_on(on).filter(household=item.household_id)
        subjects = []
        for row in rows.select_related("person").order_by("pk"):
            born = row.person.birth_date
            young = born is not None and age_on(born, self.today) < 15
            if row.person_id == item.household.contact_id or (young and row.role == "child"):
                subjects.append(row.person)
        return request_consents(
            household=item.household,
            subjects=subjects,
            from_party=Party.NAV,
            content=Content([Receiver.OSK], list(SCOPES), PURPOSE),
            on=on,
            by=self.people[Party.NAV],
        )

    def _consent(self, item: AgendaItem, on: date) -> None:
        contact = item.household.contact
        for consent in self._ask(item, on):
            answer = Answer(contact, "oral", on, on + timedelta(days=300))
            give_consent(
                consent=consent,
                answer=answer,
                to_units={Receiver.OSK: self.unit},
                on=on,
                by=self.people[Party.NAV],
            )

    def _at(self, day: date) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(9, 30)))
