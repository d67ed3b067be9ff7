"""What can be done with a case, by the name that stands in the address: its form, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.kvp_benefit import actions as benefit_actions
from benefits.kvp_benefit.forms import BenefitForm
from benefits.kvp_benefit.gathering import months_of
from benefits.models import IN_PROGRAMME, KvpCase, KvpState
from benefits.programmes import actions, actions_inside, deciding, forms
from benefits.programmes.actions import KvpError
from decisions.models import Decision

S = KvpState
PLANNED = (S.DECIDED, *IN_PROGRAMME)
OVER = (S.COMPLETED, S.STOPPED_ABSENCE, S.ENDED_AFTER_BREAK)
Do = Callable[[KvpCase, Any, User], Any]
"""(case, the valid form, who): what it made, of which a decision is opened next."""


def _always(case: KvpCase, today: date) -> bool:
    return True


@dataclass(frozen=True)
class Act:
    """`states` are those of the case in which its form is shown; `rows` names what it is about.

    `when` tells what else must hold, on a day.
    """

    form: type[forms.StepForm]
    do: Do
    states: tuple[str, ...]
    rows: str = ""
    when: Callable[[KvpCase, date], object] = _always

    def is_open(self, case: KvpCase, today: date) -> bool:
        """Whether its form is shown."""
        return case.state in self.states and bool(self.when(case, today))


def _apply(case: KvpCase, form: Any, by: User) -> object:
    values = form.cleaned_data
    return actions.apply_for(case=case, version=values["version"], on=values["on"], by=by)


def _assess(case: KvpCase, form: forms.AssessForm, by: User) -> object:
    values = form.cleaned_data
    return actions.assess(
        case=case, version=values["version"], on=values["on"], assessed=form.assessed, by=by
    )


def _draft(case: KvpCase, form: Any, by: User) -> Decision:
    version = form.cleaned_data["version"]
    return deciding.draft_decision(case=case, version=version, at=timezone.now(), by=by)


def _extend(case: KvpCase, form: Any, by: User) -> Decision:
    row = deciding.propose_extension(case=case, at=timezone.now(), by=by, **form.cleaned_data)
    return row.decision


def _plain(act: Callable[..., Any]) -> Do:
    """An act that takes what the form holds, by the same names."""
    return lambda case, form, by: act(case=case, by=by, **form.cleaned_data)


def _inside(act: Callable[..., Any]) -> Do:
    """As `_plain`, for what is written in a held case and needs no version."""
    return lambda case, form, by: act(case=case, by=by, **_without(form, "version"))


def _of_row(act: Callable[..., Any], kept: str, name: str) -> Do:
    """An act on one of the case's rows, which `kept` names; `name` is the action's word for it."""

    def do(case: KvpCase, form: Any, by: User) -> object:
        row = getattr(case, kept).filter(pk=form.cleaned_data["row"]).first()
        if row is None:
            raise KvpError("Det finnes ikke lenger.")
        return act(case=case, by=by, **{name: row}, **_without(form, "version", "row"))

    return do


def _without(form: Any, *names: str) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in names}


def _activity(case: KvpCase, form: forms.ActivityForm, by: User) -> object:
    return actions_inside.plan_activity(case=case, doing=form.doing, by=by)


def _benefit(case: KvpCase, form: BenefitForm, by: User) -> object:
    return benefit_actions.prepare(case=case, by=by, **form.given)


ACTS: dict[str, Act] = {
    "sok": Act(forms.ApplyForm, _apply, (S.ENQUIRY,)),
    "vurder": Act(forms.AssessForm, _assess, (S.APPLIED, S.ASSESSMENT)),
    "vedtak": Act(forms.StepForm, _draft, (S.ASSESSMENT,)),
    "start": Act(forms.StartForm, _plain(actions.start), (S.DECIDED,)),
    "trekk": Act(
        forms.WithdrawForm,
        _plain(actions.withdraw),
        (S.ENQUIRY, S.APPLIED, S.ASSESSMENT, S.DECIDED),
    ),
    "aktivitet": Act(forms.ActivityForm, _activity, PLANNED),
    "aktivitet-slutt": Act(
        forms.EndActivityForm,
        _of_row(actions_inside.end_activity, "activities", "activity"),
        IN_PROGRAMME,
        "activities",
    ),
    "aktivitet-stryk": Act(
        forms.RowForm,
        _of_row(actions_inside.strike_activity, "activities", "activity"),
        PLANNED,
        "activities",
    ),
    "evaluering": Act(forms.PlanEvaluationForm, _inside(actions_inside.plan_evaluation), PLANNED),
    "evaluert": Act(
        forms.HoldEvaluationForm,
        _of_row(actions_inside.hold_evaluation, "evaluations", "evaluation"),
        IN_PROGRAMME,
        "evaluations",
    ),
    "evaluering-stryk": Act(
        forms.StrikeForm,
        _of_row(actions_inside.strike_evaluation, "evaluations", "evaluation"),
        (*PLANNED, *OVER, S.MOVED),
        "evaluations",
    ),
    "permisjon": Act(forms.LeaveForm, _plain(actions_inside.take_leave), (S.STARTED,)),
    "permisjon-avlys": Act(
        forms.RowForm,
        _of_row(actions_inside.call_off_leave, "leaves", "leave"),
        (S.STARTED,),
        "leaves",
    ),
    "tilbake": Act(forms.BackForm, _plain(actions_inside.come_back), (S.LEAVE,)),
    "fravaer": Act(
        forms.AbsenceForm, _inside(actions_inside.note_absence), (*IN_PROGRAMME, *OVER, S.MOVED)
    ),
    "fravaer-stryk": Act(
        forms.RowForm,
        _of_row(actions_inside.strike_absence, "absences", "absence"),
        (*IN_PROGRAMME, *OVER, S.MOVED),
        "absences",
    ),
    "stonad": Act(BenefitForm, _benefit, (*IN_PROGRAMME, *OVER, S.MOVED), when=months_of),
    "stonad-forkast": Act(
        forms.RowForm,
        _of_row(benefit_actions.discard, "benefits", "benefit"),
        (*IN_PROGRAMME, *OVER, S.MOVED),
        "benefits",
    ),
    "forleng": Act(forms.ExtendForm, _extend, IN_PROGRAMME),
    "avslutt": Act(forms.EndForm, _plain(actions.end), IN_PROGRAMME),
    "oppfolging": Act(
        forms.FollowUpForm,
        _inside(actions_inside.follow_up),
        OVER,
        when=forms.due_follow_ups,
    ),
}


def form_for(
    name: str, case: KvpCase, today: date, data: Any = None, row: int | None = None
) -> Any:
    """The form of an act, empty or with what was posted; of a row, one for each of them."""
    given: dict[str, Any] = {"case": case, "today": today}
    if row is not None:
        given |= {"auto_id": f"{name}-{row}_%s", "initial": {"row": row}}
    else:
        given |= {"auto_id": f"{name}_%s"}
    return ACTS[name].form(data, **given)
