"""Those who are over three years at some time: a forward simulation from December to December.

Each year's December count, families among them and causes of leaving are given (targets.LONG_TERM);
who they are is drawn. A course is one spell by DEF-1: gaps of at most five months, and months in
KVP or on introduction benefit cut out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from households.months import Month, year_of
from reports.demo.cases import Case, Enrolment, Intro, Partner, not_in_april
from reports.demo.makers import adult_born, partner_of
from reports.demo.targets import LONG_TERM, LongTermYear, Span

OVER = 37
LIVE = 5
LAST_PLANNED = 2
"""Years after the report's for which courses are begun, so that somebody is always approaching."""
PASSING_A_YEAR = 7
THROUGH_KVP_A_YEAR = 3
THROUGH_INTRO_A_YEAR = 5
PARTED_A_YEAR = 1
LEFT_CENSORED = 6


@dataclass(slots=True, eq=False)
class Course:
    """A long spell: stretches of assistance with neutral months between; the last may be open."""

    case: Case
    stretches: list[tuple[Month, Month | None]]
    is_family: bool = False
    youngest_grown: Month | None = None
    first_born: Month | None = None
    later: list[Month] = field(default_factory=list)
    """Months of a new, short spell after this one."""

    @property
    def start(self) -> Month:
        return self.stretches[0][0]

    @property
    def is_single(self) -> bool:
        return self.case.partner is None or self.case.partner.last is not None

    @property
    def over_at(self) -> Month:
        """The month that is the 37th, and the first that is more than three years."""
        if self.case.former is not None:  # over already while they lived together
            return self.start
        missing = OVER
        for first, last in self.stretches:
            if last is None or last - first + 1 >= missing:
                break
            missing -= last - first + 1
        return first + missing - 1

    def end(self, month: Month) -> None:
        """Make `month` the last paid one."""
        self.stretches[-1] = (self.stretches[-1][0], month)


@dataclass
class Pool:
    """Enrolments in KVP that nobody has been given yet."""

    rng: Random
    free: list[Enrolment]

    def take(self, fits: Callable[[Enrolment], bool]) -> Enrolment | None:
        fitting = [enrolment for enrolment in self.free if fits(enrolment)]
        if not fitting:
            return None
        chosen = self.rng.choice(fitting)
        self.free.remove(chosen)
        return chosen


