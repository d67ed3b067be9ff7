"""What a writer of a file is given: the contents of the report, and where and when it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from reports.contents import Contents
from reports.tables import Line, Table, cell

STATES = {"reached": "Nådd", "partly": "Delvis nådd", "not_reached": "Ikke nådd"}
"""The words of ReportRun.Assessment, said here so that a file needs no database model."""

TO_BE_WRITTEN = "Vurderingen er ikke ført inn."


@dataclass(frozen=True)
class Assessment:
    """The executive's own assessment of the goal; `state` is a ReportRun.Assessment value."""

    state: str
    text: str
    who: str
    on: date

    @property
    def label(self) -> str:
        return STATES[self.state]

    @property
    def paragraphs(self) -> list[str]:
        return [line for text in self.text.splitlines() if (line := plain(text))]

    @property
    def signature(self) -> str:
        return f"{plain(self.who)}, {self.on:%d.%m.%Y}"


@dataclass(frozen=True)
class Context:
    """Whose report it is, when it was asked for (aware), and what the executive says of it."""

    municipality: str
    executive_title: str
    made_at: datetime
    assessment: Assessment | None


@dataclass(frozen=True)
class Told:
    """A report ready to be written to a file."""

    contents: Contents
    context: Context

    @property
    def made_on(self) -> date:
        return timezone.localdate(self.context.made_at)

    @property
    def made_at(self) -> datetime:
        """Local time without zone, to the second, as the file formats want it."""
        return timezone.make_naive(self.context.made_at).replace(microsecond=0)

    @property
    def assessment_title(self) -> str:
        return f"{self.context.executive_title}s vurdering"


def plain(text: str) -> str:
    """One line without control characters, which no file format takes."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def headline_table(contents: Contents) -> Table:
    return Table(
        "hovedtall",
        "Mottakere og barnefamilier over tre år",
        "",
        "Hovedtall",
        (str(contents.year),),
        tuple(Line(headline.label, "", (headline.value,)) for headline in contents.headlines),
    )


def bridge_table(contents: Contents) -> Table:
    return Table(
        "fra_i_fjor",
        contents.bridge_title,
        contents.bridge_lead,
        "Steg",
        ("Mottakere",),
        tuple(Line(bar.label, "", (bar.value,)) for bar in contents.bridge),
    )


def key_table(contents: Contents) -> Table:
    return Table(
        "nokkeltall",
        contents.key_title,
        contents.key_lead,
        "Nøkkeltall",
        ("Antall",),
        tuple(
            Line(line.label[0].upper() + line.label[1:], line.sub, line.values)
            for line in contents.key_figures
        ),
        note=contents.key_note,
    )


def all_tables(contents: Contents) -> tuple[Table, ...]:
    """Every figure of the report, in tables, in the order they are told."""
    return (
        headline_table(contents),
        bridge_table(contents),
        contents.trend,
        key_table(contents),
        contents.years,
        contents.definitions,
        contents.districts,
        *contents.coverage,
        contents.ages,
        contents.sexes,
        contents.also,
        contents.approaching,
    )


def rows(table: Table) -> tuple[Line, ...]:
    return table.lines if table.total is None else (*table.lines, table.total)


def row_name(line: Line) -> str:
    return f"{line.label}, {line.sub}" if line.sub else line.label


def texts(table: Table, line: Line) -> list[str]:
    """The cells of a row as they are shown."""
    return [cell(table, column, value) for column, value in enumerate(line.values)]


def grouped(columns: tuple[str, ...]) -> list[tuple[str, str]]:
    """Column heads in two storeys: "Mottakere, herav hovedinntekt" is "herav …" of "Mottakere"."""
    pairs = [column.partition(", ") for column in columns]
    return [(group, rest or "I alt") for group, _, rest in pairs]


def about(told: Told) -> list[tuple[str, str]]:
    """What is to be known of the figures: how they are counted, when, and what is said of them."""
    contents, assessment = told.contents, told.context.assessment
    facts = [
        ("Rapport", contents.title),
        ("Kommune", told.context.municipality),
        ("Laget", f"{told.made_on:%d.%m.%Y}"),
        *contents.method,
        ("Skjulte tall", contents.mask_note),
        ("Fingeravtrykk", contents.fingerprint),
    ]
    if assessment is None:
        return [*facts, (told.assessment_title, TO_BE_WRITTEN)]
    return [
        *facts,
        (told.assessment_title, assessment.label),
        ("Begrunnelse", " ".join(assessment.paragraphs)),
        ("Vurdert av", assessment.signature),
    ]
