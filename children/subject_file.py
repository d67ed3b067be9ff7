"""What is held on a person here, for the person's own file: a child's mappings, a family's facts.

A parent does not get what a child has said or what was found out of it: that is in the child's own
file, which a leader looks through before it is handed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Model
from django.utils import timezone

from children.models import (
    ChildMapping,
    ChildObservation,
    FamilyDialogue,
    FamilyFacts,
    Transition,
)
from households.subject import Part, Row, Subject, unit_name

COVERS: set[type[Model]] = {ChildMapping, ChildObservation, FamilyDialogue, Transition}
MAPPINGS = {
    "reference": "Nummer",
    "depth": "Kort eller full",
    "state": "Status",
    "party": "Tjeneste",
    "unit": "Kontor",
    "started_on": "Påbegynt",
    "completed_on": "Kartlagt",
    "reviewed_on": "Spurt igjen",
    "family": "Annerledes for deg enn for familien",
    "leisure": "Fritid",
    "barrier": "Står i veien",
    "voice": "Din egen stemme",
    "report": "Bekymringsmelding",
    "lasting_needs": "Varige behov",
    "known": "Dette vet vi",
    "assessed": "Slik vurderer vi det",
    "weighed": "Slik veier vi det",
    "paragraph": "I vedtaket",
    "reason": "Hvorfor du ikke ble kartlagt",
}
DOMAINS = {
    "reference": "Nummer",
    "domain": "Område",
    "level": "Nivå",
    "facts": "Fakta",
    "source": "Kilde",
    "childs_view": "Hva du selv sa",
    "action": "Tiltak",
    "owner": "Ansvarlig",
    "due_on": "Frist",
}
OBSERVATIONS = {"seen_on": "Sett", "party": "Tjeneste", "unit": "Kontor", "text": "Observasjon"}
TRANSITIONS = {
    "opened_on": "Åpnet",
    "party": "Tjeneste",
    "unit": "Kontor",
    "needs": "Varige behov",
    "receiver": "Hvem som skal ta imot",
    "met_on": "Møte holdt",
    "plan": "Planen",
    "own_words": "Hva du selv sa",
    "asked_on": "Spurt",
    "answer": "Hva mottakeren svarte",
    "aftercare": "Ettervern",
    "ended": "Avsluttet",
    "history": "Hva som har skjedd",
}
DIALOGUES = {
    "held_on": "Dato",
    "topics": "Tema",
    "interpreter": "Tolk",
    "interpreter_reason": "Hvorfor ikke tolk",
    "agreed": "Avtalt",
    "undone_on": "Tatt bort",
}
FACTS = {
    "household": "Husstand",
    "written_on": "Skrevet",
    "party": "Tjeneste",
    "home": "Omsorg og hverdag",
    "housing": "Bolig",
    "economy": "Økonomi",
    "network": "Nettverk",
    "elsewhere": "Barn med samvær eller delt bosted",
}


def parts(subject: Subject) -> Iterator[Part]:
    rows = ChildMapping.objects.filter(child=subject.person).with_all().order_by("started_at", "pk")
    mappings = list(rows)
    yield Part(
        "mappings", "Kartlegginger av deg", MAPPINGS, [_mapping(r, subject) for r in mappings]
    )
    yield Part(
        "mapped_domains", "Hva kartleggingene sier", DOMAINS, list(_domains(mappings, subject))
    )
    yield _observations(subject)
    yield _transitions(subject)
    yield _family(subject)
    yield _dialogues(subject)


def _mapping(row: ChildMapping, subject: Subject) -> Row:
    masked = subject.masked
    here = (row.home_here, row.housing_here, row.economy_here, row.network_here)
    leisure = (row.activities, row.leisure_wish, row.leisure_cost)
    voice = (row.get_voice_display(), row.voice_words, row.voice_reason)
    report = (row.get_report_display(), row.report_text)
    lasting = (row.get_lasting_needs_display(), row.lasting_needs_text)
    return {
        "reference": row.pk,
        "depth": row.get_depth_display(),
        "state": row.get_state_display(),
        "party": row.get_party_display(),
        "unit": unit_name(row.unit, subject),
        "started_on": timezone.localdate(row.started_at),
        "completed_on": row.completed_on,
        "reviewed_on": row.reviewed_on,
        "family": masked(". ".join(filter(None, here))),
        "leisure": masked(". ".join(filter(None, leisure))),
        "barrier": row.get_barrier_display(),
        "voice": masked(". ".join(filter(None, voice))),
        "report": masked(". ".join(filter(None, report))),
        "lasting_needs": masked(". ".join(filter(None, lasting))),
        **{
            name: masked(getattr(row, name))
            for name in ("known", "assessed", "weighed", "paragraph", "reason")
        },
    }


def _domains(mappings: list[ChildMapping], subject: Subject) -> Iterator[Row]:
    for mapping in mappings:
        for row in mapping.domains.all():
            yield {
                "reference": mapping.pk,
                "domain": row.label,
                "level": row.get_level_display(),
                "facts": subject.masked(row.facts),
                "source": row.get_source_display(),
                "childs_view": subject.masked(row.childs_view),
                "action": subject.masked(row.action),
                "owner": row.get_owner_display(),
                "due_on": row.due_on,
            }


def _observations(subject: Subject) -> Part:
    found = ChildObservation.objects.filter(child=subject.person).select_related("unit")
    rows: list[Row] = [
        {
            "seen_on": row.seen_on,
            "party": row.get_party_display(),
            "unit": unit_name(row.unit, subject),
            "text": subject.masked(row.text),
        }
        for row in found.order_by("seen_on", "pk")
    ]
    return Part("child_observations", "Observasjoner av deg som barn", OBSERVATIONS, rows)


def _transitions(subject: Subject) -> Part:
    """The young person's own way to the services for adults; parents do not get it."""
    found = Transition.objects.filter(child=subject.person).with_all()
    rows: list[Row] = [
        _transition(row, subject)
        for row in found.prefetch_related("changes").order_by("opened_on", "pk")
    ]
    return Part("transitions", "Overgangen din til voksentjenester", TRANSITIONS, rows)


