"""The list's filters; they stand in the address, so that a choice can be kept as a bookmark."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.access import may
from accounts.models import User
from accounts.policy import Permission
from benefits.cases.rules import CaseState
from coordination import queries
from coordination.queries import FilterChoices
from households.models import Household
from households.names import search_key

NAME_AT_LEAST = 3
OVER, NEAR, IN_KVP = "over", "naer", "kvp"


def check_name(text: str) -> None:
    letters = search_key(text).replace(" ", "")
    if len(letters) < NAME_AT_LEAST:
        raise ValidationError("Skriv minst tre bokstaver av navnet.")


class HouseholdFilter(filters.FilterSet):
    """`who` has the list and `today` is its day; `choices` were found beforehand, in one query."""

    navn = filters.CharFilter(
        method="with_name",
        label="Navn",
        max_length=120,
        validators=[check_name],
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "pattern": "[^0-9]*",
                "title": "Navn skrives uten tall. Søk på nummer i feltet øverst på siden.",
            }
        ),
    )
    bydel = filters.ChoiceFilter(method="in_district", label="Bydel", empty_label="Alle")
    saksbehandler = filters.ChoiceFilter(
        method="of_caseworker", label="Saksbehandler", empty_label="Alle"
    )
    stonad = filters.ChoiceFilter(
        method="with_benefits",
        label="Tid på stønad",
        empty_label="Alle",
        choices=[
            (OVER, "Over tre år"),
            (NEAR, "Passerer tre år innen seks måneder"),
            (IN_KVP, "I KVP nå"),
        ],
    )
    sak = filters.ChoiceFilter(
        method="with_case",
        label="Saken hos NAV",
        empty_label="Alle",
        choices=[(state.value, state.label) for state in CaseState if state != CaseState.CLOSED],
    )
    barn = filters.BooleanFilter(
        method="with_children", label="Bare med barn", widget=forms.CheckboxInput
    )

    class Meta:
        model = Household
        fields: list[str] = []

    def __init__(
        self,
        *args: Any,
        who: User,
        today: date,
        choices: FilterChoices,
        shows_benefits: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.who, self.today = who, today
        if not shows_benefits:
            del self.filters["stonad"], self.filters["sak"]
        if not may(who, Permission.OF_OFFICE):
            del self.filters["saksbehandler"], self.filters["barn"]
        own = [(pk, name) for pk, name in choices.caseworkers if pk == who.pk]
        others = [(pk, name) for pk, name in choices.caseworkers if pk != who.pk]
        choices_of: dict[str, list[tuple[Any, str]]] = {
            "bydel": [*choices.districts, (queries.NOWHERE, "Uten bydel")],
            "saksbehandler": [
                *((pk, f"Meg ({name})") for pk, name in own),
                *others,
                (queries.NOBODY, "Uten saksbehandler"),
            ],
        }
        for name in choices_of.keys() & self.filters.keys():
            self.filters[name].extra["choices"] = choices_of[name]

    def with_name(self, households: Any, name: str, value: str) -> QuerySet[Any]:
        return queries.named(households, value, self.who, self.today)

    def in_district(self, households: Any, name: str, value: str) -> QuerySet[Any]:
        return queries.living_in(households, value, self.today)

    def of_caseworker(self, households: Any, name: str, value: str) -> QuerySet[Any]:
        return queries.of_caseworker(households, value, self.who, self.today)

    def with_children(self, households: Any, name: str, value: bool) -> QuerySet[Any]:
        return queries.with_children(households, self.today) if value else households

    def with_benefits(self, households: Any, name: str, value: str) -> QuerySet[Any]:
        """OVER and NEAR need the months themselves and are sifted out by the view."""
        shown: QuerySet[Any] = households.filter(benefits_shown=True)
        return shown.filter(in_kvp=True) if value == IN_KVP else shown

    def with_case(self, households: Any, name: str, value: str) -> QuerySet[Any]:
        """The state follows from many things and is sifted by the view."""
        return households.filter(benefits_shown=True)
