"""The words and tables of the yearly report, once, for the page and for every file.

Made from the published figures alone, so that a masked number is masked in all of them alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from config.templatetags import tall
from households.months import month_name, parse_month
from reports import tables
from reports.tables import Count, Figures, Line, Table, span, trend_row

Kind = Literal["before", "left", "stayed", "new", "now"]


@dataclass(frozen=True)
class Headline:
    """A main figure, and how it has changed since the year before."""

    label: str
    value: Count
    change: str
    percent: float | None
    goal: str


@dataclass(frozen=True)
class Bar:
    """One step of the bridge from last year's stock to this year's."""

    label: str
    value: Count
    kind: Kind


@dataclass(frozen=True)
class Contents:
    """Everything that a reader of the report is told, in the order it is told."""

    year: int
    title: str
    lead: str
    headlines: tuple[Headline, ...]
    sentences: tuple[str, ...]
    bridge_title: str
    bridge_lead: str
    bridge: tuple[Bar, ...]
    trend_title: str
    trend_lead: str
    trend: Table
    key_title: str
    key_lead: str
    key_figures: tuple[Line, ...]
    key_note: str
    years: Table
    definitions: Table
    districts: Table
    coverage: tuple[Table, ...]
    ages: Table
    sexes: Table
    approaching: Table
    also: Table
    method: tuple[tuple[str, str], ...]
    mask_note: str
    fingerprint: str


MASK_NOTE = (
    "«:» betyr at tallet er skjult for å verne enkeltpersoner. Det er under 5, eller det kunne "
    "ellers vært brukt til å regne ut et tall under 5."
)
LEFT_WORDS = {
    "without_6_months": "Seks måneder uten sosialhjelp",
    "to_kvp": "Over i KVP",
    "moved": "Flyttet fra kommunen",
    "died": "Døde",
    "unknown": "Ukjent årsak",
}


def contents(figures: Figures) -> Contents:
    """The report in words; `figures` as published (masked counts None)."""
    month = month_name(parse_month(figures["reference_month"]))
    trend = figures["trend"]
    return Contents(
        year=figures["year"],
        title=f"Mottatt sosialhjelp i mer enn tre år, {figures['year']}",
        lead=_lead(figures, month),
        headlines=_headlines(figures),
        sentences=_sentences(figures, month),
        bridge_title=_bridge_title(figures),
        bridge_lead=f"Mottakere over tre år, fra {_year_before(figures)} til {month}",
        bridge=_bridge(figures, month),
        trend_title=_trend_title([row["recipients"] for row in trend]),
        trend_lead=f"Over tre år, i {month.split()[0]} hvert år",
        trend=Table(
            "utvikling",
            "Utvikling",
            "",
            "År",
            ("Mottakere", "Barnefamilier"),
            tuple(
                Line(str(row["year"]), "", (row["recipients"], row["child_families"]))
                for row in trend
            ),
        ),
        key_title="Alle med sosialhjelp og KVP",
        key_lead=f"Per måned i {figures['year']}, snitt {span(figures)}",
        key_figures=_key_figures(figures["key_figures"]),
        key_note=_key_note(figures),
        years=tables.years(figures),
        definitions=tables.definitions(figures),
        districts=tables.districts(figures, month),
        coverage=tables.coverage(figures, month),
        ages=tables.simple(
            figures, "by_age_group", "age_group", "alder", "Alder", "Aldersgruppe", month
        ),
        sexes=tables.simple(figures, "by_sex", "sex", "kjonn", "Kjønn", "Kjønn", month),
        approaching=tables.approaching(figures),
        also=tables.also(figures),
        method=_method(figures, month),
        mask_note=MASK_NOTE,
        fingerprint=figures["input_sha256"],
    )


def _lead(figures: Figures, month: str) -> str:
    return (
        f"Årsrapport etter hovedmål 2d i plan mot fattigdom. Definisjon "
        f"{figures['definition']['code']}, til og med {month}, slik data var registrert "
        f"{_norwegian(figures['data_as_of'])}."
    )


def _norwegian(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day:02d}.{day.month:02d}.{day.year}"


def _year_before(figures: Figures) -> str:
    month = parse_month(figures["reference_month"])
    return month_name(month - 12)


def _headlines(figures: Figures) -> tuple[Headline, ...]:
    before = trend_row(figures, figures["year"] - 1)
    return tuple(
        _headline(label, figures[now], before.get(then), figures["year"] - 1)
        for label, now, then in (
            ("Mottakere", "recipients_over_three_years", "recipients"),
            ("Barnefamilier", "child_families_over_three_years", "child_families"),
        )
    )


def _headline(label: str, now: Count, before: Count, year: int) -> Headline:
    change, percent = "", None
    if now is not None and before is not None:
        difference = now - before
        word = "flere" if difference > 0 else "færre"
        change = f"{tall(abs(difference))} {word} enn i {year}"
        change = change if difference else f"Like mange som i {year}"
        percent = 100 * difference / before if before else None
    return Headline(label, now, change, percent, "Mål: 0")


def _sentences(figures: Figures, month: str) -> tuple[str, ...]:
    people = _people(figures["recipients_over_three_years"])
    first = f"{people} hadde i {month} fått sosialhjelp i mer enn tre år."
    families = figures["child_families_over_three_years"]
    if families == 0:
        first += " Ingen av dem forsørger barn."
    else:
        verb = "barnefamilie har" if families == 1 else "barnefamilier har"
        children = tall(figures["children_in_families_over_three_years"])
        first += (
            f" {tall(families)} {verb} en forsørger blant dem. I familiene bor {children} barn."
        )
    words = [first]
    if direction := _direction([row["recipients"] for row in figures["trend"]]):
        new = figures["bridge"]["new"]
        words.append(
            f"{direction} {words_for(new).capitalize()} nye passerte tre år i løpet av året."
        )
    return tuple(words)


def _people(count: Count) -> str:
    return "Én mottaker" if count == 1 else f"{words_for(count).capitalize()} mottakere"


def words_for(count: Count) -> str:
    """A count inside a sentence; a masked one is "noen få", which ":" would not read as."""
    return "noen få" if count is None else tall(count)


def _runs(values: Sequence[Count]) -> tuple[int, int]:
    """How many years the figure has fallen, and risen, in a row until now."""
    down = up = 0
    for later, earlier in zip(reversed(values), reversed(values[:-1]), strict=False):
        if later is None or earlier is None or later == earlier:
            break
        if later < earlier and not up:
            down += 1
        elif later > earlier and not down:
            up += 1
        else:
            break
    return down, up


COUNT_WORDS = ("", "ett", "to", "tre", "fire", "fem")
ORDINALS = ("", "første", "andre", "tredje", "fjerde", "femte")


def _direction(values: Sequence[Count]) -> str:
    down, up = _runs(values)
    if down > 1:
        return f"Nedgangen fortsetter for {ORDINALS[down]} år på rad."
    if up > 1:
        return f"Økningen fortsetter for {ORDINALS[up]} år på rad."
    if down or up:
        return "Tallet gikk ned fra året før." if down else "Tallet gikk opp fra året før."
    return ""


def _trend_title(values: Sequence[Count]) -> str:
    down, up = _runs(values)
    if down or up:
        years = "siste år" if max(down, up) == 1 else f"{COUNT_WORDS[max(down, up)]} år på rad"
        return f"{'Ned' if down else 'Opp'} {years}"
    return "Utvikling"


def _bridge_title(figures: Figures) -> str:
    bridge = figures["bridge"]
    if not trend_row(figures, figures["year"] - 1):
        return "Første år med tall"
    gone = list(bridge["left"].values())
    if None in gone or bridge["new"] is None:
        return "Fra i fjor til i år"
    return f"{tall(sum(gone))} gikk ut, {tall(bridge['new'])} kom til"


def _bridge(figures: Figures, month: str) -> tuple[Bar, ...]:
    bridge = figures["bridge"]
    left = sorted(
        ((key, count) for key, count in bridge["left"].items() if key != "unknown"),
        key=lambda item: -1 if item[1] is None else item[1],
        reverse=True,
    )
    left.append(("unknown", bridge["left"]["unknown"]))
    return (
        Bar(_year_before(figures).capitalize(), bridge["previous"], "before"),
        *(Bar(LEFT_WORDS[key], count, "left") for key, count in left),
        Bar("Med begge år", bridge["stayed"], "stayed"),
        Bar("Nye, passerte tre år", bridge["new"], "new"),
        Bar(month.capitalize(), figures["recipients_over_three_years"], "now"),
    )


def _key_figures(key: Figures) -> tuple[Line, ...]:
    return (
        Line("mottakere av økonomisk sosialhjelp per måned", "", (key["recipients_per_month"],)),
        Line("deltakere i KVP per måned", "", (key["kvp_per_month"],)),
        Line("barnefamilier med sosialhjelp per måned", "", (key["child_families_per_month"],)),
        Line(
            "barn i disse familiene per måned", "", (key["children_in_child_families_per_month"],)
        ),
    )


def _key_note(figures: Figures) -> str:
    key, year = figures["key_figures"], figures["year"]
    note = (
        f"I løpet av {year} fikk {words_for(key['child_families'])} barnefamilier med "
        f"{words_for(key['children_in_child_families'])} barn sosialhjelp i minst én måned."
    )
    if figures["families_by_stated_number"]:
        count = words_for(figures["families_by_stated_number"])
        note += f" For {count} av familiene er bare antallet barn kjent."
    return note


def _method(figures: Figures, month: str) -> tuple[tuple[str, str], ...]:
    definition = figures["definition"]
    assumed = figures["main_income_assumed"]
    words = [
        ("Definisjon", f"{definition['code']}: {definition['text']}"),
        (
            "Mottaker",
            "Den som er registrert som søker. Et par som har søkt sammen og bor sammen, telles én "
            "gang. Den som var død eller flyttet fra kommunen, er ikke med.",
        ),
        (
            "Barnefamilie",
            f"Husstand med barn under 18 år i {month} og en forsørger over tre år. Familien telles "
            "én gang, og et barn med to hjem telles én gang.",
        ),
        (
            "Usikkert",
            f"For {words_for(figures['left_censored'])} personer begynner historikken for sent "
            "til å vite om de skulle vært med.",
        ),
        (
            "Data til og med",
            f"{month}, slik de var registrert {_norwegian(figures['data_as_of'])}",
        ),
    ]
    if "coverage" in figures:
        words[3:3] = _covered_words(month)
    if assumed:
        text = f"{tall(assumed)} utbetalinger mangler hovedinntekt og er regnet som VKLO 5."
        words.insert(-1, ("Hovedinntekt", text))
    return tuple(words)


def _covered_words(month: str) -> list[tuple[str, str]]:
    """How Hovedmål 3 is counted."""
    return [
        (
            "Med sosialhjelp",
            f"Barnefamilie der en forsørger fikk sosialhjelp i {month}, slik de telles per måned.",
        ),
        (
            "Alle barn kartlagt",
            "Hvert barn under 18 år i husstanden har en fullført kartlegging derfra som gjelder på "
            f"siste dag i {month} (tolv måneder). Der bare antallet barn er kjent, er ingen "
            "kartlagt.",
        ),
        (
            "Samordnet plan",
            "Samordnet eller individuell plan som gjelder den dagen, og som er gjennomgått i tide.",
        ),
        ("Drøftet i OSK", "Drøftet i OSK-møtet i de siste tolv månedene, anonymt eller med navn."),
    ]
