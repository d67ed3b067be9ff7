"""Filling the reviews each night, and concluding one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from accounts import reviews
from accounts.models import AccessReview, User
from coordination.lookups import gathering, rules
from coordination.lookups.rules import Lookups
from households import emergencies
from households.models import BreakGlass

Kind = AccessReview.Kind
Audience = AccessReview.Audience
AS_BREAK_GLASS = {
    AccessReview.Conclusion.IN_ORDER: BreakGlass.Conclusion.JUSTIFIED,
    AccessReview.Conclusion.FOLLOW_UP: BreakGlass.Conclusion.FOLLOW_UP,
}


@dataclass
class Drafts:
    """What one day's reviews will be, each with all its reasons."""

    leaders: dict[int, set[int]]
    found: dict[tuple[int, int, int | None, str], dict[Kind, int]] = field(default_factory=dict)

    def add(self, kind: Kind, row: Lookups, *, household: bool = True, audience: str = "") -> None:
        """Note that `row`, or its user's whole day, is to be reviewed, and by whom."""
        key = (
            row.user_id,
            row.unit_id,
            row.household_id if household else None,
            audience or self.audience(row.unit_id, row.user_id),
        )
        self.found.setdefault(key, {})[kind] = row.openings

    def audience(self, unit_id: int, user_id: int) -> Audience:
        """A leader of the unit, unless it has no other leader than the one to be reviewed."""
        others = self.leaders.get(unit_id, set()) - {user_id}
        return Audience.LEADER if others else Audience.AUDITOR


@transaction.atomic
def fill_reviews(*, day: date, made_on: date) -> int:
    """Make the reviews of the look-ups of `day`; a day that has been filled stays as it is."""
    if AccessReview.objects.filter(on=day).exists():
        return 0
    lookups = gathering.lookups_on(day)
    drafts = Drafts(gathering.leaders_on(made_on))
    _add_samples(drafts, lookups, day)
    _add_what_rules_point_at(drafts, lookups, day)
    _add_break_glasses(drafts, day)
    rows = [
        AccessReview(
            user_id=user_id,
            unit_id=unit_id,
            household_id=household_id,
            audience=audience,
            on=day,
            made_on=made_on,
            kinds=[kind.value for kind in Kind if kind in kinds],
            openings=max(kinds.values()),
        )
        for (user_id, unit_id, household_id, audience), kinds in drafts.found.items()
    ]
    AccessReview.objects.bulk_create(rows)
    return len(rows)


def _add_samples(drafts: Drafts, lookups: Iterable[Lookups], day: date) -> None:
    by_unit: defaultdict[int, list[Lookups]] = defaultdict(list)
    for row in lookups:
        by_unit[row.unit_id].append(row)
    for rows in by_unit.values():
        for row in rules.sampled(rows, key=settings.AUDIT_KEYS[0], day=day):
            drafts.add(Kind.SAMPLE, row)


def _add_what_rules_point_at(drafts: Drafts, lookups: list[Lookups], day: date) -> None:
    facts = gathering.facts_of({row.household_id for row in lookups}, day)
    users = User.objects.in_bulk({row.user_id for row in lookups})
    by_user: defaultdict[int, list[Lookups]] = defaultdict(list)
    for row in lookups:
        by_user[row.user_id].append(row)
        about, user = facts[row.household_id], users.get(row.user_id)
        if user and rules.shares_surname(user.last_name, about.surnames):
            drafts.add(Kind.SURNAME, row)
        if about.has_staff:
            drafts.add(Kind.COLLEAGUE, row)
        if rules.is_inactive(about.last_registered, day):
            drafts.add(Kind.INACTIVE, row)
    for rows in by_user.values():
        if rules.too_many_persons(rows):
            drafts.add(Kind.MANY_PERSONS, _whole_day(rows), household=False)


def _whole_day(rows: list[Lookups]) -> Lookups:
    """The user's day, in the unit where most of it was."""
    units = Counter[int]()
    for row in rows:
        units[row.unit_id] += row.openings
    return Lookups(rows[0].user_id, units.most_common(1)[0][0], 0, sum(units.values()))


def _add_break_glasses(drafts: Drafts, day: date) -> None:
    """Each emergency access to the unit that has the household, unless it has been concluded.

    Too many of them go to the auditor.
    """
    for glass in gathering.break_glasses_on(day):
        row = Lookups(glass.user_id, glass.unit_id, glass.household_id, openings=1)
        if glass.reviewed_at is None:
            drafts.add(Kind.BREAK_GLASS, row)
        count = gathering.break_glasses_before(glass.user_id, day)
        if count > rules.MOST_BREAK_GLASSES:
            many = Lookups(glass.user_id, glass.unit_id, 0, openings=count)
            drafts.add(Kind.MANY_BREAK_GLASSES, many, household=False, audience=Audience.AUDITOR)


@transaction.atomic
def conclude_review(
    *, review: AccessReview, conclusion: str, note: str, by: User, at: datetime
) -> None:
    """Conclude the review, and with it the emergency access that it is about."""
    reviews.conclude_review(review=review, conclusion=conclusion, note=note, by=by, at=at)
    if Kind.BREAK_GLASS in review.kinds:
        told = AS_BREAK_GLASS[AccessReview.Conclusion(conclusion)]
        waiting = BreakGlass.objects.filter(
            user=review.user_id,
            household=review.household_id,
            on=review.on,
            reviewed_at__isnull=True,
        )
        for opened in waiting:
            emergencies.review_emergency(opened=opened, conclusion=told, note=note, by=by)
