"""Lines of the access log put beside the names of staff; never beside those of citizens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from accounts.access import may, units_with
from accounts.models import AccessEvent, AccessReview, AccessSeal, AccessSubject, Party, Unit, User
from accounts.policy import Permission
from coordination.lookups import words
from households.models import Household, Membership, Person
from households.subject import Subject

Events = QuerySet[AccessEvent]
NOBODY = "Ikke innlogget"


@dataclass(frozen=True)
class LogLine:
    """A line as the pages show it; `household` is a number (H-10012) or empty."""

    at: datetime
    who: str
    role: str
    unit: str
    action: str
    page: str
    household: str
    persons: int
    verdict: str
    verdict_label: str
    rule: str
    plainly: str


def events_for(user: User) -> QuerySet[AccessEvent]:
    """Every line for the auditor; for a leader those that the own unit's staff have left."""
    if may(user, Permission.SEE_ACCESS_LOG):
        return AccessEvent.objects.order_by("-pk")
    units = units_with(user, Permission.SEE_UNIT_ACCESS_LOG)
    staff = staff_of(units).values_list("pk", flat=True)
    found = AccessEvent.objects.filter(user_id__in=list(staff), unit_id__in=units)
    return found.order_by("-pk")


def staff_for(user: User) -> QuerySet[User]:
    """Whose look-ups `user` may filter by."""
    if may(user, Permission.SEE_ACCESS_LOG):
        return User.objects.all()
    return staff_of(units_with(user, Permission.SEE_UNIT_ACCESS_LOG))


def staff_of(units: Iterable[int]) -> QuerySet[User]:
    """Those who have or had a role in one of `units`."""
    return User.objects.filter(role_assignments__unit__in=units).distinct()


def tells_why(user: User) -> bool:
    """Whether `user` may learn why somebody was refused a household: the auditor alone.

    Else one's own log, or a colleague's, would tell what the pages refuse to (security.md 3.3).
    """
    return may(user, Permission.SEE_ACCESS_LOG)


def own_events(user: User) -> QuerySet[AccessEvent]:
    return AccessEvent.objects.filter(user_id=user.pk).order_by("-pk")


def events_of_household(household_id: int) -> QuerySet[AccessEvent]:
    found = AccessEvent.objects.filter(object_type="household", object_id=household_id)
    return found.order_by("-pk")


def event_ids_about(person_id: int) -> list[int]:
    """Every line that tells of the person, the latest first; refused attempts on their homes too.

    From the index by person, and the lines that are too new to be in it.
    """
    indexed = AccessSubject.objects.filter(person_id=person_id).values_list("event_id", flat=True)
    sealed = AccessSeal.objects.aggregate(last=Max("last_id"))["last"] or 0
    newer = AccessEvent.objects.filter(pk__gt=sealed).values_list("pk", "subject_ids").iterator()
    told = set(indexed) | {pk for pk, persons in newer if person_id in persons}
    return sorted(told | _refused(person_id), reverse=True)


def _refused(person_id: int) -> set[int]:
    """Attempts that were refused name no person, so they are found by the household of the day."""
    found: set[int] = set()
    for membership in Membership.objects.filter(person=person_id):
        refused = events_of_household(membership.household_id)
        refused = between(refused, membership.valid_from, membership.valid_to)
        refused = refused.filter(verdict=AccessEvent.Verdict.DENY)
        found.update(refused.values_list("pk", flat=True))
    return found


def between(
    events: QuerySet[AccessEvent], first: date | None, last: date | None
) -> QuerySet[AccessEvent]:
    """Those from the day `first` through the day `last`, by moments, so that the index serves."""
    if first:
        events = events.filter(at__gte=_start_of(first))
    if last:
        events = events.filter(at__lt=_start_of(last + timedelta(days=1)))
    return events


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def lines_of(ids: Sequence[int], person: Person) -> list[LogLine]:
    """For the person to read: no office by name where it would tell of a hidden place."""
    found = AccessEvent.objects.in_bulk(ids)
    lines = log_lines([found[pk] for pk in ids], tells_why=False)
    if not Subject(person).hides_place:
        return lines
    labels = dict(Party.choices)
    parties = [str(labels.get(found[pk].party, "")) for pk in ids]
    return [replace(line, unit=party) for line, party in zip(lines, parties, strict=True)]


def log_lines(events: Iterable[AccessEvent], *, tells_why: bool) -> list[LogLine]:
    """`events` in words, with two more queries however many they are.

    `tells_why` a household was refused, and which one a refused number led to: for the auditor.
    """
    rows = list(events)
    users = User.objects.in_bulk({row.user_id for row in rows if row.user_id})
    units = Unit.objects.in_bulk({row.unit_id for row in rows if row.unit_id})
    return [_line(row, users, units, tells_why) for row in rows]


def _line(
    row: AccessEvent, users: dict[int, User], units: dict[int, Unit], tells_why: bool
) -> LogLine:
    user, unit = users.get(row.user_id or 0), units.get(row.unit_id or 0)
    is_named = row.object_type == "household" and words.names_household(row, tells_why=tells_why)
    return LogLine(
        at=row.at,
        who=str(user) if user else NOBODY,
        role=words.roles_of(row),
        unit=str(unit or ""),
        action=row.get_action_display(),
        page=words.page_of(row),
        household=household_number(row.object_id if is_named else None),
        persons=len(row.subject_ids),
        verdict=row.verdict,
        verdict_label=row.get_verdict_display(),
        rule=words.rule_of(row, tells_why=tells_why),
        plainly=words.told_to_the_citizen(row),
    )


def household_number(household_id: int | None) -> str:
    return "" if household_id is None else Household(pk=household_id).number


@dataclass(frozen=True)
class ReviewLine:
    """A review as the pages show it."""

    pk: int
    on: date
    made_on: date
    who: str
    unit: str
    household: str
    kinds: list[str]
    openings: int
    is_overdue: bool
    reviewed_by: str
    reviewed_at: datetime | None
    conclusion: str
    conclusion_label: str
    note: str


def review_lines(reviews: Iterable[AccessReview], today: date) -> list[ReviewLine]:
    return [
        ReviewLine(
            pk=row.pk,
            on=row.on,
            made_on=row.made_on,
            who=str(row.user),
            unit=str(row.unit or ""),
            household=household_number(row.household_id),
            kinds=row.kind_labels,
            openings=row.openings,
            is_overdue=row.is_overdue(today),
            reviewed_by=str(row.reviewed_by or ""),
            reviewed_at=row.reviewed_at,
            conclusion=row.conclusion,
            conclusion_label=row.get_conclusion_display() if row.conclusion else "",
            note=row.note,
        )
        for row in reviews
    ]


def overdue_by_unit(today: date) -> list[tuple[str, int]]:
    """For the auditor: units whose leaders have let reviews lie for more than a week."""
    late = AccessReview.objects.overdue_on(today)
    late = late.filter(audience=AccessReview.Audience.LEADER)
    rows = late.values(name=F("unit__name")).annotate(count=Count("pk")).order_by("name")
    return [(row["name"], row["count"]) for row in rows]


def events_under_review(review: AccessReview) -> QuerySet[AccessEvent]:
    """What the reviewed one did that day with the household, or with every household."""
    about = Q(object_type="household")
    if review.household_id is not None:
        about &= Q(object_id=review.household_id)
    found = AccessEvent.objects.filter(about, user_id=review.user_id)
    return between(found, review.on, review.on).order_by("pk")
