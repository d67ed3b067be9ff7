"""What the work list's filters and buttons ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from coordination.worklist.lists import SORTS, TABS, Asked


class FilterForm(forms.Form):
    """Filters that stand in the address; what it does not know is left out, never an error."""

    q = forms.CharField(
        label="Husstand eller oppgave",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    type = forms.ChoiceField(label="Type", required=False)
    frist = forms.ChoiceField(
        label="Frist",
        required=False,
        choices=[("", "Alle"), ("over", "Over frist"), ("uka", "Innen denne uka")],
    )
    sendt = forms.BooleanField(label="Skjul det jeg har sendt til beslutning", required=False)
    vent = forms.BooleanField(label="Skjul det som er satt på vent", required=False)

    def __init__(
        self, *args: Any, kinds: Iterable[str], opens_on: str = TABS[0][0], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.opens_on = opens_on
        kind: Any = self.fields["type"]
        kind.choices = [("", "Alle"), *((name, name) for name in kinds)]

    @property
    def asked(self) -> Asked:
        values = self.cleaned_data if self.is_valid() else {}
        tab, order = self.data.get("liste", ""), self.data.get("sorter", "")
        return Asked(
            tab=tab if tab in dict(TABS) else self.opens_on,
            text=values.get("q", ""),
            kind=values.get("type", ""),
            when=values.get("frist", ""),
            hides_held=values.get("vent", False),
            hides_sent=values.get("sendt", False),
            order=order if order.lstrip("-") in SORTS else "frist",
        )


class ColleagueForm(forms.Form):
    """Whom the leader gives the chosen ones to."""

    to = forms.ModelChoiceField(
        label="Gi de valgte til",
        queryset=User.objects.none(),
        required=False,
        empty_label="Velg kollega",
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = colleagues
