"""What is typed about a claim to have money back, and what settles or ends it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from benefits.applications.forms import AMOUNTS, LARGEST
from benefits.claims.actions import Claimed
from benefits.models import REFUNDS, Claim, ClaimKind, Settlement
from config.days import day_field
from config.kroner import KronerField
from config.months import MonthField
from decisions.models import Decision
from households.models import Person

PAYER, DEDUCT = "payer", ("deduct_monthly", "deduct_from")


def kroner(label: str, **kwargs: Any) -> KronerField:
    return KronerField(
        label=label,
        min_value=1,
        max_value=LARGEST,
        error_messages=AMOUNTS
        | {"required": "Skriv beløpet.", "min_value": "Beløpet må være over 0 kr."},
        **kwargs,
    )


def token_field() -> forms.UUIDField:
    """So that a double click registers once."""
    return forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


def why(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=300, error_messages={"required": "Skriv hvorfor."}
    )


class ClaimForm(forms.Form):
    """A claim: of whom and for which months, how much, and what it rests on."""

    kind = forms.ChoiceField(
        label="Hva slags krav?",
        choices=ClaimKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hva slags krav det er."},
    )
    person = forms.TypedChoiceField(label="Hvem gjelder det?", coerce=int)
    payer = forms.CharField(
        label="Hvem kreves refusjonen av?",
        help_text="Bare for refusjon: den som betaler bidraget, eller etaten som etterbetaler.",
        required=False,
        max_length=120,
    )
    first_month = MonthField(
        label="Fra måned",
        help_text="Månedene stønaden ble gitt for.",
        error_messages={"required": "Skriv første måned."},
    )
    last_month = MonthField(
        label="Til og med måned", error_messages={"required": "Skriv siste måned."}
    )
    amount = kroner("Beløp i kroner")
    decision = forms.TypedChoiceField(
        label="Vedtaket kravet bygger på",
        help_text="Tilbakebetaling, lån og trekk krever et vedtak. Refusjon gjør det ikke.",
        coerce=int,
        required=False,
        empty_value=None,
    )
    deduct_monthly = kroner("Trekkes per måned, i kroner", required=False)
    deduct_from = MonthField(
        label="Trekkes fra og med måned",
        help_text="Av planlagte utbetalinger til personen selv, aldri av nødhjelp.",
        required=False,
    )
    text = forms.CharField(label="Hva kravet gjelder", required=False, max_length=300)
    token = token_field()

    def __init__(
        self, *args: Any, people: Sequence[Person], decisions: Sequence[Decision], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in people}
        self.decisions = {row.pk: row for row in decisions}
        self._choose("person", [(person.pk, person.name) for person in people])
        named = [(row.pk, _named(row)) for row in decisions]
        self._choose("decision", [("", "Ingen"), *named])

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_month"), values.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", "Siste måned kan ikke være før den første.")
        if values.get("kind") in REFUNDS:
            self._clean_refund(values)
        elif values.get("kind"):
            self._clean_deduction(values)
        return values

    def _clean_refund(self, values: dict[str, Any]) -> None:
        if PAYER not in self.errors and not values.get(PAYER):
            self.add_error(PAYER, "Skriv hvem refusjonen kreves fra.")
        for name in DEDUCT:
            if values.get(name):
                self.add_error(name, "En refusjon kreves fra andre og trekkes ikke.")

    def _clean_deduction(self, values: dict[str, Any]) -> None:
        if values.get(PAYER):
            self.add_error(PAYER, "Kravet er mot personen selv.")
        monthly, first = (values.get(name) for name in DEDUCT)
        is_demanded = values["kind"] == ClaimKind.DEDUCTION or first
        if is_demanded and not monthly and "deduct_monthly" not in self.errors:
            self.add_error("deduct_monthly", "Skriv hvor mye som trekkes hver måned.")
        if (monthly or is_demanded) and not first and "deduct_from" not in self.errors:
            self.add_error("deduct_from", "Skriv hvilken måned trekket begynner.")

    @property
    def claimed(self) -> Claimed:
        values = self.cleaned_data
        return Claimed(
            kind=values["kind"],
            person=self.people[values["person"]],
            payer=values["payer"].strip(),
            text=values["text"].strip(),
            first_month=values["first_month"],
            last_month=values["last_month"],
            amount=values["amount"],
            decision=self.decisions.get(values["decision"]),
            deduct_monthly=values["deduct_monthly"],
            deduct_from=values["deduct_from"],
        )


def _named(row: Decision) -> str:
    on = timezone.localdate(row.approved_at) if row.approved_at else None
    of = f" av {on:%d.%m.%Y}" if on else ""
    return f"{row.reference} {row.get_kind_display().lower()}{of}, {row.applicant.name}"


class SettleForm(forms.Form):
    """Kroner that have come in: when, and how."""

    how = forms.ChoiceField(
        label="Hvordan kom pengene?",
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hvordan pengene er kommet."},
    )
    amount = kroner("Beløp i kroner")
    on = day_field("Mottatt")
    token = token_field()

    def __init__(self, *args: Any, claim: Claim, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        first = Settlement.How.REFUNDED if claim.kind in REFUNDS else Settlement.How.PAID_BACK
        field: Any = self.fields["how"]
        field.choices = [row for row in Settlement.How.choices if row[0] != "deducted"]
        field.initial = first
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("Datoen kan ikke være etter i dag.")
        return day


class WhyForm(forms.Form):
    """Why something is taken back or given up."""

    reason = why("Hvorfor?")
