"""Notes and documents on one person, as the person gets to see them (GDPR art. 15).

Those where the person was spoken with or is the one it is about, and to adults what is about the
household as a whole on a day they belonged to it. What was written of another member alone is
theirs.
"""

from __future__ import annotations

from django.db.models import Q

from households.models import Document, JournalEntry, Membership
from households.subject import Part, Row, Subject, unit_name


def notes(subject: Subject) -> Part:
    columns = {
        "contact_on": "Dato",
        "party": "Tjeneste",
        "unit": "Kontor",
        "topic": "Tema",
        "spoken_with": "Snakket med",
        "text": "Notat",
        "children": "Barn som er omtalt",
        "interpreter": "Tolk",
        "interpreter_reason": "Hvorfor ikke tolk",
        "interpreter_needed": "Tolk trengtes",
        "next_step": "Neste steg",
        "next_step_on": "Neste steg innen",
        "written_at": "Skrevet",
        "corrected": "Rettet av et senere notat",
    }
    about = Q(spoken_with=subject.person) | Q(children=subject.person)
    whole = Q(spoken_with__isnull=True, children__isnull=True, household__in=_adult_in(subject))
    found = JournalEntry.objects.filter(about | whole).distinct()
    found = found.select_related("unit", "correction").prefetch_related("children")
    rows = [
        _note(row, subject)
        for row in found.order_by("contact_on", "pk")
        if row.spoken_with_id == subject.person.pk
        or row.children.all()
        or subject.was_in(row.household_id, row.contact_on, row.contact_on)
    ]
    return Part("notes", "Journalnotater", columns, rows)


def _note(row: JournalEntry, subject: Subject) -> Row:
    spoken_with = [subject.called(row.spoken_with_id), subject.masked(row.spoken_with_other)]
    return {
        "contact_on": row.contact_on,
        "party": row.get_party_display(),
        "unit": unit_name(row.unit, subject),
        "topic": row.get_topic_display(),
        "spoken_with": ", ".join(filter(None, spoken_with)),
        "text": subject.masked(row.text),
        "children": ", ".join(subject.called(child.pk) for child in row.children.all()),
        "interpreter": row.get_interpreter_display(),
        "interpreter_reason": subject.masked(row.interpreter_reason),
        "interpreter_needed": row.interpreter_needed,
        "next_step": subject.masked(row.next_step),
        "next_step_on": row.next_step_on,
        "written_at": row.written_at,
        "corrected": row.corrected_by is not None,
    }


def documents(subject: Subject) -> Part:
    """What is told of each; a copy of the file itself is handed over with the rest."""
    columns = {
        "received_on": "Mottatt",
        "party": "Tjeneste",
        "unit": "Kontor",
        "kind": "Type",
        "title": "Tittel",
        "format": "Format",
        "size": "Størrelse, byte",
        "about": "Gjelder",
        "registered_at": "Registrert",
        "erased_on": "Slettet",
    }
    whole = Q(person__isnull=True, household__in=_adult_in(subject))
    found = Document.objects.filter(Q(person=subject.person) | whole).select_related("unit")
    rows: list[Row] = [
        {
            "received_on": row.received_on,
            "party": row.get_party_display(),
            "unit": unit_name(row.unit, subject),
            "kind": row.get_kind_display(),
            "title": subject.masked(row.title),
            "format": row.get_content_type_display(),
            "size": row.size,
            "about": subject.called(row.person_id) or "husstanden",
            "registered_at": row.registered_at,
            "erased_on": row.erased_on,
        }
        for row in found.order_by("received_on", "pk")
        if row.person_id or subject.was_in(row.household_id, row.received_on, row.received_on)
    ]
    return Part("documents", "Dokumenter", columns, rows)


def _adult_in(subject: Subject) -> list[int]:
    """The households in which the person is, or was, somebody else than a child."""
    rows = subject.memberships
    return [row.household_id for row in rows if row.role != Membership.Role.CHILD]
