"""The forms that a decision is written in: the whole, each matter, each child, each condition.

Nothing need be filled in to be stored as a draft; what a proposal lacks is told by rules.missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import formset_factory

from config.days import DayField
from config.kroner import KronerField
from config.months import MonthField
from decisions.codes import ConditionKind, Exemption, Kind, Outcome, Section, given_title
from decisions.contents import ConditionContent, MatterContent
from decisions.models import Condition, Matter
from decisions.rules import ChildFacts
from decisions.texts.queries import Texts
from decisions.texts.rules import places
from households.models import MappingDuty

LARGEST = 10_000_000
"""Kroner; no decision gives more, and a slip of the finger does."""
LONGEST = 20_000
PARTS = ("facts", "law", "discretion")
"""Of a matter's grounds; each is a field, and what its standard texts are for."""
PART_OF = dict(zip(PARTS, PARTS, strict=True)) | {"text": "conditions", "payment": "information"}
"""The part that a field's standard texts are for."""
WITHOUT_MONEY = (Kind.HOUSING,)
"""Kinds of decision that never give money: their forms ask for none."""
GIVES_NO_MONEY: dict[str, Any] = {
    "form": Matter.Form.SERVICE,
    "recurs": Matter.Recurs.ONCE,
    "amount": 0,
    "third_party": "",
}
"""What a matter of such a decision says of money."""
KIND, EXEMPTION = "k", "u"
"""Before the code of a condition, and of an exemption, in the one list they are chosen from."""
CHOOSE: tuple[str, str] = ("", "Velg")


