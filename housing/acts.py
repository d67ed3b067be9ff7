"""What can be done on a household's tab Bolig, by the name in the address: its form, and when.

Each has a page of its own, so that what was typed is kept where it is refused.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.policy import Permission
from decisions.models import Decision
from households.models import Household
from housing.act import Act, Found, plain
from housing.advice.acts import ADVICE
from housing.codes import ApplicationState, ExitCause, OfferAnswer
from housing.forms import NothingForm
from housing.homes import actions as homes
from housing.homes import forms as home_forms
from housing.homes.queries import unlet_of
from housing.models import HousingApplication, Offer, QueueEntry, QueueMove
from housing.queue import actions, deciding, forms, standing
from housing.queue.beside import beside


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
    """The entry that ended without the decision it calls for, of which none is begun."""
    rows = household.queue_entries.undecided().filter(exit_decision=None)
    found: QueueEntry | None = rows.order_by("-approved_on", "-pk").first()
    return found


def _move(household: Household, row: int | None) -> QueueMove | None:
    rows = QueueMove.objects.waiting().filter(
        entry__household=household, entry__ended_on=None, pk=row or 0
    )
    return rows.select_related("entry", "proposed_by").first()


def _offer(household: Household, row: int | None) -> Offer | None:
    return Offer.objects.waiting().filter(household=household).first()


def _letterless(household: Household, row: int | None) -> Offer | None:
    return Offer.objects.waiting().filter(household=household, letter=None).first()


def _keyless(household: Household, row: int | None) -> Any:
    rows = household.housing_allocations.filter(released_on=None, key_on=None)
    return rows.first()


def _unlet(household: Household, row: int | None) -> Any:
    return unlet_of(household)


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


def _answer(about: Any, form: Any, by: User) -> Any:
    given = homes.Answer(**form.cleaned_data)
    return homes.answer(offer=about, given=given, at=timezone.now(), by=by)


def _answered(made: Offer) -> str:
    if made.entry.exit_cause == ExitCause.DECLINED:
        return (
            "Svaret er lagret, og plassen i køen er falt bort. Et vedtak om det er begynt: skriv "
            "det ferdig og send brevet."
        )
    if made.answer == OfferAnswer.ACCEPTED:
        return "Svaret er lagret. Søkeren har fått boligen, og er ute av køen."
    counts = ". Nei-et teller" if made.counts else ""
    return f"Svaret er lagret{counts}. Søkeren står fortsatt i køen."


def _moved(made: QueueMove) -> str:
    if made.from_class == made.to_class:
        return f"Plassen regnes nå fra {made.to_date:%d.%m.%Y}."
    return f"Flytting til klasse {made.to_class} er foreslått, og venter på en annen."


def _entered(made: QueueEntry) -> str:
    return f"Søkeren er satt i kø på plass {made.first_place}, klasse {made.priority}."


RECEIVED, ASSESSED = ApplicationState.RECEIVED, ApplicationState.ASSESSED
LET = Permission.LET_HOMES
DECIDE_MOVE = Act(
    "Flytting til en annen klasse",
    "Lagre",
    forms.DecideMoveForm,
    _move,
    _decide,
    "Flyttingen er avgjort.",
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
        "Vurderingen er lagret.",
        beside=beside,
    ),
    "vedtak": Act(
        "Skriv vedtaket",
        "Begynn vedtaket",
        forms.VersionForm,
        _application(ASSESSED),
        plain(deciding.begin_decision, "application"),
        "Vedtaket er begynt med vurderingen.",
    ),
    "forelopig-svar": Act(
        "Foreløpig svar",
        "Registrer som sendt",
        forms.InterimForm,
        _application(RECEIVED, ASSESSED),
        plain(actions.reply_meanwhile, "application"),
        "Foreløpig svar er registrert som sendt.",
    ),
    "trekk": Act(
        "Søkeren trekker søknaden",
        "Trekk søknaden",
        forms.WithdrawForm,
        _application(RECEIVED, ASSESSED),
        plain(actions.withdraw, "application"),
        "Søknaden er trukket.",
    ),
    "ko": Act(
        "Sett i boligkøen",
        "Sett i kø",
        forms.EnterForm,
        _to_queue,
        plain(standing.enter, "application"),
        _entered,
    ),
    "pause": Act(
        "Pause i boligkøen",
        "Sett på pause",
        forms.PauseForm,
        _entry,
        plain(standing.pause, "entry"),
        "Plassen er på pause. Søkeren får ingen tilbud nå.",
    ),
    "fortsett": Act(
        "Slutt på pausen",
        "Avslutt pausen",
        forms.ResumeForm,
        _entry,
        plain(standing.resume, "entry"),
        "Pausen er avsluttet. Søkeren kan få tilbud igjen.",
    ),
    "forny": Act(
        "Forny søknaden",
        "Forny",
        forms.RenewForm,
        _entry,
        plain(standing.renew, "entry"),
        "Søknaden er fornyet. Plassen står.",
    ),
    "flytt": Act("Flytt innen klassen", "Flytt", forms.MoveForm, _entry, _move_within, _moved),
    "grunner": Act(
        "Vurder klassen på nytt", "Lagre", forms.GroundsForm, _entry, _new_grounds, _moved
    ),
    "trekkflytting": Act(
        "Trekk forslaget om å flytte",
        "Trekk forslaget",
        NothingForm,
        _move,
        plain(standing.withdraw_move, "move"),
        "Forslaget er trukket.",
    ),
    "ut": Act(
        "Ut av boligkøen",
        "Ta ut av køen",
        forms.LeaveForm,
        _entry,
        plain(standing.leave, "entry"),
        "Husstanden er tatt ut av køen.",
    ),
    "inn": Act("Sett i kø igjen", "Sett i kø igjen", forms.ReEnterForm, _left, _re_enter, _entered),
    "utvedtak": Act(
        "Vedtak om at plassen i køen er falt bort",
        "Begynn vedtaket",
        NothingForm,
        _undecided,
        plain(standing.begin_exit_decision, "entry"),
        "Vedtaket er begynt.",
    ),
    "svar": Act(
        "Svar på tilbudet",
        "Lagre svaret",
        home_forms.AnswerForm,
        _offer,
        _answer,
        _answered,
        LET,
    ),
    "tilbudsbrev": Act(
        "Lag tilbudsbrev",
        "Lag brevet",
        NothingForm,
        _letterless,
        plain(homes.make_letter, "offer"),
        "Tilbudsbrevet er laget. Det ligger blant husstandens dokumenter.",
        LET,
    ),
    "nokkel": Act(
        "Nøkkelen er utlevert",
        "Lagre",
        home_forms.KeyForm,
        _keyless,
        plain(homes.hand_over_key, "allocation"),
        "Nøkkelen er registrert som utlevert.",
        LET,
    ),
    "frigi": Act(
        "Boligen frigis",
        "Frigi boligen",
        home_forms.ReleaseForm,
        _unlet,
        plain(homes.release, "allocation"),
        "Boligen er frigitt og ledig igjen.",
        LET,
    ),
} | ADVICE


def opens(made: object) -> bool:
    """Whether what an act made is opened next."""
    return isinstance(made, Decision)
