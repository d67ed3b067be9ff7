"""Those of a demo who ask for the qualification programme, up to the decision, and extensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Party, Unit, User
from benefits.models import KvpCase, KvpChange, KvpCondition, KvpEnrolment, KvpState
from benefits.programmes import actions, rules
from benefits.programmes import deciding as programmes
from benefits.programmes.actions import Answer, Assessed
from decisions import actions as deciding
from decisions.models import Decision
from households.access import Protection
from households.models import Household, Membership
from households.rules import years_before
from reports.demo.applications import on_desks
from reports.demo.kvp_cases import CONCLUSION, CONDITIONS
from reports.demo.users import DISTRICTS, Staff

MORNING = time(9, 45)
MEMBER_FOR = timedelta(days=200)
"""Longer than any case here has gone on."""
EXTENDED = 6
NOT_NOW = "Kan komme i arbeid med hjelp fra de vanlige tiltakene, uten en så tett oppfølging."


@dataclass(frozen=True)
class Fate:
    """How far some cases have come, how many in each district, and how many days ago it began."""

    state: str
    number: int
    days: int


FATES = (
    Fate("enquiry", 5, 6),
    Fate("applied", 5, 12),
    Fate("assessment", 5, 20),
    Fate("decided", 4, 30),
    Fate("decided", 1, 75),
    Fate("refused", 5, 70),
    Fate("withdrawn", 5, 45),
)


def lay_down(staff: Staff, year: int) -> None:
    rng = Random(f"{year}/kvp applicants")
    for district in DISTRICTS:
        unit = staff.units[Party.NAV, district]
        held = _held(staff, district, unit, rng)
        for fate in FATES:
            for number in range(fate.number):
                home, by = next(held)
                _Way(home, unit, by).go(fate, number)
        _extend(unit)


def _held(staff: Staff, district: str, unit: Unit, rng: Random) -> Iterator[tuple[Household, User]]:
    """The unit's households without children whose contact has never been in the programme."""
    one, today = staff.users[f"nav.{district}"], timezone.localdate()
    children = Membership.objects.filter(household=OuterRef("pk"), role=Membership.Role.CHILD)
    enrolled = KvpEnrolment.objects.filter(person=OuterRef("contact"))
    there = Membership.objects.valid_on(today).filter(valid_from__lte=today - MEMBER_FOR)
    homes = Household.objects.not_closed_to(one, unlocked=True).filter(
        ~Exists(children),
        ~Exists(enrolled),
        Exists(there.filter(household=OuterRef("pk"), person=OuterRef("contact"))),
        contact__protection=Protection.NONE,
        contact__died_on=None,
        contact__moved_away_on=None,
        contact__birth_date__range=(years_before(today, 60), years_before(today, 22)),
    )
    return iter(on_desks(homes, one, unit, rng))


class _Way:
    """One case, from the enquiry to where it stands today."""

    def __init__(self, home: Household, unit: Unit, by: User) -> None:
        self.home, self.unit, self.by, self.today = home, unit, by, timezone.localdate()

    def go(self, fate: Fate, number: int) -> None:
        begun = self.today - timedelta(days=fate.days)
        case = actions.open_case(
            household=self.home,
            person=self.home.contact,
            unit=self.unit,
            origin=KvpCase.Origin.values[number % 4],
            enquired_on=begun,
            by=self.by,
        )
        if fate.state != KvpState.ENQUIRY:
            self._apply(case, fate, number, begun + timedelta(days=4))
        _date(case, begun)

    def _apply(self, case: KvpCase, fate: Fate, number: int, on: date) -> None:
        case = actions.apply_for(case=case, version=case.version, on=on, by=self.by)
        if fate.state == KvpState.WITHDRAWN:
            day = on + timedelta(days=9)
            reason = "Har fått arbeid."
            actions.withdraw(case=case, version=case.version, on=day, reason=reason, by=self.by)
        elif fate.state != KvpState.APPLIED:
            self._assess(case, fate, number, on + timedelta(days=8))

    def _assess(self, case: KvpCase, fate: Fate, number: int, on: date) -> None:
        fulfils = fate.state != KvpState.REFUSED
        answers = {
            kind: Answer(fulfils or kind != KvpCondition.Kind.FOLLOW_UP, text)
            for kind, text in CONDITIONS
        }
        told = Assessed(answers, fulfils=fulfils, conclusion=CONCLUSION if fulfils else NOT_NOW)
        case = actions.assess(case=case, version=case.version, on=on, assessed=told, by=self.by)
        if fate.state == KvpState.ASSESSMENT and number < 3:
            return
        at = _at(on + timedelta(days=3))
        draft = programmes.draft_decision(case=case, version=case.version, at=at, by=self.by)
        if fate.state != KvpState.ASSESSMENT:
            _make(draft, at, self.by)


def _extend(unit: Unit) -> None:
    """Some without children who have a year get another, by a decision that holds."""
    children = Membership.objects.filter(household=OuterRef("household"), role="child")
    started = KvpCase.objects.filter(~Exists(children), unit=unit, state=KvpState.STARTED)
    rows = started.select_related("enrolment", "household", "person", "unit", "assessed_by")
    done = 0
    for case in rows.order_by("pk"):
        enrolment, by = case.enrolment, case.assessed_by
        if enrolment is None or by is None or done == EXTENDED:
            continue
        first = enrolment.valid_from
        if case.planned_end != rules.last_day_of(first, 1):
            continue
        done += 1
        at = timezone.now() - timedelta(days=2)
        row = programmes.propose_extension(
            case=case,
            version=case.version,
            until=rules.last_day_of(first, 2),
            is_exception=False,
            grounds="Er i praksis og trenger mer tid før ordinært arbeid.",
            at=at,
            by=by,
        )
        _make(row.decision, at, by)


def _make(draft: Decision, at: datetime, by: User) -> None:
    """Decide it within the caseworker's own limit, and hand the letter over."""
    decision = deciding.propose(decision=draft, version=draft.version, at=at, by=by)
    on = timezone.localdate(at)
    letter = decision.letter
    deciding.register_sending(letter=letter, channel="by_hand", sent_on=on, at=at, by=by)


def _date(case: KvpCase, begun: date) -> None:
    """Let the history have happened at the time, and not all at once."""
    for number, row in enumerate(KvpChange.objects.filter(case=case).order_by("pk")):
        row.at = min(_at(begun) + timedelta(days=4 * number), timezone.now())
        row.save(update_fields=["at"])


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING))
