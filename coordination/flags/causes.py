"""Which households each rule of the flags holds for, and the figures it rests on.

A cause is one or two queries over all households, or over some of them; never one a household.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.models import Party
from benefits.measures.school import at_school
from benefits.measures.youth import young_recipients
from benefits.models import KvpEnrolment, Payment
from children.codes import Level
from children.models import ChildMapping
from children.transitions.queries import lasting, settled
from coordination.flags.rules import Threshold
from coordination.models import CoordinatedPlan, Flag
from coordination.standings import recent_standings
from decisions.models import Decision
from households.models import (
    Consent,
    HousingCost,
    LodgingNeed,
    MappingDuty,
    Membership,
)
from households.months import first_day, month_of
from households.rules import ADULT_AT, age_on, birthday, years_before
from housing.models import LodgingStay, TenancyRisk

Data = dict[str, Any]
Found = dict[int, Data]
"""Households (ids) for which a rule holds, each with what it rests on."""


@dataclass(frozen=True)
class Scope:
    """For which day, and for which households; None is all of them."""

    today: date
    households: Collection[int] | None = None

    def of(self, rows: Any, field: str = "household") -> Any:
        """The rows about these households only."""
        return rows if self.households is None else rows.filter(**{f"{field}__in": self.households})

    @property
    def adult_born(self) -> date:
        """Whoever was born later is under 18 today."""
        return years_before(self.today, ADULT_AT)

    def children(self) -> Any:
        """Memberships of children under 18, by a household to be put in its outer query."""
        under = Q(person__birth_date__gt=self.adult_born) | Q(person__birth_date=None)
        rows = Membership.objects.valid_on(self.today).filter(role=Membership.Role.CHILD)
        return rows.filter(under, household=OuterRef("household"))

    def supporters(self) -> Any:
        """Memberships of those who support children under 18 of their household."""
        rows = Membership.objects.valid_on(self.today).filter(role__in=Membership.SUPPORTING)
        return self.of(rows.filter(Exists(self.children())))

    @cached_property
    def benefit_months(self) -> dict[int, dict[int, int]]:
        """Of families, benefit months of any supporter within each window of the settings.

        By household, then by window; asked once for the three rules.
        """
        windows = sorted({within for _, within in settings.FLAGS["family_months"]})
        last, month = month_of(self.today), "person__payments__month"
        paid = _paid(self, windows[-1])
        rows = self.supporters().filter(paid, ~at_school(self.today)).values("household")
        counted = {
            f"in_{within}": Count(
                month, distinct=True, filter=Q(**{f"{month}__gte": last - within + 1})
            )
            for within in windows
        }
        return {
            row["household"]: {within: row[f"in_{within}"] for within in windows}
            for row in rows.annotate(**counted).order_by()
        }


def _paid(scope: Scope, within: int) -> Q:
    """Assistance paid to the person of a membership in the window of so many months."""
    return Q(
        person__payments__status=Payment.Status.PAID,
        person__payments__scheme=Payment.Scheme.ASSISTANCE,
        person__payments__amount__gt=0,
        person__payments__month__gte=month_of(scope.today) - within + 1,
        person__payments__month__lte=month_of(scope.today),
    )


def long_on_assistance(threshold: Threshold) -> Callable[[Scope], Found]:
    """Families with so many benefit months, by any supporter of the children, in the window."""

    def found(scope: Scope) -> Found:
        return {
            pk: {"months": months[threshold.within], "within": threshold.within}
            for pk, months in scope.benefit_months.items()
            if months[threshold.within] >= threshold.months
        }

    return found


def without_plan(scope: Scope) -> Found:
    """Households long on assistance without a plan, or with one whose review is overdue (2c).

    Long is so many benefit months within the window, or more than three years.
    """
    limit, within = settings.FLAGS["follow_up_months"]
    plans = CoordinatedPlan.objects.active()
    followed = plans.filter(household=OuterRef("household"), next_review_on__gte=scope.today)
    adults = scope.of(Membership.objects.valid_on(scope.today)).exclude(role=Membership.Role.CHILD)
    counted = adults.filter(_paid(scope, within), ~at_school(scope.today))
    rows = counted.filter(~Exists(followed)).values("household")
    rows = rows.annotate(months=Count("person__payments__month", distinct=True))
    months = dict(rows.order_by().values_list("household", "months"))
    fewer = [pk for pk, count in months.items() if FEWEST_IN_SPELL <= count < limit]
    over = {pk for pk, row in recent_standings(fewer, scope.today).items() if row.is_over}
    late = scope.of(plans).filter(next_review_on__lt=scope.today)
    overdue = dict(late.order_by().values_list("household", "next_review_on"))
    return {
        pk: {"months": count, "within": within} | _lack(overdue.get(pk))
        for pk, count in months.items()
        if count >= limit or pk in over
    }


FEWEST_IN_SPELL = 2
"""Benefit months in eighteen that a live spell (DEF-1) can have at the least."""


def _lack(review_on: date | None) -> Data:
    if review_on is None:
        return {"plan": "", "lack": "ingen plan"}
    return {"plan": "overdue", "lack": f"gjennomgang skulle vært {review_on:%d.%m.%Y}"}


def serious(scope: Scope) -> Found:
    """Families where a child's latest mapping has a domain at level 3."""
    return _mapped(scope, levels=(Level.SERIOUS,), domains=1)


