"""What is typed about an application, and about a place in the queue."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import District
from config.days import day_field
from config.kroner import KronerField
from housing.codes import ExitCause
from housing.forms import LINE, DayForm, HousingForm, choice, text_area, yes_no
from housing.models import HousingApplication, PriorityGround
from housing.queue.actions import Assessed, Need
from housing.queue.moves import places_of_move
from housing.queue.queries import grounds_on

MOST_ROOMS = 9
MOST_RENT = 100_000
REASONS = [
    (cause.value, cause.label)
    for cause in ExitCause
    if cause not in (ExitCause.ALLOCATED, ExitCause.DECLINED)
]


class NeedFields(HousingForm):
    """What the home must be."""

    rooms = forms.IntegerField(
        label="Rom som trengs",
        min_value=1,
        max_value=MOST_ROOMS,
        help_text="Stue og soverom, uten kjøkken og bad.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Skriv hvor mange rom.", "invalid": "Skriv et helt tall."},
    )
    needs_adapted = forms.BooleanField(label="Trenger bolig uten trapp", required=False)
    most_rent = KronerField(
        label="Høyeste husleie i måneden",
        required=False,
        min_value=1,
        max_value=MOST_RENT,
        help_text="La stå tom hvis det ikke er avklart.",
    )
    districts = forms.ModelMultipleChoiceField(
        label="Ønskede bydeler",
        queryset=District.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ingen valgt betyr at det ikke er avklart.",
    )

    def begin(self) -> None:
        row = self.about
        if isinstance(row, HousingApplication):
            self.initial.update(
                {
                    "rooms": row.rooms,
                    "needs_adapted": row.needs_adapted,
                    "most_rent": row.most_rent,
                    "districts": [one.pk for one in row.districts.all()],
                }
            )

    @property
    def need(self) -> Need:
        values = self.cleaned_data
        return Need(
            values["rooms"],
            values["needs_adapted"],
            values["most_rent"],
            list(values["districts"]),
        )


class ApplicationForm(NeedFields):
    """A new application; `about` is the household."""

    field_order = ("applicant", "received_on", "situation")
    token = forms.UUIDField(widget=forms.HiddenInput)
    applicant = forms.TypedChoiceField(label="Hvem søker?", coerce=int)
    received_on = day_field("Mottatt")
    situation = text_area("Hvordan bor husstanden nå, og hvorfor trenger den bolig?")

    def __init__(self, *args: Any, people: dict[int, str], **kwargs: Any) -> None:
        self.people = people
        super().__init__(*args, **kwargs)

    def begin(self) -> None:
        choose: Any = self.fields["applicant"]
        choose.choices = list(self.people.items())
        self.initial.update({"token": uuid.uuid4(), "received_on": self.today})


class VersionForm(HousingForm):
    """A step on an application, decided on the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def begin(self) -> None:
        self.initial["version"] = self.about.version


class InterimForm(VersionForm):
    """That an answer takes more than a month, as the applicant was told (fvl § 11 a)."""

    told = (
        "Når svaret tar mer enn én måned, skal søkeren få skriftlig beskjed om hvorfor, og om når "
        "svaret kan ventes (forvaltningsloven § 11 a).",
    )
    on = day_field("Sendt")
    reason = text_area("Hvorfor tar det tid?", most=LINE)
    expected_on = day_field("Svar ventes")


class WithdrawForm(VersionForm):
    on = day_field("Trukket")


