"""Rows of a case's household, programmes and situation, as unsaved models.

`registered_on` is the last day of the month concerned, as for imports (design.md 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils.timezone import get_current_timezone

from accounts.models import District, Party, User
from benefits.models import KvpEnrolment
from households.access import Protection
from households.codes import (
    BenefitSituation,
    HousingSituation,
    MainIncome,
    MaritalStatus,
    WorkSituation,
)
from households.models import (
    Household,
    IntroPeriod,
    Membership,
    Person,
    Residence,
    Responsibility,
    Situation,
)
from households.months import Month, first_day, last_day, month_of, number_of
from reports.demo.cases import Case, Enrolment
from reports.demo.names import STREETS
from reports.demo.people import People
from reports.demo.targets import Span
from reports.demo.users import CLEARED, Staff

NAV_FOR_NOWHERE = "midtbyen"
"""Whose NAV office takes those without a known district, as the office in the centre does."""
KEPT_AFTER, ACTIVE = 24, 12
"""Months after the last payment in which an office keeps a household, and a caseworker has it."""
CLOSINGS: tuple[str, ...] = (
    *["work"] * 9,
    *["benefit"] * 5,
    *["no_need"] * 3,
    *["own_means", "own_means", "studies"],
)
"""Why cases were closed, as often as they were."""
OWN_SHARE, COLLEAGUES_SHARE = 0.04, 0.5
BFT_SHARE, HV_SHARE = 0.35, 0.15
INTRO_OUTCOMES = ("Arbeid", "Utdanning", "Sosialhjelp", "Arbeidsmarkedstiltak")
BENEFITS = (
    BenefitSituation.WORK_ASSESSMENT,
    BenefitSituation.DISABILITY,
    BenefitSituation.UNEMPLOYMENT,
    BenefitSituation.TRANSITIONAL,
    BenefitSituation.SICKNESS,
)
HOUSING = (
    (HousingSituation.PRIVATE_RENT, 55),
    (HousingSituation.MUNICIPAL_RENT, 28),
    (HousingSituation.OTHER, 8),
    (HousingSituation.OWNED, 5),
    (HousingSituation.NONE, 3),
    (HousingSituation.INSTITUTION, 1),
)


class Registrar:
    """Makes the rows of one copy of the municipality, once its persons and households are saved."""

    def __init__(
        self,
        rng: Random,
        span: Span,
        people: People,
        cases: Sequence[Case],
        staff: Staff,
        districts: Mapping[str, District],
    ) -> None:
        self.rng, self.span, self.people = rng, span, people
        self.staff, self.districts = staff, districts
        self.persons: dict[object, Person] = {}
        self.households: dict[Case, Household] = {}
        self.joined = {
            case.partner.case: case.partner.first
            for case in cases
            if case.partner is not None and case.partner.case is not None
        }
        """Cases whose applicant has moved in with another one, and from which month."""
        self._starts: dict[Case, date] = {}

    def has_own_household(self, case: Case) -> bool:
        return case.host is None or (case.hosted_from is not None and case.first < case.hosted_from)

    def start(self, case: Case) -> date:
        """The day the household was first known: some weeks before anything was paid."""
        if case not in self._starts:
            day = first_day(case.first)
            if case.former is None:
                day -= timedelta(days=self.rng.randint(3, 40))
            self._starts[case] = day
        return self._starts[case]

    def end(self, case: Case) -> date | None:
        """The last day the applicant lived in a household of their own here; None is still."""
        ends = []
        if case.hosted_from is not None:
            ends.append(last_day(case.hosted_from - 1))
        if joined := self.joined.get(case):
            ends.append(last_day(joined - 1))
        applicant = self.people.applicant(case)
        ends += [day for day in (applicant.died_on, applicant.moved_away_on) if day is not None]
        return min(ends, default=None)

    def memberships(self, case: Case) -> Iterator[Membership]:
        role = Membership.Role
        person = self.persons[self.people.applicant(case)]
        start, end = self.start(case), self.end(case)
        if case.host is not None and case.hosted_from is not None:
            home = self.households[case.host]
            yield _membership(home, person, role.OTHER_ADULT, first_day(case.hosted_from), None)
        if not self.has_own_household(case):
            return
        home = self.households[case]
        left = None if person.moved_away_on == end else end
        yield _membership(home, person, role.APPLICANT, start, left)
        if (partner := case.partner) is not None:
            first = start if partner.first is None else first_day(partner.first)
            last = None if partner.last is None else last_day(partner.last)
            kind = role.SPOUSE if partner.married else role.COHABITANT
            yield _membership(home, self.persons[self.people.partner(case)], kind, first, last)
        for child in case.children:
            human = self.people.children[child]
            row = _membership(
                home, self.persons[human], role.CHILD, max(start, human.birth_date), None
            )
            row.shared_residence = child.shared
            yield row

    def residences(self, case: Case) -> Iterator[Residence]:
        if not self.has_own_household(case):
            return
        for code, first, last in self._stays(case):
            address = "" if code is None else self._address()
            if case.protection == Protection.CODE_6:  # without a district, and shown when asked for
                address = f"{STREETS[case.born % len(STREETS)]} {case.born % 89 + 1}"
            yield Residence(
                household=self.households[case],
                district=None if code is None else self.districts[code],
                address=address,
                valid_from=first,
                valid_to=last,
            )

    def _address(self) -> str:
        return f"{self.rng.choice(STREETS)} {self.rng.randint(1, 89)}"

    def _stays(self, case: Case) -> Iterator[tuple[str | None, date, date | None]]:
        """Each district lived in, with first and last day; moves are at the turn of a month."""
        end = self.end(case)
        for number, (month, code) in enumerate(case.homes):
            first = self.start(case) if number == 0 else first_day(month)
            is_last = number + 1 == len(case.homes)
            last = end if is_last else last_day(case.homes[number + 1][0] - 1)
            if end is not None and first > end:
                return
            yield code, first, last if end is None or last is None else min(last, end)

    def responsibilities(self, case: Case) -> Iterator[Responsibility]:
        if not self.has_own_household(case):
            return
        stays = list(self._stays(case))
        for number, (code, first, last) in enumerate(stays):
            district = code or NAV_FOR_NOWHERE
            is_last = number + 1 == len(stays)
            if is_last and last is None and case.last + KEPT_AFTER < self.span.last:
                last = last_day(case.last + KEPT_AFTER)
            row = self._responsible(case, Party.NAV, district, first)
            row.valid_to = last
            row.caseworker = self._caseworker(case, district) if is_last else None
            if is_last and last is not None and last < last_day(self.span.last):
                self._close(row, case, district, last)
            yield row
        if last is None:
            yield from self._other_parties(case, district)

    def _close(self, row: Responsibility, case: Case, district: str, last: date) -> None:
        """Why the office has the household no longer; drawn apart, so that nothing else moves."""
        applicant = self.people.applicant(case)
        if applicant.died_on == last:
            row.closing = Responsibility.Closing.DEAD
        elif self.end(case) is not None:
            row.closing = Responsibility.Closing.MOVED
        else:
            dice = Random(f"{case.born} {case.first} {case.last}")
            row.closing = dice.choice(CLOSINGS)
        row.closed_by = self.staff.users[f"nav.{district}"]
        row.closed_at = datetime.combine(last, time(14), get_current_timezone())

    def _caseworker(self, case: Case, district: str) -> User | None:
        own = self.staff.users[f"nav.{district}"]
        if case.showcase:
            return own
        if case.protection in (Protection.CODE_6, Protection.CODE_7) and district == CLEARED[1]:
            return self.staff.users[CLEARED[0]]
        if case.last + ACTIVE < self.span.last:
            return None
        draw = self.rng.random()
        if draw < OWN_SHARE:
            return own
        has_colleague = draw < OWN_SHARE + COLLEAGUES_SHARE
        return self.rng.choice(self.staff.colleagues[district]) if has_colleague else None

    def _other_parties(self, case: Case, district: str) -> Iterator[Responsibility]:
        """BFT has some of the child families, HV some of all who are active."""
        if case.last + ACTIVE < self.span.last or case.protection != Protection.NONE:
            return
        since = first_day(self.rng.randint(case.first, min(case.last, self.span.last)))
        since = max(since, self.start(case))
        shown = bool(case.showcase) and self.rng.random() < 0.5
        if case.is_family(self.span.last) and (shown or self.rng.random() < BFT_SHARE):
            row = self._responsible(case, Party.BFT, district, since)
            if self.rng.random() < 0.3:
                row.caseworker = self.staff.users[f"bft.{district}"]
            yield row
        if self.rng.random() < HV_SHARE:
            yield self._responsible(case, Party.HV, district, since)

    def _responsible(self, case: Case, party: Party, district: str, since: date) -> Responsibility:
        unit = self.staff.units[party, district]
        household = self.households[case]
        return Responsibility(household=household, party=party, unit=unit, valid_from=since)

    def enrolments(self, case: Case) -> Iterator[KvpEnrolment]:
        person = self.persons[self.people.applicant(case)]
        for enrolment in case.enrolments:
            start = first_day(enrolment.first).replace(day=self.rng.randint(1, 20))
            decided = start - timedelta(days=self.rng.randint(7, 28))
            yield KvpEnrolment(
                person=person,
                applied_on=decided - timedelta(days=self.rng.randint(10, 60)),
                decided_on=decided,
                valid_from=start,
                valid_to=self._end_of(enrolment),
                status=self._status_of(enrolment),
                exit_code=enrolment.exit_code,
                registered_on=last_day(enrolment.first),
            )

    def _end_of(self, enrolment: Enrolment) -> date | None:
        if enrolment.last is None:
            return None
        if enrolment.at_month_end:
            return last_day(enrolment.last)
        return first_day(enrolment.last).replace(day=self.rng.randint(5, 26))

    def _status_of(self, enrolment: Enrolment) -> str:
        status, code = KvpEnrolment.Status, KvpEnrolment.ExitCode
        draw = self.rng.random()
        if enrolment.last is None:
            return status.ON_LEAVE if draw < 0.06 else status.IN_PROGRAMME
        if enrolment.exit_code in (code.ASSISTANCE, code.UNKNOWN) and draw < 0.35:
            return status.STOPPED_ABSENCE
        return status.ENDED_AFTER_BREAK if draw > 0.96 else status.COMPLETED

    def intros(self, case: Case) -> Iterator[IntroPeriod]:
        for intro in case.intros:
            is_over = intro.last <= self.span.last
            yield IntroPeriod(
                person=self.persons[self.people.applicant(case)],
                valid_from=first_day(intro.first),
                valid_to=last_day(intro.last) if is_over else None,
                outcome=self.rng.choice(INTRO_OUTCOMES) if is_over else "",
                registered_on=last_day(intro.first),
            )

    def situations(
        self, case: Case, main_incomes: Mapping[Month, MainIncome]
    ) -> Iterator[Situation]:
        """The situation at last contact, in each of the months given (no two in one month)."""
        home = self.rng.choices([code for code, _ in HOUSING], [share for _, share in HOUSING])[0]
        for month, income in main_incomes.items():
            benefit, work = self._benefit_and_work(case, month, income)
            yield Situation(
                person=self.persons[self.people.applicant(case)],
                on=first_day(month).replace(day=self.rng.randint(1, 28)),
                registered_on=last_day(month),
                marital_status=_marital_status(case, month),
                main_income=income,
                benefit_situation=benefit,
                work_situation=work,
                housing_situation=home,
                number_of_children=sum(child.counts_in(month) for child in case.children),
            )

    def _benefit_and_work(
        self, case: Case, month: Month, income: MainIncome
    ) -> tuple[BenefitSituation, WorkSituation]:
        benefit, work = BenefitSituation.NONE, WorkSituation
        if income == MainIncome.KVP:
            return benefit, work.KVP
        if income == MainIncome.INTRODUCTION:
            return benefit, work.INTRODUCTION
        if income == MainIncome.WORK:
            return benefit, self.rng.choice((work.PART_TIME, work.PART_TIME, work.FULL_TIME))
        if income == MainIncome.BENEFIT:
            is_old = month - case.born >= 67 * 12
            benefit = BenefitSituation.OLD_AGE if is_old else self.rng.choice(BENEFITS)
            return benefit, work.NOT_SEEKING
        if income == MainIncome.COURSE:
            return benefit, work.STATE_MEASURE
        draw = (work.UNEMPLOYED, work.UNEMPLOYED, work.UNEMPLOYED_UNREGISTERED, work.NOT_SEEKING)
        return benefit, self.rng.choice((*draw, work.MUNICIPAL_MEASURE))


def contact_months(case: Case, span: Span) -> list[Month]:
    """When the situation was asked for: at first, and each January that something is paid in."""
    active = {*case.paid, *(month for i in case.intros for month in range(i.first, i.last + 1))}
    for enrolment in case.enrolments:
        last = span.last if enrolment.last is None else enrolment.last
        active.update(range(enrolment.first, last + 1))
    known = sorted(month for month in active if month <= span.last)
    return [month for month in known if month == known[0] or number_of(month) == 1]


def _marital_status(case: Case, month: Month) -> MaritalStatus:
    partner = case.partner
    if partner is not None and partner.is_here(month):
        return MaritalStatus.MARRIED if partner.married else MaritalStatus.COHABITANT
    if case.former is not None or (partner is not None and partner.last is not None):
        return MaritalStatus.SEPARATED
    if case.children and case.born % 3 == 0:
        return MaritalStatus.SEPARATED
    return MaritalStatus.UNMARRIED


def _membership(
    household: Household, person: Person, role: str, first: date, last: date | None
) -> Membership:
    return Membership(
        household=household,
        person=person,
        role=role,
        valid_from=first,
        valid_to=last,
        registered_on=last_day(month_of(first)),
    )
