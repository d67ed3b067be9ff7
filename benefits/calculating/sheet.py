"""The page's form as a whole: the fields, the rows of each section, and the facts they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from benefits.calculating import told
from benefits.calculating.forms import (
    DEDUCTIONS,
    INCOMES,
    ONE_OFFS,
    SUPPLEMENTS,
    CalculationForm,
    RowForm,
)
from benefits.calculating.inputs import SCHOOL, Entry, Inputs, Member, inputs_of
from benefits.calculating.prefill import (
    is_counted_child,
    may_count_as_adult,
    members_in,
    number_on_assistance,
)
from benefits.calculating.results import results_of
from benefits.calculation.dated import MissingRatesError
from benefits.calculation.result import Part, Result
from benefits.calculation.values import CalculationError
from benefits.models import AssistanceApplication, Calculation
from benefits.rates import guides_on
from households.housing_costs import costs_on
from households.models import Household, Membership, Person
from households.months import Month, first_day, month_of

ROWS = {
    "inntekt": (INCOMES, Part.INCOME),
    "engang": (ONE_OFFS, Part.ONE_OFF),
    "tillegg": (SUPPLEMENTS, Part.SUPPLEMENT),
    "trekk": (DEDUCTIONS, Part.DEDUCTION),
}
"""The sections with a row for each thing, by what their fields' names begin with."""
EARLIER, LATER = 12, 18
"""Months before and after the application was received that may be chosen."""
APPLICANT = ("supports_elsewhere", "lives_with_parents", *SCHOOL)
COMPARED = {
    "income_answer": told.INCOME,
    "housing_answer": told.HOUSING,
    "household_answer": told.HOUSEHOLD,
}
"""What the caseworker answers of, and the heading of the facts it is held against."""


