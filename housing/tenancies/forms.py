"""What is typed about a tenancy, its risks, the support, and a home that is bought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings

from config.days import day_field
from config.templatetags import tall
from housing.career.actions import Bought
from housing.models import CareerPlan, Dwelling, Tenancy, TenancySupport
from housing.steps import StepForm, choice, kroner, line
from housing.tenancies import rules
from housing.tenancies.actions import Contract
from housing.tenancies.ending import NOT_TYPED
from housing.tenancies.rules import LABELS, RiskState

SHORT_HELP = "Bare når kontrakten er kortere enn tre år."
ENDS = [
    row for row in Tenancy.EndReason.choices if row[0] not in (*NOT_TYPED, "own_home", "evicted")
]
"""A home that is bought, and an eviction, are registered by acts of their own."""
OUTSIDE_HELP = "Bare når boligen ikke er tildelt husstanden: en kontrakt fra før, eller et unntak."


def free_day(help_text: str = "Tomt er dagen etter siste dag.") -> Any:
    return day_field("Boligen er ledig fra", required=False, help_text=help_text)


class AddressForm(forms.Form):
    """Which dwelling, where the queue has given none."""

    adresse = forms.CharField(
        label="Søk etter en annen bolig",
        max_length=120,
        required=False,
        widget=forms.SearchInput(attrs={"placeholder": "Gate og nummer"}),
    )


class ContractForm(forms.Form):
    """Which dwelling, and what the contract says."""

    dwelling = forms.ChoiceField(label="Bolig", error_messages={"required": "Velg bolig."})
    kind = choice("Kontrakt", Tenancy.Kind.choices, "Velg slags kontrakt.")
    starts_on = day_field("Fra")
    ends_on = day_field(
        "Utløper",
        required=False,
        help_text="Står feltet tomt, varer en tidsbestemt kontrakt i tre år.",
    )
    short_ground = forms.ChoiceField(
        label="Hjemmel for kortere tid",
        choices=[("", "Ikke kortere"), *Tenancy.ShortGround.choices],
        required=False,
        help_text=SHORT_HELP,
    )
    short_text = line("Hvorfor kortere", help_text=SHORT_HELP)
    outside_text = line("Hvorfor uten tildeling", help_text=OUTSIDE_HELP)

    def __init__(
        self, *args: Any, dwellings: Sequence[Dwelling], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dwellings = {str(row.pk): row for row in dwellings}
        field: Any = self.fields["dwelling"]
        field.choices = [("", "Velg"), *[(key, _told(row)) for key, row in self.dwellings.items()]]
        own = [key for key, row in self.dwellings.items() if getattr(row, "is_own", False)]
        field.initial = own[0] if own else None
        self.fields["starts_on"].initial = today

    @property
    def contract(self) -> Contract:
        names = ("kind", "starts_on", "ends_on", "short_ground", "short_text")
        return Contract(**{name: self.cleaned_data[name] for name in names})


def _told(row: Any) -> str:
    allocated = "tildelt husstanden" if row.is_own else "ikke tildelt"
    return f"{row}, {row.rooms} rom, {allocated}"


class NotifyForm(StepForm):
    on = day_field("Varslet", help_text="Dagen leietakeren fikk det skriftlige varselet.")
    up_to_today = ("on",)


class DemandForm(StepForm):
    on = day_field("Krevd", help_text="Dagen leietakeren fikk det skriftlige kravet om å flytte.")
    up_to_today = ("on",)


class WithdrawForm(StepForm):
    text = line("Hvorfor trekkes den?", "Skriv hvorfor kontrakten trekkes.")


class ReviewForm(StepForm):
    """What comes after the contract; a new one lasts for three years unless it says otherwise."""

    result = choice("Hva skjer videre?", Tenancy.Review.choices, "Velg hva som skjer videre.")
    text = line("Hvorfor", "Skriv hvorfor.")
    moves_on = day_field(
        "Skal ha flyttet innen",
        required=False,
        help_text="Bare når kontrakten ikke fornyes. Krev det skriftlig av leietakeren.",
    )
    ends_on = day_field("Ny kontrakt utløper", required=False, help_text="Tomt er tre år.")
    short_ground = forms.ChoiceField(
        label="Hjemmel for kortere tid",
        choices=[("", "Ikke kortere"), *Tenancy.ShortGround.choices],
        required=False,
    )
    short_text = line("Hvorfor kortere", help_text=SHORT_HELP)

    def begin(self) -> None:
        ends_on = self.subject.tenancy.ends_on
        if ends_on is not None and ends_on >= self.today:
            self.fields["moves_on"].initial = ends_on

    @property
    def contract(self) -> Contract:
        given = self.cleaned_data
        return Contract(
            Tenancy.Kind.FIXED,
            self.today,
            given["ends_on"],
            given["short_ground"],
            given["short_text"],
        )


class ArrearsForm(StepForm):
    """What is owed; whether an unlikely amount is right is asked only once it is sent."""

    arrears = kroner("Skyldig husleie, kr", "Skriv hva som er skyldig. Skriv 0 når alt er betalt.")
    is_sure = forms.BooleanField(label="Beløpet er kontrollert og riktig", required=False)

    def begin(self) -> None:
        if not self.is_bound:
            del self.fields["is_sure"]
        day = settings.TENANCIES["rent_day"]
        last = rules.last_rent_day(self.today, day)
        self.fields["arrears"].help_text = f"Husleien forfalt sist {last:%d.%m.%Y}."
        self.fields["arrears"].initial = self.subject.rent.arrears if self.subject.rent else 0


class EndForm(StepForm):
    reason = choice("Hvorfor", ENDS, "Velg hvorfor leieforholdet er avsluttet.")
    ended_on = day_field("Siste dag")
    free_from = free_day()
    up_to_today = ("ended_on",)


BEGINS = [(state.value, LABELS[state]) for state in (*rules.BEGINS, RiskState.PETITION)]


class RiskForm(forms.Form):
    """That a household may lose its home, municipal or not."""

    state = choice("Hva det begynte med", BEGINS, "Velg hva det begynte med.")
    landlord = forms.CharField(label="Utleier", max_length=120, required=False)
    on = day_field("Dato")
    text = line("Hva det gjelder")

    def __init__(self, *args: Any, rents: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today
        if rents:
            del self.fields["landlord"]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("Dagen kan ikke være etter i dag.")
        return day


class DayForm(StepForm):
    """A step with nothing but its day."""

    on = day_field("Dato")
    up_to_today = ("on",)


class ContactForm(DayForm):
    text = line("Hva kontakten ga", "Skriv hva kontakten ga.")


class EvictionForm(StepForm):
    eviction_on = day_field("Berammet til")


class ResultForm(DayForm):
    text = line("Hvordan det gikk", "Skriv hvordan det gikk.")


class EvictedForm(ResultForm):
    free_from = free_day("Bare for en kommunal bolig. Tomt er dagen etter utkastelsen.")


class StrikeForm(StepForm):
    text = line("Hvorfor strykes den?", "Skriv hvorfor den strykes.")


class SupportForm(StepForm):
    kind = choice("Slag", TenancySupport.Kind.choices, "Velg slags oppfølging.")
    on = day_field("Dato")
    text = line("Hva som ble gjort", "Skriv hva som ble gjort.", most=500)
    next_on = day_field("Neste gang", required=False)
    up_to_today = ("on",)


class PlanForm(StepForm):
    aim = choice("Mål", CareerPlan.Aim.choices, "Velg målet.")
    steps = line("Steg på veien", "Skriv stegene.", most=1_000)
    next_on = day_field("Se på planen igjen")
    from_today = ("next_on",)

    def begin(self) -> None:
        if self.subject.plan is not None:
            for name in ("aim", "steps", "next_on"):
                self.fields[name].initial = getattr(self.subject.plan, name)


class EndPlanForm(StepForm):
    text = line("Hvorfor", "Skriv hvorfor planen avsluttes.")


class BuyForm(StepForm):
    """Their own dwelling or another one; with the discount the price is worked out."""

    what = choice(
        "Hvilken bolig?",
        [("own", "Boligen de leier"), ("other", "En annen bolig")],
        "Velg hvilken bolig.",
    )
    bought_on = day_field("Kjøpt")
    price = kroner("Pris, kr", help_text="La feltet stå tomt når prisen er takst minus rabatt.")
    valuation = kroner("Takst, kr")
    discounted = forms.BooleanField(label="Takst minus rabatt", required=False)
    income = kroner("Inntekt i året, kr")
    within_limits = forms.BooleanField(
        label="Inntekten er innenfor grensen for startlån", required=False
    )
    free_from = free_day("Bare når de kjøpte en annen bolig. Tomt er dagen etter kjøpet.")
    up_to_today = ("bought_on",)

    def begin(self) -> None:
        super().begin()
        limit, discount = settings.TENANCIES["income_limit"], settings.TENANCIES["discount"]
        only = "Bare kommunens andeler og seksjoner."
        self.fields[
            "discounted"
        ].help_text = f"Rabatten er {tall(discount.on(self.today))} kr. {only}"
        if all(limit.numbers):
            del self.fields["within_limits"]

    @property
    def bought(self) -> Bought:
        given = self.given
        return Bought(own=given.pop("what") == "own", **given)
