"""The housing queue of a demo: in every state, with three years of waiting times behind it.

Nothing here is paid, so no figure of the report changes. No household with a grade of protection is
in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import District, Party, Unit, User
from decisions.models import Decision
from households.access import Protection
from households.models import Household, Membership, Responsibility
from housing.advice.actions import open_due
from housing.homes.letters import register_letter
from housing.models import (
    Allocation,
    Dwelling,
    HousingApplication,
    HousingChange,
    Offer,
    PriorityGround,
    QueueEntry,
    QueueMove,
    QueuePause,
)
from reports.demo import housing_words as words
from reports.demo.composition import Composition
from reports.demo.housing_advice import Advice, talk_with_those_who_asked
from reports.demo.housing_decisions import Told, decide, decision_on, noon
from reports.demo.housing_places import agree
from reports.demo.users import DISTRICTS, Staff

STANDING, ALLOCATED = 60, 66
"""In each district: who waits now, and who got a home in the last three years."""
OTHER_EXITS = ("declined", "not_renewed", "not_entitled", "withdrawn", "moved", "dead")
LEFT = (("private_rent", 11), ("own_home", 7), *((cause, 6) for cause in OTHER_EXITS))
OPEN = (("received", 7), ("assessed", 7), ("approved", 6), ("refused", 12), ("withdrawn", 6))
VACANT, OFFERED, OUT_OF_USE = 8, 6, 6
WITH_LETTER = 2
"""Of the offers in each district: the others were made before there were letters."""
OLD_FROM = 1_090
"""Days: how long ago the first who got a home was approved."""
CLASSES = "AABBBBCCCC"
WAITS_BELOW, SENT_BACK = 20, 24
"""By number: the moves to class A that wait for the leader, and the one that was sent back."""


@dataclass(frozen=True)
class Place:
    """A district's office, with the advisers who work there."""

    unit: Unit
    district: District
    hv: User
    letter: User
    leader: User


def lay_down(staff: Staff, year: int) -> None:
    rng, today = Random(f"{year}/housing"), timezone.localdate()
    letter, people = staff.users["bolig"], Composition()
    for district in DISTRICTS:
        unit = staff.units[Party.HV, district]
        place = Place(
            unit,
            District.objects.get(code=district),
            staff.users[f"hv.{district}"],
            letter,
            staff.users[f"leder.hv.{district}"],
        )
        _District(rng, today, place, people).fill(_households(district, today, rng))
    open_due(today=today)
    talk_with_those_who_asked(rng, today, staff.users)
    agree(today)


def _households(district: str, today: date, rng: Random) -> Iterator[Household]:
    """Households with a NAV office in the district, none protected, in an order of chance."""
    hidden = Membership.objects.exclude(person__protection=Protection.NONE).values("household")
    has = Responsibility.objects.valid_on(today).filter(
        party=Party.NAV, unit__district__code=district
    )
    rows = Household.objects.filter(pk__in=has.values("household")).exclude(pk__in=hidden)
    rows = rows.filter(tenancies=None, lodging_needs=None, contact__died_on=None)
    here = rows.filter(contact__moved_away_on=None)
    found = list(here.select_related("contact").order_by("pk"))
    rng.shuffle(found)
    return iter(found)


