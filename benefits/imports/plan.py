"""Everything that loading an extract would do, worked out without writing anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from benefits.imports.differences import Differences
from benefits.imports.district_plan import Move, districts_of_new, nav_units, plan_moves
from benefits.imports.extract import Extract
from benefits.imports.files import MEMBERS, PERSONS
from benefits.imports.findings import Findings, Rule
from benefits.imports.home_plan import HomePlan, HomePlanner
from benefits.imports.payment_plan import PaymentPlan, plan_payments
from benefits.imports.period_plan import PeriodPlan, plan_periods
from benefits.imports.periods import INTRO, KVP
from benefits.imports.person_plan import PersonPlan, plan_persons


@dataclass(frozen=True)
class Plan:
    """What to write. `districts` are those of the new households by place in `homes.new`;
    `units` NAV's units by district."""

    persons: PersonPlan
    homes: HomePlan
    districts: dict[int, int | None]
    units: dict[int, int]
    moves: list[Move]
    payments: PaymentPlan
    kvp: PeriodPlan
    intro: PeriodPlan


def make_plan(extract: Extract, on: date, findings: Findings, differences: Differences) -> Plan:
    """Compare `extract`, which must be without errors, with the database as it is."""
    persons = plan_persons(extract.persons, findings, differences)
    ids = persons.ids
    homes = HomePlanner(extract, ids, findings, differences).make(on)
    districts = districts_of_new(homes, extract, findings)
    units = nav_units(on)
    _notice_hidden(homes, districts, units, findings)

    def periods(kind: str) -> PeriodPlan:
        if extract.periods is None:
            return PeriodPlan()
        rows = [row for row in extract.periods if row.kind == kind]
        return plan_periods(kind, rows, ids, extract.covered, findings, differences)

    return Plan(
        persons=persons,
        homes=homes,
        districts=districts,
        units=units,
        moves=plan_moves(extract, ids, differences),
        payments=plan_payments(extract.payments, ids, extract.covered, findings, differences),
        kvp=periods(KVP),
        intro=periods(INTRO),
    )


def _notice_hidden(
    homes: HomePlan, districts: dict[int, int | None], units: dict[int, int], findings: Findings
) -> None:
    """Households that no caseworker will see, because no unit is responsible for them."""
    for number, home in enumerate(homes.new):
        district = districts[number]
        file = PERSONS.name if home.ref is None else MEMBERS.name
        if district is None:
            findings.notice(Rule.NO_DISTRICT, file)
        elif district not in units:
            findings.notice(Rule.NO_UNIT, file)