def worries(scope: Scope) -> Found:
    """Families where a child's latest mapping has at least two domains at level 2 or 3."""
    return _mapped(scope, levels=(Level.WORRY, Level.SERIOUS), domains=2)


def _mapped(scope: Scope, *, levels: Collection[str], domains: int) -> Found:
    """Children under 18 whose latest mapping by NAV is valid and has so many domains so.

    What another party has mapped is not for a flag of NAV's to tell (security.md 2.1).
    """
    newer = ChildMapping.objects.completed().filter(
        household=OuterRef("household"),
        child=OuterRef("child"),
        party=OuterRef("party"),
        pk__gt=OuterRef("pk"),
    )
    lives_there = scope.children().filter(person=OuterRef("child"))
    rows = ChildMapping.objects.completed().filter(
        ~Exists(newer),
        Exists(lives_there),
        party=Party.NAV,
        completed_on__gte=years_before(scope.today, 1),
    )
    found = scope.of(rows).annotate(
        worried=Count("domains", filter=Q(domains__level__in=levels), distinct=True)
    )
    pairs = found.filter(worried__gte=domains).order_by().values_list("household", "child")
    counted = Counter(household for household, _ in pairs)
    return {pk: {"children": count} for pk, count in counted.items()}


def unreceived(scope: Scope) -> Found:
    """Children of 17 whose needs will last, by NAV's mapping, and whom nobody has accepted (4d)."""
    rows: Any = lasting(scope.today, scope.of(ChildMapping.objects.filter(party=Party.NAV)))
    counted = rows.filter(~Exists(settled())).values("household")
    counted = counted.annotate(
        children=Count("child", distinct=True), born=Min("child__birth_date")
    )
    found = counted.order_by().values_list("household", "children", "born")
    return {
        pk: {"children": children, "adult_on": f"{birthday(born, ADULT_AT):%d.%m.%Y}"}
        for pk, children, born in found
    }


def in_lodging(scope: Scope) -> Found:
    """Children whose family has been granted temporary lodging, or sleeps there, from day 1 (§ 27).

    Since the first night; where nobody has slept anywhere yet, since it was granted.
    """
    in_use = LodgingStay.objects.in_use().filter(need=OuterRef("pk"), from_on__lte=scope.today)
    rows = LodgingNeed.objects.open().filter(
        Exists(scope.children()),
        Q(decided_on__lte=scope.today) | Q(Exists(in_use)),
    )
    nights = LodgingStay.objects.used().filter(need=OuterRef("pk")).order_by("from_on")
    found = scope.of(rows).annotate(first_night=nights.values("from_on")[:1])
    days = dict(found.order_by().values_list("household", Coalesce("first_night", "decided_on")))
    children = _children_in(scope, list(days))
    return {
        pk: {"since": f"{day:%d.%m.%Y}", "children": children.get(pk, 0)}
        for pk, day in days.items()
    }


def evictions(scope: Scope) -> Found:
    """Children in a home that somebody has petitioned to be evicted from; until there is a result.

    The enforcement officer tells the municipality of a petition, and NAV with it.
    """
    rows = TenancyRisk.objects.threatened().filter(
        Exists(scope.children()), petition_on__lte=scope.today
    )
    days = dict(scope.of(rows).order_by().values_list("household", "petition_on"))
    children = _children_in(scope, list(days))
    return {
        pk: {"since": f"{day:%d.%m.%Y}", "children": children.get(pk, 0)}
        for pk, day in days.items()
    }


def _children_in(scope: Scope, households: Collection[int]) -> dict[int, int]:
    under = Q(person__birth_date__gt=scope.adult_born) | Q(person__birth_date=None)
    rows = Membership.objects.valid_on(scope.today).filter(
        under, role=Membership.Role.CHILD, household__in=households
    )
    counted = rows.values("household").annotate(count=Count("person", distinct=True))
    return dict(counted.order_by().values_list("household", "count"))


def in_arrears(scope: Scope) -> Found:
    """Families with children that owe rent for at least so many months.

    Where a petition for eviction has come, that is the flag: it says more of the same.
    """
    petition = TenancyRisk.objects.threatened().filter(
        household=OuterRef("household"), petition_on__lte=scope.today
    )
    rows = HousingCost.objects.valid_on(scope.today).filter(
        ~Exists(petition),
        Exists(scope.children()),
        kind=HousingCost.Kind.RENT,
        claimed__gt=0,
        arrears__gte=F("claimed") * settings.FLAGS["arrears_months"],
    )
    found = scope.of(rows).values_list("household", "arrears", "claimed")
    return {pk: {"owed": owed, "rent": rent} for pk, owed, rent in found.order_by()}


BROKEN = (KvpEnrolment.Status.STOPPED_ABSENCE, KvpEnrolment.Status.ENDED_AFTER_BREAK)