class _District:
    """Fills one district's queue; rows are written as they are made, since they lean on another."""

    def __init__(self, rng: Random, today: date, place: Place, people: Composition) -> None:
        self.rng, self.today, self.place, self.people = rng, today, place, people
        self.grounds = {
            code: list(PriorityGround.objects.filter(code=code).order_by("pk")) for code in "ABC"
        }
        self.has: list[int] = []
        self.entries: list[QueueEntry] = []
        self.number = 0

    def fill(self, homes: Iterator[Household]) -> None:
        for number in range(ALLOCATED):
            self._allocated(next(homes), number)
        for cause, many in LEFT:
            for number in range(many):
                self._left(next(homes), cause, number)
        for state, many in OPEN:
            for _ in range(many):
                self._application(next(homes), state, self._ago(2, 40))
        for number in range(STANDING):
            self._standing(next(homes), number)
        self._homes()
        self._let_hv_have()
        advice = Advice(self.rng, self.today, self.place.unit, self.place.hv)
        advice.lay_down(self.entries, homes)

    def _ago(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.rng.randint(least, most))

    def _application(
        self, home: Household, state: str, received: date, code: str = "C", on: date | None = None
    ) -> HousingApplication:
        rng, by = self.rng, self.place.hv
        decided = state in ("approved", "refused")
        on = on or min(self.today, received + timedelta(days=rng.randint(5, 25)))
        is_assessed = decided or state == "assessed"
        needs_adapted = rng.random() < 0.12
        ground = self._ground(home, code)
        situation, assessment = self._words(ground, state, needs_adapted=needs_adapted)
        row = HousingApplication.objects.create(
            household=home,
            applicant=home.contact,
            unit=self.place.unit,
            state=state,
            received_on=received,
            situation=situation,
            rooms=self.people.rooms(home.pk, self.today, rng.choice((1, 1, 2, 2, 2, 3, 3, 4))),
            needs_adapted=needs_adapted,
            most_rent=rng.choice((None, 8_500, 9_500, 11_000, 13_000)),
            assessed_on=on if is_assessed else None,
            assessed_by=by if is_assessed else None,
            fulfils=state != "refused" if is_assessed else None,
            assessment=assessment if is_assessed else "",
            conditions=rng.choice(words.CONDITIONS) if is_assessed else "",
            decision=self._decide(home, state, on, situation, assessment) if decided else None,
            decided_on=on if decided else None,
            withdrawn_on=on if state == "withdrawn" else None,
            registered_by=by,
            form_token=UUID(int=rng.getrandbits(128)),
        )
        if rng.random() < 0.8:
            row.districts.add(self.place.district)
        if is_assessed and state != "refused":
            row.grounds.add(ground)
        self.has.append(home.pk)
        self._tell(home, "application", f"Søknad {row.reference} mottatt", received)
        return row

    def _ground(self, home: Household, code: str) -> PriorityGround:
        """One of the class that is true of the household: nobody here is lodged for now."""
        found = [row for row in self.grounds[code] if row.wording != words.LODGED]
        if not self.people.children(home.pk, self.today):
            found = [row for row in found if row.wording != words.WITH_CHILDREN]
        return self.rng.choice(found)

    def _words(self, ground: PriorityGround, state: str, *, needs_adapted: bool) -> tuple[str, str]:
        """What the applicant wrote and what HV came to, which agree with the facts."""
        if state == "refused":
            return self.rng.choice(words.HAS_A_HOME), self.rng.choice(words.REFUSALS)
        if needs_adapted and ground.wording.startswith("Boligen er uegnet"):
            return words.WHEELCHAIR
        return self.rng.choice(words.SITUATIONS_OF[ground.wording])

    def _decide(self, home: Household, state: str, on: date, facts: str, why: str) -> Decision:
        words_of = Told("granted" if state == "approved" else "refused", facts, why)
        return decision_on(home, self.place.unit, self.place.hv, on, words_of)

    def _entry(self, home: Household, approved: date, **values: Any) -> QueueEntry:
        code = self.rng.choice(CLASSES)
        received = approved - timedelta(days=self.rng.randint(10, 28))
        row = self._application(home, "approved", received, code, approved)
        signed = min(self.today, approved + timedelta(days=self.rng.randint(0, 9)))
        given = {"counts_from": approved, "first_place": self.rng.randint(1, 150)} | values
        entry = QueueEntry.objects.create(
            household=home,
            applicant=home.contact,
            unit=self.place.unit,
            application=row,
            approved_on=approved,
            queued_on=signed,
            agreed_on=signed,
            priority=code,
            **given,
        )
        self._tell(home, "queue", f"Satt i kø, klasse {code}", signed)
        return entry

    def _standing(self, home: Household, number: int) -> None:
        """Each sixth waits for something else than a home: a pause, a renewal, or a move."""
        rng, by = self.rng, self.place.hv
        kind = ("pause", "late", "renewed", "moved", "move", "", "", "", "", "")[number % 10]
        approved = self._ago(400, 560) if kind in ("late", "renewed") else self._ago(3, 330)
        entry = self._entry(home, approved)
        if kind == "pause":
            QueuePause.objects.create(
                entry=entry,
                valid_from=max(entry.queued_on, self._ago(1, 20)),
                reason=rng.choice(words.PAUSES),
                made_by=by,
            )
        if kind == "renewed":
            entry.renewed_on = self._ago(5, 60)
        if kind == "moved":
            earlier = approved - timedelta(days=rng.randint(20, 90))
            entry.counts_from = max(earlier, entry.application.received_on)
            self._move(entry, entry.priority, entry.counts_from, decided_by=by)
        if kind == "move" and entry.priority != "A":
            self._move_to_a(entry, number)
        entry.save()
        self.entries.append(entry)

    def _move_to_a(self, entry: QueueEntry, number: int) -> None:
        """Two wait for the leader; of the others one is sent back, and the rest are approved."""
        leader = None if number < WAITS_BELOW else self.place.leader
        why_not = words.SENT_BACK if number == SENT_BACK else ""
        move = self._move(entry, "A", entry.counts_from, decided_by=leader, decided_text=why_not)
        if move.is_approved:
            entry.priority = "A"
            entry.application.grounds.set(move.met.all())

    def _move(
        self,
        entry: QueueEntry,
        to: str,
        on: date,
        *,
        decided_by: User | None,
        decided_text: str = "",
    ) -> QueueMove:
        """Within the class by the ground that is met; to another by one that is met now."""
        is_within = to == entry.priority
        met = entry.application.grounds.get() if is_within else self._ground(entry.household, to)
        grounds = words.MOVES if is_within else words.NEW_FACTS[met.wording]
        at = timezone.now() - timedelta(days=2)
        given = {
            "decided_by": decided_by,
            "decided_at": at,
            "is_approved": not decided_text,
            "decided_text": decided_text,
        }
        move = QueueMove.objects.create(
            entry=entry,
            from_class=entry.priority,
            to_class=to,
            from_date=entry.approved_on,
            to_date=on,
            grounds=self.rng.choice(grounds),
            proposed_by=self.place.hv,
            proposed_at=at,
            form_token=UUID(int=self.rng.getrandbits(128)),
            **(given if decided_by else {}),
        )
        move.met.add(met)
        return move

    def _left(self, home: Household, cause: str, number: int) -> None:
        """Of those who do not meet the conditions any more, one is still to have the decision."""
        approved = self._ago(120, 900)
        ended = approved + timedelta(days=self.rng.randint(20, 110))
        entry = self._entry(home, approved, ended_on=ended, exit_cause=cause)
        if cause == "not_entitled":
            decide(entry, self.place.hv, is_draft=number == 0)
        if cause == "declined":
            for days in (5, 2):
                on = ended - timedelta(days=days)
                refused = self._dwelling(at_least=entry.application.rooms)
                self._offer(entry, refused, on, answer="declined", reason="standard")
            told = (words.TWO_NOES, words.NO_GROUND)
            entry.exit_decision = self._decide(home, "refused", ended, *told)
            entry.save(update_fields=["exit_decision"])
        self.entries.append(entry)

    def _allocated(self, home: Household, number: int) -> None:
        """Waited less, year by year, and not yet within the plan's three months."""
        days_ago = OLD_FROM - number * OLD_FROM // ALLOCATED + 4
        least = 70 if days_ago > 700 else 45
        waited = round(self.rng.triangular(20, 230, least))
        accepted = self.today - timedelta(days=min(days_ago, OLD_FROM))
        approved = accepted - timedelta(days=waited)
        entry = self._entry(home, approved, ended_on=accepted, exit_cause="allocated")
        if number % 3 == 0:
            reasons = ("school", "health", "standard", "size", "rent")
            reason = self.rng.choice(reasons)
            reason = self._no(entry) if reason == "school" else reason
            on = accepted - timedelta(days=min(15, waited))
            refused = self._dwelling(at_least=entry.application.rooms)
            self._offer(entry, refused, on, answer="declined", reason=reason)
        rooms = entry.application.rooms
        is_given_back = number == ALLOCATED - 1
        let = self._dwelling(rooms=rooms, available_from=self.today if is_given_back else None)
        offer = self._offer(entry, let, accepted, answer="accepted")
        key = accepted + timedelta(days=10)
        is_out = key <= self.today - timedelta(days=20) or number % 2 == 0
        Allocation.objects.create(
            household=home,
            offer=offer,
            dwelling=offer.dwelling,
            accepted_on=accepted,
            key_on=min(key, self.today) if is_out else None,
            key_by=self.place.letter if is_out else None,
            released_on=self.today if is_given_back else None,
            released_text=words.GIVEN_BACK if is_given_back else "",
        )
        self.entries.append(entry)

    def _offer(
        self, entry: QueueEntry, home: Dwelling, on: date, *, answer: str = "", reason: str = ""
    ) -> Offer:
        on = max(on, entry.approved_on)
        is_over = bool(answer)
        return Offer.objects.create(
            household=entry.household,
            entry=entry,
            dwelling=home,
            offered_on=on if is_over else max(entry.approved_on, self._ago(0, 4)),
            answer_by=on + timedelta(days=7) if is_over else self.today + timedelta(days=4),
            place=self.rng.randint(1, 9),
            passed_over=words.PASSED_OVER if self.rng.random() < 0.1 else "",
            answer=answer,
            answered_on=on if is_over else None,
            answered_by=self.place.letter if is_over else None,
            reason=reason,
            counts=reason == "standard",
            made_by=self.place.letter,
        )

    def _no(self, entry: QueueEntry) -> str:
        """Why not: school only where there is a child."""
        return "school" if self.people.children(entry.household_id, self.today) else "health"

    def _dwelling(self, *, at_least: int = 1, **values: Any) -> Dwelling:
        rng, self.number = self.rng, self.number + 1
        rooms = values.pop("rooms", None) or max(at_least, rng.choice((1, 2, 2, 3, 3, 4)))
        code = self.place.district.code
        street = words.STREETS[self.number % len(words.STREETS)]
        given = {
            "address": f"{street} {self.number}{code[:1].upper()}",
            "unit_number": f"H0{rng.randint(1, 4)}0{rng.randint(1, 4)}",
            "rooms": rooms,
            "area": 22 + 16 * rooms + rng.randint(0, 9),
            "is_adapted": rng.random() < 0.2,
            "rent": 5_200 + 1_700 * rooms + 100 * rng.randint(0, 9),
            "ownership": rng.choice(("share", "section", "building", "building", "hired")),
        } | values
        return Dwelling.objects.create(district=self.place.district, **given)

    def _homes(self) -> None:
        """Vacant homes, homes that are offered to those first in line, and homes out of use."""
        standing = [row for row in self.entries if row.ended_on is None and not row.pauses.exists()]
        standing.sort(key=lambda row: (row.priority, row.counts_from, row.pk))
        for number, entry in enumerate(standing[:OFFERED]):
            home = self._dwelling(rooms=entry.application.rooms, available_from=self._ago(1, 9))
            offer = self._offer(entry, home, self.today)
            if number < WITH_LETTER:
                register_letter(offer, noes=0, at=noon(self.today), by=self.place.letter)
        for entry in standing[OFFERED : 2 * OFFERED]:
            home = self._dwelling(at_least=entry.application.rooms)
            self._offer(entry, home, self._ago(1, 60), answer="declined", reason=self._no(entry))
        for _ in range(VACANT):
            self._dwelling(available_from=self._ago(-30, 20))
        for state in ("repair", "sold", "withdrawn"):
            for _ in range(OUT_OF_USE):
                self._dwelling(state=state)

    def _let_hv_have(self) -> None:
        known = Responsibility.objects.valid_on(self.today).filter(party=Party.HV)
        has = set(known.filter(household__in=self.has).values_list("household", flat=True))
        since = self.today - timedelta(days=OLD_FROM)
        Responsibility.objects.bulk_create(
            Responsibility(household_id=pk, party=Party.HV, unit=self.place.unit, valid_from=since)
            for pk in sorted(set(self.has) - has)
        )

    def _tell(self, home: Household, part: str, told: str, on: date) -> None:
        at = noon(on)
        HousingChange.objects.create(household=home, part=part, told=told, by=self.place.hv, at=at)
