"""The consent form on paper (samtykkeskjema), in bokmål and English: its words, and as PDF.

Screen, print and PDF are made from the same words. typst gets them as one JSON value, so that no
name ever becomes markup; the PDF is tagged and has its language set (PDF/A-2a and PDF/UA-1).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import typst
from django.conf import settings

from config.typesetting import FONTS, compiled
from households.models import Receiver, ShareScope

TEMPLATE = Path(__file__).with_name("consent_paper.typ")

BOKMAAL, ENGLISH = "nb", "en"
LANGUAGES = ((BOKMAAL, "Bokmål"), (ENGLISH, "English"))


@dataclass(frozen=True)
class Words:
    """The text of the form in one language."""

    title: str
    lead: str
    household: str
    about: str
    about_child: str
    receivers_title: str
    receivers: tuple[str, ...]
    scopes_title: str
    scopes: tuple[str, ...]
    purpose_title: str
    duration_title: str
    duration: str
    from_day: str
    to_day: str
    rights_title: str
    rights: tuple[str, ...]
    heard: str
    signature_title: str
    place_and_date: str
    signature: str
    capital_letters: str
    received: str
    page: str


SCOPES_IN_ENGLISH = {
    ShareScope.HOUSEHOLD: "The household and who its members are",
    ShareScope.CHILDREN: "Children and the mapping of their needs",
    ShareScope.ECONOMY: "Financial assistance: kind and duration",
    ShareScope.KVP: "The Qualification Programme (KVP) and activities",
    ShareScope.HOUSING: "Housing",
    ShareScope.PLAN: "Coordinated plan",
}
RECEIVERS = {
    BOKMAAL: {
        Receiver.NAV: "NAV: økonomisk sosialhjelp og kvalifiseringsprogrammet",
        Receiver.BFT: "BFT: barne- og familietjenesten",
        Receiver.HV: "HV: helse og velferd, bolig",
        Receiver.OSK: "OSK-møtet: NAV, BFT og HV sammen",
    },
    ENGLISH: {
        Receiver.NAV: "NAV: financial assistance and the Qualification Programme",
        Receiver.BFT: "BFT: services for children and families",
        Receiver.HV: "HV: health, welfare and housing",
        Receiver.OSK: "The OSK meeting: NAV, BFT and HV together",
    },
}
WORDS = {
    BOKMAAL: Words(
        title="Samtykke til å dele opplysninger",
        lead=(
            "Du bestemmer selv om tjenestene kan dele opplysninger om deg. "
            "Kryss av for det du sier ja til. Det du ikke krysser av for, blir ikke delt."
        ),
        household="Husstand",
        about="Hvem samtykket gjelder",
        about_child="Gjelder det et barn: barnets navn og alder",
        receivers_title="Hvem opplysningene kan deles med",
        receivers=tuple(RECEIVERS[BOKMAAL].values()),
        scopes_title="Hva som kan deles",
        scopes=tuple(str(scope.label) for scope in ShareScope),
        purpose_title="Hva opplysningene skal brukes til",
        duration_title="Hvor lenge samtykket gjelder",
        duration="Samtykket gjelder i høyst tolv måneder. Etter det må du spørres på nytt.",
        from_day="Fra dato",
        to_day="Til dato",
        rights_title="Dine rettigheter",
        rights=(
            "Det er frivillig å samtykke. Du har rett til hjelp også om du sier nei.",
            "Du kan når som helst trekke samtykket, skriftlig eller muntlig. "
            "Da stanser delingen med en gang.",
            "Du kan be om å få se hva som er delt, og hvem som har sett det.",
            "Den som ser opplysningene dine, har taushetsplikt.",
        ),
        heard="Barnet er hørt (fra 15 år), dato",
        signature_title="Underskrift",
        place_and_date="Sted og dato",
        signature="Underskrift",
        capital_letters="Navn med blokkbokstaver",
        received="Mottatt av (navn, enhet og dato)",
        page="Side",
    ),
    ENGLISH: Words(
        title="Consent to share information",
        lead=(
            "You decide whether the services may share information about you. "
            "Tick what you agree to. What you do not tick will not be shared."
        ),
        household="Household",
        about="Who the consent is about",
        about_child="If it is about a child: the child's name and age",
        receivers_title="Who the information may be shared with",
        receivers=tuple(RECEIVERS[ENGLISH].values()),
        scopes_title="What may be shared",
        scopes=tuple(SCOPES_IN_ENGLISH[scope] for scope in ShareScope),
        purpose_title="What the information will be used for",
        duration_title="How long the consent is valid",
        duration="The consent is valid for at most twelve months. Then you must be asked anew.",
        from_day="From (date)",
        to_day="To (date)",
        rights_title="Your rights",
        rights=(
            "Giving consent is voluntary. You have the right to help even if you say no.",
            "You may withdraw the consent at any time, in writing or orally. "
            "The sharing then stops at once.",
            "You may ask to see what has been shared, and who has seen it.",
            "Everyone who sees your information has a duty of confidentiality.",
        ),
        heard="The child has been heard (from the age of 15), date",
        signature_title="Signature",
        place_and_date="Place and date",
        signature="Signature",
        capital_letters="Name in capital letters",
        received="Received by (name, office and date)",
        page="Page",
    ),
}


@dataclass(frozen=True)
class Paper:
    """One form: its language and words, the household's number, and a name if one was chosen."""

    language: str
    words: Words
    municipality: str
    number: str
    name: str


def paper_in(language: str, number: str, name: str) -> Paper:
    """An unknown language is bokmål."""
    known = language if language in WORDS else BOKMAAL
    return Paper(known, WORDS[known], settings.MUNICIPALITY, number, name)


def pdf_of(paper: Paper, made_at: datetime) -> bytes:
    """A name with letters that no font has is left to be written by hand."""
    try:
        return _compile(paper, made_at)
    except typst.TypstError:
        return _compile(paper_in(paper.language, paper.number, ""), made_at)


def _compile(paper: Paper, made_at: datetime) -> bytes:
    words = json.dumps(asdict(paper) | {"fonts": FONTS}, ensure_ascii=False)
    return compiled(TEMPLATE.read_bytes(), "paper", words, made_at)
