"""Cases for some of those who are, or have been, in the qualification programme of a demo.

The enrolments are those of Tabell 1 and 2 and stay as they are; a case only tells how it went.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import Party, Unit, User
from benefits.models import (
    KvpAbsence,
    KvpActivity,
    KvpCase,
    KvpChange,
    KvpCondition,
    KvpEnrolment,
    KvpEvaluation,
    KvpFollowUp,
    KvpLeave,
    KvpState,
)
from benefits.programmes import rules
from benefits.programmes.weeks import Span, half_way, last_part
from households.access import Protection
from households.models import Membership, Responsibility
from reports.demo.users import DISTRICTS, Staff

MORNING = time(10, 15)
EACH = {"1": 14, "2": 7, "3": 12, "4": 7, "7": 7}
"""How many in each district, by KOSTRA's status; of those who completed, some have moved."""
MOVED = 6
CONDITIONS = (
    ("age", "Født i et år som gjør personen til arbeidssøker i mange år ennå."),
    ("reduced_ability", "Har vært lenge uten arbeid og mangler fullført opplæring."),
    ("no_state_benefits", "Har ingen ytelser fra staten ut over barnetrygd."),
    ("follow_up", "Har prøvd tiltak før uten tett oppfølging, og falt fra."),
)
CONCLUSION = (
    "Kan komme i arbeid med praksis, norsk og tett oppfølging. Det som hindrer, er lite praksis "
    "og en hverdag uten faste rammer."
)
PLACES = {
    "language": "Voksenopplæringen",
    "training": "Kurssenteret på Sluppen",
    "health": "Frisklivssentralen",
    "work": "Gjenbruksbutikken",
    "job_search": "Jobbklubben på NAV",
}
NOTES = (
    ("on_track", "Møter hver dag og trives. Vil prøve en ordinær arbeidsplass neste gang."),
    ("adjust", "Norskkurset tok for mye av uka. Vi flytter timer til praksis."),
    ("on_track", "Har fått gode tilbakemeldinger fra praksisplassen."),
)
GROUNDS = ("Barnet er sykt og må følges opp.", "Avtalt behandling over noen uker.")


def lay_down(staff: Staff, year: int) -> None:
    rng = Random(f"{year}/kvp cases")
    made = _Rows(rng, timezone.localdate())
    for district in DISTRICTS:
        chosen: dict[str, int] = defaultdict(int)
        unit = staff.units[Party.NAV, district]
        for enrolment, home, by in _enrolled(unit, staff.users[f"nav.{district}"]):
            status = enrolment.status
            if chosen[status] < EACH.get(status, 0):
                chosen[status] += made.add(enrolment, home, unit, by, chosen[status])
    made.write()


def _enrolled(unit: Unit, one: User) -> Iterator[tuple[KvpEnrolment, int, User]]:
    """Those of the unit's households with a time in KVP, each once, the latest to begin first.

    Where nobody has the household, `one` of the unit had the case.
    """
    today = timezone.localdate()
    has = Responsibility.objects.valid_on(today).filter(unit=unit).select_related("caseworker")
    by_home = {row.household_id: row.caseworker or one for row in has}
    members = Membership.objects.valid_on(today).filter(household__in=list(by_home))
    home_of = dict(members.values_list("person", "household"))
    rows = KvpEnrolment.objects.filter(
        person__in=list(home_of), person__protection=Protection.NONE, decided_on__isnull=False
    )
    seen: set[int] = set()
    for row in rows.select_related("person").order_by("-valid_from", "pk"):
        home = home_of[row.person_id]
        if row.person_id not in seen:
            seen.add(row.person_id)
            yield row, home, by_home[home]