class Simulation:
    """All long courses of a span; `counted` are those over three years at the last December."""

    def __init__(self, rng: Random, span: Span, pool: Pool) -> None:
        self.rng, self.span, self.pool = rng, span, pool
        self.courses: list[Course] = []
        self.counted: list[Course] = []
        self.at_reference: list[Course] = []
        self.returning: dict[int, list[Course]] = defaultdict(list)

    def run(self) -> None:
        self._begin()
        for years in range(min(LONG_TERM) + 1, LAST_PLANNED + 1):
            self._year(years, LONG_TERM[years])
            if years == 0:
                self.at_reference = list(self.counted)
        for _ in range(LEFT_CENSORED):
            self._left_censored()

    def _begin(self) -> None:
        """Those counted at the first December that can count anyone began in the first year."""
        goal = LONG_TERM[min(LONG_TERM)]
        for number in range(goal.recipients):
            start = self.span.first + int(12 * self.rng.random() ** 2)
            self.counted.append(self._new(start, is_family=number < goal.families))

    def _new(self, start: Month, *, is_family: bool) -> Course:
        draw = self.rng.random()
        if is_family:
            born = adult_born(self.rng, start, 24, 43)
        elif draw < 0.12:
            born = not_in_april(start - self.rng.randint(18 * 12 + 1, 20 * 12))
        else:
            born = adult_born(self.rng, start)
        case = Case(born)
        if self.rng.random() < (0.42 if is_family else 0.08) and draw >= 0.12:
            case.partner = partner_of(self.rng, born, married=0.7)
        course = Course(case, [(start, None)], is_family)
        self.courses.append(course)
        return course

    def _year(self, years: int, goal: LongTermYear) -> None:
        leavers = self._choose_leavers(goal)
        stay = [course for course in self.counted if course not in leavers]
        for course, leave in leavers.items():
            leave(years, course)
        stay = self._marry(years, goal, stay)
        self._grow(years, goal, stay)
        came = self.returning.pop(years, []) + self._part(years, stay)
        families = goal.families - sum(course.is_family for course in stay + came)
        count = goal.recipients - len(stay) - len(came)
        came += self._newcomers(years, count, families)
        self.counted = stay + came
        self._passing(years)

    def _choose_leavers(self, goal: LongTermYear) -> dict[Course, Callable[[int, Course], None]]:
        ways = (self._died, self._to_kvp, self._without, self._moved)
        to_kvp, without, moved, died = goal.left
        counts = (died, to_kvp, without, moved)
        causes = [way for way, count in zip(ways, counts, strict=True) for _ in range(count)]
        with_family = set(self.rng.sample(range(died, len(causes)), goal.families_left))
        candidates = self._shuffled(self.counted)
        left: dict[Course, Callable[[int, Course], None]] = {}
        for number, cause in enumerate(causes):
            course = next(
                c
                for c in candidates
                if c.is_family == (number in with_family) and self._may(cause, c)
            )
            candidates.remove(course)
            left[course] = cause
        return left

    def _may(self, cause: Callable[[int, Course], None], course: Course) -> bool:
        if cause == self._died:
            return course.is_single and self.span.last - course.case.born > 50 * 12
        if cause == self._to_kvp:
            is_of_age = self.span.reference - course.case.born < 62 * 12
            return is_of_age and course.case.partner is None and len(course.stretches) == 1
        return True

    def _to_kvp(self, years: int, course: Course) -> None:
        """Into KVP in time to have had no assistance since June; some come back years later."""
        december, july = self.span.month(years, 12), self.span.month(years, 7)

        def fits(enrolment: Enrolment) -> bool:
            last = enrolment.last
            long_enough = last is None or last >= (
                december if enrolment.back_on_assistance else july
            )
            earliest = max(december - 16, course.over_at + 1)
            return earliest <= enrolment.first <= july and long_enough

        enrolment = self.pool.take(fits)
        if enrolment is None:
            raise ValueError("too few enrolments in KVP for those who leave assistance for it")
        course.end(enrolment.first - 1)
        course.case.enrolments.append(enrolment)
        if enrolment.last is not None and enrolment.back_on_assistance:
            back = enrolment.last + 1
            course.stretches.append((back, None))
            self.returning[year_of(back) - self.span.year].append(course)

    def _without(self, years: int, course: Course) -> None:
        end = self._leaving_month(years, course)
        course.end(end)
        if self.rng.random() < 0.15:
            start = end + self.rng.randint(7, 14)
            course.later = list(range(start, start + self.rng.randint(1, 6)))

    def _leaving_month(self, years: int, course: Course) -> Month:
        first, last = self.span.month(years - 1, 7), self.span.month(years, 6)
        return self.rng.randint(max(first, course.stretches[-1][0], course.over_at), last)

    def _moved(self, years: int, course: Course) -> None:
        course.case.moved = self._gone(years, course)

    def _died(self, years: int, course: Course) -> None:
        course.case.died = self._gone(years, course)

    def _gone(self, years: int, course: Course) -> Month:
        """The month someone is gone, paid until the month before."""
        month = self.span.month(years, self.rng.randint(1, 12))
        course.end(month - 1)
        return month

    def _marry(self, years: int, goal: LongTermYear, stay: Sequence[Course]) -> list[Course]:
        """Two who count become one couple that applies together and counts once."""
        alone = [c for c in stay if self._is_alone(c)]
        gone: set[Course] = set()
        for _ in range(goal.married):
            one = self.rng.choice([c for c in alone if c not in gone])
            gone.add(one)
            other = min(
                (c for c in alone if c not in gone),
                key=lambda c: abs(c.case.born - one.case.born),
            )
            alone.remove(other)
            month = self.span.month(years, self.rng.randint(2, 11))
            one.end(month - 1)
            other.case.partner = Partner(one.case.born, True, first=month, case=one.case)
        return [course for course in stay if course not in gone]

    def _is_alone(self, course: Course) -> bool:
        """Whether nothing else has been planned for the household."""
        case = course.case
        is_childless = not course.is_family and course.youngest_grown is None
        return is_childless and case.partner is None and case.former is None

    def _grow(self, years: int, goal: LongTermYear, stay: Sequence[Course]) -> None:
        """The youngest child of some turns 18, and some have their first."""
        january = self.span.month(years, 1)
        parents = [
            c
            for c in self._shuffled(stay)
            if c.is_family and c.first_born is None and january - c.case.born > 38 * 12
        ]
        for course in parents[: goal.grown]:
            course.is_family = False
            course.youngest_grown = january + self.rng.randint(0, 10)
        childless = [
            c
            for c in self._shuffled(stay)
            if self._is_alone(c)
            and c.youngest_grown is None
            and 22 * 12 < january - c.case.born < 38 * 12
        ]
        for course in childless[: goal.born]:
            course.is_family = True
            course.first_born = january + self.rng.randint(0, 11)

    def _part(self, years: int, stay: Sequence[Course]) -> list[Course]:
        """Couples that part: the applicant keeps the home and the children, both keep the clock."""
        couples = [c for c in stay if self._may_part(c)]
        parted = self.rng.sample(couples, min(PARTED_A_YEAR, len(couples)))
        return [self._moved_out(course, years) for course in parted]

    def _may_part(self, course: Course) -> bool:
        partner = course.case.partner
        return (
            partner is not None
            and partner.married
            and partner.case is None
            and partner.last is None
            and len(course.stretches) == 1
        )

    def _moved_out(self, course: Course, years: int) -> Course:
        partner = course.case.partner
        if partner is None:
            raise ValueError("nobody to part from")
        partner.last = self.span.month(years, self.rng.randint(2, 10))
        case = Case(partner.born, former=course.case)
        moved_out = Course(case, [(partner.last + 1, None)])
        self.courses.append(moved_out)
        return moved_out

    def _newcomers(self, years: int, count: int, families: int) -> list[Course]:
        if not 0 <= families <= count:
            raise ValueError(f"{families} families among {count} new in year {years}")
        came: list[Course] = []
        for number in range(count):
            course = self._new(
                self.span.month(years - 3, self.rng.randint(1, 12)), is_family=number < families
            )
            came.append(course)
        if years >= -1:
            plain = [c for c in self._shuffled(came) if c.case.partner is None]
            for course in plain[:THROUGH_KVP_A_YEAR]:
                self._put_kvp_inside(years, course)
            for course in plain[THROUGH_KVP_A_YEAR:][:THROUGH_INTRO_A_YEAR]:
                self._put_intro_inside(course)
        return came

    def _put_kvp_inside(self, years: int, course: Course) -> None:
        """Assistance, KVP and assistance again: the clock goes on where it stood."""
        december = self.span.month(years, 12)

        def fits(enrolment: Enrolment) -> bool:
            last = enrolment.last
            return (
                enrolment.back_on_assistance
                and last is not None
                and december - 22 <= last <= december - 4
                and enrolment.first - OVER >= self.span.first
            )

        enrolment = self.pool.take(fits)
        if enrolment is None or enrolment.last is None:
            return
        after = december - enrolment.last
        before = min(OVER - 1, OVER - after + self.rng.randint(0, 11))
        self._older(course, course.start - (enrolment.first - before))
        course.stretches = [
            (enrolment.first - before, enrolment.first - 1),
            (enrolment.last + 1, None),
        ]
        course.case.enrolments.append(enrolment)

    def _put_intro_inside(self, course: Course) -> None:
        """Two years on introduction benefit soon after the first payments."""
        length = self.rng.randint(18, 24)
        start = course.start - length
        self._older(course, length)
        course.case.intros.append(Intro(start + 2, start + 1 + length))
        course.stretches = [(start, start + 1), (start + 2 + length, None)]

    def _older(self, course: Course, months: Month) -> None:
        """Keep the age at the start when the start is moved back."""
        course.case.born = not_in_april(course.case.born - max(0, months))

    def _passing(self, years: int) -> None:
        """Some are over three years for a while, but never in a December."""
        for _ in range(PASSING_A_YEAR):
            start = self.span.month(years - 3, self.rng.randint(1, 3))
            course = self._new(start, is_family=False)
            course.end(self.rng.randint(start + OVER - 1, self.span.month(years, 6)))

    def _left_censored(self) -> None:
        """Began with the data and has been on introduction benefit and in KVP since."""
        start = self.span.first + self.rng.randint(2, 5)
        intro = Intro(start + 2, start + 37)

        def months(enrolment: Enrolment, last: Month) -> int:
            return 2 + enrolment.first - intro.last - 1 + self.span.reference - last

        def fits(enrolment: Enrolment) -> bool:
            last = enrolment.last
            return (
                enrolment.back_on_assistance
                and last is not None
                and intro.last + 3 <= enrolment.first
                and last <= self.span.reference - 3
                and months(enrolment, last) < OVER
            )

        enrolment = self.pool.take(fits)
        if enrolment is None or enrolment.last is None:
            return
        case = Case(adult_born(self.rng, start, 22, 45), enrolments=[enrolment], intros=[intro])
        room = OVER - 1 - months(enrolment, enrolment.last)
        stretches: list[tuple[Month, Month | None]] = [
            (start, start + 1),
            (intro.last + 1, enrolment.first - 1),
            (enrolment.last + 1, self.span.reference + room),
        ]
        self.courses.append(Course(case, stretches))

    def _shuffled(self, courses: Sequence[Course]) -> list[Course]:
        return self.rng.sample(courses, len(courses))
