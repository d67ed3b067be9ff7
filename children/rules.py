"""What the plan, the law and the inspectors ask of a mapping; domain.md part 6, measures 3a and 6a.

Pure functions of plain values. Sources: Grunnloven § 104 and the Convention on the Rights of the
Child art. 12 (the child's voice), sosialtjenesteloven § 45 (reports to child welfare), BTI's
levels 0-3, Helsetilsynet 6/2024 (what must be found out).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from children.codes import Depth, Domain, Lasting, Level, Report, Voice
from config.words import listed
from decisions.rules import Finding

FACTS_FROM = (Level.WATCH, Level.WORRY, Level.SERIOUS)
TO_DO_FROM = (Level.WORRY, Level.SERIOUS)
ANSWERED = (Level.GOOD, *FACTS_FROM, Level.IRRELEVANT)
HEARD_ITSELF_FROM = 7
"""Years from which a child is heard directly, at the latest (our reading of barnelova § 31)."""
SOON_GROWN = (16, 17)
"""The ages at which it is asked whether the needs will last (4d)."""
UNNAMED = frozenset({Domain.HOME, Domain.HEALTH, Domain.SERVICES, Domain.SAFETY, Domain.NETWORK})
"""Domains of which a decision never tells more than that something is followed up."""


@dataclass(frozen=True)
class DomainFacts:
    """One domain as the rules weigh it; `label` as the page calls it."""

    domain: str
    label: str
    level: str
    facts: str = ""
    action: str = ""
    owner: str = ""
    has_due: bool = False


@dataclass(frozen=True)
class MappingFacts:
    """A mapping as the rules weigh it; `name` is the child's."""

    name: str
    depth: str
    domains: Sequence[DomainFacts]
    has_activity: bool | None = None
    activities: str = ""
    barrier: str = ""
    voice: str = ""
    voice_words: str = ""
    voice_reason: str = ""
    report: str = ""
    report_text: str = ""
    asks_lasting_needs: bool = False
    lasting_needs: str = ""
    lasting_needs_text: str = ""
    knows_of_elsewhere: bool = False

    @property
    def levels(self) -> dict[str, str]:
        return {row.domain: row.level for row in self.domains}


def valid_to(completed_on: date) -> date:
    """The same day twelve months later; 28 February for the 29th."""
    year = completed_on.year + 1
    try:
        return completed_on.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def opens_full(levels: Iterable[str]) -> bool:
    """Whether the ten domains open: any level of two or more."""
    return any(level in TO_DO_FROM for level in levels)


def asks_for_report(levels: Mapping[str, str]) -> bool:
    """Whether a report to child welfare must be considered (STL § 45).

    At any level three, and whenever there is something about safety.
    """
    serious = Level.SERIOUS in levels.values()
    return serious or levels.get(Domain.SAFETY, "") in FACTS_FROM


def asks_lasting_needs(age: int | None) -> bool:
    """Whether a child of that age is asked about lasting needs: soon grown, in both depths."""
    return age in SOON_GROWN


def missing(mapping: MappingFacts) -> list[Finding]:
    """What must be answered before the mapping may be completed, each at its field."""
    found: list[Finding] = []
    if not mapping.knows_of_elsewhere:
        text = "Spør foreldrene om barn med samvær eller delt bosted, og skriv det felles."
        found.append(Finding("family", text))
    for row in mapping.domains:
        found += _missing_in(row)
    found += _missing_of_leisure(mapping)
    found += _missing_of_voice(mapping)
    if asks_for_report(mapping.levels):
        found += _missing_of_report(mapping)
    if mapping.asks_lasting_needs:
        found += _missing_of_lasting_needs(mapping)
    return found


def _missing_in(row: DomainFacts) -> list[Finding]:
    place, label = row.domain, row.label
    if row.level == Level.UNKNOWN:
        text = f"{label}: «Vet ikke» må avklares før kartleggingen kan fullføres."
        return [Finding(f"{place}_level", text)]
    if row.level not in ANSWERED:
        return [Finding(f"{place}_level", f"{label}: velg nivå.")]
    if row.level == Level.IRRELEVANT and row.domain == Domain.LEISURE:
        return [Finding(f"{place}_level", f"{label} skal alltid kartlegges. Velg nivå.")]
    asked = []
    if row.level in FACTS_FROM:
        asked.append(("facts", "skriv fakta", bool(row.facts.strip())))
    if row.level in TO_DO_FROM:
        asked.append(("action", "skriv tiltak", bool(row.action.strip())))
        asked.append(("owner", "velg ansvarlig", bool(row.owner)))
        asked.append(("due_on", "skriv frist", row.has_due))
    return [
        Finding(f"{place}_{name}", f"{label}: {text}.")
        for name, text, is_told in asked
        if not is_told
    ]


