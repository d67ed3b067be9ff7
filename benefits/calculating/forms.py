"""What is typed about a calculation: one form with sections, a row for each income or grant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms

from benefits.applications.forms import AMOUNTS, LARGEST
from benefits.calculating.inputs import Entry
from benefits.calculation.award import HOUSING_NAMES, INCOME_NAMES
from benefits.calculation.result import Part
from benefits.calculation.values import LEISURE, HousingKind
from benefits.models import Calculation, OneOffGuide
from config.days import day_field
from config.kroner import KronerField
from config.templatetags import tall
from households.months import Month, month_name

SECTIONS = ("§ 20", "§ 20 a")
"""What lowers the support itself. Recovery and refunds (§§ 23-26) are claims, which take from what
is paid out: the support counts gross."""
OWED = (HousingKind.RENT, HousingKind.POWER)
"""Costs of which arrears are kept."""
NOT_THERE = "Valget passer ikke med måneden: velg på nytt blant dem som bor her da."
GROUNDS = forms.Textarea(attrs={"rows": 2})


def money(label: str, *, required: bool = False) -> KronerField:
    return KronerField(
        label=label,
        required=required,
        min_value=0,
        max_value=LARGEST,
        error_messages=AMOUNTS | {"required": "Skriv beløpet."},
    )


def grounds(label: str = "Begrunnelse") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=4_000, widget=GROUNDS)


class CalculationForm(forms.Form):
    """Months, household, costs of the home, discretion, and what a renewal must confirm."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    income_answer = forms.ChoiceField()
    housing_answer = forms.ChoiceField()
    household_answer = forms.ChoiceField()
    first_month = forms.TypedChoiceField(label="Fra måned", coerce=int)
    last_month = forms.TypedChoiceField(label="Til og med", coerce=int)
    spouse = forms.TypedChoiceField(
        label="Ektefelle",
        coerce=int,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": NOT_THERE},
    )
    children = forms.TypedMultipleChoiceField(
        label="Barn",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_THERE},
    )
    is_shared = forms.BooleanField(label="Bor i bofellesskap eller med samboer", required=False)
    lives_with_parents = forms.BooleanField(label="Bor hos foreldrene", required=False)
    supports_elsewhere = forms.BooleanField(
        label="Forsørger barn som bor et annet sted", required=False
    )
    was_unaccompanied = forms.BooleanField(label="Bosatt som enslig mindreårig", required=False)
    attends_school = forms.BooleanField(label="Oppmøtet er bekreftet", required=False)
    enrolled_on = day_field("Begynte i grunnskolen", required=False)
    left_on = day_field("Sluttet uten å fullføre", required=False)
    completed_on = day_field("Fullførte grunnskolen", required=False)
    scheme = forms.ChoiceField(
        label="Ordning",
        choices=Calculation.Scheme,
        widget=forms.RadioSelect,
        required=False,
        initial=Calculation.Scheme.ORDINARY,
    )
    discretion_amount = money("Annet beløp per måned")
    discretion_grounds = grounds("Begrunnelse for annet beløp")

    ANSWERS: Mapping[str, str] = {
        "income_answer": "Inntekt",
        "housing_answer": "Bolig",
        "household_answer": "Husstand",
    }

    def __init__(
        self,
        *args: Any,
        months: Iterable[Month],
        adults: Sequence[tuple[int, str]],
        children: Sequence[tuple[int, str]],
        renews: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(month, month_name(month).capitalize()) for month in months]
        self._choose("first_month", named)
        self._choose("last_month", named)
        self._choose("spouse", [("", "Ingen"), *adults])
        self._choose("children", children)
        for kind, name in HOUSING_NAMES.items():
            self.fields[f"claimed_{kind}"] = money(f"{name}, oppgitt")
            self.fields[f"accepted_{kind}"] = money(f"{name}, godkjent")
            if kind in OWED:
                self.fields[f"arrears_{kind}"] = money(f"{name}, restanse")
        for name, label in self.ANSWERS.items():
            if renews:
                self.fields[name] = forms.ChoiceField(
                    label=label,
                    choices=Calculation.Answer,
                    widget=forms.RadioSelect,
                    error_messages={"required": "Velg om det er uendret eller endret."},
                )
            else:
                del self.fields[name]

    def _choose(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_month"), values.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", "Siste måned kan ikke være før den første.")
        if first and last and last - first > 11:
            self.add_error("last_month", "En beregning kan gjelde høyst tolv måneder.")
        if values.get("discretion_amount") is not None and not values.get("discretion_grounds"):
            self.add_error("discretion_grounds", "Skriv hvorfor beløpet er et annet enn normen.")
        if values.get("discretion_grounds") and values.get("discretion_amount") is None:
            self.add_error("discretion_amount", "Skriv beløpet som begrunnelsen gjelder.")
        for kind, name in HOUSING_NAMES.items():
            self._check_cost(values, kind, name)
        return values

    def _check_cost(self, values: dict[str, Any], kind: str, name: str) -> None:
        """What is not said to be otherwise is accepted as it is stated."""
        claimed = values.get(f"claimed_{kind}") or 0
        accepted = values.get(f"accepted_{kind}")
        values[f"accepted_{kind}"] = claimed if accepted is None else accepted
        if accepted is not None and accepted > claimed:
            self.add_error(f"accepted_{kind}", f"{name}: godkjent er høyere enn oppgitt.")

    @property
    def costs(self) -> Iterator[dict[str, Any]]:
        """The fields of each cost, as a row of the table claimed, accepted and arrears."""
        for kind, name in HOUSING_NAMES.items():
            owed = f"arrears_{kind}"
            yield {
                "name": name,
                "claimed": self[f"claimed_{kind}"],
                "accepted": self[f"accepted_{kind}"],
                "arrears": self[owed] if owed in self.fields else None,
            }

    @property
    def confirmations(self) -> list[Any]:
        return [self[name] for name in self.ANSWERS if name in self.fields]

    @property
    def housing(self) -> Iterator[Entry]:
        for kind in HOUSING_NAMES:
            claimed = self.cleaned_data[f"claimed_{kind}"]
            accepted = self.cleaned_data[f"accepted_{kind}"]
            if claimed:
                yield Entry(Part.HOUSING, kind.value, claimed, accepted=accepted)

    @property
    def arrears(self) -> dict[str, int]:
        return {kind.value: self.cleaned_data[f"arrears_{kind}"] or 0 for kind in OWED}

    @property
    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.ANSWERS if name in self.fields}


