"""The letter of a decision as PDF: its words, and the file (fvl §§ 23-27).

typst gets all words as one JSON value, so that no text ever becomes markup; the PDF is tagged and
has its language set (PDF/A-2a and PDF/UA-1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import Party
from config.typesetting import FONTS, typeset
from decisions import rules
from decisions.codes import CLAIMS_BACK, Kind, Outcome, Section, given_title
from decisions.letter_files import store, take_back
from decisions.models import Condition, Decision, Letter, Matter
from decisions.queries import appeal_body, is_reversal
from households import access
from households.models import Household
from households.months import NAMES

TEMPLATE = Path(__file__).with_name("letter.typ")
SHIELDED = "Sendes på skjermet måte"

ABOUT = {
    Kind.ASSISTANCE: "økonomisk sosialhjelp",
    Kind.EMERGENCY: "nødhjelp",
    Kind.KVP: "kvalifiseringsprogram",
    Kind.ADVICE: "opplysning, råd og veiledning",
    Kind.LODGING: "midlertidig botilbud",
    Kind.HOUSING: "bistand til bolig",
}
LEAD: dict[str, str] = {
    Outcome.GRANTED: "Vi har innvilget det du har søkt om.",
    Outcome.PARTLY: "Vi har innvilget en del av det du har søkt om.",
    Outcome.REFUSED: "Vi har avslått det du har søkt om.",
    Outcome.DISMISSED: "Vi har avvist søknaden, og har ikke tatt stilling til innholdet i den.",
}
REVERSED = (
    "Vi gjør om avslaget {before} til din fordel, av eget tiltak (forvaltningsloven § 35). Dette "
    "vedtaket erstatter det."
)
CLAIMED = "Vi har bestemt at penger skal betales tilbake. Under står hva det gjelder, og hvorfor."
BREACH = (
    "Stønaden kan bli redusert for en måned. Før det skjer, får du varsel og kan si hva du mener. "
    "Vi tar særlig hensyn til barn."
)
APPEAL = (
    "Du kan klage på vedtaket innen tre uker fra den dagen du fikk brevet (forvaltningsloven "
    "§§ 28 og 29). Send klagen til oss. Skriv hvilket vedtak du klager på, hva du vil ha endret, "
    "og hvorfor. Du kan også klage muntlig hos oss, og vi hjelper deg med å skrive klagen.",
    "Vi vurderer saken på nytt. Hvis vi ikke endrer vedtaket, sender vi klagen til {body}, som "
    "avgjør den.",
    "Klager du for sent, kan klagen likevel bli behandlet hvis det er særlige grunner til det, men "
    "ikke når det er gått mer enn ett år (§ 31). Du kan be om at vedtaket ikke blir satt i verk "
    "før klagen er avgjort (§ 42). Blir vedtaket endret til din fordel, kan du kreve å få dekket "
    "utgifter som var nødvendige for det (§ 36).",
)
INSIGHT = (
    "Du har rett til å se dokumentene i saken din, med de unntakene som står i forvaltningsloven "
    "§§ 18 og 19. Ta kontakt med oss hvis du vil se dem."
)
GUIDANCE = (
    "Vi har plikt til å veilede deg (forvaltningsloven § 11). Spør oss om brevet, om reglene, om "
    "annen hjelp du kan ha rett til, og om tolk. Vi tilbyr også gratis råd om økonomi og gjeld: "
    "si fra til oss hvis du vil ha det."
)
CHANGES = "Si fra til oss så snart noe endrer seg som har betydning for vedtaket."
DRAFT = "UTKAST"
NO_MONEY = "Dette gis i en annen form enn penger, og ingenting betales ut."
PLACE = "Plass i kvalifiseringsprogrammet."
"""The benefit comes with the place, by attendance, and is told of under payment."""
IN_QUEUE = "Plass i køen for kommunal bolig."
"""Never a home: that is offered later, and what the place asks for is told of below."""
UNCHOSEN = "Hjemmel er ikke valgt"
NOT_YET = "Dette er et utkast. Det er ikke et vedtak før det er godkjent."
NO_SIGNATURE = "Brevet er godkjent elektronisk og har derfor ingen underskrift."


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class Paragraph:
    label: str
    text: str


@dataclass(frozen=True)
class MatterWords:
    title: str
    outcome: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class LetterWords:
    """Every word of the letter, in the order it is read; other letters have `sections` of their
    own instead of matters.
    """

    title: str
    municipality: str
    sender: str
    recipient: tuple[str, ...]
    about: tuple[Fact, ...]
    lead: tuple[str, ...]
    summary: tuple[Fact, ...]
    appeal: tuple[str, ...]
    insight: str
    guidance: str
    signed: tuple[str, ...]
    note: str
    stamp: str = ""
    reassessed: Paragraph = Paragraph("", "")
    matters: tuple[MatterWords, ...] = ()
    children: tuple[MatterWords, ...] = ()
    lines: tuple[Fact, ...] = ()
    conditions: tuple[Paragraph, ...] = ()
    breach: str = ""
    payment_title: str = ""
    payment: tuple[str, ...] = ()
    sections: tuple[Paragraph, ...] = ()


def make_letter(decision: Decision, at: datetime) -> Letter:
    """Make and store the letter of a decision that is being approved."""
    stored = store(pdf_of(words_of(decision), at))
    try:
        return Letter.objects.create(
            decision=decision, name=stored.name, sha256=stored.sha256, made_at=at
        )
    except BaseException:
        take_back(stored)
        raise


def lives_hidden(decision: Decision) -> bool:
    """Whether nothing may tell where the household lives, or which office has it."""
    return hides_home(decision.household)


def hides_home(household: Household) -> bool:
    """Whether nothing that is written may tell where the household lives."""
    found: bool = household.memberships.filter(access.lives_hidden()).exists()
    return found


def kroner(amount: int) -> str:
    return f"{amount:,} kr".replace(",", "\u00a0").replace("-", "\u2212").replace(" kr", "\u00a0kr")


def words_of(decision: Decision) -> LetterWords:
    hidden = lives_hidden(decision)
    about = ABOUT[Kind(decision.kind)]
    office = Party(decision.unit.party).label if hidden else str(decision.unit)
    return LetterWords(
        title=f"Vedtak om {about}",
        municipality=f"{settings.MUNICIPALITY} kommune",
        sender=office,
        recipient=recipient(
            decision.household,
            decision.applicant.name,
            timezone.localdate(decision.approved_at),
            hidden,
        ),
        about=_about(decision),
        lead=_lead(decision),
        summary=_summary(decision),
        reassessed=_reassessed(decision),
        matters=tuple(_matter(row) for row in decision.matters.order_by("number")),
        children=tuple(_children(decision)),
        lines=tuple(Fact(line["text"], kroner(line["amount"])) for line in decision.lines),
        conditions=tuple(_condition(row, decision) for row in _conditions(decision)),
        breach=BREACH if decision.conditions.filter(exemption="").exists() else "",
        payment_title=given_title(decision.kind),
        payment=_payment(decision),
        appeal=_appeal(decision),
        insight=INSIGHT,
        guidance=GUIDANCE,
        signed=_signed(decision, office),
        note=NO_SIGNATURE if decision.approved_by_id else NOT_YET,
        stamp="" if decision.approved_by_id else DRAFT,
    )


def _reassessed(decision: Decision) -> Paragraph:
    """What was weighed since the decision before, or why a refusal is turned (fvl § 35)."""
    if decision.renews_id:
        return Paragraph("Vurdert på nytt", decision.reassessed)
    return Paragraph("Omgjøring", decision.reassessed if is_reversal(decision) else "")


def recipient(household: Household, name: str, on: date, hidden: bool) -> tuple[str, ...]:
    """Whom a letter goes to, with the address of that day, or how it is sent instead."""
    if hidden:
        return name, SHIELDED
    homes = household.residences.valid_on(on).order_by("-valid_from")
    address = homes.values_list("address", flat=True).first() or ""
    return name, *(line.strip() for line in address.split(",") if line.strip())


def _about(decision: Decision) -> tuple[Fact, ...]:
    made = timezone.localdate(decision.approved_at)
    return (
        Fact("Dato", f"{made.day}. {NAMES[made.month - 1]} {made.year}"),
        Fact("Vår referanse", decision.reference),
        Fact("Saksbehandler", str(decision.proposed_by or decision.made_by)),
        Fact("Unntatt offentlighet", "offentleglova § 13"),
    )


def _lead(decision: Decision) -> tuple[str, ...]:
    lead = tuple(LEAD[outcome] for outcome in [decision.outcome] if outcome)
    if rules.gives(decision.outcome) and _claims_back(decision):
        lead = (CLAIMED,)
    before = decision.corrects
    if before is None or before.approved_at is None:
        return lead
    day = timezone.localdate(before.approved_at)
    replaced = f"{before.reference} av {day:%d.%m.%Y}"
    if is_reversal(decision):
        return (*lead, REVERSED.format(before=replaced))
    return (*lead, f"Dette vedtaket erstatter {replaced}.")


def _claims_back(decision: Decision) -> bool:
    """Whether all it is about is that money is to come back (§§ 23-26)."""
    sections = set(decision.matters.values_list("section", flat=True))
    return bool(sections) and sections <= CLAIMS_BACK


def _summary(decision: Decision) -> tuple[Fact, ...]:
    found = [Fact("Resultat", decision.get_outcome_display() or "Ikke satt")]
    if decision.months:
        first, last = (f"{NAMES[day.month - 1]} {day.year}" for day in decision.months)
        found.append(Fact("Gjelder", first if first == last else f"{first} – {last}"))
    if decision.monthly_amount:
        found.append(Fact("Per måned", kroner(decision.monthly_amount)))
    if decision.one_off_amount:
        found.append(Fact("Én gang", kroner(decision.one_off_amount)))
    return tuple(found)


def _matter(row: Matter) -> MatterWords:
    paragraphs = [
        Paragraph("Dette har vi lagt til grunn", row.facts),
        Paragraph("Reglene", f"{row.get_section_display() or UNCHOSEN}.\n{row.law}"),
        Paragraph("Vurderingen vår", row.discretion),
    ]
    if given := _given(row):
        paragraphs.append(Paragraph("Dette får du", given))
    asked = row.asked[:1].upper() + row.asked[1:]
    return MatterWords(asked, row.get_outcome_display(), tuple(paragraphs))


def _given(row: Matter) -> str:
    if row.outcome in (Outcome.REFUSED, Outcome.DISMISSED):
        return ""
    form = row.get_form_display().lower()
    often = row.get_recurs_display().lower()
    amount = f"{kroner(row.amount)} {often}, som {form}." if row.amount else ""
    if row.section == Section.KVP:
        return PLACE
    if row.section == Section.HOUSING:
        return IN_QUEUE
    if row.form not in Matter.PAID_OUT:
        return f"{amount} {NO_MONEY}".strip()
    to = f"Pengene betales til {row.third_party}." if row.third_party else ""
    return f"{amount} {to}".strip()


def _children(decision: Decision) -> list[MatterWords]:
    rows = decision.children.select_related("child").order_by("pk")
    return [
        MatterWords(
            row.child.first_name or row.child.name,
            "",
            tuple(Paragraph("", text) for text in (row.text, row.cap_text) if text.strip()),
        )
        for row in rows
        if row.text.strip() or row.cap_text.strip()
    ]


def _conditions(decision: Decision) -> list[Condition]:
    return list(decision.conditions.select_related("person").order_by("number"))


def _condition(row: Condition, decision: Decision) -> Paragraph:
    what = row.get_kind_display() or f"Unntak fra aktivitet: {row.get_exemption_display()}"
    whose = "" if row.person_id == decision.applicant_id else f"{row.person.name}: "
    due = f" Frist: {row.due_on:%d.%m.%Y}." if row.due_on else ""
    return Paragraph(f"{whose}{what} ({row.get_basis_display()})", f"{row.text}{due}".strip())


def _payment(decision: Decision) -> tuple[str, ...]:
    if decision.outcome in (Outcome.REFUSED, Outcome.DISMISSED):
        return ()
    return tuple(text for text in (decision.payment, CHANGES) if text.strip())


def _appeal(decision: Decision) -> tuple[str, ...]:
    body = appeal_body(decision.kind)
    return tuple(text.format(body=body) for text in APPEAL)


def _signed(decision: Decision, office: str) -> tuple[str, ...]:
    names = [f"{decision.proposed_by or decision.made_by}, saksbehandler"]
    if decision.approved_by_id and decision.needs_attest:
        names.append(f"{decision.approved_by}, godkjent av")
    return (office, *names)


def pdf_of(
    words: LetterWords, made_at: datetime, shown: Callable[[str], str] | None = None
) -> bytes:
    """The same words give the same bytes; no line breaks after a section sign.

    `shown` is what becomes of each text, where something of it must not be told.
    """
    whole = _each(asdict(words), lambda text: text.replace("§ ", "§\u00a0"))
    told = _each(whole, shown) if shown else whole
    return typeset(TEMPLATE.read_bytes(), "told", told | {"fonts": FONTS}, made_at)


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _each(one, change) for name, one in value.items()}
    return [_each(one, change) for one in value] if isinstance(value, list | tuple) else value