def _missing_of_leisure(mapping: MappingFacts) -> list[Finding]:
    if mapping.has_activity is None:
        return [Finding("has_activity", f"Fritid: er {mapping.name} med på noe nå?")]
    found = []
    if mapping.has_activity and not mapping.activities.strip():
        found.append(Finding("activities", "Fritid: skriv hva barnet er med på."))
    is_in_the_way = mapping.levels.get(Domain.LEISURE, "") in FACTS_FROM
    if (is_in_the_way or not mapping.has_activity) and not mapping.barrier:
        found.append(Finding("barrier", "Fritid: velg hva som står i veien."))
    return found


def _missing_of_voice(mapping: MappingFacts) -> list[Finding]:
    if not mapping.voice:
        return [Finding("voice", f"Velg hvordan {mapping.name} er spurt, eller hvorfor ikke.")]
    if mapping.voice == Voice.NOT_ASKED:
        is_told, name = bool(mapping.voice_reason.strip()), "voice_reason"
        text = f"Skriv hvorfor {mapping.name} ikke er spurt."
    else:
        is_told, name = bool(mapping.voice_words.strip()), "voice_words"
        text = f"Skriv hva {mapping.name} sa."
    return [] if is_told else [Finding(name, text)]


def _missing_of_report(mapping: MappingFacts) -> list[Finding]:
    if not mapping.report:
        return [Finding("report", "Ta stilling til bekymringsmelding (sosialtjenesteloven § 45).")]
    if mapping.report == Report.KNOWN or mapping.report_text.strip():
        return []
    return [Finding("report_text", "Skriv hva som ble gjort, eller hvorfor det ikke ble meldt.")]


def _missing_of_lasting_needs(mapping: MappingFacts) -> list[Finding]:
    if mapping.lasting_needs not in Lasting.values:
        text = f"Har {mapping.name} varige behov for hjelp også etter 18 år? Velg svar."
        return [Finding("lasting_needs", text)]
    if mapping.lasting_needs == Lasting.YES and not mapping.lasting_needs_text.strip():
        return [Finding("lasting_needs_text", "Varige behov: skriv kort hva det gjelder.")]
    return []


def is_heard_itself(age: int | None) -> bool:
    """Whether the child is of an age to be asked directly."""
    return age is None or age >= HEARD_ITSELF_FROM


def suggested_paragraph(mapping: MappingFacts) -> str:
    """What a decision might say of the child: how it is, never what was told or found out.

    The letter goes to the parents, so it holds none of the child's words, no facts, and names no
    concern that could harm the child. Whoever maps changes it as they see fit.
    """
    name, rows = mapping.name, mapping.domains
    good = [
        _in_a_sentence(row.label)
        for row in rows
        if row.level == Level.GOOD and row.domain != Domain.SAFETY
    ]
    open_rows = [row for row in rows if row.level in FACTS_FROM]
    told = [row for row in open_rows if row.domain not in UNNAMED]
    parts = [f"Vi har kartlagt hvordan {name} har det."]
    if good:
        parts.append(f"Det er bra når det gjelder {listed(good)}.")
    watch = [_in_a_sentence(row.label) for row in told if row.level == Level.WATCH]
    if watch:
        parts.append(f"Vi følger med på {listed(watch)}.")
    to_do = [_in_a_sentence(row.label) for row in told if row.level in TO_DO_FROM]
    if to_do:
        parts.append(f"{name} trenger tiltak når det gjelder {listed(to_do)}.")
    if len(told) < len(open_rows):
        parts.append("Noe følges opp utenom dette vedtaket.")
    if mapping.voice == Voice.DIRECT:
        parts.append(f"{name} er spurt selv.")
    elif mapping.voice == Voice.PARENT:
        parts.append(f"{name}s syn er kommet fram gjennom forelder.")
    return " ".join(parts)


def unchanged_paragraph(paragraph: str, mapped_on: date) -> str:
    """What a decision says of a child of whom nothing has changed: the same, and since when."""
    return f"{paragraph} Det var {mapped_on:%d.%m.%Y}, og ingenting er endret siden da."


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:]


def needs_assessment(depth: str, levels: Iterable[str]) -> bool:
    """Whether know, assess and weigh must be written out besides what is shown.

    In the full mapping when anything is above level zero; else the paragraph says it all.
    """
    return depth == Depth.FULL and any(level in FACTS_FROM for level in levels)
