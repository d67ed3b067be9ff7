"""What happens in cases of the qualification programme, to the office that has the benefit case.

The first and last day in it are the enrolment's (money.py), which may be shared on its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from benefits.models import KvpCase
from households.timeline.entry import Kind, Source, TimelineEntry, Viewer, shortened


def _cases(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not viewer.sees_benefits:
        return
    rows = KvpCase.objects.filter(household=viewer.household)
    for case in rows.prefetch_related("evaluations", "leaves", "follow_ups"):
        who = (case.person_id,)
        url = reverse("programmes:kvp", args=[viewer.household.pk, case.pk])
        for on, title, detail in (*_steps(case), *_inside(case)):
            if on <= viewer.today:
                yield TimelineEntry(on, Kind.PROGRAMME, title, who, detail, url)


def _steps(case: KvpCase) -> Iterator[tuple[date, str, str]]:
    yield case.enquired_on, "Forespørsel om KVP", case.get_origin_display()
    if case.applied_on is not None:
        yield case.applied_on, f"Søknad om KVP ({case.reference})", ""
    if case.assessed_on is not None:
        yield case.assessed_on, "Arbeidsevnen vurdert", shortened(case.conclusion)
    if case.decided_on is not None:
        yield case.decided_on, "KVP innvilget", ""
    if case.closed_on is not None and case.enrolment_id is None:
        yield case.closed_on, f"KVP: {case.get_state_display().lower()}", ""


def _inside(case: KvpCase) -> Iterator[tuple[date, str, str]]:
    for evaluation in case.evaluations.all():
        if evaluation.held_on is not None and evaluation.struck_at is None:
            detail = shortened(f"{evaluation.get_progress_display()}. {evaluation.note}")
            yield evaluation.held_on, "KVP evaluert", detail
    for leave in case.leaves.all():
        if leave.struck_at is not None:
            continue
        yield leave.valid_from, "Permisjon fra KVP", shortened(leave.grounds)
    for row in case.follow_ups.all():
        yield row.on, f"{row.months} måneder etter KVP", row.get_code_display()


SOURCES = (Source((Kind.PROGRAMME,), (KvpCase,), _cases),)
