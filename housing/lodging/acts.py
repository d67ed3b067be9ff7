"""What is done with a need of lodging, by the name that stands in the address."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from housing.lodging import actions, forms
from housing.lodging.queries import Line
from housing.steps import Act


def _of_need(act: Any) -> Any:
    """An act on the need, with what the form holds under the same names."""

    def do(line: Line, form: Any, by: User, party: str) -> object:
        version = form.cleaned_data["version"]
        return act(need=line.need, version=version, by=by, party=party, **form.given)

    return do


def _of_stay(act: Any) -> Any:
    def do(line: Line, form: Any, by: User, party: str) -> object:
        if line.live is None:
            raise actions.HousingConflictError
        version = form.cleaned_data["version"]
        return act(stay=line.live, version=version, by=by, party=party, **form.given)

    return do


def _offer(line: Line, form: forms.OfferForm, by: User, party: str) -> object:
    given = form.given | {"place": form.places[form.cleaned_data["place"]]}
    version = form.cleaned_data["version"]
    return actions.offer(
        need=line.need, version=version, on=form.today, by=by, party=party, **given
    )


def _decline(line: Line, form: Any, by: User, party: str) -> object:
    return _of_stay(lambda **given: actions.decline(on=form.today, **given))(line, form, by, party)


def _check(line: Line, form: Any, by: User, party: str) -> object:
    def check(*, quality_text: str, **given: Any) -> None:
        actions.check(text=quality_text, on=form.today, **given)

    return _of_stay(check)(line, form, by, party)


def _end(line: Line, form: Any, by: User, party: str) -> object:
    def end(*, ended_on: Any, **given: Any) -> None:
        actions.end(on=ended_on, **given)

    return _of_need(end)(line, form, by, party)


def _is_open(line: Line) -> bool:
    return line.need.ended_on is None


def _waits(line: Line) -> bool:
    return _is_open(line) and line.live is not None and line.in_use is None


def _is_in_use(line: Line) -> bool:
    return _is_open(line) and line.in_use is not None


ACTS: dict[str, Act] = {
    "sett": Act(
        forms.SeenForm,
        "Sett til barna",
        "Lagre at noen har sett til dem",
        _of_need(actions.look_in),
        lambda line: _is_open(line) and line.children > 0,
        "Lagret. Barna er sett til.",
    ),
    "tilbud": Act(
        forms.OfferForm,
        "Tilby et sted",
        "Tilby stedet",
        _offer,
        lambda line: _is_open(line) and line.live is None,
        "Stedet er tilbudt.",
    ),
    "inn": Act(
        forms.MoveInForm,
        "Flyttet inn",
        "Registrer innflytting",
        _of_stay(actions.move_in),
        _waits,
        "Innflyttingen er registrert.",
    ),
    "nei": Act(
        forms.DeclineForm,
        "Takket nei",
        "Registrer nei",
        _decline,
        _waits,
        "Svaret er registrert. De trenger fortsatt et sted.",
    ),
    "bestill": Act(
        forms.BookForm,
        "Endre bestillingen",
        "Lagre bestillingen",
        _of_stay(actions.book),
        _is_in_use,
        "Bestillingen er endret.",
    ),
    "kvalitet": Act(
        forms.CheckForm,
        "Vurder kvaliteten",
        "Lagre vurderingen",
        _check,
        _is_in_use,
        "Vurderingen er lagret.",
    ),
    "plan": Act(
        forms.PlanForm,
        "Skriv plan videre",
        "Lagre planen",
        _of_need(actions.plan),
        _is_open,
        "Planen er lagret.",
    ),
    "ut": Act(
        forms.LeaveForm,
        "Flyttet ut, trenger et annet sted",
        "Registrer utflytting",
        _of_stay(actions.leave),
        _is_in_use,
        "Utflyttingen er registrert. De trenger et nytt sted.",
    ),
    "avslutt": Act(
        forms.EndForm,
        "Avslutt: flyttet videre",
        "Avslutt",
        _end,
        _is_open,
        "Behovet er avsluttet.",
    ),
}
