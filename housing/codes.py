"""The words of housing that more than one part of it uses."""

from __future__ import annotations

from django.db import models


class AdviceCause(models.TextChoices):
    """What opened an advice case (measure 5a): everyone with difficulties, not only the queue."""

    REQUEST = "request", "Henvendelse om bolig"
    REFUSAL = "refusal", "Avslag på kommunal bolig"
    EVICTION_RISK = "eviction_risk", "Fare for utkastelse"
    SELF_REFERRAL = "self_referral", "Tok selv kontakt"
    QUEUE = "queue", "Satt i boligkø"
    NOT_RENEWED = "not_renewed", "Leiekontrakten fornyes ikke"


class AdviceAim(models.TextChoices):
    """What the plan of an advice case leads towards."""

    PRIVATE_RENT = "private_rent", "Leie privat"
    OWN_HOME = "own_home", "Eie bolig"
    KEEP_HOME = "keep_home", "Beholde boligen"


class AdviceTool(models.TextChoices):
    """What a step of the plan uses."""

    SEARCH = "search", "Søke bolig på det private markedet"
    START_LOAN = "start_loan", "Startlån"
    STATE_ALLOWANCE = "state_allowance", "Statlig bostøtte"
    MUNICIPAL_ALLOWANCE = "municipal_allowance", "Kommunal bostøtte"
    DEPOSIT_GUARANTEE = "deposit_guarantee", "Depositumsgaranti"
    SAVINGS = "savings", "Egen sparing"
    OTHER = "other", "Annet"


class StepOwner(models.TextChoices):
    """Who does a step of the plan."""

    HOUSEHOLD = "household", "Husstanden"
    HV = "hv", "HV"
    NAV = "nav", "NAV"
    OTHER = "other", "Andre"


class AdviceOutcome(models.TextChoices):
    """What an advice case came to; the first three are homes of the household's own finding."""

    PRIVATE_RENT = "private_rent", "Leier privat"
    OWN_HOME = "own_home", "Har kjøpt bolig"
    KEPT_HOME = "kept_home", "Beholdt boligen"
    MUNICIPAL = "municipal", "Fikk kommunal bolig"
    DECLINED = "declined", "Ønsket ikke råd"
    NO_CONTACT = "no_contact", "Fikk ikke kontakt"
    MOVED = "moved", "Flyttet fra kommunen"
    NOT_REACHED = "not_reached", "Nådde ikke målet"
    STRUCK = "struck", "Åpnet ved en feil"


class Priority(models.TextChoices):
    """The classes of the queue, the first first; their wording is data with dates."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class ApplicationState(models.TextChoices):
    """How far an application for municipal housing has come."""

    RECEIVED = "received", "Mottatt"
    ASSESSED = "assessed", "Vurdert"
    APPROVED = "approved", "Innvilget"
    REFUSED = "refused", "Avslått"
    WITHDRAWN = "withdrawn", "Trukket"


class ExitCause(models.TextChoices):
    """Why somebody left the queue."""

    ALLOCATED = "allocated", "Fikk kommunal bolig"
    PRIVATE_RENT = "private_rent", "Leier privat"
    OWN_HOME = "own_home", "Har kjøpt bolig"
    DECLINED = "declined", "Takket nei for mange ganger"
    NOT_RENEWED = "not_renewed", "Søknaden er ikke fornyet"
    NOT_ENTITLED = "not_entitled", "Fyller ikke vilkårene lenger"
    WITHDRAWN = "withdrawn", "Ønsker ikke bolig lenger"
    MOVED = "moved", "Flyttet fra kommunen"
    DEAD = "dead", "Død"


PRIVATE_EXITS = (ExitCause.PRIVATE_RENT, ExitCause.OWN_HOME)
"""Exits to a home of one's own finding, which measure 5a counts."""


class OfferAnswer(models.TextChoices):
    """What came of an offer of a home; empty while it waits."""

    ACCEPTED = "accepted", "Takket ja"
    DECLINED = "declined", "Takket nei"
    LAPSED = "lapsed", "Svarte ikke innen fristen"
    WITHDRAWN = "withdrawn", "Tilbudet trukket"


class DeclineReason(models.TextChoices):
    """Why a home was declined; what each leads to is a setting."""

    HEALTH = "health", "Helse: boligen passer ikke"
    SCHOOL = "school", "Skole eller barnehage midt i året"
    SAFETY = "safety", "Trygghet i nabolaget"
    SIZE = "size", "Størrelse"
    RENT = "rent", "Husleien er for høy"
    DISTRICT = "district", "Ønsker en annen bydel"
    STANDARD = "standard", "Standard"
    OTHER = "other", "Annet"


class OwnershipForm(models.TextChoices):
    """Who owns a municipal dwelling, which decides what a tenant may buy (measure 5b)."""

    SHARE = "share", "Kommunens andel i borettslag"
    SECTION = "section", "Kommunens seksjon i sameie"
    BUILDING = "building", "Kommunens eget bygg"
    HIRED = "hired", "Innleid av kommunen"
