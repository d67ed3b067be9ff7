"""The tables of the yearly report: rows, columns and their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benefits.rules import DEFINITIONS, OFFICIAL
from config.templatetags import MASKED, NBSP, endring, tall
from households.months import month_name, number_of, parse_month

Figures = dict[str, Any]
Count = int | None
"""A published count; None is masked and shown as ":"."""


@dataclass(frozen=True)
class Line:
    """A row of a table: what it is, a word of explanation, and its cells."""

    label: str
    sub: str
    values: tuple[Count, ...]
    is_official: bool = False


@dataclass(frozen=True)
class Table:
    """A table of counts; `changes` and `percents` are columns (by number) of such values."""

    key: str
    title: str
    lead: str
    first: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line | None = None
    note: str = ""
    changes: tuple[int, ...] = ()
    percents: tuple[int, ...] = ()


def span(figures: Figures) -> str:
    last = min(9, number_of(parse_month(figures["reference_month"])))
    first, end = month_name(0).split()[0], month_name(last - 1).split()[0]
    return first if last == 1 else f"{first}–{end}"


def trend_row(figures: Figures, year: int) -> Figures:
    return next((row for row in figures["trend"] if row["year"] == year), {})


def years(figures: Figures) -> Table:
    rows, young = figures["table_1"], figures["under_21_april"]
    when = f"per måned, snitt {span(figures)}"
    return Table(
        "tabell_1",
        "Tabell 1",
        "",
        "Siste år",
        tuple(str(row["year"]) for row in rows),
        (
            Line(
                "Mottakere av økonomisk sosialhjelp",
                when,
                tuple(row["recipients_per_month"] for row in rows),
            ),
            Line("Deltakere i KVP", when, tuple(row["kvp_per_month"] for row in rows)),
            Line("Mottakere under 21 år", "i april", tuple(row["recipients"] for row in young)),
        ),
    )


def definitions(figures: Figures) -> Table:
    found = figures["by_definition"]
    lines = []
    for code, definition in DEFINITIONS.items():
        row = found[code]
        parts = (row, row["main_income"], row["density_50"])
        values = [part["recipients"] for part in parts] + [part["child_families"] for part in parts]
        lines.append(
            Line(
                f"{code} {definition.name}",
                definition.short,
                tuple(values),
                is_official=code == figures["definition"]["code"],
            )
        )
    totals = [count for line in lines if (count := line.values[0]) is not None]
    lead = f"Kommunen bruker {OFFICIAL}."
    if len(totals) == len(lines):
        lead = f"Fra {tall(min(totals))} til {tall(max(totals))} mottakere, etter hvor strengt det "
        lead += f"regnes. Kommunen bruker {OFFICIAL}."
    return Table(
        "definisjoner",
        "Fem måter å regne «mer enn tre år» på",
        lead,
        "Definisjon",
        (
            "Mottakere",
            "Mottakere, herav hovedinntekt",
            "Mottakere, herav tetthet minst 50 %",
            "Barnefamilier",
            "Barnefamilier, herav hovedinntekt",
            "Barnefamilier, herav tetthet minst 50 %",
        ),
        tuple(lines),
        note="Herav hovedinntekt: sosialhjelp er hovedkilden til livsopphold (VKLO 5). "
        "Tetthet: andelen av månedene i forløpet som har utbetaling.",
    )


def districts(figures: Figures, month: str) -> Table:
    rows = figures["by_district"]
    before = trend_row(figures, figures["year"] - 1).get("recipients")
    total = figures["recipients_over_three_years"]
    return Table(
        "bydeler",
        "Bydelene",
        f"Over tre år ({figures['definition']['code']}), bydel i {month}",
        "Bydel",
        ("Mottakere", f"Endring fra {figures['year'] - 1}", "Barnefamilier"),
        tuple(
            Line(
                row["district"],
                "",
                (
                    row["recipients"],
                    _change(row["recipients"], row["previous_recipients"]),
                    row["child_families"],
                ),
            )
            for row in rows
        ),
        total=Line(
            "Hele byen",
            "",
            (total, _change(total, before), figures["child_families_over_three_years"]),
        ),
        changes=(1,),
    )


def _change(now: Count, before: Count) -> Count:
    return None if now is None or before is None else now - before


def coverage(figures: Figures, month: str) -> tuple[Table, ...]:
    """Hovedmål 3 for both kinds of families; none in a report from before it was counted."""
    found = figures.get("coverage")
    if found is None:
        return ()
    paid, long_term = found["on_assistance"], found["over_three_years"]
    counted = [
        row | {"families": known["child_families"]}
        for row, known in zip(long_term["by_district"], figures["by_district"], strict=True)
    ]
    total = long_term | {"families": figures["child_families_over_three_years"]}
    return (
        _covered(
            "oppfolging",
            "Barnefamilier kartlagt, med plan og drøftet i OSK",
            f"Barnefamilier som fikk sosialhjelp i {month}",
            paid["by_district"],
            paid,
        ),
        _covered(
            "oppfolging_over_tre_ar",
            "Det samme for barnefamilier over tre år",
            f"Barnefamilier over tre år ({figures['definition']['code']}), {month}",
            counted,
            total,
        ),
    )


COVERED = (
    ("mapped", "Alle barn kartlagt"),
    ("planned", "Samordnet plan"),
    ("discussed", "Drøftet i OSK siste 12 måneder"),
)


def _covered(key: str, title: str, lead: str, rows: list[Figures], total: Figures) -> Table:
    columns = [label for _, label in COVERED]
    return Table(
        key,
        title,
        lead,
        "Bydel",
        ("Familier", *(name for label in columns for name in (label, f"{label}, prosent"))),
        tuple(Line(row["district"], "", _shares(row)) for row in rows),
        total=Line("Hele byen", "", _shares(total)),
        percents=(2, 4, 6),
    )


def _shares(row: Figures) -> tuple[Count, ...]:
    whole: Count = row["families"]
    pairs = [(row[name], percent_of(row[name], whole)) for name, _ in COVERED]
    return (whole, *(value for pair in pairs for value in pair))


def percent_of(part: Count, whole: Count) -> Count:
    """Whole per cent, half up; of none it is 0. Unknown where either is masked."""
    if part is None or whole is None:
        return None
    return (200 * part + whole) // (2 * whole) if whole else 0


def simple(
    figures: Figures, key: str, label: str, slug: str, title: str, first: str, month: str
) -> Table:
    return Table(
        slug,
        title,
        f"Mottakere over tre år, {month}",
        first,
        ("Mottakere",),
        tuple(Line(row[label], "", (row["recipients"],)) for row in figures[key]),
    )


def approaching(figures: Figures) -> Table:
    return Table(
        "naermer_seg",
        "Nærmer seg tre år",
        "Passerer tre år hvis sosialhjelpen fortsetter hver måned",
        "Innen",
        ("Barnefamilier", "Mottakere"),
        tuple(
            Line(f"{row['months']} måneder", "", (row["child_families"], row["recipients"]))
            for row in figures["approaching"]
        ),
    )


def also(figures: Figures) -> Table:
    of_which, wider = figures["of_which"], figures["over_at_any_month_end"]
    return Table(
        "ogsa",
        "Mer om dem over tre år",
        "",
        "Hva",
        ("Antall",),
        (
            Line(
                "Voksne",
                "ektefeller som har søkt sammen, talt hver for seg",
                (figures["adults_over_three_years"],),
            ),
            Line("Barn i barnefamiliene", "", (figures["children_in_families_over_three_years"],)),
            Line("Bare lån hele året", "", (of_which["loan_only"],)),
            Line("Bare engangsstønad eller nødhjelp hele året", "", (of_which["one_off_only"],)),
            Line(
                "Over tre år ved minst ett månedsskifte i året", "mottakere", (wider["recipients"],)
            ),
            Line(
                "Over tre år ved minst ett månedsskifte i året",
                "barnefamilier",
                (wider["child_families"],),
            ),
            Line("Nå i KVP", "lange forløp som er holdt utenfor", (figures["now_in_kvp"],)),
        ),
    )


def cell(table: Table, column: int, value: Count) -> str:
    """A cell as it is shown: ":" when masked, with a sign in a column of changes."""
    if column in table.percents and value is not None:
        return f"{value}{NBSP}%"
    return endring(value) if column in table.changes else tall(value)


def joined(table: Table, cells: list[str]) -> list[str]:
    """A row in which each share stands behind its count: "235 (63 %)"; none behind a masked one."""
    found: list[str] = []
    for number, text in enumerate(cells):
        if number not in table.percents:
            found.append(text)
        elif text != MASKED:
            found[-1] += f" ({text})"
    return found


def joined_columns(table: Table) -> list[str]:
    return [name for number, name in enumerate(table.columns) if number not in table.percents]
