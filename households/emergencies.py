"""Opening a household of another office in need (nødtilgang), ending it, looking at it afterwards.

It lifts the rule of the office alone (security.md 3.8). Whom a core rule closes, who belongs to
another party only and who does not exist are one answer, found by one question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from accounts.access import parties_with
from accounts.models import AccessReview, User
from accounts.policy import Permission
from accounts.reviews import AlreadyReviewedError
from households.access import CORE, OFFICE, verdict_on
from households.models import BreakGlass, Household, Membership, Responsibility

CORE_RULES = {rule.name for rule in CORE}


@dataclass(frozen=True)
class Opening:
    """A household that may be opened in need: of whom, and which unit has it."""

    household_id: int
    person_id: int
    unit_id: int


@dataclass(frozen=True)
class Finding:
    """What a number led to: an opening, or the rule that refused."""

    refused_by: str
    household_id: int | None = None
    opening: Opening | None = None

    @property
    def is_of_own_office(self) -> bool:
        """Whether the user's own office has the household, so that there is no need."""
        return self.refused_by == OFFICE.name


def household_in_need(user: User, number: str) -> Finding:
    """The household that the person with a national number lives in today, for `user`."""
    today = timezone.localdate()
    memberships = Membership.objects.valid_on(today).filter(
        Q(person__national_id=number) | Q(person__stated_id=number)
    )
    has = Responsibility.objects.valid_on(today).filter(
        household=OuterRef("pk"), party__in=parties_with(user, Permission.BREAK_GLASS)
    )
    homes = Household.objects.with_facts(user).filter(pk__in=memberships.values("household"))
    homes = homes.annotate(
        member_id=Subquery(memberships.filter(household=OuterRef("pk")).values("person")[:1]),
        unit_id=Subquery(has.order_by("valid_from").values("unit")[:1]),
    )
    findings = [_weighed(home) for home in homes.order_by("pk")]
    first = [finding for finding in findings if finding.opening]
    first += [finding for finding in findings if finding.is_of_own_office] + findings
    return first[0] if first else Finding("not_found")


def _weighed(home: Any) -> Finding:
    rule = verdict_on(home).rule
    if rule in CORE_RULES | {OFFICE.name}:
        return Finding(rule, home.pk)
    if home.unit_id is None:
        return Finding("other_party", home.pk)
    return Finding("", home.pk, Opening(home.pk, home.member_id, home.unit_id))


@transaction.atomic
def open_in_need(*, opening: Opening, category: str, reason: str, by: User) -> BreakGlass:
    """Open what was found; a second try on the same day opens the same one again.

    One that was looked at in the meantime comes back to the queue.
    """
    now = timezone.now()
    expires_at = now + timedelta(hours=settings.BREAK_GLASS_HOURS)
    opened, is_new = BreakGlass.objects.get_or_create(
        user=by,
        person_id=opening.person_id,
        on=timezone.localdate(now),
        defaults={
            "household_id": opening.household_id,
            "unit_id": opening.unit_id,
            "category": category,
            "reason": reason,
            "opened_at": now,
            "expires_at": expires_at,
        },
    )
    if not is_new and not opened.is_live_at(now):
        opened.expires_at = expires_at if opened.expires_at <= now else opened.expires_at
        opened.ended_at = opened.reviewed_at = opened.reviewed_by = None
        opened.conclusion = opened.review_note = ""
        opened.save()
    return opened


@transaction.atomic
def end_emergency(*, household: Household, by: User) -> None:
    """The user needs it no longer: all that the user has open of the household ends now."""
    now = timezone.now()
    BreakGlass.objects.live_at(now).filter(household=household, user=by).update(ended_at=now)


AS_ACCESS_REVIEW = {
    BreakGlass.Conclusion.JUSTIFIED: AccessReview.Conclusion.IN_ORDER,
    BreakGlass.Conclusion.FOLLOW_UP: AccessReview.Conclusion.FOLLOW_UP,
}


@transaction.atomic
def review_emergency(*, opened: BreakGlass, conclusion: str, note: str, by: User) -> None:
    """Conclude on an emergency access; one that is still open ends, so that all of it was seen.

    The review of the same look-ups (etterkontroll) is concluded with it, with the last of them. Of
    two leaders at the same time the first has concluded (AlreadyReviewedError for the second).
    """
    now = timezone.now()
    waiting = BreakGlass.objects.filter(pk=opened.pk, reviewed_at__isnull=True)
    if not waiting.update(conclusion=conclusion, review_note=note, reviewed_by=by, reviewed_at=now):
        raise AlreadyReviewedError
    BreakGlass.objects.live_at(now).filter(pk=opened.pk).update(ended_at=now)
    opened.refresh_from_db()
    same = {"user": opened.user_id, "household": opened.household_id, "on": opened.on}
    if not BreakGlass.objects.filter(**same, reviewed_at__isnull=True).exists():
        _conclude_access_reviews(opened)


def _conclude_access_reviews(opened: BreakGlass) -> None:
    rows = AccessReview.objects.waiting().filter(
        user=opened.user_id, household_id=opened.household_id, on=opened.on
    )
    about = [row.pk for row in rows if AccessReview.Kind.BREAK_GLASS in row.kinds]
    AccessReview.objects.filter(pk__in=about).update(
        conclusion=AS_ACCESS_REVIEW[BreakGlass.Conclusion(opened.conclusion)],
        note=opened.review_note,
        reviewed_by=opened.reviewed_by,
        reviewed_at=opened.reviewed_at,
    )
