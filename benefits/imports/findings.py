"""What is wrong, or worth knowing, in files given for import: place and rule, never a value.

The sentence belongs to the rule, so that no name, number or amount can get into it; a file and a
column are named only when they are ours, never as the file spells them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

MOST_LISTED = 500


class Rule(Enum):
    """A rule that a file can break: its short name on the page, and what to do about it."""

    FILE_MISSING = "fil-mangler", "Filen må være med i uttrekket."
    FILE_UNKNOWN = "ukjent-fil", "En CSV-fil har et navn som ikke hører til uttrekket."
    FILE_TWICE = "fil-to-ganger", "Filen er gitt mer enn én gang."
    FILE_EMPTY = "tom-fil", "Filen er tom."
    NOT_A_FILE = "ikke-lesbar", "Filen lar seg ikke lese."
    UTF_16 = "tegnsett", "Filen er lagret som UTF-16. Lagre den som UTF-8."
    NOT_UTF_8 = "tegnsett", "Filen er ikke UTF-8, kanskje Latin-1. Lagre den som UTF-8."
    NUL = "nultegn", "Filen har NUL-tegn: den er ødelagt, eller ikke en tekstfil."
    SEPARATOR = "skilletegn", "Kolonnene må skilles med komma, ikke semikolon eller tabulator."
    QUOTES = "anførselstegn", "Et anførselstegn står galt, eller en celle er altfor lang."
    NO_HEADER = "overskrift", "Første linje må inneholde kolonnenavnene."
    COLUMN_MISSING = "kolonne-mangler", "Kolonnen må være med."
    COLUMN_UNKNOWN = "ukjent-kolonne", "Kolonnen hører ikke til filen."
    COLUMN_TWICE = "kolonne-to-ganger", "Kolonnen står mer enn én gang."
    COLUMNS = "for-mange-kolonner", "Filen har altfor mange kolonner."
    CELLS = "antall-celler", "Linjen har ikke like mange celler som overskriften."
    TOO_MANY_ERRORS = "for-mange-feil", "Filen har så mange feil at lesingen stoppet her."
    REQUIRED = "mangler", "Feltet må være utfylt."
    TOO_LONG = "for-langt", "Teksten er for lang."
    CONTROL_CHARACTER = "styretegn", "Teksten har tegn som ikke kan vises."
    RESERVED_REF = "reservert", "Referansen begynner med et ord som OSK-sak bruker selv."
    DATE = "dato", "Datoen må skrives ÅÅÅÅ-MM-DD og finnes i kalenderen."
    DATE_RANGE = "dato-utenfor", "Datoen er ikke mulig. La feltet stå tomt når slutten er åpen."
    BORN_LATER = "født-fram-i-tid", "Fødselsdatoen kan ikke ligge fram i tid."
    MONTH = "måned", "Måneden må skrives ÅÅÅÅ-MM."
    MONTH_RANGE = "måned-utenfor", "Måneden er ikke mulig."
    FUTURE_MONTH = "fram-i-tid", "En utbetalt måned kan ikke ligge fram i tid."
    PAID_ON = "måned-og-dato", "Utbetalingsdatoen ligger ikke i måneden på linjen."
    TO_BEFORE_FROM = "til-før-fra", "Til-dato kan ikke være før fra-dato."
    SEX = "kjønn", "Kjønn må være m, f eller tomt."
    ROLE = "rolle", "Rollen må være adult, child eller other."
    KIND = "stønadsform", "Stønadsformen må være grant eller loan."
    CATEGORY = (
        "formål",
        "Formålet må være livsopphold, bolig, strom, engangsstonad, nodhjelp eller annet.",
    )
    STATUS = "status", "Statusen må være paid, planned, stopped, cancelled eller tom."
    MAIN_INCOME = "inntektskilde", "Viktigste inntektskilde må være 1–9 eller tom."
    PERIOD_KIND = "periodetype", "Typen må være kvp, intro eller tom."
    AMOUNT = "beløp", "Beløpet må være et helt tall kroner over 0."
    NATIONAL_ID = "fødselsnummer", "Nummeret er ikke et gyldig fødselsnummer eller D-nummer."
    SYNTHETIC = "syntetisk-nummer", "Syntetiske numre og hjelpenumre kan ikke leses inn her."
    BIRTH_DATE = "nummer-og-dato", "Fødselsdatoen stemmer ikke med fødselsnummeret."
    DISTRICT = "bydel", "Bydelen finnes ikke i OSK-sak."
    REF_TWICE = "referanse-to-ganger", "Referansen er brukt på en tidligere linje."
    NUMBER_TWICE = "nummer-to-ganger", "Fødselsnummeret står på en tidligere linje."
    UNKNOWN_PERSON = "ukjent-person", "Personen står ikke i persons.csv."
    CHILD_UNDATED = "barn-uten-dato", "Et barn må ha fødselsdato eller fødselsnummer i persons.csv."
    START_UNKNOWN = "fra-ukjent", "Fra-dato mangler og kan ikke finnes ut fra andre linjer."
    TWICE_IN_HOUSEHOLD = "to-medlemskap", "Personen er medlem av husstanden fra før i perioden."
    TWO_HOUSEHOLDS = "to-husstander", "En voksen kan ikke være i to husstander samtidig."
    PERIODS_OVERLAP = "perioder-overlapper", "Perioden overlapper en annen av samme type."
    NUMBER_AND_REF = "nummer-og-referanse", "Nummer og referanse hører til ulike personer her."
    REF_REUSED = "referanse-gjenbrukt", "Referansen hører til en annen person i OSK-sak."
    REF_ELSEWHERE = "rad-fra-annen-kilde", "Radreferansen hører til en rad fra en annen kilde."
    TWO_HOUSEHOLDS_HERE = (
        "to-husstander-her",
        "Den voksne er samtidig medlem av en husstand som er registrert i OSK-sak.",
    )
    DIFFERENT_NOW = (
        "endret-siden",
        "Endringene er ikke lenger de som ble vist. Kontroller filene på nytt.",
    )

    NO_MEMBERS = "uten-husstander", "Filen er ikke med: hver person får en husstand alene."
    NO_PERIODS = "uten-perioder", "Filen er ikke med: KVP og introduksjonsstønad blir ikke lest."
    FILE_IGNORED = "fil-ikke-lest", "Filer som ikke er CSV, blir ikke lest."
    ALONE = "alene", "Personen er ikke i noen husstand og får en alene."
    INCOME_ASSUMED = (
        "inntektskilde-antatt",
        "Viktigste inntektskilde er ikke oppgitt; sosialhjelp (5) er satt inn.",
    )
    START_ASSUMED = "fra-antatt", "Fra-dato mangler; husstandens første kjente dag er satt inn."
    DISTRICTS_DIFFER = "flere-bydeler", "Medlemmene har ulik bydel; søkerens gjelder."
    TYPED_HERE = (
        "registrert-her",
        "Raden gjelder noe som er registrert i OSK-sak. Det som står der, gjelder.",
    )
    TOO_BIG = "for-stor", "Filen er altfor stor til å være en KOSTRA-fil."
    KNOWN_BETTER = (
        "kjent-fra-før",
        "Personen har utbetalinger fra en annen kilde dette året. De gjelder, ikke linjen i filen.",
    )
    KNOWN_PERIOD = (
        "periode-kjent",
        "Deltakelsen er kjent fra en annen kilde. Det som står der, gjelder.",
    )
    NO_UNIT = "uten-kontor", "Bydelen har ikke noe NAV-kontor i dag: ingen ser husstanden ennå."
    NO_DISTRICT = "uten-bydel", "Husstanden har ingen bydel: ingen ser den ennå."
    NO_ADULT = "uten-voksen", "Husstanden har ingen voksen; det første medlemmet er kontaktperson."

    @property
    def code(self) -> str:
        return self.value[0]

    @property
    def sentence(self) -> str:
        return self.value[1]


@dataclass(frozen=True)
class Finding:
    """One error or notice. `line` is None when it concerns the whole file.

    `see_line` names another line of the same file; `count` tells how many rows a notice stands
    for, of which `line` is the first.
    """

    file: str
    line: int | None
    column: str
    rule: str
    message: str
    see_line: int | None = None
    count: int = 1


class Findings:
    """Collects errors, of which the first 500 are kept, and notices, one for each file and rule."""

    def __init__(self) -> None:
        self.errors: list[Finding] = []
        self.error_count = 0
        self._notices: dict[tuple[str, str], Finding] = {}

    def error(
        self,
        rule: Rule,
        file: str,
        line: int | None = None,
        column: str = "",
        see_line: int | None = None,
    ) -> None:
        self.error_count += 1
        if len(self.errors) < MOST_LISTED:
            self.errors.append(Finding(file, line, column, rule.code, rule.sentence, see_line))

    def notice(
        self, rule: Rule, file: str, line: int | None = None, column: str = "", count: int = 1
    ) -> None:
        self.add_notice(Finding(file, line, column, rule.code, rule.sentence, count=count))

    def add_error(self, finding: Finding) -> None:
        """An error of rules that are not ours (KOSTRA's)."""
        self.error_count += 1
        if len(self.errors) < MOST_LISTED:
            self.errors.append(finding)

    def add_notice(self, finding: Finding) -> None:
        """Kept once for each file and sentence, with the place of the first."""
        known = self._notices.get((finding.file, finding.message))
        if known is not None:
            finding = replace(known, count=known.count + finding.count)
        self._notices[finding.file, finding.message] = finding

    @property
    def notices(self) -> list[Finding]:
        return list(self._notices.values())
