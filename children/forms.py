"""The forms of a mapping: the questions of its depth, best interests, and what else is typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from children.actions import Weighed
from children.codes import (
    FAMILY_FACTS,
    Barrier,
    Depth,
    Domain,
    Elsewhere,
    Lasting,
    Level,
    MappingState,
    Owner,
    Report,
    Source,
    Voice,
    domain_label,
    domains_of,
)
from children.contents import HERE, OWN, Answers, DomainAnswer, flat
from children.models import ChildMapping, FamilyFacts
from children.rules import asks_lasting_needs
from config.days import day_field
from decisions.rules import Finding

LONGEST = 10_000
CHOOSE: tuple[str, str] = ("", "Velg")
YES, NO = "yes", "no"
HELP = {
    Domain.HOME: "Hvem barnet bor hos, samvær, konflikt, overganger",
    Domain.SCHOOL: "Plass, oppmøte, trivsel, leksehjelp, redusert betaling",
    Domain.HEALTH: "Kropp, psyke, tenner, syn og hørsel, oppfølging",
    Domain.LEISURE: "Hva barnet gjør, har lyst til, og det som står i veien",
    Domain.ECONOMY: "Klær, mat, PC og telefon, ferie, bursdager",
    Domain.NETWORK: "Slekt, venner, språk, tilhørighet, ensomhet",
    Domain.HOUSING: "Rom, standard, område, flytting siste to år, fare for utkastelse",
    Domain.SERVICES: "BFT, barnevern, PPT, helsesykepleier, BUP, individuell plan",
    Domain.SAFETY: "Vold, rus, barn som passer andre eller tolker. Meldeplikt: § 45",
}
SHORT_HELP = {Domain.ECONOMY: "Klær, utstyr, egen seng, bursdager. Familiens fakta står øverst"}


def area(label: str, rows: int = 2, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    kwargs = {"required": False, "max_length": LONGEST} | kwargs
    return forms.CharField(label=label, widget=widget, **kwargs)


def line(label: str, length: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=length, **kwargs)


def chips(label: str, choices: Iterable[Any]) -> forms.ChoiceField:
    """One of a few, each a button; nothing chosen is no answer."""
    return forms.ChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.RadioSelect
    )


def choice(label: str, choices: Iterable[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[CHOOSE, *choices], required=False)


@dataclass(frozen=True)
class Question:
    """One domain as the page asks it; `more` are the further fields of the full mapping."""

    domain: str
    label: str
    help: str
    level: Any
    facts: Any
    more: tuple[Any, ...]
    action: Any
    owner: Any
    due_on: Any

    @property
    def is_leisure(self) -> bool:
        return self.domain == Domain.LEISURE

    @property
    def errors(self) -> list[Any]:
        fields = (self.level, self.facts, *self.more, self.action, self.owner, self.due_on)
        return [field for field in fields if field.errors]


class MappingForm(forms.Form):
    """All the questions of a mapping on one page, and the version that the writer saw.

    Nothing need be answered to be stored; what is lacking is told by rules.missing.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    has_activity = chips("Er barnet med på noe nå?", [(YES, "Ja"), (NO, "Ikke nå")])
    activities = line("Hva?", 300)
    barrier = choice("Står i veien", Barrier.choices)
    leisure_cost = line("Hva det koster", 120)
    leisure_wish = line("Ønske", 300)
    voice = chips("Hvem har spurt?", Voice.choices)
    voice_words = area("Med barnets egne ord")
    voice_reason = line("Hvorfor er barnet ikke spurt?", 300)
    report = chips("Bekymringsmelding", Report.choices)
    report_text = area("Hva ble gjort?")

    def __init__(self, *args: Any, mapping: ChildMapping, answers: Answers, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(mapping, answers)
        super().__init__(*args, **kwargs)
        self.mapping, self.domains = mapping, domains_of(mapping.depth)
        for name, label in zip(HERE, FAMILY_FACTS.values(), strict=True):
            self.fields[name] = area(f"{label} for {mapping.child.first_name}")
        for domain in self.domains:
            self.fields |= self._fields_of(domain)
        if self.asks_lasting_needs:
            self.fields |= {
                "lasting_needs": chips("Varige behov etter 18 år?", Lasting.choices),
                "lasting_needs_text": line("Hva gjelder det?", 300),
            }

    @property
    def asks_lasting_needs(self) -> bool:
        return asks_lasting_needs(self.mapping.age)

    def _fields_of(self, domain: Domain) -> dict[str, Any]:
        levels = [
            (value, label)
            for value, label in Level.choices
            if not (domain == Domain.LEISURE and value == Level.IRRELEVANT)
        ]
        label = self._label(domain)
        fields: dict[str, Any] = {
            "level": chips(label, levels),
            "facts": area("Fakta"),
            "action": line("Tiltak", 300),
            "owner": choice("Ansvarlig", Owner.choices),
            "due_on": day_field("Frist", required=False),
        }
        if self.mapping.depth == Depth.FULL:
            fields["source"] = choice("Kilde", Source.choices)
            fields["childs_view"] = area("Hva barnet selv sier om dette", rows=1)
        return {f"{domain}_{name}": field for name, field in fields.items()}

    def _label(self, domain: str) -> str:
        return domain_label(domain, self.mapping.depth, self.mapping.age)

    @property
    def questions(self) -> list[Question]:
        is_short = self.mapping.depth == Depth.SHORT
        return [
            Question(
                domain=domain,
                label=self._label(domain),
                help=(SHORT_HELP.get(domain) if is_short else None) or HELP[domain],
                more=tuple(
                    self[f"{domain}_{name}"]
                    for name in ("childs_view", "source")
                    if f"{domain}_{name}" in self.fields
                ),
                **{
                    name: self[f"{domain}_{name}"]
                    for name in ("level", "facts", "action", "owner", "due_on")
                },
            )
            for domain in self.domains
        ]

    @property
    def corrections(self) -> list[tuple[str, Any]]:
        """(name of the family's fact, the field that corrects it for the child)."""
        return [(name, self[f"{name}_here"]) for name in FAMILY_FACTS]

    @property
    def answers(self) -> Answers:
        """What was posted; of a full mapping that became short nothing is lost."""
        values = self.cleaned_data
        told = {name: values.get(name, "") for name in OWN}
        told["has_activity"] = {YES: True, NO: False}.get(values["has_activity"])
        names = ("level", "facts", "source", "childs_view", "action", "owner", "due_on")
        return Answers(
            domains=tuple(
                DomainAnswer(
                    domain.value,
                    **{
                        name: values[f"{domain}_{name}"]
                        for name in names
                        if f"{domain}_{name}" in self.fields
                    },
                )
                for domain in self.domains
            ),
            **told,
        )

    def refuse(self, findings: Iterable[Finding]) -> None:
        """Show at its field what is missing; on top where it is about no one field."""
        for finding in findings:
            self.add_error(finding.field if finding.field in self.fields else None, finding.text)

    @property
    def answered(self) -> tuple[int, int]:
        """How many of the questions have an answer, the child's voice among them, and of how many.

        By what is stored: the page counts when it is shown, not while somebody writes.
        """
        given = sum(bool(self[f"{domain}_level"].value()) for domain in self.domains)
        further = ["voice", *(["lasting_needs"] if self.asks_lasting_needs else [])]
        given += sum(bool(self[name].value()) for name in further)
        return given, len(self.domains) + len(further)


def _initial(mapping: ChildMapping, answers: Answers) -> dict[str, Any]:
    values: dict[str, Any] = flat(answers) | {"version": mapping.version}
    if answers.has_activity is not None:
        values["has_activity"] = YES if answers.has_activity else NO
    return values


class WeighedForm(forms.Form):
    """Best interests: know, assess, weigh, show. In a short mapping only the last must be."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    known = area("Dette vet vi", rows=3, help_text="Det som betyr noe for barnet i denne saken.")
    assessed = area("Slik vurderer vi det", rows=3, help_text="Hva er best for barnet, og hvorfor?")
    weighed = area(
        "Slik veier vi det", rows=3, help_text="Hva taler for noe annet, og hva veier tyngst?"
    )
    paragraph = area(
        "Avsnittet til vedtaket",
        rows=4,
        required=True,
        error_messages={"required": "Skriv avsnittet som vedtaket skal ha om barnet."},
        help_text="Står i brevet til foreldrene. Ikke skriv mer enn vedtaket trenger, og aldri det "
        "barnet har sagt.",
    )

    @property
    def weighing(self) -> Weighed:
        names = Weighed.__dataclass_fields__
        return Weighed(**{name: self.cleaned_data[name] for name in names})


class ChangedForm(forms.Form):
    """Whether anything has changed since the child was mapped."""

    changed = forms.ChoiceField(
        label="Er noe endret?",
        choices=[(NO, "Nei, uendret"), (YES, "Ja, noe er endret")],
        widget=forms.RadioSelect,
        error_messages={"required": "Velg om noe er endret."},
    )

    @property
    def is_changed(self) -> bool:
        return bool(self.cleaned_data["changed"] == YES)


class FamilyForm(forms.Form):
    """What is common to all the children; only the question about others must be answered."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**53)
    home = area("Omsorg og hverdag", help_text="Hvem som er hjemme, arbeid, skiftarbeid, språk")
    housing = area("Bolig", help_text="Eier eller leier, rom og personer, kontrakt, flytting")
    economy = area("Økonomi", help_text="Inntekter, gjeld som går ut over barna, PC og nett")
    network = area("Nettverk", help_text="Slekt og venner som hjelper, tilhørighet")
    elsewhere_asked = chips("Har foreldrene barn som bor hos noen andre?", Elsewhere.choices)
    elsewhere = area(
        "Hvem, og hvor ofte er de her?",
        help_text="Fornavn og alder, samvær eller delt bosted, og hva de trenger når de er her",
    )

    def __init__(self, *args: Any, facts: FamilyFacts | None, **kwargs: Any) -> None:
        names = (*FAMILY_FACTS, "elsewhere_asked", "elsewhere")
        initial = {name: getattr(facts, name) for name in names} if facts else {}
        kwargs["initial"] = initial | {"seen": facts.pk if facts else 0}
        super().__init__(*args, **kwargs)
        asked = self.fields["elsewhere_asked"]
        asked.required = True
        asked.error_messages["required"] = "Spør foreldrene, og velg svaret."

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_some = values.get("elsewhere_asked") == Elsewhere.SOME
        if is_some and not values.get("elsewhere", "").strip():
            self.add_error("elsewhere", "Skriv hvilke barn det gjelder.")
        if values.get("elsewhere_asked") == Elsewhere.NONE:
            values["elsewhere"] = ""
        return values

    @property
    def facts(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class SetAsideForm(forms.Form):
    """Why a child is not mapped."""

    state = forms.ChoiceField(
        label="Hva er grunnen?",
        choices=[
            (MappingState.REFUSED, MappingState.REFUSED.label),
            (MappingState.NOT_POSSIBLE, MappingState.NOT_POSSIBLE.label),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hva som er grunnen."},
    )
    reason = forms.CharField(
        label="Begrunnelse",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv hvorfor barnet ikke blir kartlagt nå."},
    )


class ObservationForm(forms.Form):
    """What HV has seen of the child."""

    seen_on = day_field("Når?")
    text = area(
        "Hva har du sett?",
        rows=3,
        required=True,
        error_messages={"required": "Skriv hva du har sett."},
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen_on": today}
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_seen_on(self) -> Any:
        day = self.cleaned_data["seen_on"]
        if day > self.today:
            raise forms.ValidationError("Dagen kan ikke være etter i dag.")
        return day


class DueFilter:
    """Which children of the list are shown; anything unknown in the address is left out."""

    TABS = (("mine", "Mine"), ("kontoret", "Kontoret"), ("delt", "Delt med oss"))

    def __init__(self, asked: Any, opens_on: str = TABS[0][0]) -> None:
        tab = asked.get("liste", "")
        self.tab = tab if tab in dict(self.TABS) else opens_on

    def of(self, rows: Iterable[Any], tab: str) -> list[Any]:
        if tab == "mine":
            return [row for row in rows if row.is_mine]
        if tab == "delt":
            return [row for row in rows if row.from_party]
        return list(rows)

    def keeps(self, row: Any) -> bool:
        return bool(self.of([row], self.tab))
