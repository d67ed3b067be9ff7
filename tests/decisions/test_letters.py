"""The letter: what it says, to whom, and that it never changes."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from accounts.models import User
from decisions import actions, letter_files, letters
from decisions.models import Decision, Letter
from households.access import Protection
from households.models import Household, Person
from tests.decisions import case

pytestmark = pytest.mark.django_db


def text_of(letter: Letter) -> str:
    pages = pypdf.PdfReader(io.BytesIO(letter_files.read(letter))).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.fixture
def decision(home: Household, caseworker: User, team_leader: User) -> Decision:
    first = case.draft(home, caseworker)
    weighed = tuple(
        replace(child, cap_text=f"Taket rammer ikke {number}.")
        for number, child in enumerate(case.content(first).children, 1)
    )
    said = case.content(
        first,
        matters=(case.MATTER, case.ONE_OFF, replace(case.MATTER, third_party="Utleier AS")),
        cap_reduction=900,
        children=weighed,
        conditions=(case.condition(first), case.condition(first, kind="", exemption="03")),
    )
    kwargs = {name: getattr(said, name) for name in said.__dataclass_fields__}
    return case.approved(home, caseworker, team_leader, **kwargs)


def test_the_letter_says_all_that_the_law_asks(
    decision: Decision, caseworker: User, team_leader: User
) -> None:
    told = text_of(decision.letter)
    for words in (
        "Vedtak om økonomisk sosialhjelp",
        "Vi har innvilget det du har søkt om.",
        "NAV Midtbyen",
        "Amina Prøvesen",
        "Prøveveien 1",
        "24. november 2026",
        decision.reference,
        "november 2026 – januar 2027",
        case.MATTER.facts,
        case.MATTER.law,
        case.MATTER.discretion,
        "Sosialtjenesteloven § 18",
        "12 000 kr hver måned, som bidrag",
        "2 500 kr én gang",
        "Pengene betales til Utleier AS.",
        "Nora trives på skolen.",
        "Taket rammer ikke 2.",
        "Livsopphold for en voksen",
        "\u22121 850 kr",
        "Delta på arbeidsrettede kurs",
        "Unntak fra aktivitet",
        "Frist: 15.12.2026",
        "Stønaden kan bli redusert",
        "innen tre uker",
        "Statsforvalteren i Trøndelag",
        "§§ 18 og 19",
        "§ 11",
        f"{caseworker}, saksbehandler",
        f"{team_leader}, godkjent av",
    ):
        assert words in told, words


def test_the_pdf_is_tagged_and_has_title_and_language(decision: Decision) -> None:
    made = letter_files.read(decision.letter)
    reader = pypdf.PdfReader(io.BytesIO(made))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("nb")
    assert reader.metadata is not None
    assert reader.metadata.title == "Vedtak om økonomisk sosialhjelp"
    assert b"pdfuaid:part" in made


@pytest.mark.parametrize("grade", [Protection.CODE_6, Protection.CODE_7, Protection.UNKNOWN])
def test_one_who_lives_hidden_has_neither_address_nor_office_in_it(
    home: Household, caseworker: User, team_leader: User, grade: Protection
) -> None:
    Person.objects.filter(first_name="Nora").update(protection=grade)
    decision = case.approved(home, caseworker, team_leader)
    told = text_of(decision.letter)
    assert "Sendes på skjermet måte" in told
    assert [word for word in ("Prøveveien", "Midtbyen") if word in told] == []


@pytest.mark.parametrize(
    ("channel", "refused"), [("post", True), ("digital", True), ("shielded", False)]
)
def test_one_who_lives_hidden_gets_it_shielded(
    home: Household, caseworker: User, team_leader: User, channel: str, refused: bool
) -> None:
    Person.objects.filter(first_name="Nora").update(protection=Protection.CODE_6)
    decision = case.approved(home, caseworker, team_leader)
    if refused:
        with pytest.raises(actions.RefusedError, match="skjermet"):
            case.sent(decision, caseworker, channel=channel)
    else:
        assert case.sent(decision, caseworker, channel=channel).channel == channel


def test_a_refusal_has_no_money_and_says_why(
    home: Household, caseworker: User, team_leader: User
) -> None:
    refused = replace(case.MATTER, outcome="refused", amount=0)
    decision = case.approved(
        home, caseworker, team_leader, outcome="refused", matters=(refused,), lines=()
    )
    told = text_of(decision.letter)
    assert "Vi har avslått det du har søkt om." in told
    assert case.MATTER.discretion in told
    assert [word for word in ("Slik har vi regnet", "Utbetaling", "Vilkår") if word in told] == []
    assert "godkjent av" not in told


def test_a_corrected_decision_tells_what_it_replaces(
    home: Household, caseworker: User, team_leader: User
) -> None:
    first = case.approved(home, caseworker, team_leader)
    new = actions.correct(decision=first, at=case.NEXT, by=caseworker)
    new = actions.propose(decision=new, version=new.version, at=case.NEXT, by=caseworker)
    new = actions.approve(decision=new, content_hash=new.content_hash, at=case.NEXT, by=team_leader)
    assert f"Dette vedtaket erstatter {first.reference} av 24.11.2026." in text_of(new.letter)


def test_the_same_words_give_the_same_bytes(decision: Decision) -> None:
    words = letters.words_of(decision)
    assert letters.pdf_of(words, case.NEXT) == letters.pdf_of(words, case.NEXT)


@pytest.mark.parametrize("text", ["\U0001f9ff", "العربية", '#panic("x") $ * _ @a <b> \\ `'])
def test_any_text_is_printed_and_none_becomes_markup(
    home: Household, caseworker: User, team_leader: User, text: str
) -> None:
    matter = replace(case.MATTER, facts=text)
    decision = case.approved(home, caseworker, team_leader, matters=(matter,))
    told = text_of(decision.letter)
    assert "panic" in told if "panic" in text else "Dette har vi lagt til grunn" in told


def test_a_file_that_was_changed_or_lost_is_not_read(decision: Decision, settings: Any) -> None:
    path = settings.LETTER_DIR / decision.letter.name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(letter_files.LetterGoneError):
        letter_files.read(decision.letter)
    path.unlink()
    with pytest.raises(letter_files.LetterGoneError):
        letter_files.read(decision.letter)


def test_a_letter_that_cannot_be_stored_leaves_no_approval_and_no_file(
    home: Household,
    caseworker: User,
    team_leader: User,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> None:
    decision = case.proposed(home, caseworker)

    def refuse(**kwargs: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(Letter.objects, "create", refuse)
    with pytest.raises(RuntimeError):
        actions.approve(
            decision=decision, content_hash=decision.content_hash, at=case.NEXT, by=team_leader
        )
    decision.refresh_from_db()
    assert decision.state == "proposed"
    assert list(settings.LETTER_DIR.iterdir()) == []


def test_a_sending_is_registered_once_with_who_and_when(
    decision: Decision, caseworker: User
) -> None:
    letter = case.sent(decision, caseworker)
    assert (letter.sent_on, letter.sent_by, letter.channel) == (case.TODAY, caseworker, "digital")
    with pytest.raises(actions.RefusedError, match="allerede"):
        case.sent(decision, caseworker)