class Sheet:
    """The form of one calculation: as stored, as typed, or as typed with one more empty row.

    What is typed is judged unless a row is asked for, or it is only shown again.
    """

    def __init__(
        self,
        calculation: Calculation,
        application: AssistanceApplication,
        household: Household,
        data: Mapping[str, Any] | None = None,
        more: str = "",
        *,
        is_judged: bool = True,
    ) -> None:
        self.calculation, self.application, self.household = calculation, application, household
        self.stored = inputs_of(calculation)
        self.results: tuple[Result, ...] | None = None
        month = self._month(data)
        self.people = self._people(month)
        bound = cast(Any, data) if is_judged and not more else None
        initial = self._initial() if data is None else _as_typed(cast(Any, data))
        self.form = CalculationForm(
            bound,
            initial=initial,
            months=self.months,
            adults=self._named(self.adults),
            children=self._named(self.children),
            renews=calculation.follows_id is not None,
        )
        self.rows = {name: self._row_set(name, month, bound, data, more == name) for name in ROWS}

    @property
    def months(self) -> range:
        received = month_of(self.application.received_on)
        own = (self.calculation.first_month, self.calculation.last_month)
        return range(min(received - EARLIER, *own), max(received + LATER, *own) + 1)

    def _month(self, data: Mapping[str, Any] | None) -> Month:
        typed = data.get("first_month", "") if data else ""
        is_month = isinstance(typed, str) and typed.isascii() and typed.isdigit()
        month = int(typed) if is_month and len(typed) < 7 else self.calculation.first_month
        return month if month in self.months else self.calculation.first_month

    def _people(self, month: Month) -> dict[int, Person]:
        """Everybody who may be counted with; the applicant always is."""
        known = [
            row
            for row in members_in(self.household, month)
            if self.household.access.knows(row.person_id)
        ]
        self.ageless = [
            row.person.name
            for row in known
            if row.role == Membership.Role.CHILD and row.person.birth_date is None
        ]
        applicant, spouse = self.application.applicant, self.application.co_applicant
        self.children = [row.person for row in known if is_counted_child(row, month)]
        adults = [row.person for row in known if may_count_as_adult(row, month)]
        if spouse is not None and spouse not in adults:
            adults.append(spouse)
        self.adults = [person for person in adults if person != applicant]
        everybody = [applicant, *self.adults, *self.children]
        return {person.pk: person for person in everybody}

    def _named(self, people: list[Person]) -> list[tuple[int, str]]:
        return [(person.pk, person.name) for person in people]

    def _initial(self) -> dict[str, Any]:
        facts, calculation = self.stored, self.calculation
        applicant = next(m for m in facts.adults if m.person == self.application.applicant_id)
        spouse = [m.person for m in facts.adults if m is not applicant]
        found: dict[str, Any] = {
            "version": calculation.version,
            "first_month": facts.first_month,
            "last_month": facts.last_month,
            "spouse": spouse[0] if spouse else "",
            "children": [m.person for m in facts.members if m.is_child],
            "is_shared": facts.living == Calculation.Living.SHARED,
            "scheme": facts.scheme,
            "discretion_amount": facts.discretion_amount,
            "discretion_grounds": facts.discretion_grounds,
            **{name: getattr(applicant, name) for name in APPLICANT},
            **{name: getattr(calculation, name) for name in COMPARED},
        }
        for kind, cost in costs_on(self.household, first_day(facts.first_month)).items():
            found[f"arrears_{kind}"] = cost.arrears or None
        for entry in facts.part(Part.HOUSING):
            found |= {
                f"claimed_{entry.kind}": entry.amount,
                f"accepted_{entry.kind}": entry.accepted,
            }
        return found

    def _row_set(
        self,
        name: str,
        month: Month,
        bound: Any,
        data: Any,
        more: bool,
    ) -> Any:
        rows, part = ROWS[name]
        given: dict[str, Any] = {}
        if part == Part.INCOME:
            given["persons"] = [(pk, person.name) for pk, person in self.people.items()]
        if part == Part.ONE_OFF:
            given["guides"] = list(guides_on(first_day(month)).values())
        if bound is not None:
            return rows(bound, prefix=name, form_kwargs=given)
        if data is None:
            initial = [_typed_of(entry) for entry in self.stored.part(part)]
        else:
            initial = list(_rows_typed(data, name))
        found = rows(prefix=name, initial=initial, form_kwargs=given)
        if initial and not more:
            found.extra = 0
        return found

    def is_valid(self) -> bool:
        """Whether everything typed holds, and a result comes out of it; the errors are in place."""
        sets_are_valid = [rows.is_valid() for rows in self.rows.values()]
        if not (self.form.is_valid() and all(sets_are_valid)):
            return False
        try:
            self.results = results_of(self.inputs)
        except MissingRatesError as error:
            self.form.add_error("first_month", str(error))
        except CalculationError as error:
            self.form.add_error(None, str(error))
        self._check_answers()
        return not self.form.errors

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Everything that is wrong: (id of the field, or nothing; what), for the summary on top."""
        if not self.form.is_bound:
            return []
        found = [("", str(error)) for error in self.form.non_field_errors()]
        for rows in self.rows.values():
            found += [("", str(error)) for error in rows.non_form_errors()]
        for form in (self.form, *(form for rows in self.rows.values() for form in rows)):
            for field in form:
                first = f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)
                found += [(first, f"{field.label} – {error}") for error in field.errors]
        return found

    def _check_answers(self) -> None:
        """What differs from the calculation before cannot be told to be unchanged."""
        if self.calculation.follows is None:
            return
        before = inputs_of(self.calculation.follows)
        changed = told.headings_changed(before, self.inputs, self.name_of)
        for name, answer in self.form.answers.items():
            if answer == Calculation.Answer.UNCHANGED and COMPARED[name] in changed:
                self.form.add_error(name, "Dette er ikke som sist: velg «Endret».")

    def name_of(self, person: int | None) -> str:
        """By name where the user knows them."""
        return name_in(self.household, person)

    @property
    def inputs(self) -> Inputs:
        values = self.form.cleaned_data
        members = tuple(self._members(values))
        spouse, is_shared = values["spouse"], values["is_shared"]
        single = Calculation.Living.SHARED if is_shared else Calculation.Living.SINGLE
        return Inputs(
            first_month=values["first_month"],
            last_month=values["last_month"],
            living=Calculation.Living.COUPLE if spouse else single,
            members=members,
            entries=(*self.form.housing, *self._entries()),
            scheme=values["scheme"] or Calculation.Scheme.ORDINARY,
            month_on_assistance=number_on_assistance(members, values["first_month"]),
            discretion_amount=values["discretion_amount"],
            discretion_grounds=values["discretion_grounds"].strip(),
        )

    def _members(self, values: dict[str, Any]) -> Iterator[Member]:
        applicant = self.application.applicant
        told_of = {name: values[name] for name in APPLICANT}
        yield Member(applicant.pk, applicant.birth_date, **told_of)
        if values["spouse"]:
            yield Member(values["spouse"], self.people[values["spouse"]].birth_date)
        for pk in values["children"]:
            yield Member(pk, self.people[pk].birth_date, is_child=True)

    def _entries(self) -> Iterator[Entry]:
        for rows in self.rows.values():
            forms = cast("list[Any]", rows.forms)
            yield from (form.entry() for form in forms if cast(RowForm, form).is_row)

    def keep_on(self, version: int) -> None:
        """Let what was typed be saved on the version that now stands."""
        kept: Any = cast(Any, self.form.data).copy()
        kept["version"] = version
        self.form.data = kept


def name_in(household: Household, person: int | None) -> str:
    """What a person is called in the sum: by first name, unless two in the household share it."""
    if person is None:
        return ""
    known = {
        row.person_id: row.person
        for row in household.all_memberships
        if household.access.knows(row.person_id)
    }
    if person not in known:
        return "En annen person"
    first_names = [member.first_name for member in known.values()]
    own = known[person].first_name
    return own if own and first_names.count(own) == 1 else known[person].name


def _typed_of(entry: Entry) -> dict[str, Any]:
    """An entry as the fields of its row."""
    if entry.part == Part.ONE_OFF:
        purpose = str(entry.guide) if entry.guide else entry.kind
        return {
            "purpose": purpose,
            "text": entry.text,
            "amount": entry.amount,
            "grounds": entry.grounds,
        }
    return {
        "person": entry.person,
        "kind": entry.kind,
        "section": entry.kind,
        "text": entry.text,
        "amount": entry.amount,
        "grounds": entry.grounds,
    }


def _as_typed(data: Any) -> dict[str, Any]:
    """Everything typed, to be shown again without being judged."""
    return {name: data.get(name) for name in data} | {"children": data.getlist("children")}


def _rows_typed(data: Any, prefix: str) -> Iterator[dict[str, Any]]:
    """The rows of a section in which an amount or a text was typed."""
    for number in range(40):
        start = f"{prefix}-{number}-"
        row = {name.removeprefix(start): data.get(name) for name in data if name.startswith(start)}
        if row.get("amount") or row.get("text"):
            yield row
