"""Mappings in a demo: valid, due, overdue, expired, refused, in progress; short and full.

Most of those whose parents have asked for help are mapped in time, so that few are late; besides,
some families in each district have been mapped before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Party, Unit, User
from children.codes import FAMILY_FACTS, SHORT, Domain
from children.contents import facts_of
from children.models import (
    ChildMapping,
    ChildObservation,
    FamilyFacts,
    MappedDomain,
    MappingChange,
)
from children.rules import asks_lasting_needs, suggested_paragraph
from households.intakes import Asked, record_intake
from households.models import (
    Household,
    Intake,
    MappingDuty,
    MappingDutyChange,
    Membership,
    Person,
    Responsibility,
)
from households.months import month_from
from households.rules import ADULT_AT, years_before
from reports.demo import child_words as words
from reports.demo.applications import on_assistance_in, on_desks
from reports.demo.users import DISTRICTS, Staff

FAMILIES_IN_A_DISTRICT = 24
BFTS_IN_A_DISTRICT = 8
ASKED_IN_A_DISTRICT = 3
LATE_PER_CASEWORKER = 2
SOON_GROWN_IN_A_DISTRICT = 12
"""Those of 17 whose needs will last, so that somebody must receive them (4d)."""
TAKEN_ON = 3
"""How many of their families the one who logs in as the office's caseworker has."""
MOST_LEVELS = ("0", "0", "0", "0", "0", "0", "1", "1", "2")
CALM_LEVELS = ("0", "0", "0", "1")
MAPPED_IN_YEAR = 0.62
"""Share of the families on assistance in the report's last month, with every child."""
FULL, EXPIRED, WORRIED = 0.25, 0.15, 0.08
"""Shares of those mapped before: all ten domains, more than a year ago, with a level three."""


@dataclass
class _Written:
    """Rows that wait to be stored together."""

    mappings: list[ChildMapping] = field(default_factory=list)
    domains: list[MappedDomain] = field(default_factory=list)
    changes: list[MappingChange] = field(default_factory=list)
    fulfilled: list[tuple[MappingDuty, ChildMapping]] = field(default_factory=list)
    excepted: list[MappingDuty] = field(default_factory=list)

    def store(self) -> None:
        ChildMapping.objects.bulk_create(self.mappings)
        MappedDomain.objects.bulk_create(self.domains)
        MappingChange.objects.bulk_create(self.changes)
        for duty, row in self.fulfilled:
            duty.fulfilled_on, duty.fulfilled_by = row.completed_on, row.completed_by
            duty.paragraph = row.paragraph
        names = ["fulfilled_on", "fulfilled_by", "paragraph"]
        MappingDuty.objects.bulk_update([duty for duty, _ in self.fulfilled], names)
        names = ["exception", "exception_grounds", "excepted_at", "excepted_by"]
        MappingDuty.objects.bulk_update(self.excepted, names)
        MappingDutyChange.objects.bulk_create(
            MappingDutyChange(duty=duty, act="fulfilled", by=row.completed_by, at=row.started_at)
            for duty, row in self.fulfilled
        )
        MappingDutyChange.objects.bulk_create(
            MappingDutyChange(
                duty=duty,
                act="excepted",
                exception=duty.exception,
                note=duty.exception_grounds,
                by=duty.excepted_by,
                at=duty.excepted_at or timezone.now(),
            )
            for duty in self.excepted
        )


def lay_down(staff: Staff, year: int) -> None:
    mapper = _Mapper(Random(f"{year}/children"), timezone.localdate(), Random(f"{year}/grown"))
    for district in DISTRICTS:
        mapper.ask_bft(staff.units[Party.BFT, district], staff.users[f"bft.{district}"])
    mapper.answer_duties()
    for district in DISTRICTS:
        unit, one = staff.units[Party.NAV, district], staff.users[f"nav.{district}"]
        mapper.map_before(unit, one, FAMILIES_IN_A_DISTRICT)
        unit, one = staff.units[Party.BFT, district], staff.users[f"bft.{district}"]
        mapper.map_before(unit, one, BFTS_IN_A_DISTRICT)
        mapper.observe(staff.units[Party.HV, district], staff.users[f"hv.{district}"])
    for district in DISTRICTS:
        unit, one = staff.units[Party.NAV, district], staff.users[f"nav.{district}"]
        mapper.map_soon_grown(unit, one)
    mapper.written.store()