class _Rows:
    """The cases with their parts, to be written in bulk."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng, self.today = rng, today
        self.parts: list[Any] = []
        self.moved: list[int] = []

    def add(self, row: KvpEnrolment, home: int, unit: Unit, by: User, number: int) -> bool:
        """A case for the enrolment, unless it has lasted too long for the rules of today."""
        applied, decided = row.applied_on, row.decided_on
        end = self._planned_end(row)
        if applied is None or decided is None or end is None:
            return False
        state = self._state(row, number)
        case = KvpCase(
            household_id=home,
            person=row.person,
            unit=unit,
            state=state,
            origin=self.rng.choice(KvpCase.Origin.values),
            enquired_on=applied - timedelta(days=12),
            applied_on=applied,
            assessed_on=max(applied, decided - timedelta(days=5)),
            assessed_by=by,
            fulfils=True,
            conclusion=CONCLUSION,
            decided_on=decided,
            planned_end=end,
            enrolment=row,
            closed_on=row.valid_to,
        )
        case.save()
        self._history(case, by)
        self._conditions(case)
        self._plan(case, by)
        self._evaluate(case, by, is_late=state == KvpState.STARTED and number == 0)
        self._away(case, by, is_over=number == 0)
        if row.valid_to is not None and state != KvpState.MOVED:
            self._afterwards(case, row.valid_to, by)
        return True

    def _planned_end(self, row: KvpEnrolment) -> date | None:
        """One year, or more where it has gone on for longer; None where the longest is past."""
        for years in (1, 2, 3):
            end = rules.last_day_of(row.valid_from, years)
            if end > (row.valid_to or self.today + timedelta(days=20)):
                return end
        return None

    def _state(self, row: KvpEnrolment, number: int) -> str:
        if row.status == "3" and number >= EACH["3"] - MOVED:
            self.moved.append(row.pk)
            return KvpState.MOVED
        ongoing = {"1": KvpState.STARTED, "2": KvpState.LEAVE}
        return ongoing.get(row.status) or rules.STATE_OF_STATUS[row.status]

    def _history(self, case: KvpCase, by: User) -> None:
        steps: list[tuple[str, date | None]] = [
            (KvpState.ENQUIRY, case.enquired_on),
            (KvpState.APPLIED, case.applied_on),
            (KvpState.ASSESSMENT, case.assessed_on),
            (KvpState.DECIDED, case.decided_on),
            (KvpState.STARTED, _begun(case)),
        ]
        if case.closed_on is not None:
            steps.append((case.state, case.closed_on))
        for state, on in steps:
            at = _at(on or self.today)
            self.parts.append(KvpChange(case=case, to_state=state, by=by, at=at))

    def _conditions(self, case: KvpCase) -> None:
        self.parts += [
            KvpCondition(case=case, kind=kind, is_met=True, grounds=text)
            for kind, text in CONDITIONS
        ]

    def _plan(self, case: KvpCase, by: User) -> None:
        """Learning first, work from before half-way, job search at the end; some lack hours."""
        span = Span(_begun(case), case.planned_end or _begun(case))
        half, late = half_way(span) - timedelta(days=1), last_part(span)
        learns = self.rng.choice(("language", "training", "health"))
        full = self.rng.random() < 0.7
        rows = [(learns, "20", span.first, half), ("work", "17.5", span.first, half)]
        rows.append(("work", "30" if full else "22.5", half + timedelta(days=1), span.last))
        rows.append(("job_search", "7.5", half + timedelta(days=1) if full else late, span.last))
        self.parts += [
            KvpActivity(
                case=case,
                kind=kind,
                provider=PLACES[kind],
                hours=Decimal(hours),
                valid_from=first,
                valid_to=last,
                registered_by=by,
            )
            for kind, hours, first, last in rows
        ]

    def _evaluate(self, case: KvpCase, by: User, *, is_late: bool) -> None:
        """Every third month, held on its day; the one that is late was to be three days ago."""
        last = case.closed_on or case.planned_end or self.today
        on, number = _begun(case) + timedelta(days=90), 0
        while on < last:
            row = KvpEvaluation(case=case, planned_on=on)
            if on < self.today:
                progress, text = NOTES[number % len(NOTES)]
                row.held_on, row.held_by, row.progress, row.note = on, by, progress, text
                what = KvpChange.What.EVALUATED
                self.parts.append(KvpChange(case=case, what=what, by=by, at=_at(on)))
            self.parts.append(row)
            on, number = on + timedelta(days=90), number + 1
        if is_late and self.today - timedelta(days=3) > _begun(case):
            self.parts.append(KvpEvaluation(case=case, planned_on=self.today - timedelta(days=3)))

    def _away(self, case: KvpCase, by: User, *, is_over: bool) -> None:
        stopped = case.state == KvpState.STOPPED_ABSENCE
        last = case.closed_on or self.today - timedelta(days=1)
        for number in range(8 if stopped else 3):
            day = last - timedelta(days=number * (1 if stopped else 9))
            if day.weekday() < 5 and day >= _begun(case):
                kind = "invalid" if stopped else ("self_certified", "doctor", "agreed")[number]
                given = {"day": day, "hours": Decimal("7.5"), "kind": kind}
                self.parts.append(KvpAbsence(case=case, registered_by=by, **given))
        if case.state == KvpState.LEAVE:
            first = max(_begun(case), self.today - timedelta(days=self.rng.randint(10, 40)))
            until = self.today + timedelta(days=-2 if is_over else self.rng.randint(20, 90))
            self.parts.append(
                KvpLeave(
                    case=case,
                    valid_from=first,
                    valid_to=max(first, until),
                    grounds=self.rng.choice(GROUNDS),
                    registered_by=by,
                )
            )
            to_state = KvpState.LEAVE
            self.parts.append(KvpChange(case=case, to_state=to_state, by=by, at=_at(first)))

    def _afterwards(self, case: KvpCase, ended_on: date, by: User) -> None:
        for months, due in rules.follow_up_days(ended_on).items():
            on = due + timedelta(days=self.rng.randint(1, 20))
            is_told = on <= self.today and self.rng.random() < 0.85
            if is_told and case.enrolment is not None:
                kept = self.rng.random() < 0.75 and case.enrolment.exit_code
                code = kept or self.rng.choice(("01", "14", "16", "17"))
                given = {"code": code, "on": on, "source": "person", "registered_by": by}
                self.parts.append(KvpFollowUp(case=case, months=months, **given))

    def write(self) -> None:
        kinds: dict[type[Any], list[Any]] = defaultdict(list)
        for row in self.parts:
            kinds[type(row)].append(row)
        for model, rows in kinds.items():
            model._default_manager.bulk_create(rows)
        rows_moved = KvpEnrolment.objects.filter(pk__in=self.moved)
        rows_moved.update(status=KvpEnrolment.Status.MOVED)


def _begun(case: KvpCase) -> date:
    if case.enrolment is None:
        raise ValueError("every case here has begun")
    return case.enrolment.valid_from


def _at(day: date) -> datetime:
    return min(timezone.make_aware(datetime.combine(day, MORNING)), timezone.now())