class RowForm(forms.Form):
    """A row of a section; one without an amount is no row."""

    amount = money("Beløp")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_empty = values.get("amount") is None and "amount" not in self.errors
        if is_empty and any(values.get(name) for name in self.TYPED):
            self.add_error("amount", "Skriv beløpet.")
        return values

    TYPED: tuple[str, ...] = ()
    """Fields in which something typed means that the row is meant."""

    @property
    def is_row(self) -> bool:
        return self.cleaned_data.get("amount") is not None


KINDS = [(kind.value, name) for kind, name in INCOME_NAMES.items()]


class IncomeForm(RowForm):
    """What a person gets in the month."""

    person = forms.TypedChoiceField(label="Hvem", coerce=int)
    kind = forms.ChoiceField(label="Inntekt", choices=KINDS)

    field_order = ("person", "kind", "amount")

    def __init__(self, *args: Any, persons: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.choices = list(persons)

    def entry(self) -> Entry:
        values = self.cleaned_data
        return Entry(Part.INCOME, values["kind"], values["amount"], person=values["person"])


class OneOffForm(RowForm):
    """A grant for a single purpose; another amount than the guiding one needs grounds."""

    purpose = forms.ChoiceField(label="Formål", required=False)
    text = forms.CharField(label="Hva", required=False, max_length=150)
    grounds = grounds()

    field_order = ("purpose", "text", "amount", "grounds")
    TYPED = ("purpose", "text", "grounds")

    def __init__(self, *args: Any, guides: Sequence[OneOffGuide], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guides = {str(guide.pk): guide for guide in guides}
        purpose: Any = self.fields["purpose"]
        guided = [
            (
                pk,
                f"{guide.get_event_display()}, {guide.get_group_display().lower()}: "
                f"veiledende {tall(guide.amount)} kr",
            )
            for pk, guide in self.guides.items()
        ]
        free = [(value, f"{label}, uten veiledende beløp") for value, label in EVENTS]
        purpose.choices = [("", "Velg formål"), *guided, *free]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("amount") is None or self.errors:
            return values
        if not values.get("purpose"):
            self.add_error("purpose", "Velg hva stønaden er til.")
            return values
        guide = self.guides.get(values["purpose"])
        if values.get("grounds", "").strip():
            return values
        if guide and guide.amount != values["amount"]:
            self.add_error(
                "grounds",
                f"Skriv hvorfor beløpet er et annet enn det veiledende ({tall(guide.amount)} kr).",
            )
        elif (guide.event if guide else values["purpose"]) == LEISURE:
            self.add_error("grounds", "Engangsstønad til fritid må begrunnes etter § 19.")
        return values

    def entry(self) -> Entry:
        values = self.cleaned_data
        guide = self.guides.get(values["purpose"])
        event = guide.event if guide else values["purpose"]
        return Entry(
            Part.ONE_OFF,
            event,
            values["amount"],
            text=values["text"] or str(dict(EVENTS)[event]),
            guide=guide.pk if guide else None,
            guide_amount=guide.amount if guide else None,
            grounds=values["grounds"].strip(),
        )


EVENTS = OneOffGuide.Event.choices


class SupplementForm(RowForm):
    """Something more a month than the norm gives, with the reason for it."""

    text = forms.CharField(label="Tillegg til", required=False, max_length=150)
    grounds = grounds()

    field_order = ("text", "amount", "grounds")
    TYPED = ("text", "grounds")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("amount") is not None:
            if not values.get("text"):
                self.add_error("text", "Skriv hva tillegget er til.")
            if not values.get("grounds", "").strip():
                self.add_error("grounds", "Et tillegg til normen må begrunnes.")
        return values

    def entry(self) -> Entry:
        values = self.cleaned_data
        text, why = values["text"], values["grounds"].strip()
        return Entry(Part.SUPPLEMENT, "supplement", values["amount"], text=text, grounds=why)


class DeductionForm(RowForm):
    """What is taken from the payment, and the section that allows it."""

    section = forms.ChoiceField(label="Hjemmel", choices=[(value, value) for value in SECTIONS])
    text = forms.CharField(label="Hva", required=False, max_length=150)

    field_order = ("section", "text", "amount")
    TYPED = ("text",)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("amount") is not None and not values.get("text"):
            self.add_error("text", "Skriv hva trekket gjelder.")
        return values

    def entry(self) -> Entry:
        values = self.cleaned_data
        return Entry(Part.DEDUCTION, values["section"], values["amount"], text=values["text"])


def row_set(form: type[RowForm]) -> type[Any]:
    """Rows of one kind: those there are and an empty one; at most forty."""
    made: type[Any] = forms.formset_factory(form, extra=1, max_num=40, absolute_max=40)
    return made


INCOMES = row_set(IncomeForm)
ONE_OFFS = row_set(OneOffForm)
SUPPLEMENTS = row_set(SupplementForm)
DEDUCTIONS = row_set(DeductionForm)
