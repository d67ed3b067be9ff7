"""Plans in a demo: most of those long on assistance have one, some reviews and steps are late.

Some families share theirs with BFT and HV, who are asked to take something on and answer, or have
not yet. Written in bulk; few of a caseworker's are late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db.models import Model
from django.utils import timezone

from accounts.models import Party, Unit, User
from coordination.flags.causes import Scope, without_plan
from coordination.models import (
    CoordinatedPlan,
    OskAction,
    PlanChange,
    PlanDirection,
    PlanGoal,
    PlanParty,
    PlanRequest,
    PlanResult,
    PlanReview,
    PlanStep,
)
from coordination.plans.actions_inside import take_over
from coordination.plans.rules import latest_review
from households.access import Protection
from households.consents import Answer, Content, give_consent, request_consents
from households.models import Household, Membership, Receiver, Responsibility, ShareScope, Touched
from households.person_bar import is_child
from reports.demo import plan_words as words
from reports.demo.users import DISTRICTS, Staff

Kind, Act = CoordinatedPlan.Kind, PlanChange.Act
FOLLOWED, INDIVIDUAL, EVERY_OFFERED, EVERY_DECLINED, EVERY_ENDED = 0.8, 0.2, 22, 19, 23
"""Shares of the long-term who have a plan and of those that are by § 28; one in so many else."""
LATE_EACH = 2
"""Reviews, and steps, that are late for one and the same colleague."""
SHARED_IN_A_DISTRICT = 14
TAKEN_OVER = 2


@dataclass(frozen=True)
class Home:
    """A household to make a plan for, who has it, and its people."""

    household: Household
    unit: Unit
    by: User
    adults: Sequence[Any]
    children: Sequence[Any]


@dataclass
class _Written:
    """Rows that wait to be stored together, the plans first."""

    rows: dict[type[Model], list[Any]] = field(default_factory=dict)

    def add(self, row: Any) -> Any:
        self.rows.setdefault(type(row), []).append(row)
        return row

    def store(self) -> None:
        for model in ORDER:
            model._default_manager.bulk_create(self.rows.get(model, []), batch_size=500)


ORDER: tuple[type[Model], ...] = (
    *(CoordinatedPlan, PlanParty, PlanGoal, PlanStep, PlanDirection),
    *(PlanReview, PlanResult, PlanRequest, PlanChange),
)


def lay_down(staff: Staff, year: int) -> None:
    """Before the flags are worked out, so that they tell of those without a plan."""
    planner = _Planner(Random(f"{year}/plans"), staff, timezone.localdate())
    for number, home in enumerate(planner.homes()):
        planner.plan(home, number)
    planner.written.store()
    planner.share()
    Touched.objects.all().delete()


def take_over_some() -> None:
    """After the meetings: some of what they decided is followed in the family's plan."""
    now = timezone.now()
    rows = OskAction.objects.open().filter(item__household__plans__in=_navs_active(), party="nav")
    rows = rows.select_related("responsible", "item").order_by("pk")
    for action in list(rows)[: TAKEN_OVER * len(DISTRICTS)]:
        plan = _navs_active().get(household=action.item.household_id)
        take_over(plan=plan, action=action, at=now, by=plan.coordinator)
    Touched.objects.all().delete()


def _navs_active() -> Any:
    return CoordinatedPlan.objects.active().filter(party=Party.NAV)


