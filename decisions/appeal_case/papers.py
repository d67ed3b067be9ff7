"""Which papers a case may hold: letters of its editions, documents, and notes of the journal."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from decisions.appeal_case.foreign import UnreadableError, pages_of
from decisions.letter_files import LetterGoneError
from decisions.letter_files import read as read_letter
from decisions.letters import pdf_of, words_of
from decisions.models import Appeal, Decision, Letter
from households.documents import storage
from households.documents.queries import documents_of
from households.journal.queries import journal_of
from households.models import Document, Household, JournalEntry

MOST_BYTES = 150_000_000
"""Of all documents together: what a body of appeal can be sent, and a program can hold."""
GONE = "filen er slettet eller mangler"
TOO_LARGE = "saken ville blitt for stor med den"
HIDDEN_PLACE = "[skjermet adresse]"
PICTURES = {Document.ContentType.PNG: "png", Document.ContentType.JPEG: "jpg"}


@dataclass(frozen=True)
class Paper:
    """A paper of the case: pages of a PDF (of each whether it lies across), a picture, or text."""

    title: str
    data: bytes = b""
    suffix: str = ""
    across: tuple[bool, ...] = ()
    text: str = ""


@dataclass
class Papers:
    """What goes in, in order; and what does not, with why."""

    letters: list[Paper] = field(default_factory=list)
    documents: list[Paper] = field(default_factory=list)
    notes: list[Paper] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def documents_to_choose(household: Household) -> list[Document]:
    """Those of the user's own party, the oldest first."""
    return list(documents_of(household).order_by("received_on", "pk"))


def notes_to_choose(household: Household) -> list[JournalEntry]:
    """The notes that stand, of the user's own party, the latest first."""
    return list(journal_of(household).filter(correction__isnull=True))


def papers_of(
    appeal: Appeal, documents: Sequence[Document], notes: Sequence[JournalEntry], hides: bool
) -> Papers:
    """Read from the disk; LetterGoneError without the letter of what is complained of.

    With `hides` no address of the household's own is left in what we set ourselves; a letter may
    have been made before the place was hidden, so all of them are set anew without it.
    """
    places = places_of(appeal.decision.household) if hides else ()
    found = Papers(letters=_letters(appeal.decision, places, hides=hides))
    room = MOST_BYTES
    for document in documents:
        try:
            paper = _paper(document, room, places)
        except (UnreadableError, storage.DocumentGoneError) as error:
            why = str(error) if isinstance(error, UnreadableError) else GONE
            found.left_out.append((_title(document), why))
            continue
        found.documents.append(paper)
        room -= len(paper.data)
    found.notes = [
        Paper(_note_title(row), text=without_places(row.text, places))
        for row in sorted(notes, key=lambda row: (row.contact_on, row.pk))
    ]
    return found


def _letters(decision: Decision, places: Collection[str], *, hides: bool) -> list[Paper]:
    """The one complained of first, then those of its other editions, the oldest first."""
    rows = Letter.objects.filter(decision__in=_editions(decision)).select_related("decision")
    letters = sorted(rows, key=lambda row: (row.decision_id != decision.pk, row.decision.edition))
    if not letters or letters[0].decision_id != decision.pk:
        raise LetterGoneError(str(decision.pk))
    return [_letter(row, places, hides=hides) for row in letters]


def _letter(letter: Letter, places: Collection[str], *, hides: bool) -> Paper:
    data = read_letter(letter)
    title = f"Vedtak {letter.decision.reference} av {letter.made_at:%d.%m.%Y}"
    if hides:
        words = words_of(letter.decision)
        data = pdf_of(words, letter.made_at, lambda text: without_places(text, places))
        title += " (satt på nytt uten adresse)"
    try:
        pages = pages_of(data)
    except UnreadableError as error:
        raise LetterGoneError(letter.name) from error
    return Paper(title, pages.data, "pdf", pages.across)


def _editions(decision: Decision) -> list[int]:
    """Ids of all editions of the same decision."""
    first = decision
    while first.corrects is not None:
        first = first.corrects
    found, left = [], [first]
    while left:
        one = left.pop()
        found.append(one.pk)
        left += one.corrections.all()
    return found


def _paper(document: Document, room: int, places: Collection[str]) -> Paper:
    title = _title(document)
    if document.size > room:
        raise UnreadableError(TOO_LARGE)
    data = storage.read(document)
    if document.content_type == Document.ContentType.PDF:
        pages = pages_of(data)
        return Paper(title, pages.data, "pdf", pages.across)
    if document.content_type in PICTURES:
        return Paper(title, data, PICTURES[Document.ContentType(document.content_type)])
    return Paper(title, text=without_places(data.decode(), places))


def _title(document: Document) -> str:
    kind = document.get_kind_display()
    return f"{document.title} ({kind.lower()}, mottatt {document.received_on:%d.%m.%Y})"


def _note_title(row: JournalEntry) -> str:
    topic = f", {row.get_topic_display().lower()}" if row.topic else ""
    return f"Notat {row.contact_on:%d.%m.%Y}{topic}"


def places_of(household: Household) -> list[str]:
    """Every address the household has or has had, and its parts: "Gata 1, 7010 Trondheim"."""
    found: set[str] = set()
    for address in household.residences.exclude(address="").values_list("address", flat=True):
        found |= {address, *(part.strip() for part in re.split(r"[,\n]", address))}
    return sorted((place for place in found if len(place) > 3), key=len, reverse=True)


def without_places(text: str, places: Collection[str]) -> str:
    """The text with each of the addresses told to be shielded, however it is spaced."""
    if not places:
        return text
    either = "|".join(r"\s+".join(map(re.escape, place.split())) for place in places)
    return re.sub(rf"(?<!\w)(?:{either})(?!\w)", HIDDEN_PLACE, text, flags=re.IGNORECASE)
