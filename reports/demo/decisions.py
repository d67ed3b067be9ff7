"""Decisions in a demo: drafts, to approve, returned, sent, appealed; and cases carried on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Party, User
from benefits.applications.answering import draft_decision_for
from benefits.models import AssistanceApplication
from decisions import actions as deciding
from decisions import appeals
from decisions.contents import ChildContent, Content, MatterContent, content_of
from decisions.models import Appeal, Decision
from households.mapping import except_mapping
from households.models import Household, MappingDuty
from households.months import first_day, month_of
from reports.demo.applications import Ask, Desk, held_in
from reports.demo.users import DISTRICTS, Staff

AT = time(10, 40)
SMALL: Ask = (("one_off", "Vinterklær til barna", 2_400),)
LIVING: Ask = (("subsistence", "", None), ("rent", "", 9_000))
DEPOSIT: Ask = (("one_off", "Depositum", 30_000),)
FACTS = "Søkeren har lagt fram kontoutskrift og lønnsslipper. Inntekten dekker ikke utgiftene."
WEIGHED = "Vi har sett på inntekt, utgifter, hvor lenge det har vart, og hva barna trenger."
NO = "Inntekten dekker utgiften denne måneden, og det er ikke kommet fram særlige grunner."
CHILD = "Barnet går på skole og bor i samme bolig som før. Vedtaket endrer ikke hverdagen."
RETURNED = "Skriv mer om hva vedtaket betyr for barna."


@dataclass(frozen=True)
class Fate:
    """How far some decisions have come, how many in each district, and how old they are (days)."""

    name: str
    number: int
    ask: Ask
    outcome: str
    days: tuple[int, int]


FATES = (
    Fate("draft", 5, LIVING, "granted", (3, 20)),
    Fate("proposed", 5, DEPOSIT, "granted", (2, 9)),
    Fate("returned", 5, DEPOSIT, "granted", (8, 20)),
    Fate("decided", 5, SMALL, "granted", (4, 15)),
    Fate("closed", 6, SMALL, "granted", (35, 150)),
    Fate("renewed", 5, LIVING, "granted", (32, 60)),
    Fate("appealed", 5, SMALL, "refused", (20, 24)),
    Fate("forwarded", 5, SMALL, "refused", (50, 75)),
    Fate("settled", 5, SMALL, "refused", (90, 160)),
    Fate("reversed", 5, SMALL, "refused", (60, 120)),
)


def lay_down(staff: Staff, year: int) -> None:
    rng = Random(f"{year}/decisions")
    for district in DISTRICTS:
        unit = staff.units[Party.NAV, district]
        held = held_in(staff, district, unit, rng)
        leader = staff.users[f"leder.{district}"]
        for fate in FATES:
            for _ in range(fate.number):
                home, by = next(held)
                _Decider(Desk(rng, by, unit), leader).take_through(home, fate)


class _Decider:
    """One case, from the application to where its decision has come."""

    def __init__(self, desk: Desk, leader: User) -> None:
        self.desk, self.by, self.leader = desk, desk.by, leader

    def take_through(self, home: Household, fate: Fate) -> None:
        received = self.desk.today - timedelta(days=self.desk.rng.randint(*fate.days))
        row = self.desk.assessed(home, fate.ask, received)
        decision = self._written(row, fate, at_work(received + timedelta(days=1)))
        step: Callable[[Decision, AssistanceApplication, date], None] = getattr(
            self, f"_{fate.name}"
        )
        step(decision, row, received + timedelta(days=2))
        self.desk.date_history(row, received)

    def _written(self, row: AssistanceApplication, fate: Fate, at: datetime) -> Decision:
        except_children(row.household, at, self.by)
        draft = draft_decision_for(application=row, at=at, by=self.by)
        content = _filled(content_of(draft), fate)
        return deciding.change(
            decision=draft, version=draft.version, content=content, at=at, by=self.by
        )

    def _draft(self, decision: Decision, row: AssistanceApplication, on: date) -> None:
        """Nothing more has been done."""

    def _proposed(self, decision: Decision, row: AssistanceApplication, on: date) -> None:
        deciding.propose(decision=decision, version=decision.version, at=at_work(on), by=self.by)

    def _returned(self, decision: Decision, row: AssistanceApplication, on: date) -> None:
        self._proposed(decision, row, on)
        deciding.return_decision(
            decision=decision, reason=RETURNED, at=at_work(on, hours=3), by=self.leader
        )

    def _decided(self, decision: Decision, row: AssistanceApplication, on: date) -> None:
        self._proposed(decision, row, self.desk.today)

    def _closed(self, decision: Decision, row: AssistanceApplication, on: date) -> None:
        self._proposed(decision, row, on)
        decision.refresh_from_db()
        deciding.register_sending(
            letter=decision.letter,
            channel="by_hand",
            sent_on=on,
            at=at_work(on, hours=1),
            by=self.by,
        )

    def _renewed(self, decision: Decision, row: AssistanceApplication, on: date) -> None:
        self._closed(decision, row, on)
        again = self.desk.register(
            row.household, LIVING, self.desk.today - timedelta(days=2), renews=row
        )
        self.desk.date_history(again, self.desk.today - timedelta(days=2))

    def _appealed(self, decision: Decision, row: AssistanceApplication, on: date) -> Appeal:
        self._closed(decision, row, on)
        received = on + timedelta(days=11)
        return appeals.register_appeal(
            decision=decision,
            appellant=row.applicant,
            text="Vi hadde større utgifter enn dere har regnet med.",
            received_on=received,
            at=at_work(received),
            by=self.by,
        )

    def _forwarded(self, decision: Decision, row: AssistanceApplication, on: date) -> Appeal:
        appeal = self._appealed(decision, row, on)
        on = appeal.received_on + timedelta(days=9)
        self._reconsidered(appeal, on, is_reversed=False)
        return appeals.forward(
            appeal=appeal, on=on + timedelta(days=1), at=at_work(on + timedelta(days=1)), by=self.by
        )

    def _settled(self, decision: Decision, row: AssistanceApplication, on: date) -> None:
        appeal = self._forwarded(decision, row, on)
        settled = self.desk.today - timedelta(days=9)
        result = self.desk.rng.choice(("upheld", "upheld", "changed", "returned"))
        appeals.settle(appeal=appeal, result=result, on=settled, at=at_work(settled), by=self.by)

    def _reversed(self, decision: Decision, row: AssistanceApplication, on: date) -> None:
        appeal = self._appealed(decision, row, on)
        on = appeal.received_on + timedelta(days=6)
        self._reconsidered(appeal, on, is_reversed=True)
        appeals.implement(appeal=appeal, on=on, at=at_work(on, hours=2), by=self.by)

    def _reconsidered(self, appeal: Appeal, on: date, *, is_reversed: bool) -> None:
        text = "Nye opplysninger om utgiftene." if is_reversed else "Ingen nye opplysninger."
        appeals.reconsider(
            appeal=appeal, is_reversed=is_reversed, text=text, on=on, at=at_work(on), by=self.by
        )


def except_children(home: Household, at: datetime, by: User) -> None:
    """Let no child that is not mapped stop a decision."""
    for duty in MappingDuty.objects.open().filter(household=home, exception=""):
        except_mapping(
            duty=duty,
            reason=MappingDuty.Reason.URGENT,
            grounds="Barnet kartlegges i neste samtale.",
            at=at,
            by=by,
        )


def _filled(content: Content, fate: Fate) -> Content:
    month = first_day(month_of(timezone.localdate() - timedelta(days=fate.days[0])))
    return replace(
        content,
        outcome=fate.outcome,
        first_month=month,
        last_month=month,
        matters=tuple(_matter(matter, fate) for matter in content.matters),
        children=tuple(ChildContent(child.child_id, CHILD) for child in content.children),
        payment="Pengene kommer på kontoen din.",
    )


def _matter(matter: MatterContent, fate: Fate) -> MatterContent:
    gives = fate.outcome == "granted"
    amount = sum(asked or 7_850 for _, _, asked in fate.ask) // len(fate.ask) if gives else 0
    return replace(
        matter,
        outcome=fate.outcome,
        facts=FACTS,
        discretion=WEIGHED if gives else NO,
        amount=amount,
    )


def at_work(day: date, hours: int = 0) -> datetime:
    """A time on the day, never later than now."""
    at = timezone.make_aware(datetime.combine(day, AT)) + timedelta(hours=hours)
    return min(at, timezone.now())