def text_area(label: str, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


class BlockField(forms.Field):
    """The standard text that a text began as; anything unknown is none."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)
        self.known: frozenset[int] = frozenset()

    def to_python(self, value: Any) -> int | None:
        text = str(value or "")[:12]
        number = int(text) if text.isascii() and text.isdigit() else 0
        return number if number in self.known else None


@dataclass(frozen=True)
class Written:
    """A text of the draft as it is shown: its field, which standard text it began as (hidden),
    what can be chosen (or None), and what is still to be filled in.
    """

    field: Any
    block: Any
    chooser: Any
    left: list[str]


def offer(form: forms.Form, name: str, texts: Texts) -> None:
    """Let a text be begun with one of the standard texts for its part, and remember which."""
    part = PART_OF[name]
    field = form.fields[f"{name}_block_id"] = BlockField()
    field.known = texts.known.get(part, frozenset())
    if usable := texts.usable.get(part):
        form.fields[f"{name}_choice"] = forms.ChoiceField(
            label="Standardtekst", required=False, choices=[CHOOSE, *usable]
        )


def written(form: forms.Form, name: str) -> Written:
    choice = f"{name}_choice"
    return Written(
        form[name],
        form[f"{name}_block_id"],
        form[choice] if choice in form.fields else None,
        places(str(form[name].value() or "")),
    )


REVERSAL_HELP = (
    "Hva som var feil i avslaget, eller hva som er nytt. Står i brevet. "
    "Skal avslaget ikke gjøres om, kan feltet stå tomt."
)


class DecisionForm(forms.Form):
    """What the decision says as a whole, and the version that the writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    outcome = forms.ChoiceField(label="Utfall", required=False, choices=[CHOOSE, *Outcome.choices])
    first_month = MonthField(label="Fra og med måned", required=False)
    last_month = MonthField(label="Til og med måned", required=False)
    reassessed = text_area(
        "Vurdert på nytt",
        rows=3,
        help_text="Hva du har sett på siden forrige vedtak, og hva det betyr nå. Står i brevet.",
    )
    payment = text_area(
        "Utbetaling og opplysninger",
        rows=3,
        help_text="Når og hvordan pengene kommer, og det ellers skal stå i brevet om det som gis.",
    )

    def __init__(
        self,
        *args: Any,
        texts: Texts,
        renews: bool,
        reverses: bool,
        kind: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payment"].label = given_title(kind)
        if kind in WITHOUT_MONEY:
            self.fields["payment"].help_text = "Hva plassen gir, og hva den krever. Står i brevet."
            self.fields["payment"].widget.attrs["rows"] = 10
        offer(self, "payment", texts)
        if reverses:
            self.fields["reassessed"].label = "Hvorfor gjøres avslaget om?"
            self.fields["reassessed"].help_text = REVERSAL_HELP
        elif not renews:
            del self.fields["reassessed"]

    @property
    def payment_text(self) -> Written:
        return written(self, "payment")


class MatterForm(forms.Form):
    """One thing that was asked for, with its grounds, and standard texts to put into them."""

    asked = forms.CharField(label="Søkt om", required=False, max_length=255)
    outcome = forms.ChoiceField(label="Utfall", required=False, choices=[CHOOSE, *Outcome.choices])
    section = forms.ChoiceField(label="Hjemmel", required=False, choices=[CHOOSE, *Section.choices])
    facts = text_area("Faktum", help_text="Hva vi legger til grunn om akkurat denne saken.")
    law = text_area("Rettsregler", rows=3)
    discretion = text_area("Skjønn", help_text="Hovedhensynene vi har lagt vekt på.")
    form = forms.ChoiceField(
        label="Stønadsform",
        choices=Matter.Form,
        initial=Matter.Form.GRANT,
        help_text="Bare bidrag og lån betales ut.",
    )
    recurs = forms.ChoiceField(
        label="Hvor ofte", choices=Matter.Recurs, initial=Matter.Recurs.MONTHLY
    )
    amount = KronerField(
        label="Kroner",
        required=False,
        min_value=0,
        max_value=LARGEST,
        error_messages={
            "invalid": "Skriv hele kroner, uten øre.",
            "min_value": "Beløpet kan ikke være under null.",
            "max_value": "Beløpet er for stort.",
        },
    )
    third_party = forms.CharField(
        label="Utbetales til",
        required=False,
        max_length=120,
        help_text="Tomt når pengene går til søkeren.",
    )

    def __init__(self, *args: Any, texts: Texts, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            offer(self, part, texts)
        self.gives_money = kind not in WITHOUT_MONEY
        if not self.gives_money:
            section: Any = self.fields["section"]
            section.choices = [CHOOSE, (Section.HOUSING.value, Section.HOUSING.label)]
            for name in GIVES_NO_MONEY:
                del self.fields[name]

    @property
    def texts(self) -> list[Written]:
        return [written(self, part) for part in PARTS]

    @property
    def content(self) -> MatterContent:
        names = MatterContent.__dataclass_fields__
        given = GIVES_NO_MONEY | self.cleaned_data
        values = {name: given[name] for name in names}
        return MatterContent(**values | {"amount": values["amount"] or 0})


class ChildForm(forms.Form):
    """What was weighed for one child; why it is not mapped, where that stops the decision."""

    text = text_area("Barnets beste", help_text="Hva er best for barnet, og hvordan er det veid?")
    cap_text = text_area("Hva stønadstaket betyr for barnet", rows=3)
    exception = forms.ChoiceField(
        label="Hvorfor er barnet ikke kartlagt?",
        required=False,
        choices=[CHOOSE, *MappingDuty.Reason.choices],
    )
    exception_grounds = forms.CharField(
        label="Begrunnelse for unntaket", required=False, max_length=500
    )

    def __init__(self, *args: Any, child: ChildFacts, is_capped: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"prefix": f"child-{child.child_id}"})
        self.child = child
        self.stops = child.owes_mapping and not child.is_excepted
        if not is_capped:
            del self.fields["cap_text"]
        if not self.stops:
            del self.fields["exception"], self.fields["exception_grounds"]


class ConditionForm(forms.Form):
    """A condition, or an exemption from activity. Counselling about debt is never one."""

    person = forms.TypedChoiceField(label="Hvem", coerce=int)
    basis = forms.ChoiceField(label="Hjemmel", choices=Condition.Basis)
    what = forms.ChoiceField(
        label="Vilkår eller unntak",
        choices=[
            CHOOSE,
            ("Vilkår", [(f"{KIND}{code}", label) for code, label in ConditionKind.choices]),
            (
                "Unntak fra aktivitet",
                [(f"{EXEMPTION}{code}", label) for code, label in Exemption.choices],
            ),
        ],
        error_messages={"required": "Velg et vilkår eller et unntak, eller ta bort raden."},
    )
    text = text_area("Hva som kreves, og hvorfor", rows=2)
    due_on = DayField(label="Frist", required=False)

    def __init__(self, *args: Any, people: Mapping[int, str], texts: Texts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "text", texts)
        person: Any = self.fields["person"]
        person.choices = list(people.items())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_exemption = values.get("what", "").startswith(EXEMPTION)
        if is_exemption and values.get("basis") == Condition.Basis.CONDITIONS:
            self.add_error("basis", "Unntak gjelder bare aktivitet etter § 20 a.")
        return values

    @property
    def written(self) -> Written:
        return written(self, "text")

    @property
    def content(self) -> ConditionContent:
        values = self.cleaned_data
        what, code = values["what"][0], values["what"][1:]
        return ConditionContent(
            person_id=values["person"],
            basis=values["basis"],
            kind=code if what == KIND else "",
            exemption=code if what == EXEMPTION else "",
            text=values["text"],
            text_block_id=values["text_block_id"],
            due_on=values["due_on"],
        )


def condition_values(row: ConditionContent) -> dict[str, Any]:
    """What the form of a stored condition begins with."""
    what = f"{KIND}{row.kind}" if row.kind else f"{EXEMPTION}{row.exemption}"
    return {
        "person": row.person_id,
        "basis": row.basis,
        "what": what,
        "text": row.text,
        "text_block_id": row.text_block_id,
        "due_on": row.due_on,
    }


ROWS_AT_MOST = 20
MatterFormSet = formset_factory(
    MatterForm, extra=0, max_num=ROWS_AT_MOST, absolute_max=ROWS_AT_MOST, validate_max=True
)
ConditionFormSet = formset_factory(
    ConditionForm, extra=0, max_num=ROWS_AT_MOST, absolute_max=ROWS_AT_MOST, validate_max=True
)
