"""Recipients under 24 as of a day, first applications under 21, and what became of them (1b)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, NullIf

from accounts.models import Party, User
from benefits.measures.catalogue_queries import waiting_with_number
from benefits.measures.queries import NOWHERE, known_adults
from benefits.measures.school import at_school
from benefits.measures.youth_rules import Cohort, cohort_of, talk_due
from benefits.models import (
    ActivityAssessment,
    AssistanceApplication,
    DatedSetting,
    KvpEnrolment,
    Payment,
    Placement,
)
from decisions.codes import Kind
from decisions.models import Condition, Decision
from decisions.rules import GIVES
from households.access import lives_hidden
from households.models import IntroPeriod, JournalEntry, Residence, Responsibility
from households.months import Month, first_day, month_of
from households.rules import ADULT_AT, years_before

LONG_AGO = Value(date(1, 1, 1), DateField())
TALKS_SHOWN = timedelta(days=90)
"""How long a first application without a talk is shown."""


def follow_up_age(day: date) -> int | None:
    """Under which age; None where nobody has set one for the day."""
    rows = DatedSetting.objects.valid_on(day).filter(key=DatedSetting.Key.YOUTH_FOLLOW_UP_AGE)
    value = rows.values_list("value", flat=True).first()
    return None if value is None else int(value)


def contact_with(person: str, day: date) -> Any:
    """The latest day, up to `day`, on which NAV was in contact with somebody; None without.

    `person` names whoever it is about in the outer query. A note on a talk with them, a note on
    work and activity that names nobody else, or an assessment of them.
    """
    notes = JournalEntry.objects.standing().filter(party=Party.NAV, contact_on__lte=day)
    nobody_named = Q(spoken_with=None, spoken_with_other="", topic=JournalEntry.Topic.WORK)
    own = Q(spoken_with=OuterRef(person)) | nobody_named & Q(household=OuterRef("household"))
    standing = ActivityAssessment.objects.standing()
    assessed = standing.filter(person=OuterRef(person), assessed_on__lte=day)
    days = (
        _latest(notes.filter(own), "contact_on"),
        _latest(assessed, "assessed_on"),
    )
    return NullIf(Greatest(*days), LONG_AGO, output_field=DateField())


def _latest(rows: QuerySet[Any], field: str) -> Coalesce:
    found = rows.order_by(f"-{field}").values(field)[:1]
    return Coalesce(Subquery(found, output_field=DateField()), LONG_AGO)


def young_recipients(rows: QuerySet[Any], day: date, days: int | None = None) -> QuerySet[Any]:
    """Of memberships, the recipients under the age on `day`, each with `is_red` and its grounds.

    What it means is in `youth_rules`. `days` without contact make red; the setting's, if not given.
    """
    under, within = follow_up_age(day), days or settings.MEASURES["contact_days"]
    if under is None:
        return rows.none()
    month, person = month_of(day), {"person": OuterRef("person")}
    paid = Payment.objects.assistance_paid().filter(
        Q(person=OuterRef("person")) | Q(co_applicant=OuterRef("person")),
        month__range=(month - 1, month),
    )
    award = (
        Decision.objects.standing()
        .filter(
            applicant=OuterRef("person"),
            outcome__in=GIVES,
            first_month__lte=first_day(month),
            last_month__gte=first_day(month),
        )
        .exclude(kind=Kind.HOUSING)
    )
    placed = Placement.objects.filter(Q(ended_on=None) | Q(ended_on__gte=day), **person)
    rows = rows.filter(
        Exists(paid) | Exists(award),
        person__birth_date__gt=years_before(day, under),
        person__birth_date__lte=years_before(day, ADULT_AT),
    ).annotate(
        in_measure=Exists(placed.filter(started_on__lte=day)),
        in_kvp=Exists(KvpEnrolment.objects.valid_on(day).filter(**person)),
        in_intro=Exists(IntroPeriod.objects.valid_on(day).filter(**person)),
        in_school=at_school(day),
        contact_on=contact_with("person", day),
    )
    active = Q(in_measure=True) | Q(in_kvp=True) | Q(in_intro=True) | Q(in_school=True)
    silent = Q(contact_on=None) | Q(contact_on__lt=day - timedelta(days=within))
    return rows.annotate(is_red=ExpressionWrapper(~active & silent, BooleanField()))


@dataclass(frozen=True)
class YoungLine:
    """A recipient under the age: in what, when followed up, and what the decision demands."""

    membership: Any
    district: str
    day: date

    @property
    def person(self) -> Any:
        return self.membership.person

    @property
    def is_red(self) -> bool:
        return bool(self.membership.is_red)

    @property
    def activity(self) -> str:
        row = self.membership
        told = (
            (row.in_measure, "Tiltak"),
            (row.in_kvp, "KVP"),
            (row.in_intro, "Introduksjonsprogram"),
            (row.in_school, "Skole (særordningen)"),
        )
        return ", ".join(what for holds, what in told if holds) or "Mangler"

    @property
    def waiting(self) -> str:
        """What the person stands in line for; waiting is no activity."""
        row = self.membership
        return f"På venteliste: {row.waits_for}, nr. {row.number_in_line}" if row.waits_for else ""

    @property
    def contact(self) -> str:
        on = self.membership.contact_on
        return "Ingen" if on is None else f"{on:%d.%m.%Y} ({(self.day - on).days} dager siden)"

    @property
    def demand(self) -> str:
        """What stands of § 20 a: it is told, and takes nobody off the list."""
        if self.membership.condition_exemption is None:
            return "Ikke satt"
        return "Unntak" if self.membership.condition_exemption else "Vilkår"


def young_lines(user: User, day: date, days: int | None = None) -> list[YoungLine]:
    """All whom the user may know of, the red ones first; each person once. One query."""
    homes = Residence.objects.valid_on(day).filter(household=OuterRef("household"))
    district = Subquery(homes.order_by("-valid_from").values("district__name")[:1])
    has = Responsibility.objects.valid_on(day).filter(
        household=OuterRef("household"), party=Party.NAV
    )
    settled = Condition.objects.filter(
        decision__in=Decision.objects.standing().filter(
            first_month__lte=day, last_month__gte=day.replace(day=1)
        ),
        basis=Condition.Basis.ACTIVITY,
        person=OuterRef("person"),
    ).exclude(state=Condition.State.CANCELLED)
    in_line = waiting_with_number().filter(person=OuterRef("person")).order_by("asked_on", "pk")
    rows = young_recipients(known_adults(user, day), day, days).annotate(
        district_name=Case(When(lives_hidden(), then=None), default=district),
        caseworker_id=Subquery(has.values("caseworker")[:1]),
        condition_exemption=Subquery(settled.order_by("-pk").values("exemption")[:1]),
        waits_for=Subquery(in_line.values("measure__name")[:1]),
        number_in_line=Subquery(in_line.values("number")[:1]),
    )
    found: dict[int, YoungLine] = {}
    for row in rows.select_related("person").order_by("-is_red", "person__sort_name", "pk"):
        line = YoungLine(row, row.district_name or NOWHERE, day)
        found.setdefault(row.person_id, line)
    return list(found.values())


def first_talks(today: date, households: Any) -> list[Any]:
    """First applications of those under 21 who have not been talked with since, the oldest first.

    Each with `talk_due_on`; also those that were refused. Somebody who has had support before, or
    has applied before, is not new.
    """
    earlier = AssistanceApplication.objects.filter(applicant=OuterRef("applicant"))
    earlier = earlier.filter(
        Q(received_on__lt=OuterRef("received_on"))
        | Q(received_on=OuterRef("received_on"), pk__lt=OuterRef("pk"))
    )
    paid = Payment.objects.assistance_paid().filter(
        Q(person=OuterRef("applicant")) | Q(co_applicant=OuterRef("applicant")),
        paid_on__lt=OuterRef("received_on"),
    )
    rows: Any = AssistanceApplication.objects.filter(
        household__in=households,
        received_on__range=(today - TALKS_SHOWN, today),
        applicant__birth_date__gt=years_before(today, settings.MEASURES["first_talk_age"] + 1),
    )
    rows = rows.exclude(state="misregistered").filter(~Exists(earlier), ~Exists(paid))
    rows = rows.annotate(contact_on=contact_with("applicant", today))
    rows = rows.filter(Q(contact_on=None) | Q(contact_on__lt=F("received_on")))
    found = []
    for row in rows.select_related("applicant", "caseworker", "household__contact").order_by(
        "received_on", "pk"
    ):
        under = years_before(row.received_on, settings.MEASURES["first_talk_age"])
        if row.applicant.birth_date > under:
            row.talk_due_on = talk_due(row.received_on, settings.MEASURES["first_talk_days"])
            found.append(row)
    return found


def cohort(user: User, year: int, today: date) -> Cohort:
    """Those whom the user may know of with their first support in the year, under 21 then."""
    first, last = month_of(date(year, 1, 1)), month_of(date(year, 12, 1))
    own = Payment.objects.assistance_paid().filter(
        Q(person=OuterRef("person")) | Q(co_applicant=OuterRef("person"))
    )
    began = own.order_by().values("scheme").annotate(first=Min("month")).values("first")
    age = settings.MEASURES["first_talk_age"]
    rows = known_adults(user, today).filter(
        person__birth_date__gt=years_before(first_day(first), age)
    )
    rows = rows.annotate(first_month=Subquery(began, output_field=IntegerField()))
    people = {
        row.person_id: row.first_month
        for row in rows.filter(first_month__range=(first, last)).select_related("person")
        if row.person.birth_date > years_before(first_day(row.first_month), age)
    }
    months = _months_of(set(people))
    return cohort_of([(people[pk], months[pk]) for pk in people], month_of(today) - 1)


def _months_of(people: set[int]) -> dict[int, set[Month]]:
    found: dict[int, set[Month]] = defaultdict(set)
    for field in ("person", "co_applicant"):
        rows = Payment.objects.assistance_paid().filter(**{f"{field}__in": people})
        for pk, month in rows.values_list(field, "month").distinct():
            found[pk].add(month)
    return found
