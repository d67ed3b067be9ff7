"""What can be done on a household's tab Bolig, by the name in the address: its form, and when.

Each has a page of its own, so that what was typed is kept where it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.policy import Permission
from decisions.models import Decision
from households.models import Household
from housing.advice import actions as advice
from housing.advice import forms as advice_forms
from housing.codes import AdviceCause, ApplicationState
from housing.forms import HousingForm, NothingForm
from housing.history import HousingError
from housing.homes import actions as homes
from housing.homes import forms as home_forms
from housing.homes.queries import unlet_of
from housing.models import AdviceStep, HousingApplication, Offer, QueueEntry, QueueMove
from housing.queue import actions, deciding, forms, queries, standing
from housing.queue.order import place_of

Found = Callable[[Household, int | None], Any]
"""What an act is about in a household: the row that is named, or the one there is; else None."""
Do = Callable[[Any, Any, User], Any]
"""(what it is about, the valid form, who): what it made, of which a decision is opened next."""


@dataclass(frozen=True)
class Act:
    """A thing to do: its heading, its button, and whom it takes."""

    title: str
    button: str
    form: type[HousingForm]
    about: Found
    do: Do
    permission: Permission = Permission.HANDLE_HOUSING


def _application(*states: ApplicationState) -> Found:
    def found(household: Household, row: int | None) -> HousingApplication | None:
        rows = HousingApplication.objects.filter(household=household, state__in=states)
        return rows.prefetch_related("districts", "grounds").first()

    return found


def _to_queue(household: Household, row: int | None) -> HousingApplication | None:
    rows = HousingApplication.objects.filter(
        household=household, state=ApplicationState.APPROVED, entries__isnull=True
    )
    return rows.first()


def _entry(household: Household, row: int | None) -> QueueEntry | None:
    rows = QueueEntry.objects.standing().filter(household=household)
    return rows.select_related("application").first()


def _left(household: Household, row: int | None) -> QueueEntry | None:
    """The latest entry, when it is over and its application is still approved."""
    last = household.queue_entries.order_by("-approved_on", "-pk").first()
    is_over = last is not None and last.ended_on is not None
    found: QueueEntry | None = last if is_over else None
    return found


def _undecided(household: Household, row: int | None) -> QueueEntry | None:
    """The entry that ended because the conditions are not met, of which no decision is begun."""
    rows = household.queue_entries.undecided().filter(exit_decision=None)
    found: QueueEntry | None = rows.order_by("-approved_on", "-pk").first()
    return found


def _move(household: Household, row: int | None) -> QueueMove | None:
    rows = QueueMove.objects.waiting().filter(
        entry__household=household, entry__ended_on=None, pk=row or 0
    )
    return rows.select_related("entry", "proposed_by").first()


def _case(household: Household, row: int | None) -> Any:
    return household.advice_cases.filter(closed_on__isnull=True).first()


def _no_case(household: Household, row: int | None) -> Household | None:
    return None if _case(household, row) else household


def _step(household: Household, row: int | None) -> AdviceStep | None:
    rows = AdviceStep.objects.filter(case__household=household, done_on=None, pk=row or 0)
    return rows.select_related("case").first()


def _offer(household: Household, row: int | None) -> Offer | None:
    return Offer.objects.waiting().filter(household=household).first()


def _letterless(household: Household, row: int | None) -> Offer | None:
    return Offer.objects.waiting().filter(household=household, letter=None).first()


def _keyless(household: Household, row: int | None) -> Any:
    rows = household.housing_allocations.filter(released_on=None, key_on=None)
    return rows.first()


def _unlet(household: Household, row: int | None) -> Any:
    return unlet_of(household)


def _plain(act: Callable[..., Any], name: str) -> Do:
    """An act that takes what the form holds, by the same names; `name` is its word for the row."""
    return lambda about, form, by: act(
        **{name: about}, **form.cleaned_data, at=timezone.now(), by=by
    )


def _assess(about: Any, form: Any, by: User) -> Any:
    version = form.cleaned_data["version"]
    return actions.assess(
        application=about, version=version, assessed=form.assessed, at=timezone.now(), by=by
    )


def _move_within(about: Any, form: Any, by: User) -> Any:
    values = form.cleaned_data
    wish = standing.Wish(values["to_date"], None, values["grounds"], values["token"])
    return standing.move(entry=about, wish=wish, at=timezone.now(), by=by)


def _new_grounds(about: Any, form: Any, by: User) -> Any:
    values = form.cleaned_data
    wish = standing.Wish(None, list(values["met"]), values["grounds"], values["token"])
    return standing.move(entry=about, wish=wish, at=timezone.now(), by=by)


def _decide(about: Any, form: Any, by: User) -> Any:
    values = form.cleaned_data
    approves = values["approves"] == "yes"
    return standing.decide_move(
        move=about, approves=approves, text=values["text"], at=timezone.now(), by=by
    )


def _re_enter(about: Any, form: Any, by: User) -> Any:
    values = form.cleaned_data
    keeps = values["keeps_date"] == "yes"
    return standing.re_enter(
        before=about, keeps_date=keeps, grounds=values["grounds"], at=timezone.now(), by=by
    )


def _open(about: Any, form: Any, by: User) -> Any:
    values = form.cleaned_data
    if values["on"] > timezone.localdate():
        raise HousingError("Dagen kan ikke være etter i dag.", "on")
    return advice.open_case(about, cause=AdviceCause(values["cause"]), on=values["on"], by=by)


def _talk(about: Any, form: Any, by: User) -> Any:
    values = form.cleaned_data
    entry = queries.entry_of(about.household)
    place = None if entry is None else place_of(entry)
    held = advice.Held(values["on"], values["text"], values["token"])
    return advice.hold_session(case=about, held=held, place=place, at=timezone.now(), by=by)


def _plan(about: Any, form: Any, by: User) -> Any:
    planned = advice.Planned(**form.cleaned_data)
    return advice.add_step(case=about, planned=planned, at=timezone.now(), by=by)


def _answer(about: Any, form: Any, by: User) -> Any:
    given = homes.Answer(**form.cleaned_data)
    return homes.answer(offer=about, given=given, at=timezone.now(), by=by)


RECEIVED, ASSESSED = ApplicationState.RECEIVED, ApplicationState.ASSESSED
LET = Permission.LET_HOMES
DECIDE_MOVE = Act(
    "Flytting til en annen klasse",
    "Lagre",
    forms.DecideMoveForm,
    _move,
    _decide,
    Permission.MOVE_BETWEEN_CLASSES,
)
"""What a leader does, at an address of its own; the others are of those who work with housing."""
ACTS: dict[str, Act] = {
    "vurder": Act(
        "Vurder søknaden",
        "Lagre vurderingen",
        forms.AssessForm,
        _application(RECEIVED, ASSESSED),
        _assess,
    ),
    "vedtak": Act(
        "Skriv vedtaket",
        "Begynn vedtaket",
        forms.VersionForm,
        _application(ASSESSED),
        _plain(deciding.begin_decision, "application"),
    ),
    "trekk": Act(
        "Søkeren trekker søknaden",
        "Trekk søknaden",
        forms.WithdrawForm,
        _application(RECEIVED, ASSESSED),
        _plain(actions.withdraw, "application"),
    ),
    "ko": Act(
        "Sett i boligkøen",
        "Sett i kø",
        forms.EnterForm,
        _to_queue,
        _plain(standing.enter, "application"),
    ),
    "pause": Act(
        "Pause i boligkøen",
        "Sett på pause",
        forms.PauseForm,
        _entry,
        _plain(standing.pause, "entry"),
    ),
    "fortsett": Act(
        "Slutt på pausen",
        "Avslutt pausen",
        forms.ResumeForm,
        _entry,
        _plain(standing.resume, "entry"),
    ),
    "forny": Act(
        "Forny søknaden", "Forny", forms.RenewForm, _entry, _plain(standing.renew, "entry")
    ),
    "flytt": Act("Flytt innen klassen", "Flytt", forms.MoveForm, _entry, _move_within),
    "grunner": Act("Vurder klassen på nytt", "Lagre", forms.GroundsForm, _entry, _new_grounds),
    "trekkflytting": Act(
        "Trekk forslaget om å flytte",
        "Trekk forslaget",
        NothingForm,
        _move,
        _plain(standing.withdraw_move, "move"),
    ),
    "ut": Act(
        "Ut av boligkøen", "Ta ut av køen", forms.LeaveForm, _entry, _plain(standing.leave, "entry")
    ),
    "utvedtak": Act(
        "Vedtak om at vilkårene ikke er oppfylt lenger",
        "Begynn vedtaket",
        NothingForm,
        _undecided,
        _plain(standing.begin_exit_decision, "entry"),
    ),
    "inn": Act("Sett i kø igjen", "Sett i kø igjen", forms.ReEnterForm, _left, _re_enter),
    "rad": Act("Åpne boligrådgivning", "Åpne", advice_forms.OpenForm, _no_case, _open),
    "radtilbud": Act(
        "Råd er tilbudt",
        "Lagre",
        advice_forms.OfferForm,
        _case,
        _plain(advice.offer_advice, "case"),
    ),
    "samtale": Act("Ny samtale", "Lagre samtalen", advice_forms.SessionForm, _case, _talk),
    "maal": Act(
        "Mål for planen", "Lagre", advice_forms.AimForm, _case, _plain(advice.choose_aim, "case")
    ),
    "steg": Act("Nytt steg i planen", "Legg til", advice_forms.StepForm, _case, _plan),
    "gjort": Act(
        "Steget er gjort", "Lagre", advice_forms.DoneForm, _step, _plain(advice.finish_step, "step")
    ),
    "radslutt": Act(
        "Avslutt rådgivningen",
        "Avslutt",
        advice_forms.CloseForm,
        _case,
        _plain(advice.close_case, "case"),
    ),
    "tilbudsbrev": Act(
        "Lag tilbudsbrev",
        "Lag brevet",
        NothingForm,
        _letterless,
        _plain(homes.make_letter, "offer"),
        LET,
    ),
    "svar": Act("Svar på tilbudet", "Lagre svaret", home_forms.AnswerForm, _offer, _answer, LET),
    "nokkel": Act(
        "Nøkkelen er utlevert",
        "Lagre",
        home_forms.KeyForm,
        _keyless,
        _plain(homes.hand_over_key, "allocation"),
        LET,
    ),
    "frigi": Act(
        "Boligen frigis",
        "Frigi boligen",
        home_forms.ReleaseForm,
        _unlet,
        _plain(homes.release, "allocation"),
        LET,
    ),
}


def opens(made: object) -> bool:
    """Whether what an act made is opened next."""
    return isinstance(made, Decision)
