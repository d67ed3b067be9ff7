"""One thing that happened, who reads of it, and where such things come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from households.models import Household, ShareScope
from households.person_bar import is_present

LONGEST = 200
"""Signs of a text that a line of the timeline shows; the whole of it stands on its own page."""


class Kind(models.TextChoices):
    """What an entry is about; the values stand in the address of the page."""

    INTAKE = "henvendelse", "Henvendelser"
    APPLICATION = "soknad", "Søknader"
    HOUSING = "kommunalbolig", "Kommunal bolig og boligråd"
    DECISION = "vedtak", "Vedtak"
    CONDITION = "vilkar", "Vilkår"
    APPEAL = "klage", "Klager"
    PAYMENT = "utbetaling", "Utbetalinger"
    CLAIM = "krav", "Krav om penger tilbake"
    PROGRAMME = "program", "KVP og introduksjonsprogram"
    MEASURE = "tiltak", "Tiltak"
    COUNSELLING = "radgivning", "Økonomisk rådgivning"
    MAPPING = "kartlegging", "Kartlegging av barn"
    OBSERVATION = "observasjon", "Observasjoner av barn"
    TRANSITION = "overgang", "Overgang til voksentjenester"
    NOTE = "journal", "Journalnotater"
    DOCUMENT = "dokument", "Dokumenter"
    FLAG = "flagg", "Flagg"
    OSK = "osk", "OSK-møte"
    PLAN = "plan", "Samordnet plan"
    CONSENT = "samtykke", "Samtykke og deling"
    MEMBER = "medlem", "Medlemmer"
    HOME = "bolig", "Bosted og boutgifter"
    SITUATION = "situasjon", "Situasjon ved kontakt"
    RESPONSIBILITY = "ansvar", "Ansvar"
    PROTECTION = "gradering", "Adressebeskyttelse"
    ACCESS = "innsyn", "Innsynskrav"


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened on a day, in a line of words; `people` are ids of whom it is about.

    Nobody is named in the words: the page names those of `people` whom the viewer may know.
    """

    on: date
    kind: Kind
    title: str
    people: tuple[int, ...] = ()
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Viewer:
    """Who reads about a household that came through the door, and what of it is theirs.

    `sees_benefits`: the benefit case is open to them, so that everything of NAV's is.
    """

    household: Household
    user: User
    today: date
    sees_benefits: bool

    @property
    def access(self) -> Any:
        return self.household.access

    def told_of(self, person_id: int, scope: ShareScope) -> bool:
        """Whether what `scope` covers about the person is for the viewer."""
        return self.sees_benefits or self.access.covers(person_id, scope)

    @cached_property
    def members(self) -> list[int]:
        """Those who belong to the household today, as its other pages tell of them."""
        rows = self.household.all_memberships
        return list(dict.fromkeys(row.person_id for row in rows if is_present(row, self.today)))

    def members_told(self, scope: ShareScope) -> list[int]:
        return [pk for pk in self.members if self.told_of(pk, scope)]


@dataclass(frozen=True)
class Source:
    """Where entries come from: of which kinds, made of which models, in a few queries in all."""

    kinds: tuple[Kind, ...]
    models: tuple[type[Model], ...]
    entries: Callable[[Viewer], Iterable[TimelineEntry]]


def day_of(at: datetime) -> date:
    """The day it was here when it happened."""
    return timezone.localtime(at).date()


def shortened(text: str) -> str:
    """The beginning of a text, on one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"


def people(*ids: int | None) -> tuple[int, ...]:
    """Each person once, without those that are not there."""
    return tuple(dict.fromkeys(pk for pk in ids if pk is not None))
