"""Money that is to come back in a demo, breaches that cost a month, and decisions put right.

Nothing here is paid, so no figure of the report changes: what is planned counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any, cast

from django.utils import timezone

from accounts.models import Party, User
from benefits.applications.answering import draft_decision_for, put_calculation
from benefits.applications.calculated import Calculated, calculated_for
from benefits.calculating.actions import ANSWERS, change_inputs, start_correction
from benefits.calculating.inputs import Entry, inputs_of
from benefits.calculating.renewal import start_first
from benefits.calculation.result import Part
from benefits.claims import actions as claiming
from benefits.claims.actions import Claimed
from benefits.models import AssistanceApplication, Claim, Payment
from decisions import actions as deciding
from decisions import conditions
from decisions.contents import ChildContent, ConditionContent, Content, MatterContent, content_of
from decisions.models import Condition, Decision
from households.models import Household
from households.months import Month, first_day, month_name, month_of
from reports.demo.applications import Ask, Desk, held_in
from reports.demo.decisions import CHILD, FACTS, WEIGHED, at_work, except_children
from reports.demo.users import DISTRICTS, Staff

SUBSISTENCE: Ask = (("subsistence", "", None),)
LOAN: Ask = (("one_off", "Depositum", 12_000),)
REFUNDS = (
    ("benefits", "NAV Arbeid og ytelser"),
    ("benefits", "NAV Familie- og pensjonsytelser"),
    ("maintenance", "Bidragspliktig forelder"),
)
WRONG = "Lønn i perioden ble ikke oppgitt. Stønaden ble derfor for høy."
LAW_23 = "Stønad som er gitt på grunnlag av uriktige opplysninger, kan kreves betalt tilbake."
CAP = "Det er tatt hensyn til barnet i det som er igjen etter stønadstaket."
TRAVEL = "Reiser til behandling hver uke, som ikke var med i den første beregningen."
COURSE = "Delta på jobbsøkerkurset to dager i uken."
ABSENT = "Var på ferie og hadde ikke sett innkallingen."
SPARED = "Reduksjonen er satt slik at mat og klær til barna ikke rammes."
EACH = {
    "refund": 6,
    "recovery": 3,
    "deduction": 2,
    "loan": 2,
    "breach": 3,
    "corrected": 3,
    "correcting": 1,
}
"""How many of each in a district."""
OF_PAID = ("refund", "recovery", "deduction")
RECENT = 8
"""Months back in which a claim may be of what was paid."""


def lay_down(staff: Staff, year: int) -> None:
    rng = Random(f"{year}/money back")
    for district in DISTRICTS:
        unit = staff.units[Party.NAV, district]
        held = held_in(staff, district, unit, rng)
        leader = staff.users[f"leder.{district}"]
        for name, number in EACH.items():
            for _ in range(number):
                home, by = _paid(held) if name in OF_PAID else next(held)
                getattr(_Back(Desk(rng, by, unit), leader, home), f"_{name}")()


def _paid(held: Iterator[tuple[Household, User]]) -> tuple[Household, User]:
    """The next household whose contact has lately been paid."""
    return next(
        (home, by) for home, by in held if _months_paid(home, month_of(timezone.localdate()))
    )


def _months_paid(home: Household, until: Month) -> dict[Month, int]:
    """Kroner by month."""
    paid = Payment.objects.assistance_paid().filter(
        person=home.contact_id, month__gt=until - RECENT, month__lte=until
    )
    found: dict[Month, int] = {}
    for month, amount in paid.values_list("month", "amount"):
        found[month] = found.get(month, 0) + amount
    return found


class _Back:
    """One household's case, by its caseworker."""

    def __init__(self, desk: Desk, leader: User, home: Household) -> None:
        self.desk, self.by, self.leader, self.home = desk, desk.by, leader, home
        self.rng, self.today = desk.rng, desk.today

    def _refund(self) -> None:
        """Of a month that was paid: some not settled, some in part, some wholly."""
        kind, payer = self.rng.choice(REFUNDS)
        month, kroner = self._month()
        claim = self._claim(kind, month, kroner, payer=payer)
        settled = self.rng.choice((0, kroner // 2, kroner))
        if settled:
            self._settle(claim, "refunded", settled)

    def _deduction(self) -> None:
        self._recovery("deduction")

    def _recovery(self, kind: str = "recovery") -> None:
        """After wrong information, and deducted month by month from what is planned."""
        self._decided(self._applied(SUBSISTENCE, 25), 25)
        month, kroner = self._month()
        basis = self._recovering(month)
        self._claim(
            kind,
            month,
            kroner,
            decision=basis,
            text=WRONG,
            deduct_monthly=self.rng.choice((500, 800, 1_000)),
            deduct_from=first_day(month_of(self.today)),
        )

    def _loan(self) -> None:
        """A deposit that is lent, and paid back bit by bit."""
        application = self._applied(LOAN, 60)
        decision = self._decided(application, 60, form="loan", amount=12_000)
        claim = self._claim("loan", month_of(self.today) - 2, 12_000, decision=decision)
        for _ in range(self.rng.randint(0, 3)):
            self._settle(claim, "paid_back", 1_000)

    def _breach(self) -> None:
        """A condition that was not met: told, heard, and next month's payment lowered."""
        decision = self._decided(self._applied(SUBSISTENCE, 25), 25, condition=True)
        row: Condition = decision.conditions.get()
        told, heard = self.today - timedelta(days=12), self.today - timedelta(days=4)
        conditions.set_condition(condition=row, state="not_met", at=at_work(told), by=self.by)
        conditions.notify_breach(condition=row, on=told, at=at_work(told), by=self.by)
        conditions.hear_breach(
            condition=row, statement=ABSENT, on=heard, at=at_work(heard), by=self.by
        )
        conditions.reduce_support(
            condition=row,
            month=first_day(month_of(self.today) + 1),
            amount=self.rng.choice((1_000, 1_500, 2_000)),
            children_weighed=SPARED,
            at=at_work(self.today),
            by=self.by,
        )

    def _corrected(self) -> None:
        """Decided again on a calculation of its own."""
        self._decide(self._correcting(), self.today)

    def _correcting(self) -> Decision:
        """A decision on a calculation, and a new edition on another."""
        application = self._applied(SUBSISTENCE, 40, calculated=True)
        old = self._decided(application, 40)
        new = deciding.correct(decision=old, at=at_work(self.today), by=self.by)
        draft = start_correction(application=application, edition=new.edition, by=self.by)
        facts = inputs_of(draft)
        travel = Entry(Part.SUPPLEMENT, "supplement", 900, text="Reiser", grounds=TRAVEL)
        change_inputs(
            calculation=draft,
            version=draft.version,
            inputs=replace(facts, entries=(*facts.entries, travel)),
            answers=dict.fromkeys(ANSWERS, "unchanged"),
            by=self.by,
        )
        calculated = cast(Calculated, calculated_for(application))
        return put_calculation(
            decision=new, calculated=calculated, at=at_work(self.today), by=self.by
        )

    def _applied(self, ask: Ask, days: int, *, calculated: bool = False) -> AssistanceApplication:
        received = self.today - timedelta(days=days)
        application = self.desk.assessed(self.home, ask, received)
        if calculated:
            start_first(application=application, by=self.by)
        self.desk.date_history(application, received)
        return application

    def _decided(
        self,
        application: AssistanceApplication,
        days: int,
        *,
        form: str = "grant",
        amount: int = 7_850,
        condition: bool = False,
    ) -> Decision:
        """Granted for this month and the two next; what is calculated keeps its own amount."""
        on = self.today - timedelta(days=days - 1)
        except_children(self.home, at_work(on), self.by)
        draft = draft_decision_for(application=application, at=at_work(on), by=self.by)
        content = content_of(draft)
        month = month_of(self.today)
        content = replace(
            content,
            outcome="granted",
            first_month=content.first_month or first_day(month),
            last_month=content.last_month or first_day(month + 2),
            matters=tuple(
                replace(
                    row,
                    outcome="granted",
                    facts=FACTS,
                    discretion=WEIGHED,
                    form=form,
                    amount=row.amount or amount,
                )
                for row in content.matters
            ),
            children=_weighed(content),
            conditions=(_course(draft),) if condition else (),
        )
        return self._decide(self._changed(draft, content, on), on)

    def _recovering(self, month: Month) -> Decision:
        """A decision that what was paid too much is to come back."""
        on = self.today - timedelta(days=6)
        draft = deciding.draft_decision(
            kind="assistance",
            household=self.home,
            applicant=self.home.contact,
            unit=self.desk.unit,
            at=at_work(on),
            by=self.by,
        )
        matter = MatterContent(
            asked=f"tilbakebetaling av stønad for {month_name(month)}",
            outcome="granted",
            section="23",
            facts=WRONG,
            law=LAW_23,
            discretion=WEIGHED,
            recurs="once",
        )
        content = replace(
            content_of(draft),
            outcome="granted",
            first_month=first_day(month),
            last_month=first_day(month),
            matters=(matter,),
            children=_weighed(content_of(draft)),
        )
        return self._decide(self._changed(draft, content, on), on)

    def _changed(self, draft: Decision, content: Content, on: date) -> Decision:
        return deciding.change(
            decision=draft, version=draft.version, content=content, at=at_work(on), by=self.by
        )

    def _decide(self, draft: Decision, on: date) -> Decision:
        """Proposed, and approved by the leader where it is above the caseworker's limit."""
        made = deciding.propose(decision=draft, version=draft.version, at=at_work(on), by=self.by)
        if made.state != "approved":
            made = deciding.approve(
                decision=made, content_hash=made.content_hash, at=at_work(on), by=self.leader
            )
        return made

    def _month(self) -> tuple[Month, int]:
        """A month that was paid, and kroner that may be claimed of it."""
        month, paid = self.rng.choice(sorted(_months_paid(self.home, month_of(self.today)).items()))
        return month, max(1, paid * self.rng.randint(3, 10) // 10)

    def _claim(self, kind: str, month: Month, kroner: int, **values: Any) -> Claim:
        claimed = Claimed(
            kind=kind,
            person=self.home.contact,
            first_month=first_day(month),
            last_month=first_day(month),
            amount=kroner,
            **values,
        )
        return claiming.register_claim(
            household=self.home,
            unit=self.desk.unit,
            claimed=claimed,
            at=at_work(self.today - timedelta(days=5)),
            by=self.by,
        )

    def _settle(self, claim: Claim, how: str, kroner: int) -> None:
        on = self.today - timedelta(days=self.rng.randint(0, 4))
        claiming.settle(claim=claim, how=how, amount=kroner, on=on, at=at_work(on), by=self.by)


def _weighed(content: Content) -> tuple[ChildContent, ...]:
    cap = CAP if content.cap_reduction else ""
    return tuple(ChildContent(child.child_id, CHILD, cap) for child in content.children)


def _course(decision: Decision) -> ConditionContent:
    return ConditionContent(decision.applicant_id, "20", kind="17", text=COURSE)