class _Planner:
    def __init__(self, rng: Random, staff: Staff, today: date) -> None:
        self.rng, self.staff, self.today = rng, staff, today
        self.written, self.late = _Written(), Counter[tuple[str, int]]()
        self.shared: list[tuple[Home, CoordinatedPlan]] = []

    def homes(self) -> Iterator[Home]:
        """The long-term that nobody protects, in the order of their numbers."""
        ids = sorted(without_plan(Scope(self.today)))
        members: dict[int, list[Membership]] = {pk: [] for pk in ids}
        rows = Membership.objects.valid_on(self.today).filter(household__in=ids)
        for row in rows.select_related("person").order_by("pk"):
            members[row.household_id].append(row)
        has = Responsibility.objects.valid_on(self.today).filter(household__in=ids, party="nav")
        colleagues: dict[int, list[User]] = {}
        held = list(has.select_related("household__contact", "unit", "caseworker").order_by("pk"))
        for one in held:
            if one.caseworker and one.caseworker not in colleagues.setdefault(one.unit_id, []):
                colleagues[one.unit_id].append(one.caseworker)
        for one in sorted(held, key=lambda row: row.household_id):
            people = members[one.household_id]
            if any(row.person.protection != Protection.NONE for row in people):
                continue
            by = one.caseworker or self.rng.choice(colleagues[one.unit_id])
            children = [row.person for row in people if is_child(row, self.today)]
            adults = [row.person for row in people if not is_child(row, self.today)]
            yield Home(one.household, one.unit, by, adults, children)

    def plan(self, home: Home, number: int) -> None:
        if number % EVERY_DECLINED == 0:
            self._offered(home, answer="declined")
        elif number % EVERY_OFFERED == 0:
            self._offered(home, answer="")
        elif self.rng.random() < FOLLOWED:
            if number % EVERY_ENDED == 0:
                self._ended(home)
            self._active(home)

    def _offered(self, home: Home, *, answer: str) -> None:
        """Asked about, and declined or not answered yet; individual plans most of them."""
        day = self._back(2, 12)
        kind = Kind.INDIVIDUAL if self.rng.random() < 0.7 else Kind.COORDINATED
        plan = self._begin(home, kind, day)
        if answer:
            plan.answer, plan.answered_on = answer, day + timedelta(days=1)
            self._note(plan, Act.DECLINE, plan.answered_on, home.by)

    def _ended(self, home: Home) -> None:
        """An earlier plan that is over."""
        day = self._back(300, 500)
        plan = self._accept(self._begin(home, Kind.FOLLOW_UP, day), day, home)
        plan.ended_on = day + timedelta(days=self.rng.randint(60, 150))
        plan.end_reason = self.rng.choice(("reached", "other_plan", "unwanted"))
        self._note(plan, Act.END, plan.ended_on, home.by)

    def _active(self, home: Home) -> None:
        kind = Kind.FOLLOW_UP
        if home.children:
            is_individual = self.rng.random() < INDIVIDUAL
            kind = Kind.INDIVIDUAL if is_individual else Kind.COORDINATED
        longest = (latest_review(self.today, is_child_family=bool(home.children)) - self.today).days
        late = self._may_be_late("review", home.by) and self.rng.random() < 0.15
        last = self._back(longest + 3, longest + 20) if late else self._back(3, longest - 2)
        is_reviewed = self.rng.random() < 0.5
        start = last - timedelta(days=longest - 5) if is_reviewed else last
        plan = self._accept(self._begin(home, kind, start), start, home)
        ways = self._people(plan, home, start)
        self._steps(plan, home, Party.NAV, home.by, words.NAVS, start)
        if is_reviewed:
            self._review(plan, home, last, last + timedelta(days=longest), ways)
        if late:
            self.late["review", home.by.pk] += 1
        if kind != Kind.FOLLOW_UP:
            self.shared.append((home, plan))

    def _begin(self, home: Home, kind: str, day: date) -> CoordinatedPlan:
        plan: CoordinatedPlan = self.written.add(
            CoordinatedPlan(
                household=home.household,
                kind=kind,
                party=Party.NAV,
                unit=home.unit,
                coordinator=home.by,
                offered_on=day,
                made_by=home.by,
                made_at=_at(day),
            )
        )
        self.written.add(PlanParty(plan=plan, party=Party.NAV, contact=home.by))
        self._note(plan, Act.OFFER, day, home.by)
        return plan

    def _accept(self, plan: CoordinatedPlan, day: date, home: Home) -> CoordinatedPlan:
        plan.answer, plan.answered_on, plan.started_on = "accepted", day, day
        plan.first_review_on = latest_review(day, is_child_family=bool(home.children))
        plan.next_review_on = plan.first_review_on
        self._note(plan, Act.ACCEPT, day, home.by)
        return plan

    def _people(self, plan: CoordinatedPlan, home: Home, day: date) -> list[PlanDirection]:
        """A goal of the first adult, of a child in some, and a direction for each adult."""
        said: list[tuple[Any, Sequence[str]]] = []
        if home.adults:
            said.append((home.adults[0], words.GOALS))
        if home.children and self.rng.random() < 0.5:
            said.append((home.children[-1], words.CHILDS_GOALS))
        for person, goals in said:
            text = self.rng.choice(goals)
            self.written.add(
                PlanGoal(plan=plan, person=person, words=text, set_on=day, added_by=home.by)
            )
        return [
            self.written.add(
                PlanDirection(
                    plan=plan,
                    person=person,
                    direction=self.rng.choices(("job", "measure", "clarify"), (3, 4, 3))[0],
                    set_on=day,
                    set_by=home.by,
                )
            )
            for person in home.adults
        ]

    def _steps(
        self,
        plan: CoordinatedPlan,
        home: Home,
        party: str,
        who: User,
        texts: Sequence[str],
        start: date,
    ) -> None:
        """One that is done, one that goes on, and one in some that is late."""
        done, coming = self.rng.sample(list(texts), 2)
        due = min(start + timedelta(days=21), self.today - timedelta(days=1))
        added = {"added_by": home.by, "added_at": _at(start)}
        settled = {"state": "done", "settled_at": _at(due), "settled_by": who}
        judged = {"effect": "helped", "evaluated_at": _at(due), "evaluated_by": who}
        self._step(plan, done, party, who, due, **added, **settled, **judged)
        if self._may_be_late("step", who) and self.rng.random() < 0.12:
            self.late["step", who.pk] += 1
            due = self._back(2, 15)
        else:
            due = self.today + timedelta(days=self.rng.randint(8, 60))
        self._step(plan, coming, party, who, max(due, start), **added)

    def _step(
        self,
        plan: CoordinatedPlan,
        what: str,
        party: str,
        who: User,
        due: date,
        **told: Any,
    ) -> None:
        evaluate_on = None if "state" in told else due + timedelta(days=60)
        self.written.add(
            PlanStep(
                plan=plan,
                what=what,
                party=party,
                responsible=who,
                due_on=due,
                evaluate_on=evaluate_on,
                **told,
            )
        )

    def _review(
        self,
        plan: CoordinatedPlan,
        home: Home,
        day: date,
        next_on: date,
        ways: Sequence[PlanDirection],
    ) -> None:
        text = self.rng.choice(words.REVIEWED)
        review = self.written.add(
            PlanReview(
                plan=plan, on=day, text=text, next_on=next_on, held_by=home.by, held_at=_at(day)
            )
        )
        for way in ways:
            result = self.rng.choices(("reached", "on_way", "still", "setback"), (1, 5, 3, 1))[0]
            self.written.add(PlanResult(review=review, direction=way, result=result))
        plan.next_review_on = next_on
        self._note(plan, Act.REVIEW, day, home.by)

    def share(self) -> None:
        """In each district some adults share their plan, and BFT and HV are asked."""
        self.written = _Written()
        for district in DISTRICTS:
            unit = self.staff.units[Party.NAV, district]
            ours = [pair for pair in self.shared if pair[0].unit == unit]
            for number, (home, plan) in enumerate(ours[:SHARED_IN_A_DISTRICT]):
                units = {party: self.staff.units[party, district] for party in words.ASKED}
                self._consent(home, units)
                for place, (party, there) in enumerate(units.items()):
                    who = self.staff.users[f"{party}.{district}"]
                    self._ask(plan, home, there, who, (number + place) % 3)
        self.written.store()

    def _consent(self, home: Home, units: dict[Any, Unit]) -> None:
        on = self.today - timedelta(days=20)
        receivers = [Receiver(party) for party in units]
        content = Content(receivers, [ShareScope.HOUSEHOLD, ShareScope.PLAN], words.PURPOSE)
        asked = request_consents(
            household=home.household,
            subjects=home.adults,
            from_party=Party.NAV,
            content=content,
            on=on,
            by=home.by,
        )
        for consent in asked:
            give_consent(
                consent=consent,
                answer=Answer(consent.subject, "oral", on, on + timedelta(days=300)),
                to_units={Receiver(party): unit for party, unit in units.items()},
                on=on,
                by=home.by,
            )

    def _ask(self, plan: CoordinatedPlan, home: Home, unit: Unit, who: User, fate: int) -> None:
        """Taken with something to do, not taken, or not answered yet."""
        party = Party(unit.party)
        on = self._back(10, 18) if fate else self._back(2, 19)
        answered: dict[str, Any] = {}
        if fate == 1:
            answered = {"answer": "taken", "contact": who, "line": self.rng.choice(words.TAKEN)}
            self.written.add(PlanParty(plan=plan, party=party, contact=who))
            self._steps(plan, home, party, who, words.OTHERS[party], on)
        elif fate == 2:
            answered = {"answer": "not_taken", "line": self.rng.choice(words.NOT_TAKEN)}
        if answered:
            answered |= {"answered_by": who, "answered_at": _at(on + timedelta(days=4))}
            self._note(plan, Act.ANSWER, on + timedelta(days=4), who)
        self.written.add(
            PlanRequest(
                plan=plan,
                party=party,
                unit=unit,
                text=words.ASKED[party],
                asked_by=home.by,
                asked_on=on,
                **answered,
            )
        )
        self._note(plan, Act.ASK, on, home.by)

    def _may_be_late(self, what: str, who: User) -> bool:
        return self.late[what, who.pk] < LATE_EACH

    def _back(self, fewest: int, most: int) -> date:
        return self.today - timedelta(days=self.rng.randint(fewest, most))

    def _note(self, plan: CoordinatedPlan, act: str, day: date, by: User) -> None:
        self.written.add(PlanChange(plan=plan, act=act, by=by, at=_at(day)))


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
