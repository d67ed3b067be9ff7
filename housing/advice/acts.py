"""What can be done with a household's advice about housing, as acts of the tab Bolig."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import User
from households.models import Household
from housing.act import Act, plain
from housing.advice import actions, forms
from housing.codes import AdviceCause
from housing.history import HousingError
from housing.models import AdviceStep
from housing.queue import queries
from housing.queue.order import place_of


def _case(household: Household, row: int | None) -> Any:
    return household.advice_cases.filter(closed_on__isnull=True).first()


def _no_case(household: Household, row: int | None) -> Household | None:
    return None if _case(household, row) else household


def _step(household: Household, row: int | None) -> AdviceStep | None:
    rows = AdviceStep.objects.filter(
        case__household=household, case__closed_on=None, done_on=None, pk=row or 0
    )
    return rows.select_related("case").first()


def _open(about: Any, form: Any, by: User) -> Any:
    values = form.cleaned_data
    if values["on"] > timezone.localdate():
        raise HousingError("Dagen kan ikke være etter i dag.", "on")
    return actions.open_case(about, cause=AdviceCause(values["cause"]), on=values["on"], by=by)


def _talk(about: Any, form: Any, by: User) -> Any:
    values = form.cleaned_data
    entry = queries.entry_of(about.household)
    place = None if entry is None else place_of(entry)
    held = actions.Held(values["on"], values["text"], values["token"])
    return actions.hold_session(case=about, held=held, place=place, at=timezone.now(), by=by)


def _plan(about: Any, form: Any, by: User) -> Any:
    planned = actions.Planned(**form.cleaned_data)
    return actions.add_step(case=about, planned=planned, at=timezone.now(), by=by)


ADVICE: dict[str, Act] = {
    "rad": Act(
        "Åpne boligrådgivning",
        "Åpne",
        forms.OpenForm,
        _no_case,
        _open,
        "Rådgivningen er åpnet.",
    ),
    "radtilbud": Act(
        "Råd er tilbudt",
        "Lagre",
        forms.OfferForm,
        _case,
        plain(actions.offer_advice, "case"),
        "Tilbudet om råd er registrert.",
    ),
    "samtale": Act(
        "Ny samtale",
        "Lagre samtalen",
        forms.SessionForm,
        _case,
        _talk,
        "Samtalen er lagret.",
    ),
    "maal": Act(
        "Mål for planen",
        "Lagre",
        forms.AimForm,
        _case,
        plain(actions.choose_aim, "case"),
        "Målet er lagret.",
    ),
    "steg": Act(
        "Nytt steg i planen",
        "Legg til",
        forms.StepForm,
        _case,
        _plan,
        "Steget er lagt til i planen.",
    ),
    "gjort": Act(
        "Steget er gjort",
        "Lagre",
        forms.DoneForm,
        _step,
        plain(actions.finish_step, "step"),
        "Steget er registrert som gjort.",
    ),
    "radslutt": Act(
        "Avslutt rådgivningen",
        "Avslutt",
        forms.CloseForm,
        _case,
        plain(actions.close_case, "case"),
        "Rådgivningen er avsluttet. Den kan leses under Tidligere rådgivning.",
    ),
}