def kvp_broken(scope: Scope) -> Found:
    """Families where a parent's programme was broken off, or ended to assistance, lately."""
    ended = KvpEnrolment.objects.filter(
        Q(status__in=BROKEN) | Q(exit_code=KvpEnrolment.ExitCode.ASSISTANCE),
        valid_to__gte=first_day(month_of(scope.today) - settings.FLAGS["kvp_months"]),
        valid_to__lte=scope.today,
        person=OuterRef("person"),
    )
    again = KvpEnrolment.objects.valid_on(scope.today).filter(person=OuterRef("person"))
    rows = scope.supporters().filter(Exists(ended), ~Exists(again))
    last = rows.values("household").annotate(ended=Max("person__kvp_enrolments__valid_to"))
    found = last.order_by().values_list("household", "ended")
    return {pk: {"ended": f"{day:%d.%m.%Y}"} for pk, day in found}


def unmapped(scope: Scope) -> Found:
    """Children whose parents asked for help so many days ago, and who are still not mapped."""
    limit = scope.today - timedelta(days=settings.FLAGS["unmapped_days"])
    owed = MappingDuty.objects.open().of_members()
    owed = owed.filter(party=Party.NAV, intake__received_on__lte=limit, due_on__lt=scope.today)
    rows = scope.of(owed)
    counted = rows.values("household").annotate(
        children=Count("child", distinct=True), since=Min("intake__received_on")
    )
    return {
        row["household"]: {"children": row["children"], "since": f"{row['since']:%d.%m.%Y}"}
        for row in counted.order_by()
    }


def emergencies(scope: Scope) -> Found:
    """Households that have had emergency aid so many times in so many months."""
    limit, within = settings.FLAGS["emergencies"]
    first = month_of(scope.today) - within + 1
    rows = scope.of(Membership.objects.valid_on(scope.today)).filter(
        person__payments__status=Payment.Status.PAID,
        person__payments__category=Payment.Category.EMERGENCY,
        person__payments__month__gte=first,
    )
    counted = rows.values("household").annotate(grants=Count("person__payments", distinct=True))
    found = counted.filter(grants__gte=limit).order_by().values_list("household", "grants")
    return {pk: {"grants": grants, "within": within} for pk, grants in found}


def capped(scope: Scope) -> Found:
    """Families from whom the cap takes more than so much a month now."""
    month = scope.today.replace(day=1)
    rows = Decision.objects.standing().filter(
        first_month__lte=month,
        last_month__gte=month,
        cap_reduction__gt=settings.FLAGS["cap_reduction"],
    )
    most = scope.of(rows).values("household").annotate(reduction=Max("cap_reduction"))
    found = most.order_by().values_list("household", "reduction")
    return {pk: {"reduction": reduction} for pk, reduction in found}


def young_without_activity(scope: Scope) -> Found:
    """Recipients under the age of goal 1b whom nothing keeps active, and nobody has been in
    contact with lately: the rule of `benefits.measures.youth_rules`."""
    rows = scope.of(Membership.objects.valid_on(scope.today))
    red = young_recipients(rows, scope.today).filter(is_red=True)
    born = red.order_by().values("household").annotate(born=Max("person__birth_date"))
    days = settings.MEASURES["contact_days"]
    return {
        pk: {"age": age_on(day, scope.today), "days": days}
        for pk, day in born.values_list("household", "born")
    }


def unanswered(scope: Scope) -> Found:
    """Households where consent was asked for so many days ago, and nobody has answered."""
    limit = scope.today - timedelta(days=settings.FLAGS["consent_days"])
    rows = Consent.objects.unanswered().filter(requested_on__lte=limit)
    asked = scope.of(rows).values("household").annotate(since=Min("requested_on"))
    return {
        pk: {"since": f"{day:%d.%m.%Y}"}
        for pk, day in asked.order_by().values_list("household", "since")
    }


def causes() -> dict[str, Callable[[Scope], Found]]:
    """Each rule and what finds the households it holds for."""
    rules = (Flag.Rule.FAMILY_12, Flag.Rule.FAMILY_24, Flag.Rule.FAMILY_36)
    found: dict[str, Callable[[Scope], Found]] = {
        rule: long_on_assistance(Threshold(*threshold))
        for rule, threshold in zip(rules, settings.FLAGS["family_months"], strict=True)
    }
    return found | {
        Flag.Rule.SERIOUS: serious,
        Flag.Rule.WORRIES: worries,
        Flag.Rule.LODGING: in_lodging,
        Flag.Rule.ARREARS: in_arrears,
        Flag.Rule.EVICTION: evictions,
        Flag.Rule.KVP_BROKEN: kvp_broken,
        Flag.Rule.UNRECEIVED: unreceived,
        Flag.Rule.UNMAPPED: unmapped,
        Flag.Rule.EMERGENCIES: emergencies,
        Flag.Rule.CAP: capped,
        Flag.Rule.YOUNG: young_without_activity,
        Flag.Rule.CONSENT: unanswered,
        Flag.Rule.FOLLOW_UP: without_plan,
    }
