"""What is held on a person here, for the person's own file: housing of the households they were in.

A home that was offered is told by its size alone where the place is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Model
from django.utils import timezone

from config.templatetags import tall
from households.subject import Part, Row, Subject, unit_name
from housing import subject_homes
from housing.models import AdviceCase, Allocation, HousingApplication, Offer, QueueEntry

COVERS: set[type[Model]] = {
    *(HousingApplication, QueueEntry, AdviceCase, Offer, Allocation),
    *subject_homes.COVERS,
}
APPLICATIONS = {
    "reference": "Nummer",
    "is_yours": "Du er søkeren",
    "unit": "Kontor",
    "received_on": "Mottatt",
    "state": "Status",
    "situation": "Bosituasjonen",
    "need": "Bolig dere trenger",
    "districts": "Ønskede bydeler",
    "assessment": "Vurdering",
    "conditions": "Vilkår",
    "grounds": "Prioritetsgrunner",
    "interim": "Foreløpig svar",
    "decided_on": "Vedtatt",
}
ENTRIES = {
    "approved_on": "Godkjent",
    "agreed_on": "Oppfølgingsavtale",
    "priority": "Klasse",
    "counts_from": "Regnes fra",
    "renewed_on": "Fornyet",
    "pauses": "Pauser",
    "moves": "Flyttinger",
    "ended_on": "Ute av køen",
    "cause": "Hvorfor",
    "decision": "Vedtak",
}
OFFERS = {
    "offered_on": "Tilbudt",
    "home": "Bolig",
    "answer_by": "Svarfrist",
    "place": "Plass i køen",
    "passed_over": "Hvorfor andre ble forbigått",
    "answer": "Svar",
    "key_on": "Nøkkel utlevert",
    "released": "Boligen frigitt",
}
ADVICE = {
    "opened_on": "Åpnet",
    "cause": "Hvorfor",
    "offered_on": "Tilbudt",
    "aim": "Mål",
    "sessions": "Samtaler",
    "steps": "Plan",
    "closed_on": "Avsluttet",
    "outcome": "Resultat",
}


def parts(subject: Subject) -> Iterator[Part]:
    yield Part("housing_applications", "Søknader om bolig", APPLICATIONS, _applications(subject))
    yield Part("housing_queue", "Plass i boligkøen", ENTRIES, _entries(subject))
    yield Part("housing_offers", "Tilbud om bolig", OFFERS, _offers(subject))
    yield Part("housing_advice", "Boligrådgivning", ADVICE, _advice(subject))
    yield from subject_homes.parts(subject)


def _applications(subject: Subject) -> list[Row]:
    rows = HousingApplication.objects.filter(household__in=subject.household_ids)
    rows = rows.select_related("unit").prefetch_related("districts", "grounds").order_by("pk")
    return [
        {
            "reference": row.reference,
            "is_yours": row.applicant_id == subject.person.pk,
            "unit": unit_name(row.unit, subject),
            "received_on": row.received_on,
            "state": row.get_state_display(),
            "situation": subject.masked(row.situation),
            "need": _need(row),
            "districts": "" if subject.hides_place else _listed(row.districts.all()),
            "assessment": subject.masked(row.assessment),
            "conditions": subject.masked(row.conditions),
            "grounds": _listed(row.grounds.all()),
            "interim": _interim(row, subject),
            "decided_on": row.decided_on,
        }
        for row in rows
        if subject.was_in(row.household_id, row.received_on, None)
    ]


def _interim(row: HousingApplication, subject: Subject) -> str:
    if row.interim_on is None:
        return ""
    expected = f"Svar ventes {_day(row.expected_on)}"
    return _sentence(_day(row.interim_on), subject.masked(row.interim_reason), expected)


def _need(row: HousingApplication) -> str:
    rent = f"husleie til {tall(row.most_rent)} kr" if row.most_rent else ""
    stairs = "uten trapp" if row.needs_adapted else ""
    return ", ".join(filter(None, (f"{row.rooms} rom", stairs, rent)))


def _listed(rows: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, rows)))


def _entries(subject: Subject) -> list[Row]:
    rows = QueueEntry.objects.filter(household__in=subject.household_ids).order_by("pk")
    return [
        {
            "approved_on": row.approved_on,
            "agreed_on": row.agreed_on,
            "priority": row.priority,
            "counts_from": row.counts_from,
            "renewed_on": row.renewed_on,
            "pauses": "; ".join(
                f"{_day(one.valid_from)}–{_day(one.valid_to)}: {subject.masked(one.reason)}"
                for one in row.pauses.all()
            ),
            "moves": "; ".join(
                f"{_day(timezone.localdate(one.proposed_at))} {one.from_class}–{one.to_class}: "
                f"{_sentence(subject.masked(one.grounds), subject.masked(one.decided_text))}"
                for one in row.moves.all()
            ),
            "ended_on": row.ended_on,
            "cause": _sentence(row.get_exit_cause_display(), subject.masked(row.exit_text)),
            "decision": row.exit_decision.reference if row.exit_decision else "",
        }
        for row in rows.select_related("exit_decision").prefetch_related("pauses", "moves")
        if subject.was_in(row.household_id, row.approved_on, row.ended_on)
    ]


def _released(row: Offer, subject: Subject) -> str:
    if not hasattr(row, "allocation"):
        return ""
    return _sentence(_day(row.allocation.released_on), subject.masked(row.allocation.released_text))


def _offers(subject: Subject) -> list[Row]:
    rows = Offer.objects.filter(household__in=subject.household_ids).order_by("pk")
    return [
        {
            "offered_on": row.offered_on,
            "home": _home(row, subject),
            "answer_by": row.answer_by,
            "place": row.place,
            "passed_over": subject.masked(row.passed_over),
            "answer": _sentence(
                row.get_answer_display(), row.get_reason_display(), subject.masked(row.text)
            ),
            "key_on": row.allocation.key_on if hasattr(row, "allocation") else None,
            "released": _released(row, subject),
        }
        for row in rows.select_related("dwelling", "allocation")
        if subject.was_in(row.household_id, row.offered_on, row.offered_on)
    ]


def _home(row: Offer, subject: Subject) -> str:
    size = f"{row.dwelling.rooms} rom, {row.dwelling.area} m²"
    return size if subject.hides_place else f"{row.dwelling}, {size}"


def _advice(subject: Subject) -> list[Row]:
    rows = AdviceCase.objects.filter(household__in=subject.household_ids).order_by("pk")
    return [
        {
            "opened_on": row.opened_on,
            "cause": row.get_cause_display(),
            "offered_on": row.offered_on,
            "aim": row.get_aim_display(),
            "sessions": "; ".join(
                f"{_day(one.held_on)}: {subject.masked(one.text)}" for one in row.sessions.all()
            ),
            "steps": "; ".join(
                _sentence(
                    f"{one.get_tool_display()}: {subject.masked(one.text)}",
                    _day(one.done_on),
                    subject.masked(one.result),
                )
                for one in row.steps.all()
            ),
            "closed_on": row.closed_on,
            "outcome": _sentence(row.get_outcome_display(), subject.masked(row.outcome_text)),
        }
        for row in rows.prefetch_related("sessions", "steps")
        if subject.was_in(row.household_id, row.opened_on, row.closed_on)
    ]


def _sentence(*texts: str) -> str:
    return ". ".join(text for text in texts if text)


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
