"""Random municipalities, mostly small ones, whose figures hold together."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from tests.reports.figures_example import figures

Figures = dict[str, Any]
DISTRICTS = ("Heimdal", "Lerkendal", "Midtbyen", "Østbyen", "Uten bydel")
WAYS_OUT = ("to_kvp", "without_6_months", "moved", "died", "unknown")
MEASURES = ("mapped", "planned", "discussed")
MONTHS = (3, 6, 12)


def random_figures(random: Random) -> Figures:
    """Figures of 2025 in which every sum and every "at most" of a report holds."""
    made = figures()
    biggest = random.choice((0, 4, 8, 15, 30, 300))
    recipients = random.randint(0, biggest)
    by_district = split(random, recipients, len(DISTRICTS))
    families_by_district = [random.randint(0, count) for count in by_district]
    families = sum(families_by_district)
    previous = random.randint(0, biggest)
    stayed = random.randint(0, min(previous, recipients))
    _totals(random, made, recipients, families)
    _definitions(random, made, recipients, families)
    previous_rows = split(random, previous, len(DISTRICTS))
    rows = zip(DISTRICTS, by_district, families_by_district, previous_rows, strict=True)
    made["by_district"] = [
        {
            "district": name,
            "recipients": people,
            "child_families": homes,
            "previous_recipients": was,
        }
        for name, people, homes, was in rows
    ]
    made["coverage"] = coverage(random, biggest, families_by_district)
    for block in ("by_age_group", "by_sex"):
        shares = split(random, recipients, len(made[block]))
        for row, count in zip(made[block], shares, strict=True):
            row["recipients"] = count
    left = split(random, previous - stayed, len(WAYS_OUT))
    made["bridge"].update(previous=previous, stayed=stayed, new=recipients - stayed)
    made["bridge"]["left"] = dict(zip(WAYS_OUT, left, strict=True))
    made["trend"][-1].update(recipients=recipients, child_families=families)
    made["trend"][-2].update(recipients=previous, child_families=random.randint(0, previous))
    return made


def split(random: Random, total: int, parts: int) -> list[int]:
    """`total` in `parts` unequal shares, some of them often zero."""
    weights = [random.choice((0, 1, 1, 3, 30)) for _ in range(parts)]
    if not any(weights):
        weights[random.randrange(parts)] = 1
    drawn = random.choices(range(parts), weights, k=total)
    return [drawn.count(part) for part in range(parts)]


def coverage(random: Random, biggest: int, long_term: list[int]) -> Figures:
    """Some of the families of each district are mapped, have a plan and are discussed."""
    paid = split(random, random.randint(0, 2 * biggest), len(DISTRICTS))
    of_paid = _some_of(random, paid)
    for row, homes in zip(of_paid["by_district"], paid, strict=True):
        row["families"] = homes
    return {
        "on_assistance": {"families": sum(paid)} | of_paid,
        "over_three_years": _some_of(random, long_term),
    }


def _some_of(random: Random, wholes: list[int]) -> Figures:
    rows = [
        {"district": name} | {measure: near(random, whole) for measure in MEASURES}
        for name, whole in zip(DISTRICTS, wholes, strict=True)
    ]
    totals = {measure: sum(row[measure] for row in rows) for measure in MEASURES}
    return totals | {"by_district": rows}


def near(random: Random, whole: int) -> int:
    """A part of `whole`, often all but a few or just a few."""
    part = random.choice((whole, whole - random.randint(0, 5), random.randint(0, 5)))
    return max(0, min(whole, part))


def year_before(random: Random) -> Figures:
    """Figures of 2024."""
    made = random_figures(random)
    made["year"], made["reference_month"] = 2024, "2024-12"
    made["bridge"]["previous_year"] = 2023
    for block in ("trend", "table_1", "under_21_april"):
        for row in made[block]:
            row["year"] -= 1
    return made


def year_after(random: Random, before: Figures) -> Figures:
    """Figures of 2025 that say of last year what last year's report said."""
    made = random_figures(random)
    previous, recipients = (f["recipients_over_three_years"] for f in (before, made))
    stayed = random.randint(0, min(previous, recipients))
    left = dict(zip(WAYS_OUT, split(random, previous - stayed, len(WAYS_OUT)), strict=True))
    made["bridge"].update(previous=previous, stayed=stayed, new=recipients - stayed, left=left)
    made["trend"][-2] = before["trend"][-1]
    for row, last_year in zip(made["by_district"], before["by_district"], strict=True):
        row["previous_recipients"] = last_year["recipients"]
    return made


def corrected(random: Random, figures: Figures) -> Figures:
    """The same report made again after one more recipient was registered."""
    made = deepcopy(figures)
    for key in ("recipients_over_three_years", "adults_over_three_years"):
        made[key] += 1
    made["target"]["distance_recipients"] += 1
    made["bridge"]["new"] += 1
    rows = [random.choice(made[block]) for block in ("by_district", "by_age_group", "by_sex")]
    for row in (*rows, made["over_at_any_month_end"], made["trend"][-1]):
        row["recipients"] += 1
    made["by_definition"]["DEF-1"]["recipients"] += 1
    return made


def _totals(random: Random, made: Figures, recipients: int, families: int) -> None:
    made["recipients_over_three_years"] = recipients
    made["child_families_over_three_years"] = families
    made["adults_over_three_years"] = recipients + random.randint(0, 8)
    made["children_in_families_over_three_years"] = families * 2
    made["target"].update(distance_recipients=recipients, distance_child_families=families)
    made["of_which"] = {kind: near(random, recipients) for kind in ("loan_only", "one_off_only")}
    made["families_by_stated_number"] = near(random, made["key_figures"]["child_families"])
    wider = recipients + random.randint(0, 8)
    made["over_at_any_month_end"] = {
        "recipients": wider,
        "child_families": families + random.randint(0, wider - recipients),
    }
    people, homes = 0, 0
    for row in made["approaching"]:
        more = random.choice((0, 2, 6, 20))
        people, homes = people + more, homes + random.randint(0, more)
        row.update(recipients=people, child_families=homes)
    made["left_censored"], made["now_in_kvp"] = random.randint(0, 9), random.randint(0, 9)


def _definitions(random: Random, made: Figures, recipients: int, families: int) -> None:
    wholes = {"DEF-1": (recipients, families)}
    fewer = near(random, recipients)
    wholes["DEF-2"] = (fewer, near(random, min(fewer, families)))
    for code in ("DEF-3", "DEF-4", "DEF-5"):
        people = random.randint(0, recipients + 6)
        wholes[code] = (people, near(random, people))
    for code, (people, homes) in wholes.items():
        row = made["by_definition"][code]
        row.update(recipients=people, child_families=homes)
        for of_which in ("main_income", "density_50"):
            equal = (code, of_which) in (("DEF-2", "density_50"), ("DEF-4", "main_income"))
            some = people if equal else near(random, people)
            some_homes = homes if equal else near(random, min(some, homes))
            row[of_which] = {"recipients": some, "child_families": some_homes}
