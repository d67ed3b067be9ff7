"""Code lists of decisions: sections of the law, KOSTRA's conditions (form 11F), and our own states.

An official code is the stored value, so that letters, statistics and export read one truth.
"""

from __future__ import annotations

from django.db import models


class Section(models.TextChoices):
    """Sections that a decision can rest on (hjemmel): sosialtjenesteloven, and boligsosialloven."""

    ADVICE = "17", "Sosialtjenesteloven § 17 om opplysning, råd og veiledning"
    SUBSISTENCE = "18", "Sosialtjenesteloven § 18 om stønad til livsopphold"
    SPECIAL = "19", "Sosialtjenesteloven § 19 om stønad i særlige tilfeller"
    CONDITIONS = "20", "Sosialtjenesteloven § 20 om bruk av vilkår"
    ACTIVITY = "20a", "Sosialtjenesteloven § 20 a om vilkår om aktivitet for personer under 30 år"
    FORM = "21", "Sosialtjenesteloven § 21 om stønadsformer"
    PAYMENT = "22", "Sosialtjenesteloven § 22 om utbetaling"
    WRONG_INFORMATION = "23", "Sosialtjenesteloven § 23 om uriktige opplysninger"
    LOAN = "24", "Sosialtjenesteloven § 24 om innkreving av lån"
    REFUND_MAINTENANCE = "25", "Sosialtjenesteloven § 25 om refusjon i underholdsbidrag"
    REFUND_BENEFITS = "26", "Sosialtjenesteloven § 26 om refusjon i trygd"
    LODGING = "27", "Sosialtjenesteloven § 27 om midlertidig botilbud"
    KVP = "29", "Sosialtjenesteloven § 29 om kvalifiseringsprogram"
    KVP_BENEFIT = "35", "Sosialtjenesteloven § 35 om kvalifiseringsstønad"
    HOUSING = "bsl6", "Boligsosialloven § 6 om vedtak om bistand"


CLAIMS_BACK = frozenset(
    {
        Section.WRONG_INFORMATION,
        Section.LOAN,
        Section.REFUND_MAINTENANCE,
        Section.REFUND_BENEFITS,
    }
)
"""Sections by which money is to come back: what rests on them gives none. Which of §§ 23-26 says
what follows the former act's order and is not verified (domain.md 4.4)."""


class ConditionKind(models.TextChoices):
    """VILKAR*, what can be demanded under §§ 20 and 20 a.

    Counselling about debt is not in the list, and may not be put there: it is an offer (4b).
    """

    WORK_TRAINING = "16", "Delta på arbeidstrening eller arbeidspraksis"
    COURSE = "17", "Delta på arbeidsrettede kurs, opplæring eller jobbsøkingskurs"
    SCHOOL = "04", "Benytte rett til skole"
    JOB_SEEKER = "06", "Registrere seg som arbeidssøker eller føre jobblogg"
    JOB_OFFER = "07", "Ta imot et konkret jobbtilbud"
    GUIDANCE = "08", "Møte til veiledningssamtaler"
    OTHER_RIGHTS = "10", "Gjøre gjeldende andre økonomiske rettigheter"
    COSTS = "18", "Realisere formuesgoder eller redusere boutgifter"
    HEALTH = "14", "Oppsøke helsetjenester eller lege"
    OTHER = "15", "Annet"
    DIGITAL_PLAN = "19", "Bruke og følge opp digital aktivitetsplan"
    LANGUAGE = "20", "Norsk- eller samiskopplæring"


class Exemption(models.TextChoices):
    """VEDTAK*, why no activity is demanded of somebody under 30 (§ 20 a)."""

    IN_WORK = "01", "Er i arbeid"
    IN_ACTIVITY = "02", "Er i aktivitet knyttet til statlig eller annen kommunal ytelse"
    HEALTH = "03", "Helsemessig eller sosial situasjon hindrer deltakelse"
    WEIGHTY_REASONS = "04", "Andre tungtveiende grunner"


class Kind(models.TextChoices):
    """What a decision is about; the appeal body is a setting per kind."""

    ASSISTANCE = "assistance", "Økonomisk sosialhjelp"
    EMERGENCY = "emergency", "Nødhjelp"
    KVP = "kvp", "Kvalifiseringsprogram"
    ADVICE = "advice", "Opplysning, råd og veiledning"
    LODGING = "lodging", "Midlertidig botilbud"
    HOUSING = "housing", "Bistand til bolig"


GIVEN_TITLES: dict[str, str] = {Kind.HOUSING: "Dette gjelder for plassen"}


def given_title(kind: str) -> str:
    """The heading of what is told about that which is given: of money, or of a place in a queue."""
    return GIVEN_TITLES.get(kind, "Utbetaling og opplysninger")


class Outcome(models.TextChoices):
    """How a decision, or one matter of it, ended."""

    GRANTED = "granted", "Innvilget"
    PARTLY = "partly", "Delvis innvilget"
    REFUSED = "refused", "Avslått"
    DISMISSED = "dismissed", "Avvist"


class State(models.TextChoices):
    """How far a decision has come."""

    DRAFT = "draft", "Utkast"
    PROPOSED = "proposed", "Til beslutning"
    RETURNED = "returned", "Underkjent"
    APPROVED = "approved", "Vedtatt"
    WITHDRAWN = "withdrawn", "Trukket"


class Act(models.TextChoices):
    """What is done with a decision, its conditions, letter and appeals."""

    DRAFT = "draft", "Opprettet"
    CHANGE = "change", "Endret"
    PROPOSE = "propose", "Foreslått"
    RETURN = "return", "Underkjent"
    APPROVE = "approve", "Godkjent"
    WITHDRAW = "withdraw", "Trukket"
    CORRECT = "correct", "Under retting"
    SEND = "send", "Brev sendt"
    SET_CONDITION = "set_condition", "Vilkår fulgt opp"
    NOTIFY_BREACH = "notify_breach", "Varslet om brudd på vilkår"
    HEAR_BREACH = "hear_breach", "Hørt om brudd på vilkår"
    REDUCE = "reduce", "Stønad redusert"
    APPEAL = "appeal", "Klage mottatt"
    RECONSIDER = "reconsider", "Klage vurdert på nytt"
    FORWARD = "forward", "Klage oversendt"
    SETTLE = "settle", "Klage avgjort"
    IMPLEMENT = "implement", "Klage fulgt opp"


class AppealResult(models.TextChoices):
    """What the appeal body came to."""

    UPHELD = "upheld", "Stadfestet"
    CHANGED = "changed", "Endret"
    ANNULLED = "annulled", "Opphevet"
    RETURNED = "returned", "Sendt tilbake"