def _transition(row: Transition, subject: Subject) -> Row:
    masked, unit = subject.masked, row.receiver_unit
    receiver = unit_name(unit, subject) if unit else row.receiver_name
    answer = (row.get_answer_display(), row.answered_name, row.answer_text)
    care = (_day(row.aftercare_until), row.aftercare_text)
    ended = (_day(row.ended_on), row.get_ended_reason_display(), row.ended_text)
    history = (
        f"{_day(timezone.localdate(c.at))}: {c.get_act_display()}" for c in row.changes.all()
    )
    return {
        "opened_on": row.opened_on,
        "party": row.get_party_display(),
        "unit": unit_name(row.unit, subject),
        "needs": masked(row.needs),
        "receiver": masked(_sentence(receiver, row.receiver_contact)),
        "met_on": row.met_on,
        "plan": masked(row.plan),
        "own_words": masked(row.own_words),
        "asked_on": row.asked_on,
        "answer": masked(_sentence(_day(row.answered_on), *answer)),
        "aftercare": masked(_sentence(*care)),
        "ended": masked(_sentence(*ended)),
        "history": "; ".join(history),
    }


def _sentence(*parts: str) -> str:
    return ". ".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _family(subject: Subject) -> Part:
    """What is written of the family, for those who support its children while it was written."""
    supports = [row.household_id for row in subject.memberships if row.supports_children]
    found = FamilyFacts.objects.filter(household__in=supports).select_related("household")
    names = ("home", "housing", "economy", "network", "elsewhere")
    rows: list[Row] = [
        {
            "household": row.household.number,
            "written_on": timezone.localdate(row.written_at),
            "party": row.get_party_display(),
            **{name: subject.masked(getattr(row, name)) for name in names},
        }
        for row in found.order_by("written_at", "pk")
        if subject.was_in(row.household_id, *[timezone.localdate(row.written_at)] * 2)
    ]
    return Part("family_facts", "Felles for barna i familien", FACTS, rows)


def _dialogues(subject: Subject) -> Part:
    found = FamilyDialogue.objects.filter(person=subject.person).order_by("held_on", "pk")
    rows: list[Row] = [
        {
            "held_on": row.held_on,
            "topics": ", ".join(row.topic_labels),
            "interpreter": ". ".join(
                filter(
                    None, (row.get_interpreter_display(), subject.masked(row.interpreter_reason))
                )
            ),
            "agreed": subject.masked(row.agreed),
            "undone_on": None if row.undone_at is None else timezone.localdate(row.undone_at),
        }
        for row in found
    ]
    return Part("family_dialogues", "Familiesamtaler med deg", DIALOGUES, rows)
