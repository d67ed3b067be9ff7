"""Flags, discussions in the OSK meeting and plans, for a household's timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.access import may
from accounts.policy import Permission
from coordination.flags import rules as flags
from coordination.flags.views import may_handle_flags
from coordination.meetings.queries import items_about, why_of
from coordination.models import AgendaItem, CoordinatedPlan, Flag
from coordination.plans.permits import sight_of
from households.timeline.entry import Kind, Source, TimelineEntry, Viewer, day_of, shortened


def _flags(viewer: Viewer) -> Iterator[TimelineEntry]:
    """Also those that are over: each when it was raised, dismissed and fell away."""
    if not viewer.sees_benefits:
        return
    url = reverse("coordination:household", args=[viewer.household.pk])
    for row in Flag.objects.filter(household=viewer.household):
        said = flags.said(row.rule, row.data)
        yield TimelineEntry(row.raised_on, Kind.FLAG, f"Flagg: {row}", (), said, url)
        if row.dismissed_at is not None:
            on, why = day_of(row.dismissed_at), shortened(row.grounds)
            yield TimelineEntry(on, Kind.FLAG, f"Flagg avvist: {row}", (), why, url)
        if row.ended_on is not None:
            yield TimelineEntry(row.ended_on, Kind.FLAG, f"Flagg bortfalt: {row}", (), "", url)


def _meetings(viewer: Viewer) -> Iterator[TimelineEntry]:
    """As the household's own tab: all to the office, to others while a consent opens it."""
    if not (may(viewer.user, Permission.ATTEND_MEETINGS) and viewer.access.own_parties):
        return
    is_office = may_handle_flags(viewer.user, viewer.household)
    url = reverse("meetings:household", args=[viewer.household.pk])
    for row in items_about(viewer.user, viewer.household, is_office=is_office, today=viewer.today):
        for on, title, detail in _steps(row):
            yield TimelineEntry(on, Kind.OSK, title, (), detail, url)


def _steps(row: AgendaItem) -> Iterator[tuple[date, str, str]]:
    yield row.came_on, "På listen til OSK-møtet", why_of(row)
    if row.discussed_at is not None:
        how = row.get_mode_display().lower()
        decided = " · ".join(decision.text for decision in row.decisions.all())
        yield day_of(row.discussed_at), f"Drøftet i OSK-møtet, {how}", shortened(decided)
    for action in row.actions.all():
        who = f"{action.get_party_display()}, frist {action.due_on:%d.%m.%Y}"
        yield day_of(action.added_at), f"Tiltak fra OSK-møtet: {action}", who
        if action.settled_at is not None:
            word = action.get_state_display().lower()
            yield day_of(action.settled_at), f"Tiltak fra OSK-møtet {word}: {action}", ""
    if row.closed_at is not None:
        yield day_of(row.closed_at), "Saken i OSK-møtet avsluttet", ""


def _plans(viewer: Viewer) -> Iterator[TimelineEntry]:
    """What the parties have agreed with the household, as far as the plan is the viewer's.

    One that is over is told of, as on its page, where what is common to the family is theirs.
    """
    sight = sight_of(viewer.household, viewer.today)
    if sight is None:
        return
    rows = CoordinatedPlan.objects.visible_to(viewer.user).filter(household=viewer.household)
    for row in rows.prefetch_related("reviews"):
        if not sight.common and (row.ended_on or row.answer == row.Answer.DECLINED):
            continue
        kind = str(row.get_kind_display())
        for on, word, detail in _agreed(row):
            yield TimelineEntry(on, Kind.PLAN, f"{kind} {word}", (), detail)


def _agreed(row: CoordinatedPlan) -> Iterator[tuple[date, str, str]]:
    yield row.offered_on, "tilbudt", row.get_party_display()
    if row.answered_on is not None:
        yield row.answered_on, "besvart", row.get_answer_display()
    for review in row.reviews.all():
        yield review.on, "gjennomgått", f"Neste gang {review.next_on:%d.%m.%Y}"
    if row.ended_on is not None:
        yield row.ended_on, "avsluttet", row.get_end_reason_display()


SOURCES = (
    Source((Kind.FLAG,), (Flag,), _flags),
    Source((Kind.OSK,), (AgendaItem,), _meetings),
    Source((Kind.PLAN,), (CoordinatedPlan,), _plans),
)
