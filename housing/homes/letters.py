"""The letter that offers a concrete home, by the letters' machinery of the decisions.

It says what is offered, by when and how to answer, and what a no leads to. Where the household's
place is hidden it tells neither the address nor which office has it. Who decides a complaint on
the allocation is a setting: no source has confirmed one (domain.md 4).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import Party, User
from config.templatetags import tall
from decisions import letters
from decisions.letters import Fact, LetterWords, Paragraph
from households.documents import storage
from households.documents.actions import Paper, register_document
from households.documents.content import Content, ContentType
from households.models import Document
from households.months import NAMES
from housing.codes import DeclineReason
from housing.history import HousingError, Part, note
from housing.homes import queries, rules
from housing.models import Offer

TITLE = "Tilbud om kommunal bolig"
LEAD = "Vi tilbyr deg en kommunal bolig. Svar oss innen {day}."
HOW = (
    "Svar ja eller nei innen {day}. Du kan svare skriftlig eller muntlig til oss. Takker du ja, "
    "avtaler vi når du skriver leiekontrakten og får nøkkelen.\n"
    "Svarer du ikke innen fristen, faller tilbudet bort, og boligen kan gå til en annen."
)
LEASE = "Leiekontrakten er tidsbestemt og varer i {years} år (husleieloven § 9-3)."
ADDRESS_TOLD = "Adressen får du vite av oss, ikke i brevet."
BODY = (
    "Du kan klage på tildelingen innen tre uker fra den dagen du fikk brevet. Send klagen til oss. "
    "Hvis vi ikke endrer tildelingen, sender vi klagen til {body}, som avgjør den."
)
NO_BODY = (
    "Er du uenig i tilbudet, send klagen til oss, kontoret som ga det. Vi hjelper deg med å skrive "
    "den, og forteller deg hvor den går videre."
)
GUIDANCE = (
    "Spør {who} om boligen, om visning, om husleien og bostøtte, og om tolk. Vi har plikt til å "
    "veilede deg (forvaltningsloven § 11)."
)
NO_SIGNATURE = "Brevet er laget elektronisk og har derfor ingen underskrift."


def register_letter(offer: Offer, *, noes: int, at: datetime, by: User) -> Document:
    """Make the letter of an offer, keep it among the household's documents, and note that.

    `noes` are those that count from before. Inside the caller's transaction; HousingError when the
    disk cannot take it.
    """
    words = words_of(offer, noes=noes)
    paper = Paper(
        title=f"{TITLE}, svarfrist {offer.answer_by:%d.%m.%Y}",
        kind=Document.Kind.LETTER,
        received_on=timezone.localdate(at),
        person=offer.entry.applicant,
        form_token=uuid.uuid4(),
    )
    try:
        made = register_document(
            household=offer.household,
            unit=offer.entry.unit,
            paper=paper,
            content=Content(ContentType.PDF, letters.pdf_of(words, at)),
            by=by,
        )
    except (storage.ScanRefusedError, OSError) as error:
        raise HousingError("Brevet kunne ikke lagres. Prøv igjen om litt.") from error
    offer.letter = made
    offer.save(update_fields=["letter"])
    note(offer.household_id, Part.OFFER, "Tilbudsbrev laget", at=at, by=by)
    return made


def words_of(offer: Offer, *, noes: int) -> LetterWords:
    hidden = letters.hides_home(offer.household)
    unit = offer.entry.unit
    office = Party(unit.party).label if hidden else str(unit)
    day = _day(offer.answer_by)
    return LetterWords(
        title=TITLE,
        municipality=f"{settings.MUNICIPALITY} kommune",
        sender=office,
        recipient=letters.recipient(
            offer.household, offer.entry.applicant.name, offer.offered_on, hidden
        ),
        about=(
            Fact("Dato", _day(offer.offered_on)),
            Fact("Vår referanse", offer.reference),
            Fact("Saksbehandler", str(offer.made_by)),
            Fact("Unntatt offentlighet", "offentleglova § 13"),
        ),
        lead=(LEAD.format(day=day),),
        summary=(
            Fact("Svarfrist", day),
            Fact("Husleie i måneden", letters.kroner(offer.dwelling.rent)),
            Fact("Størrelse", f"{offer.dwelling.rooms} rom"),
        ),
        sections=(
            Paragraph("Boligen", home_in_words(offer.dwelling, hidden=hidden)),
            Paragraph("Slik svarer du", HOW.format(day=day)),
            Paragraph("Hvis du takker nei", no_in_words(noes, queries.that_count(offer))),
        ),
        appeal=(appeal_in_words(),),
        insight=letters.INSIGHT,
        guidance=GUIDANCE.format(who=f"{offer.made_by}, {office},"),
        signed=(office, f"{offer.made_by}, saksbehandler"),
        note=NO_SIGNATURE,
    )


def home_in_words(dwelling: Any, *, hidden: bool) -> str:
    """What is offered; its address, area and owner would tell where the household is to live."""
    years = settings.TENANCIES["main_years"]
    rent = f"Husleien er {tall(dwelling.rent)} kr i måneden."
    if hidden:
        size = f"Boligen har {dwelling.rooms} rom."
        return "\n".join((ADDRESS_TOLD, size, rent, LEASE.format(years=years)))
    step_free = " Den har ingen trapp." if dwelling.is_adapted else ""
    size = f"Boligen har {dwelling.rooms} rom og er {dwelling.area} m².{step_free}"
    owner = dwelling.get_ownership_display().lower()
    where = f"Adressen er {dwelling}, {dwelling.district.name}."
    lease = f"Eierform: {owner}. {LEASE.format(years=years)}"
    return "\n".join((where, size, rent, lease))


def no_in_words(noes: int, counting: Collection[str]) -> str:
    """What a no leads to; `noes` that count from before, and the reasons that are `counting`."""
    allowed = settings.HOUSING["noes_allowed"]
    counts = [row for row in DeclineReason if row in counting]
    free = [row for row in DeclineReason if row not in counts]
    if not counts:
        return "Du beholder plassen i køen for kommunal bolig. Skriv hvorfor du takker nei."
    told = ["Skriv hvorfor du takker nei. Grunnen avgjør om det får noe å si for plassen i køen."]
    told.append(f"Et nei teller når grunnen er: {_listed(counts)}.")
    if free:
        told.append(f"Et nei teller ikke når grunnen er: {_listed(free)}.")
    if rules.loses_place(noes + 1, allowed):
        told.append("Takker du nei av en grunn som teller, mister du plassen i køen.")
    else:
        told.append(f"Ved {allowed} nei som teller, mister du plassen i køen.")
    if noes:
        told.append(f"Du har takket nei {noes} {'gang' if noes == 1 else 'ganger'} som teller.")
    return "\n".join(told)


def appeal_in_words() -> str:
    """Where a complaint goes: the body of the setting, or the office that made the offer."""
    body = settings.HOUSING["offer_appeal_body"]
    return BODY.format(body=body) if body else NO_BODY


def _listed(reasons: list[DeclineReason]) -> str:
    return "; ".join(str(row.label).lower() for row in reasons)


def _day(day: date) -> str:
    return f"{day.day}. {NAMES[day.month - 1]} {day.year}"