def lay_down_year(staff: Staff, year: int) -> None:
    """What the offices mapped in the year of the report, for the families on assistance then.

    Nothing of it worries anybody, so that it raises no flags where it still holds.
    """
    mapper = _Mapper(Random(f"{year}/mapped"), timezone.localdate(), Random(f"{year}/lasting"))
    for district in DISTRICTS:
        mapper.map_in_year(staff.units[Party.NAV, district], staff.users[f"nav.{district}"], year)
    mapper.written.store()


class _Mapper:
    def __init__(self, rng: Random, today: date, grown: Random) -> None:
        self.rng, self.today, self.grown = rng, today, grown
        self.written = _Written()
        self.families: dict[tuple[int, str], FamilyFacts] = {}
        self.mapped: set[int] = set()

    def ask_bft(self, unit: Unit, one: User) -> None:
        """Some parents have asked BFT for help with the children, these last days."""
        for home, by in on_desks(self._families(one), one, unit, self.rng)[:ASKED_IN_A_DISTRICT]:
            asked = Asked(
                received_on=self._back(1, 9),
                channel=Intake.Channel.PHONE,
                topics=[Intake.Topic.CHILDREN],
                text="Trenger noen å snakke med om skolen.",
                form_token=UUID(int=self.rng.getrandbits(128)),
            )
            record_intake(household=home, person=home.contact, unit=unit, asked=asked, by=by)

    def answer_duties(self) -> None:
        """What has come of those that the demo's applications and intakes have made."""
        has = Responsibility.objects.valid_on(self.today).filter(caseworker__isnull=False)
        held = {(r.household_id, r.party): r for r in has.select_related("unit", "caseworker")}
        late: Counter[int] = Counter()
        open_ones = MappingDuty.objects.open().select_related("household", "child", "intake__unit")
        for number, duty in enumerate(open_ones.order_by("due_on", "pk")):
            row = held.get((duty.household_id, duty.party))
            if row is None or row.caseworker is None or duty.party == Party.HV:
                continue
            by = row.caseworker
            if duty.due_on >= self.today:
                self._not_yet(duty, row.unit, by, number)
            elif late[by.pk] < LATE_PER_CASEWORKER and number % 3 == 0:
                late[by.pk] += 1
            else:
                self._answered(duty, row.unit, by, number)

    def _not_yet(self, duty: MappingDuty, unit: Unit, by: User, number: int) -> None:
        """Due later: not begun, in progress, or mapped before and to be asked again."""
        if number % 4 == 1:
            self._begin(duty.household, duty.child, unit, by)
        elif number % 4 == 2:
            self._map(duty.household, duty.child, unit, by, self._back(60, 300))

    def _answered(self, duty: MappingDuty, unit: Unit, by: User, number: int) -> None:
        if number % 9 == 1:
            reason = ("by_bft", "elsewhere")[number % 2]
            self._except(duty, by, reason, words.OTHERS[reason], timezone.now())
            return
        if number % 9 in (4, 7):
            state = "refused" if number % 9 == 4 else "not_possible"
            reason = words.REFUSED if state == "refused" else words.NOT_POSSIBLE
            row = self._row(duty.household, duty.child, unit, by, duty.due_on - timedelta(days=2))
            row.state, row.reason = state, reason
            self._note(row, "set_aside")
            self._except(duty, by, state, reason, row.started_at)
            return
        on = duty.intake.received_on + timedelta(days=self.rng.randint(2, 12))
        row = self._map(duty.household, duty.child, unit, by, min(on, self.today))
        self.written.fulfilled.append((duty, row))

    def _except(self, duty: MappingDuty, by: User, reason: str, grounds: str, at: datetime) -> None:
        self.mapped.add(duty.child_id)
        duty.exception, duty.exception_grounds = reason, grounds
        duty.excepted_at, duty.excepted_by = at, by
        self.written.excepted.append(duty)

    def map_before(self, unit: Unit, one: User, count: int) -> None:
        """Some families of the office, those of `one` first; nobody has asked for help lately."""
        for household, by in on_desks(self._families(one), one, unit, self.rng)[:count]:
            for child in self._children(household):
                if child.pk not in self.mapped:
                    expired = self.rng.random() < EXPIRED
                    on = self._back(380, 700) if expired else self._back(20, 340)
                    self._map(household, child, unit, by, on)

    def map_soon_grown(self, unit: Unit, one: User) -> None:
        """Some of 17 in the office's families are mapped, and their needs will last.

        Where nobody has the family, the office's own caseworker takes some of them on.
        """
        oldest, youngest = years_before(self.today, ADULT_AT), years_before(self.today, 17)
        has = Responsibility.objects.valid_on(self.today).filter(unit=unit)
        rows = self._young(Membership.objects.filter(household__in=has.values("household")))
        rows = rows.filter(
            person__birth_date__gt=oldest + timedelta(days=8),
            person__birth_date__lte=youngest - timedelta(days=8),
            household__in=Household.objects.not_closed_to(one),
        ).exclude(person__in=self.mapped)
        held = {row.household_id: row for row in has.select_related("caseworker")}
        found = list(rows.select_related("person", "household").order_by("pk"))
        found.sort(key=lambda row: held[row.household_id].caseworker_id is None)
        taken_on = 0
        for row in found[:SOON_GROWN_IN_A_DISTRICT]:
            if row.person_id in self.mapped:  # a child with two homes
                continue
            seat = held[row.household_id]
            if seat.caseworker is None and taken_on < TAKEN_ON:
                seat.caseworker, taken_on = one, taken_on + 1
                seat.save()
            on = self.today - timedelta(days=self.grown.randint(20, 300))
            mapping = self._map(row.household, row.person, unit, seat.caseworker or one, on)
            mapping.lasting_needs = "yes"
            mapping.lasting_needs_text = self.grown.choice(words.LASTING)

    def _lasting_needs(self, row: ChildMapping) -> None:
        row.lasting_needs = self.grown.choice(("no", "no", "no", "unknown"))
        if row.lasting_needs == "unknown":
            row.lasting_needs_text = "Venter på utredning. Spørres igjen om et halvt år."

    def map_in_year(self, unit: Unit, one: User, year: int) -> None:
        homes = self._families(one).filter(pk__in=on_assistance_in(month_from(year, 12)))
        for household, by in on_desks(homes, one, unit, self.rng):
            on = date(year, 1, 10) + timedelta(days=self.rng.randint(0, 310))
            if self.rng.random() < MAPPED_IN_YEAR:
                for child in self._children(household):
                    self._map(household, child, unit, by, on, calm=True)

    def _families(self, one: User) -> Any:
        children = self._young(Membership.objects.filter(household=OuterRef("pk")))
        return Household.objects.not_closed_to(one).filter(Exists(children))

    def _young(self, rows: Any) -> Any:
        born = years_before(self.today, ADULT_AT)
        return rows.filter(
            role=Membership.Role.CHILD, valid_to__isnull=True, person__birth_date__gt=born
        )

    def _children(self, household: Household) -> list[Person]:
        rows = self._young(household.memberships).select_related("person")
        return [row.person for row in rows.order_by("pk")]

    def _back(self, fewest: int, most: int) -> date:
        return self.today - timedelta(days=self.rng.randint(fewest, most))

    def _begin(self, household: Household, child: Person, unit: Unit, by: User) -> None:
        row = self._row(household, child, unit, by, self._back(1, 6))
        row.family = self._family(household, unit, by)
        for domain in self.rng.sample(SHORT, 3):
            self._domain(row, domain, self.rng.choice(("0", "0", "1")))

    def _map(
        self,
        household: Household,
        child: Person,
        unit: Unit,
        by: User,
        on: date,
        *,
        calm: bool = False,
    ) -> ChildMapping:
        """A completed mapping of that day; a `calm` one worries nobody."""
        row = self._row(household, child, unit, by, on)
        row.state, row.completed_on, row.completed_by = "completed", on, by
        row.depth = "full" if self.rng.random() < FULL else "short"
        row.family = self._family(household, unit, by)
        domains: Sequence[Domain] = SHORT if row.depth == "short" else tuple(Domain)
        usual = CALM_LEVELS if calm else MOST_LEVELS
        levels = {domain: self.rng.choice(usual) for domain in domains}
        if levels[Domain.SAFETY] == "2":
            levels[Domain.SAFETY] = "1"
        if self.rng.random() < WORRIED and not calm:
            levels[self.rng.choice((Domain.HOME, Domain.SCHOOL, Domain.SAFETY))] = "3"
        told = [self._domain(row, domain, level) for domain, level in levels.items()]
        self._leisure(row, levels[Domain.LEISURE])
        self._voice(row)
        if asks_lasting_needs(row.age):
            self._lasting_needs(row)
        if "3" in levels.values() or levels[Domain.SAFETY] != "0":
            self._report(row, levels)
        row.paragraph = suggested_paragraph(facts_of(row, told))
        if row.depth == "full":
            row.known = "\n".join(domain.facts for domain in told if domain.facts)
            row.assessed = "Det viktigste for barnet nå er ro hjemme og noe å gjøre etter skolen."
            row.weighed = "Hensynet til barnet veier tyngre enn å vente på flere opplysninger."
        self._note(row, "completed")
        self.mapped.add(child.pk)
        return row

    def _row(
        self, household: Household, child: Person, unit: Unit, by: User, on: date
    ) -> ChildMapping:
        at = min(timezone.make_aware(datetime.combine(on, time(10, 20))), timezone.now())
        row = ChildMapping(
            household=household,
            child=child,
            party=unit.party,
            unit=unit,
            started_by=by,
            started_at=at,
        )
        self.written.mappings.append(row)
        self._note(row, "started")
        return row

    def _note(self, row: ChildMapping, act: str) -> None:
        self.written.changes.append(
            MappingChange(mapping=row, act=act, by=row.started_by, at=row.started_at)
        )

    def _domain(self, row: ChildMapping, domain: Domain, level: str) -> MappedDomain:
        told = MappedDomain(mapping=row, domain=domain, level=level)
        if level != "0":
            told.facts = self.rng.choice(words.FACTS[domain][level])
            told.source = self.rng.choice(("parent", "parent", "child", "school"))
        if level in ("2", "3"):
            told.action, told.owner = words.TO_DO[domain]
            told.due_on = timezone.localdate(row.started_at) + timedelta(days=30)
        self.written.domains.append(told)
        return told

    def _leisure(self, row: ChildMapping, level: str) -> None:
        row.has_activity = level in ("0", "1")
        row.barrier = "none"
        if row.has_activity:
            row.activities = self.rng.choice(words.ACTIVITIES)
        if level != "0":
            row.barrier = self.rng.choice(("price", "equipment", "company", "transport"))
            row.leisure_wish = self.rng.choice(words.WISHES)

    def _voice(self, row: ChildMapping) -> None:
        age = row.age
        row.voice = "direct" if age is None or age >= 5 else "parent"
        row.voice_words = self.rng.choice(words.WORDS)
        if age is not None and age < 2:
            row.voice, row.voice_words = "not_asked", ""
            row.voice_reason = "Barnet er for lite til å spørres."

    def _report(self, row: ChildMapping, levels: dict[Domain, str]) -> None:
        is_sent = levels[Domain.SAFETY] == "3"
        row.report = "sent" if is_sent else "not_needed"
        row.report_text = (
            "Ringte barnevernet samme dag og sendte skriftlig melding dagen etter."
            if is_sent
            else "Drøftet med teamleder. Følges opp nå, og vurderes igjen ved neste samtale."
        )

    def _family(self, household: Household, unit: Unit, by: User) -> FamilyFacts:
        """One for all the children of the family."""
        key = (household.pk, unit.party)
        if key not in self.families:
            told = dict(zip(FAMILY_FACTS, self.rng.choice(words.FAMILY), strict=True))
            some = self.rng.random() < 0.2
            self.families[key] = FamilyFacts.objects.create(
                household=household,
                party=unit.party,
                elsewhere_asked="some" if some else "none",
                elsewhere=words.ELSEWHERE if some else "",
                written_by=by,
                written_at=timezone.now() - timedelta(days=self.rng.randint(20, 300)),
                **told,
            )
        return self.families[key]

    def observe(self, unit: Unit, by: User) -> None:
        """What HV has seen of some children in its own households."""
        homes = [home for home, _ in on_desks(self._families(by), by, unit, self.rng)[:4]]
        ChildObservation.objects.bulk_create(
            ChildObservation(
                household=home,
                child=child,
                party=unit.party,
                unit=unit,
                seen_on=self._back(3, 90),
                text=self.rng.choice(words.SEEN),
                written_by=by,
            )
            for home in homes
            for child in self._children(home)[:1]
        )