class AssessForm(NeedFields):
    """HV's assessment: the need, whether the conditions are met, and the grounds of priority."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    fulfils = yes_no("Fyller søkeren vilkårene?", "Velg ja eller nei.")
    assessment = text_area(
        "Vurdering",
        help_text="Mangler egnet bolig, klarer ikke å skaffe en selv, og hvorfor. Står i vedtaket.",
    )
    conditions = text_area("Vilkår", rows=2, required=False, help_text="Står i vedtaket.")
    grounds = forms.ModelMultipleChoiceField(
        label="Prioritetsgrunner som er oppfylt",
        queryset=PriorityGround.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Den høyeste klassen gjelder. Uten noen grunn gjelder klasse C.",
    )

    def begin(self) -> None:
        super().begin()
        row = self.about
        met = [one.pk for one in row.grounds.all()]
        _offer_grounds(self.fields["grounds"], self.today, met)
        answer = {True: "yes", False: "no", None: ""}[row.fulfils]
        self.initial.update(
            {
                "version": row.version,
                "fulfils": answer,
                "assessment": row.assessment,
                "conditions": row.conditions,
                "grounds": met,
            }
        )

    @property
    def assessed(self) -> Assessed:
        values = self.cleaned_data
        return Assessed(
            need=self.need,
            fulfils=values["fulfils"] == "yes",
            assessment=values["assessment"],
            conditions=values["conditions"],
            grounds=list(values["grounds"]),
        )


def _offer_grounds(field: Any, today: date, met: list[int]) -> None:
    field.queryset = grounds_on(today, met)
    field.label_from_instance = lambda row: f"{row.code}: {row.wording}"


class EnterForm(HousingForm):
    agreed_on = day_field(
        "Oppfølgingsavtalen signert",
        help_text="Av søkeren og HV. Plassen regnes fra vedtaket, ikke fra signeringen.",
    )

    def begin(self) -> None:
        self.initial["agreed_on"] = self.today


class PauseForm(HousingForm):
    on = day_field("Fra")
    reason = forms.CharField(
        label="Hvorfor vil søkeren ikke ha tilbud nå?",
        max_length=LINE,
        error_messages={"required": "Skriv hvorfor."},
    )


class ResumeForm(DayForm):
    on = day_field("Tilbud igjen fra")


class RenewForm(DayForm):
    on = day_field("Fornyet")


class MoveForm(HousingForm):
    """Another date to count from, within the class."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    to_date = day_field("Plassen skal regnes fra")
    grounds = text_area("Begrunnelse", most=600)

    def begin(self) -> None:
        self.initial.update({"token": uuid.uuid4(), "to_date": self.about.counts_from})


class GroundsForm(HousingForm):
    """The grounds that are met now; another class waits for a second person."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    met = forms.ModelMultipleChoiceField(
        label="Prioritetsgrunner som er oppfylt nå",
        queryset=PriorityGround.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    grounds = text_area("Hva er endret, og hvorfor?", most=600)

    def begin(self) -> None:
        now = [one.pk for one in self.about.application.grounds.all()]
        _offer_grounds(self.fields["met"], self.today, now)
        self.initial.update({"token": uuid.uuid4(), "met": now})


class DecideMoveForm(HousingForm):
    approves = choice(
        "Avgjørelse",
        [("yes", "Godkjenn flyttingen"), ("no", "Send tilbake")],
        "Velg om flyttingen skal gjelde.",
    )
    text = text_area(
        "Begrunnelse når den sendes tilbake",
        most=LINE,
        required=False,
        help_text="Må skrives når flyttingen sendes tilbake, til den som foreslo den.",
    )

    def begin(self) -> None:
        move = self.about
        met = "; ".join(str(one) for one in move.met.all()) or "ingen"
        now, after = places_of_move(move)
        self.told = (
            f"{move.proposed_by} foreslo {timezone.localdate(move.proposed_at):%d.%m.%Y}: "
            f"{move.grounds}",
            f"Grunner som gjelder da: {met}",
            f"Nå plass {now} i klasse {move.from_class}. "
            f"Blir plass {after} i klasse {move.to_class}.",
        )


class LeaveForm(HousingForm):
    on = day_field("Ute av køen fra")
    cause = forms.ChoiceField(
        label="Hvorfor?",
        choices=[("", "Velg"), *REASONS],
        error_messages={"required": "Velg hvorfor."},
    )
    text = text_area(
        "Merknad",
        most=LINE,
        required=False,
        help_text="Må skrives når søkeren ikke fyller vilkårene lenger. Da begynner et vedtak med "
        "denne begrunnelsen, som du skriver ferdig og sender.",
    )


class ReEnterForm(HousingForm):
    keeps_date = yes_no(
        "Skal plassen regnes fra datoen søkeren hadde før?",
        "Velg ja eller nei.",
        help_text="Ventetiden i tallene regnes fra i dag uansett.",
    )
    grounds = text_area("Hvorfor settes søkeren i kø igjen?", most=600)


class QueueFilter(forms.Form):
    """What the list of the queue is narrowed to; anything unknown is nothing."""

    navn = forms.CharField(label="Søk navn", max_length=80, required=False)
    rom = forms.ChoiceField(
        label="Trenger",
        choices=[("", "Alle"), *((str(n), f"{n} rom") for n in range(1, 7))],
        required=False,
    )
    klasse = forms.ChoiceField(
        label="Klasse", choices=[("", "Alle"), ("A", "A"), ("B", "B"), ("C", "C")], required=False
    )
    rad = forms.ChoiceField(
        label="Rådgivning",
        choices=[("", "Alle"), ("over", "Over frist"), ("uke", "Frist neste 7 dager")],
        required=False,
    )
    pause = forms.ChoiceField(
        label="Pause", choices=[("", "Alle"), ("nei", "Aktive"), ("ja", "På pause")], required=False
    )

    def value(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
