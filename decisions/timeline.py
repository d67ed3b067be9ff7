"""Decisions with their editions and letters, conditions and appeals, for a household's timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from config.templatetags import tall
from decisions.codes import AppealResult, State
from decisions.models import Appeal, Condition, Decision
from decisions.permits import read_parties
from households.timeline.entry import Kind, Source, TimelineEntry, Viewer, day_of


def _decisions(viewer: Viewer) -> Iterator[TimelineEntry]:
    parties = read_parties(viewer.user, viewer.household)
    rows = viewer.household.decisions.filter(unit__party__in=parties)
    for row in rows.select_related("letter", "corrects"):
        who, url = (row.applicant_id,), _url(row)
        if row.approved_at is not None:
            title = f"{row}: {row.get_outcome_display().lower()}"
            on = day_of(row.approved_at)
            yield TimelineEntry(on, Kind.DECISION, title, who, _gives(row), url)
        else:
            title = f"{row} påbegynt"
            state = row.get_state_display()
            yield TimelineEntry(day_of(row.made_at), Kind.DECISION, title, who, state, url)
        letter = getattr(row, "letter", None)
        if letter is not None and letter.sent_on is not None:
            title, how = f"Brev om {row.reference} sendt", letter.get_channel_display()
            yield TimelineEntry(letter.sent_on, Kind.DECISION, title, who, how, url)


def _gives(row: Decision) -> str:
    words = [f"Retter {row.corrects.reference}"] if row.corrects else []
    if row.monthly_amount:
        words.append(f"{tall(row.monthly_amount)} kr per måned")
    if row.one_off_amount:
        words.append(f"{tall(row.one_off_amount)} kr en gang")
    return " · ".join(words)


def _url(decision: Decision) -> str:
    return reverse("decisions:decision", args=[decision.household_id, decision.pk])


def _conditions(viewer: Viewer) -> Iterator[TimelineEntry]:
    """Those of approved decisions; a breach goes by its steps."""
    rows = Condition.objects.filter(
        decision__household=viewer.household,
        decision__state=State.APPROVED,
        decision__unit__party__in=read_parties(viewer.user, viewer.household),
    )
    for row in rows.select_related("decision"):
        for on, word in _steps(row):
            title = f"{word}: {row}"
            due = f"Frist {row.due_on:%d.%m.%Y}" if row.due_on else ""
            detail = " · ".join(filter(None, [row.decision.reference, due]))
            url = _url(row.decision)
            yield TimelineEntry(on, Kind.CONDITION, title, (row.person_id,), detail, url)


def _steps(row: Condition) -> Iterator[tuple[date, str]]:
    if row.decision.approved_at is not None:
        word = "Unntak fra aktivitet" if row.exemption else "Vilkår satt"
        yield day_of(row.decision.approved_at), word
    if row.state_at is not None:
        yield day_of(row.state_at), f"Vilkår {row.get_state_display().lower()}"
    for day, word in (
        (row.notified_on, "Varslet om brudd på vilkår"),
        (row.heard_on, "Hørt om brudd på vilkår"),
        (row.reduced_on, "Stønaden redusert for brudd på vilkår"),
    ):
        if day is not None:
            yield day, word


def _appeals(viewer: Viewer) -> Iterator[TimelineEntry]:
    parties = read_parties(viewer.user, viewer.household)
    rows = Appeal.objects.filter(
        decision__household=viewer.household, decision__unit__party__in=parties
    )
    for row in rows.select_related("decision"):
        where = [viewer.household.pk, row.decision_id, row.pk]
        url = reverse("decisions:appeal", args=where)
        for on, word in _dealt_with(row):
            title = f"{word} {row.decision.reference}"
            yield TimelineEntry(on, Kind.APPEAL, title, (row.appellant_id,), "", url)


def _dealt_with(row: Appeal) -> Iterator[tuple[date, str]]:
    yield row.received_on, "Klage på"
    if row.reconsidered_on is not None:
        done = "omgjort" if row.is_reversed else "opprettholdt av kontoret"
        yield row.reconsidered_on, f"Klagen vurdert, {done}:"
    if row.forwarded_on is not None:
        yield row.forwarded_on, f"Klagen oversendt {row.body}:"
    if row.result_on is not None:
        result = str(AppealResult(row.result).label).lower()
        yield row.result_on, f"Klagen avgjort, {result}:"
    if row.implemented_on is not None:
        yield row.implemented_on, "Klagen fulgt opp:"


SOURCES = (
    Source((Kind.DECISION,), (Decision,), _decisions),
    Source((Kind.CONDITION,), (Condition,), _conditions),
    Source((Kind.APPEAL,), (Appeal,), _appeals),
)
