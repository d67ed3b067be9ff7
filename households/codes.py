"""KOSTRA's own code lists for a person's situation (form 11F, fields 9, 12-14 and 56).

The official code is the stored value, so that statistics, export and screens read one truth.
"""

from django.db import models


class MaritalStatus(models.TextChoices):
    """EKTSTAT."""

    UNMARRIED = "1", "Ugift"
    MARRIED = "2", "Gift"
    COHABITANT = "3", "Samboer"
    SEPARATED = "4", "Skilt eller separert"
    WIDOWED = "5", "Enke eller enkemann"


class MainIncome(models.TextChoices):
    """VKLO, the most important source of livelihood (viktigste kilde til livsopphold)."""

    WORK = "1", "Arbeidsinntekt"
    COURSE = "2", "Kursstønad eller lønn i arbeidsmarkedstiltak"
    BENEFIT = "3", "Trygd eller stønad"
    STUDENT = "4", "Stipend eller lån"
    ASSISTANCE = "5", "Sosialhjelp"
    INTRODUCTION = "6", "Introduksjonsstøtte"
    PARTNER = "7", "Ektefelles eller samboers inntekt"
    KVP = "8", "Kvalifiseringsstønad"
    OTHER = "9", "Annen inntekt"


class BenefitSituation(models.TextChoices):
    """TRYGDESIT, the largest national insurance benefit."""

    SICKNESS = "01", "Sykepenger"
    UNEMPLOYMENT = "02", "Dagpenger"
    DISABILITY = "04", "Uføretrygd"
    TRANSITIONAL = "05", "Overgangsstønad"
    SURVIVOR = "06", "Omstillingsstønad eller etterlattepensjon"
    OLD_AGE = "07", "Alderspensjon"
    SUPPLEMENTARY = "09", "Supplerende stønad (kort botid)"
    OTHER = "10", "Annen trygd"
    WORK_ASSESSMENT = "11", "Arbeidsavklaringspenger"
    NONE = "12", "Har ingen trygd eller pensjon"
    CHILD = "13", "Barnetrygd"


class WorkSituation(models.TextChoices):
    """ARBSIT."""

    FULL_TIME = "01", "Arbeid, heltid"
    PART_TIME = "02", "Arbeid, deltid"
    EDUCATION = "03", "Under utdanning"
    NOT_SEEKING = "04", "Ikke arbeidssøker"
    STATE_MEASURE = "05", "Arbeidsmarkedstiltak (statlig)"
    MUNICIPAL_MEASURE = "06", "Kommunalt tiltak"
    UNEMPLOYED = "07", "Registrert arbeidsledig"
    UNEMPLOYED_UNREGISTERED = "08", "Arbeidsledig, ikke registrert hos NAV"
    INTRODUCTION = "09", "Introduksjonsordning"
    KVP = "10", "Kvalifiseringsprogram"


class HousingSituation(models.TextChoices):
    """BOSIT."""

    PRIVATE_RENT = "1", "Leid privat bolig"
    MUNICIPAL_RENT = "2", "Leid kommunal bolig"
    OWNED = "3", "Eid bolig"
    NONE = "4", "Uten bolig"
    OTHER = "5", "Annet"
    INSTITUTION = "6", "Institusjon"


class Background(models.TextChoices):
    """Why somebody came to Norway, as they tell it; our own groups, for measure 1h."""

    NONE = "none", "Ikke innvandrerbakgrunn"
    REFUGEE = "refugee", "Flyktning"
    FAMILY = "family", "Familiegjenforent"
    WORK = "work", "Arbeidsinnvandrer"
    OTHER = "other", "Annen innvandrerbakgrunn"
    BORN_HERE = "born_here", "Norskfødt med innvandrerforeldre"


class NorwegianLevel(models.TextChoices):
    """How well somebody manages in Norwegian, by the European levels."""

    NONE = "none", "Ingen eller svært lite"
    A1 = "a1", "A1"
    A2 = "a2", "A2"
    B1 = "b1", "B1"
    B2 = "b2", "B2 eller bedre"
    NATIVE = "native", "Morsmål"
