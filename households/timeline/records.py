"""What was asked for, written down, handed in and agreed to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from config.words import listed
from households.documents.queries import documents_of
from households.frame import may_see_children
from households.journal.queries import journal_of
from households.models import (
    AccessRequest,
    Consent,
    Document,
    Intake,
    JournalEntry,
    MappingDuty,
    Share,
    ShareScope,
)
from households.permits import may_prepare_file
from households.queries import intakes_of
from households.timeline.entry import (
    Kind,
    Source,
    TimelineEntry,
    Viewer,
    day_of,
    people,
    shortened,
)


def _intakes(viewer: Viewer) -> Iterator[TimelineEntry]:
    for row in intakes_of(viewer.household, viewer.user):
        title = f"Henvendelse {row.reference} til {row.get_party_display()}"
        detail = ", ".join(row.topic_labels)
        yield TimelineEntry(row.received_on, Kind.INTAKE, title, (row.person_id,), detail)


def _duties(viewer: Viewer) -> Iterator[TimelineEntry]:
    """That a child was to be mapped, and why it was not; what came of it are the mappings.

    What was written of why is the own party's; others are told the reason alone, as on its page.
    """
    if not may_see_children(viewer.user):
        return
    rows = MappingDuty.objects.visible_to(viewer.user).filter(household=viewer.household)
    for row in rows.select_related("intake"):
        who, due = (row.child_id,), f"Frist {row.due_on:%d.%m.%Y}"
        asked = row.intake.received_on
        yield TimelineEntry(asked, Kind.MAPPING, "Barnet skal kartlegges", who, due)
        if row.excepted_at is not None:
            why = row.get_exception_display()
            if row.party in viewer.access.own_parties:
                why = f"{why}. {shortened(row.exception_grounds)}"
            title = "Unntak fra kartlegging"
            yield TimelineEntry(day_of(row.excepted_at), Kind.MAPPING, title, who, why)


def _notes(viewer: Viewer) -> Iterator[TimelineEntry]:
    """The own party's, each with how it begins; of one that was corrected the words are struck."""
    url = reverse("journal:list", args=[viewer.household.pk])
    for row in journal_of(viewer.household):
        topic = f": {row.get_topic_display()}" if row.topic else ""
        words = "Rettet av et senere notat" if row.corrected_by else shortened(row.text)
        who = people(row.spoken_with_id, *(child.pk for child in row.children.all()))
        where = f"{url}#notat-{row.pk}"
        yield TimelineEntry(row.contact_on, Kind.NOTE, f"Notat{topic}", who, words, where)


def _documents(viewer: Viewer) -> Iterator[TimelineEntry]:
    url = reverse("documents:list", args=[viewer.household.pk])
    for row in documents_of(viewer.household):
        kind = "" if row.title == row.get_kind_display() else row.get_kind_display()
        title = f"Dokument: {row.title}"
        yield TimelineEntry(row.received_on, Kind.DOCUMENT, title, people(row.person_id), kind, url)


def _consents(viewer: Viewer) -> Iterator[TimelineEntry]:
    """The register of the own party, as its page has it; others see what is shared with them."""
    access = viewer.access
    own = access.own_parties if access.is_whole else ()
    for row in Consent.objects.filter(household=viewer.household, from_party__in=own):
        for on, word in _steps(row, viewer.today):
            title = f"{word} å dele med {row.receivers}"
            detail = row.scopes_in_words
            yield TimelineEntry(on, Kind.CONSENT, title, (row.subject_id,), detail)


def _steps(row: Consent, today: date) -> Iterator[tuple[date, str]]:
    yield row.requested_on, "Spurt om samtykke til"
    if row.declined_on is not None:
        yield row.declined_on, "Sa nei til"
    if row.given_on is not None:
        yield row.given_on, "Samtykket til"
    if row.withdrawn_at is not None:
        yield day_of(row.withdrawn_at), "Trakk samtykket til"
    elif row.given_on is not None and row.valid_to is not None and row.valid_to < today:
        yield row.valid_to, "Siste dag med samtykke til"


def _by_statute(viewer: Viewer) -> Iterator[TimelineEntry]:
    """What the own party has shared by law, one entry for what was opened together."""
    access = viewer.access
    own = access.own_parties if access.is_whole else ()
    rows = Share.objects.filter(
        household=viewer.household, from_party__in=own, basis=Share.Basis.STATUTE
    )
    found: dict[tuple[date, str, str], list[Share]] = {}
    for row in rows.select_related("to_unit").order_by("pk"):
        on_osk = row.audience == Share.Audience.OSK
        to = "OSK-møtet" if on_osk else str(row.to_unit.get_party_display())
        found.setdefault((row.valid_from, "Delt etter lov med", to), []).append(row)
        if row.revoked_at is not None:
            ended = (day_of(row.revoked_at), "Opphevet deling med", to)
            found.setdefault(ended, []).append(row)
    for (on, word, to), shares in found.items():
        law = shares[0].legal_basis
        who = people(*(row.subject_id for row in shares))
        yield TimelineEntry(on, Kind.CONSENT, f"{word} {to}", who, f"{_scopes(shares)}. {law}")


def _shared(viewer: Viewer) -> Iterator[TimelineEntry]:
    """What another party shares with the viewer today; when it ends, so does the entry."""
    found: dict[tuple[date, str, int], list[Share]] = {}
    for row in viewer.access.shares.order_by("pk"):
        from_party = str(row.get_from_party_display())
        found.setdefault((row.valid_from, from_party, row.subject_id), []).append(row)
    for (on, party, subject), shares in found.items():
        title, detail = f"{party} deler med deg", _scopes(shares)
        yield TimelineEntry(on, Kind.CONSENT, title, (subject,), detail)


def _scopes(shares: list[Share]) -> str:
    labels = dict.fromkeys(ShareScope(row.scope).label for row in shares)
    return listed([str(label) for label in labels])


def _requests(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not may_prepare_file(viewer.user, viewer.household.responsible_today):
        return
    for row in AccessRequest.objects.filter(household=viewer.household):
        who, due = (row.person_id,), f"Frist {row.due_on:%d.%m.%Y}"
        yield TimelineEntry(row.received_on, Kind.ACCESS, "Krav om innsyn", who, due)
        if row.handed_over_on is not None:
            title = "Innsyn utlevert"
            yield TimelineEntry(row.handed_over_on, Kind.ACCESS, title, who)


SOURCES = (
    Source((Kind.INTAKE,), (Intake,), _intakes),
    Source((Kind.MAPPING,), (MappingDuty,), _duties),
    Source((Kind.NOTE,), (JournalEntry,), _notes),
    Source((Kind.DOCUMENT,), (Document,), _documents),
    Source((Kind.CONSENT,), (Consent,), _consents),
    Source((Kind.CONSENT,), (Share,), _by_statute),
    Source((Kind.CONSENT,), (Share,), _shared),
    Source((Kind.ACCESS,), (AccessRequest,), _requests),
)
