"""Offers of counselling in a demo, and counsellings in every state, many with one counsellor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Party, Unit, User
from benefits.counselling import actions, economy
from benefits.counselling.actions import Plan, Talk
from benefits.models import (
    AdviceOffer,
    ApplicationState,
    AssistanceApplication,
    Counselling,
    CounsellingChange,
    Debt,
    Mandate,
)
from decisions import actions as deciding
from decisions.contents import Content, MatterContent
from decisions.models import Decision
from households.access import Protection
from households.models import Household, Membership
from reports.demo.applications import on_desks
from reports.demo.users import DISTRICTS, Staff

MORNING = time(9, 30)
OFFERED_AFTER = timedelta(days=1)
MATTER = MatterContent(
    asked="økonomisk rådgivning",
    outcome="granted",
    section="17",
    facts="Du har flere lån og regninger som har gått til inkasso, og ber om hjelp til oversikt.",
    law="Kommunen skal gi opplysning, råd og veiledning som kan løse sosiale problemer.",
    discretion="Vi har lagt vekt på at gjelden øker, og at du selv ønsker å ta tak i den nå.",
    form="service",
    recurs="once",
)
TALKS = (
    ("Gikk gjennom alle krav og sorterte dem. Husleie og strøm betales først.", "Ringe inkasso"),
    ("Laget budsjett for måneden. Avtalte trekk på fast dag.", "Sjekke betalingene"),
    ("Skrev til to kreditorer om utsettelse. Barnas fritid er holdt utenfor kuttene.", ""),
)
DEBTS = (
    ("Fjordbanken", "consumer", 68_400, "19.90", 1_850, "collector"),
    ("Byens utleie", "rent", 18_900, None, None, "bailiff"),
    ("Kraftlaget", "power", 7_350, None, 600, "none"),
    ("Lånekassen", "student_loan", 142_000, "5.10", 1_420, "none"),
)
BUDGET = {
    "in_benefits": 16_900,
    "in_housing": 2_400,
    "rent": 9_600,
    "power": 1_350,
    "food": 4_100,
    "clothes": 700,
    "transport": 950,
    "phone": 620,
    "debts": 2_450,
}


OLDEST = timedelta(days=300)
"""Older than every counselling here; who was offered it then was a member then."""


@dataclass(frozen=True)
class Fate:
    """How far some counsellings have come, how many in each district, when accepted, with whom."""

    state: str
    number: int
    days: int
    with_debt_counsellor: bool
    level: str = "2"
    result: str = ""


FATES = (
    Fate("accepted", 3, 9, with_debt_counsellor=False),
    Fate("accepted", 2, 36, with_debt_counsellor=True),
    Fate("decided", 5, 24, with_debt_counsellor=True),
    Fate("started", 5, 30, with_debt_counsellor=True),
    Fate("active", 3, 75, with_debt_counsellor=True, level="3"),
    Fate("active", 2, 140, with_debt_counsellor=False),
    Fate("ended", 3, 260, with_debt_counsellor=True, result="agreement"),
    Fate("ended", 2, 50, with_debt_counsellor=False, result="withdrew"),
)


def lay_down(staff: Staff, year: int) -> None:
    """Counsellings in each office first, then offers to nearly all who have applied there."""
    rng = Random(f"{year}/counselling")
    for district in DISTRICTS:
        unit = staff.units[Party.NAV, district]
        held = _held(staff, district, unit, rng)
        for fate in FATES:
            for _ in range(fate.number):
                home, by = next(held)
                _Case(rng, home, by, unit, staff.users["gjeld"]).take_through(fate)
        _offer_to_applicants(unit, rng)


def _held(staff: Staff, district: str, unit: Unit, rng: Random) -> Iterator[tuple[Household, User]]:
    """The unit's households without children, and their caseworkers.

    The one who logs in to the demo comes first, so that there is something on that desk.
    """
    one = staff.users[f"nav.{district}"]
    today = timezone.localdate()
    children = Membership.objects.filter(household=OuterRef("pk"), role=Membership.Role.CHILD)
    homes = Household.objects.not_closed_to(one, unlocked=True).filter(
        ~Exists(children), contact__protection=Protection.NONE
    )
    homes = homes.filter(contact__died_on=None, contact__moved_away_on=None)
    there = Membership.objects.valid_on(today).filter(valid_from__lte=today - OLDEST)
    homes = homes.filter(Exists(there.filter(household=OuterRef("pk"), person=OuterRef("contact"))))
    return iter(on_desks(homes, one, unit, rng))


def _offer_to_applicants(unit: Unit, rng: Random) -> None:
    """In the letter the day after; one that is assessed and the newest have none yet."""
    today = timezone.localdate()
    rows = AssistanceApplication.objects.filter(unit=unit, caseworker__isnull=False)
    assessed = (
        rows.filter(state=ApplicationState.ASSESSED).order_by("-received_on", "-pk")[:1].get()
    )
    advised = Counselling.objects.filter(unit=unit).values_list("person", flat=True)
    offered = {assessed.applicant_id, *advised}
    for row in rows.select_related("household", "applicant").order_by("received_on", "pk"):
        given = row.received_on + OFFERED_AFTER
        if row.applicant_id in offered or given >= today or row.caseworker is None:
            continue
        offered.add(row.applicant_id)
        offer = actions.offer_advice(
            household=row.household,
            person=row.applicant,
            unit=unit,
            channel=AdviceOffer.Channel.LETTER,
            on=given,
            by=row.caseworker,
            application=row,
        )
        answer = rng.choice(("", "", "no", "no", "later"))
        if answer:
            actions.answer_offer(offer=offer, answer=answer, on=today, by=row.caseworker)


class _Case:
    """One counselling, from the offer to where it stands today."""

    def __init__(
        self, rng: Random, home: Household, by: User, unit: Unit, debt_counsellor: User
    ) -> None:
        self.rng, self.home, self.by, self.unit = rng, home, by, unit
        self.debt_counsellor, self.today = debt_counsellor, timezone.localdate()

    def take_through(self, fate: Fate) -> None:
        accepted = self.today - timedelta(days=fate.days)
        row = self._accept(accepted)
        if fate.with_debt_counsellor:
            row = actions.give_to(
                counselling=row, version=row.version, to=self.debt_counsellor, by=self.by
            )
        if fate.result == "withdrew":
            self._end(row, accepted + timedelta(days=8), fate.result)
        elif fate.state != "accepted":
            self._go_on(row, fate, accepted)
        self._date(row.pk, accepted)

    def _accept(self, on: date) -> Counselling:
        offer = actions.offer_advice(
            household=self.home,
            person=self.home.contact,
            unit=self.unit,
            channel=AdviceOffer.Channel.TALK,
            on=on - timedelta(days=4),
            by=self.by,
        )
        row = actions.answer_offer(offer=offer, answer="yes", on=on, by=self.by)
        if row is None:
            raise ValueError("a yes begins a counselling")
        return row

    def _go_on(self, row: Counselling, fate: Fate, accepted: date) -> None:
        day = accepted + timedelta(days=10)
        starts = accepted + timedelta(days=self.rng.randint(14, 28))
        plan = Plan(
            decision=self._decide(_at(day)),
            planned_start=starts if fate.state != "decided" else self.today + timedelta(days=6),
            start_reason="Første ledige time hos rådgiveren.",
            form=Counselling.Form.INDIVIDUAL,
            level=fate.level,
        )
        row = actions.decide(counselling=row, version=row.version, plan=plan, by=self.by)
        if fate.state == "decided":
            return
        by = row.counsellor
        row = actions.start(counselling=row, version=row.version, on=starts, by=by)
        if fate.state == "started":
            return
        self._talk(row, starts, fate)
        self._economy(row, starts)
        if fate.state == "ended":
            row.refresh_from_db()
            self._end(row, starts + timedelta(days=120), fate.result)

    def _decide(self, at: datetime) -> Decision:
        """A written decision, within the caseworker's own limit."""
        draft = deciding.draft_decision(
            kind="advice",
            household=self.home,
            applicant=self.home.contact,
            unit=self.unit,
            at=at,
            by=self.by,
        )
        content = Content(outcome="granted", matters=(MATTER,))
        draft = deciding.change(
            decision=draft, version=draft.version, content=content, at=at, by=self.by
        )
        decision = deciding.propose(decision=draft, version=draft.version, at=at, by=self.by)
        deciding.register_sending(
            letter=decision.letter,
            channel="by_hand",
            sent_on=timezone.localdate(at),
            at=at,
            by=self.by,
        )
        return decision

    def _talk(self, row: Counselling, starts: date, fate: Fate) -> None:
        for number, (text, step) in enumerate(TALKS):
            on = starts + timedelta(days=14 * number)
            goes_on = fate.state == "active" and number == 1
            if on > self.today or (fate.state == "active" and number > 1):
                return
            row.refresh_from_db()
            talk = Talk(
                on=on,
                level=fate.level,
                text=text,
                mentions_children="Barnas" in text,
                next_step=step,
                next_on=(self.today + timedelta(days=5) if goes_on else on + timedelta(days=14))
                if step
                else None,
            )
            actions.register_session(
                counselling=row, version=row.version, talk=talk, by=row.counsellor
            )

    def _economy(self, row: Counselling, on: date) -> None:
        by = row.counsellor
        for creditor, kind, amount, interest, monthly, collection in DEBTS[: 2 + row.pk % 3]:
            Debt.objects.create(
                counselling=row,
                creditor=creditor,
                kind=kind,
                amount=amount,
                interest=interest,
                monthly_payment=monthly,
                collection=collection,
                as_of=on,
                registered_by=by,
            )
        economy.set_budget(counselling=row, amounts=BUDGET, on=on, by=by)
        Mandate.objects.create(
            counselling=row, signed_on=on, ends_on=on + timedelta(days=365), registered_by=by
        )
        economy.write_letter(
            counselling=row,
            creditor=DEBTS[0][0],
            text="Vi ber om at kravet stilles i bero i to måneder mens vi lager en plan.",
            on=on,
            at=_at(on),
            by=by,
        )

    def _end(self, row: Counselling, on: date, result: str) -> None:
        day = min(on, self.today)
        version = row.version
        actions.end(
            counselling=row, version=version, on=day, result=result, note="", by=row.counsellor
        )

    def _date(self, counselling_id: int, accepted: date) -> None:
        """Let the history have happened at the time, and not all at once."""
        rows = CounsellingChange.objects.filter(counselling=counselling_id).order_by("pk")
        for number, change in enumerate(rows):
            change.at = min(_at(accepted) + timedelta(days=10 * number), timezone.now())
            change.save(update_fields=["at"])


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING))
