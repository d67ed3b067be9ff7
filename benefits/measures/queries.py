"""Who waits for an assessment, in one query, and what a household's page tells (measure 1a)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from accounts.models import Party, User
from accounts.policy import Permission
from benefits.measures.rules import Coverage, Threshold, months_before
from benefits.models import ActivityAssessment, Payment
from households.access import lives_hidden
from households.models import Household, Membership, Person, Residence, Responsibility
from households.months import month_of
from households.rules import ADULT_AT, years_before

NOWHERE = "Uten bydel"


def threshold() -> Threshold:
    """How long is "over time"."""
    return Threshold(*settings.MEASURES["assess_months"])


def adults(today: date, households: Any = None) -> QuerySet[Any]:
    """Memberships of adults today: of all, or of these households."""
    rows: Any = Membership.objects.valid_on(today).exclude(role=Membership.Role.CHILD)
    of_age = Q(person__birth_date=None)
    of_age |= Q(person__birth_date__lte=years_before(today, ADULT_AT))
    rows = rows.filter(of_age)
    return rows if households is None else rows.filter(household__in=households)


def known_adults(user: User, today: date) -> QuerySet[Any]:
    """Those of the households whose benefits `user` may see by their office."""
    known = Household.objects.visible_to(user, Permission.SEE_BENEFITS)
    return adults(today, known.values("pk"))


def over_time(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """The memberships of those on assistance over time, each with `months` and `is_waiting`.

    A spouse with whom the support is given has its months too. What it means is in `rules`.
    """
    limit, lasts = threshold(), settings.MEASURES["assessed_months"]
    paid = Payment.objects.assistance_paid().filter(
        Q(person=OuterRef("person")) | Q(co_applicant=OuterRef("person")),
        month__range=(limit.first(today), month_of(today)),
    )
    counted = paid.order_by().values("scheme")
    counted = counted.annotate(number=Count("month", distinct=True), first=Min("month"))
    standing = ActivityAssessment.objects.standing()
    latest = standing.filter(person=OuterRef("person"), assessed_on__lte=today).order_by(
        "-assessed_on", "-pk"
    )
    rows = rows.annotate(
        months=Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0),
        first_month=Subquery(counted.values("first"), output_field=IntegerField()),
        assessed_on=Subquery(latest.values("assessed_on")[:1]),
        not_until=Subquery(latest.values("not_until")[:1]),
        next_review_on=Subquery(latest.values("next_review_on")[:1]),
    )
    until = Q(not_until__isnull=False)
    waiting = Q(assessed_on__isnull=True) | (until & Q(not_until__lte=today))
    waiting |= ~until & Q(assessed_on__lte=months_before(today, lasts))
    rows = rows.annotate(is_waiting=ExpressionWrapper(waiting, BooleanField()))
    return rows.filter(months__gte=limit.months)


@dataclass(frozen=True)
class Line:
    """An adult on assistance over time: how it stands with the assessment, and who has the case."""

    membership: Any
    district: str
    is_waiting: bool

    @property
    def person(self) -> Person:
        found: Person = self.membership.person
        return found

    @property
    def says(self) -> str:
        """When it was last done, in words."""
        row = self.membership
        if row.assessed_on is None:
            return "Aldri vurdert"
        if row.not_until is not None:
            return f"Ikke aktuelt til {row.not_until:%d.%m.%Y}"
        return f"Vurdert {row.assessed_on:%d.%m.%Y}"


def lines(user: User, today: date) -> list[Line]:
    """Everybody on assistance over time whom the user may know of, by name; each once."""
    homes = Residence.objects.valid_on(today).filter(household=OuterRef("household"))
    has = Responsibility.objects.valid_on(today).filter(
        household=OuterRef("household"), party=Party.NAV
    )
    district = Subquery(homes.order_by("-valid_from").values("district__name")[:1])
    rows = over_time(known_adults(user, today), today).annotate(
        district_name=Case(When(lives_hidden(), then=None), default=district),
        caseworker_id=Subquery(has.values("caseworker")[:1]),
    )
    found: dict[int, Line] = {}
    rows = rows.select_related("person", "household")
    for row in rows.order_by("person__sort_name", "person", "pk"):
        line = Line(row, row.district_name or NOWHERE, row.is_waiting)
        found.setdefault(row.person_id, line)
    return list(found.values())


def coverage(rows: Iterable[Line]) -> list[tuple[str, Coverage]]:
    """By district, those without one last."""
    found: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        found[row.district].append(row.is_waiting)
    names = sorted(found, key=lambda name: (name == NOWHERE, name))
    return [(name, Coverage(len(found[name]), sum(found[name]))) for name in names]


def people_to_assess(household: Household, today: date) -> list[Person]:
    """The household's adults, who are each assessed for themselves."""
    rows = adults(today, [household.pk]).select_related("person").order_by("pk")
    return list(dict.fromkeys(row.person for row in rows))


def assessments_of(household: Household) -> list[ActivityAssessment]:
    """All of the household's, the latest first."""
    rows = ActivityAssessment.objects.filter(household=household)
    return list(rows.select_related("person", "assessed_by", "struck_by"))


def assessment_of(household: Household, assessment_id: int) -> ActivityAssessment | None:
    rows = ActivityAssessment.objects.filter(household=household, pk=assessment_id)
    return rows.select_related("person").first()
