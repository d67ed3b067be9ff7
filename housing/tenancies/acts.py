"""What is done with a tenancy, and with a danger to it, by the name in the address."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from housing.career import actions as career
from housing.models import Tenancy
from housing.steps import Act, StepForm
from housing.tenancies import actions, ending, expiry, forms, rent, risk_actions, rules
from housing.tenancies.page import Page
from housing.tenancies.rules import RiskState, may_become


def _of_tenancy(act: Any) -> Any:
    def do(page: Page, form: Any, by: User, party: str) -> object:
        return act(tenancy=page.tenancy, version=form.cleaned_data["version"], by=by, **form.given)

    return do


def _today(act: Any) -> Any:
    """As `_of_tenancy`, done today."""

    def do(page: Page, form: Any, by: User, party: str) -> object:
        version = form.cleaned_data["version"]
        return act(tenancy=page.tenancy, version=version, on=form.today, by=by, **form.given)

    return do


def _review(page: Page, form: forms.ReviewForm, by: User, party: str) -> object:
    given = form.cleaned_data
    return actions.review(
        tenancy=page.tenancy,
        version=given["version"],
        result=given["result"],
        text=given["text"],
        contract=form.contract,
        on=form.today,
        by=by,
        moves_on=given["moves_on"],
    )


def _end(page: Page, form: Any, by: User, party: str) -> object:
    given = form.cleaned_data
    return ending.end(
        tenancy=page.tenancy,
        version=given["version"],
        reason=given["reason"],
        on=given["ended_on"],
        by=by,
        free_from=given["free_from"],
    )


def _support(subject: Any, form: Any, by: User, party: str) -> object:
    row = subject.tenancy if isinstance(subject, Page) else subject
    return risk_actions.support(household=row.household, by=by, **form.given)


def _buy(page: Page, form: forms.BuyForm, by: User, party: str) -> object:
    version = form.cleaned_data["version"]
    return career.buy(tenancy=page.tenancy, version=version, bought=form.bought, by=by)


def _runs(page: Page) -> bool:
    return page.runs


def _is_open_ended(page: Page) -> bool:
    return page.runs and page.tenancy.kind == Tenancy.Kind.OPEN_ENDED


def _runs_out(page: Page) -> bool:
    """Whether it expires, and nothing comes after it."""
    return page.runs and bool(page.tenancy.is_live) and page.tenancy.ends_on is not None


def _may_be_reviewed(page: Page) -> bool:
    return _runs_out(page) and not page.has_turned


def _may_be_notified(page: Page) -> bool:
    return _may_be_reviewed(page) and page.tenancy.notified_on is None


def _may_be_demanded(page: Page) -> bool:
    """From when it is reviewed; late too, for a demand that came in time and is registered now."""
    if not _runs_out(page) or page.tenancy.demanded_on is not None:
        return False
    return page.is_leaving or (page.notice_from or page.today) <= page.today


ACTS: dict[str, Act] = {
    "varsle": Act(
        forms.NotifyForm,
        "Varsle om utløp",
        "Registrer varsel",
        _of_tenancy(expiry.notify),
        _may_be_notified,
        "Varselet er registrert.",
    ),
    "krav": Act(
        forms.DemandForm,
        "Krev skriftlig at de flytter",
        "Registrer kravet",
        _of_tenancy(expiry.demand),
        _may_be_demanded,
        "Kravet er registrert. Kontrakten blir ikke tidsubestemt.",
    ),
    "tidsubestemt": Act(
        StepForm,
        "Kontrakten ble tidsubestemt (husleieloven § 9-2)",
        "Registrer at den ble tidsubestemt",
        _today(actions.turn_open_ended),
        lambda page: page.runs and page.has_turned,
        "Kontrakten er registrert som tidsubestemt.",
    ),
    "trekk": Act(
        forms.WithdrawForm,
        "Trekk kontrakten før den begynner",
        "Trekk kontrakten",
        _today(ending.withdraw),
        lambda page: page.is_ahead,
        "Kontrakten er trukket, og trer ikke i kraft.",
    ),
    "gjennomga": Act(
        forms.ReviewForm,
        "Gjennomgå kontrakten",
        "Lagre gjennomgangen",
        _review,
        _may_be_reviewed,
        "Gjennomgangen er lagret.",
    ),
    "restanse": Act(
        forms.ArrearsForm,
        "Registrer restanse",
        "Lagre restansen",
        _today(rent.note_arrears),
        _runs,
        "Restansen er lagret, og gjelder for alle tjenestene.",
    ),
    "booppfolging": Act(
        forms.SupportForm,
        "Registrer booppfølging",
        "Lagre booppfølgingen",
        _support,
        _runs,
        "Booppfølgingen er lagret.",
    ),
    "plan": Act(
        forms.PlanForm,
        "Skriv plan for boligkarriere",
        "Lagre planen",
        _today(career.keep_plan),
        _is_open_ended,
        "Planen er lagret.",
    ),
    "planslutt": Act(
        forms.EndPlanForm,
        "Avslutt planen",
        "Avslutt planen",
        _today(career.end_plan),
        lambda page: _is_open_ended(page) and page.plan is not None,
        "Planen er avsluttet.",
    ),
    "kjop": Act(
        forms.BuyForm,
        "Registrer boligkjøp",
        "Registrer kjøpet",
        _buy,
        _runs,
        "Kjøpet er registrert, og leieforholdet er avsluttet.",
    ),
    "avslutt": Act(
        forms.EndForm,
        "Avslutt leieforholdet",
        "Avslutt leieforholdet",
        _end,
        _runs,
        "Leieforholdet er avsluttet.",
    ),
}


def _of_risk(act: Any) -> Any:
    def do(risk: Any, form: Any, by: User, party: str) -> object:
        return act(risk=risk, version=form.cleaned_data["version"], by=by, **form.given)

    return do


def _may(to: RiskState) -> Any:
    return lambda risk: may_become(RiskState(risk.state), to)


RISK_ACTS: dict[str, Act] = {
    "kontakt": Act(
        forms.ContactForm,
        "Registrer kontakt",
        "Lagre kontakten",
        _of_risk(risk_actions.contact),
        lambda risk: risk.ended_on is None,
        "Kontakten er lagret.",
    ),
    "varslet": Act(
        forms.DayForm,
        "Leietakeren er varslet",
        "Registrer varsel",
        _of_risk(risk_actions.warn),
        _may(RiskState.WARNED),
        "Varselet er registrert.",
    ),
    "begjaering": Act(
        forms.DayForm,
        "Begjæring om utkastelse har kommet",
        "Registrer begjæringen",
        _of_risk(risk_actions.petition),
        _may(RiskState.PETITION),
        "Begjæringen er registrert. Boligrådgivning er åpnet.",
    ),
    "berammet": Act(
        forms.EvictionForm,
        "Utkastelsen er berammet",
        "Lagre datoen",
        _of_risk(risk_actions.set_eviction),
        _may(RiskState.EVICTION_SET),
        "Datoen er lagret.",
    ),
    "ordnet": Act(
        forms.ResultForm,
        "Ordnet opp eller avverget",
        "Avslutt: beholder boligen",
        _of_risk(risk_actions.settle),
        lambda risk: risk.state not in rules.OVER,
        "Avsluttet: de beholder boligen.",
    ),
    "gjennomfort": Act(
        forms.EvictedForm,
        "Utkastelsen er gjennomført",
        "Registrer utkastelsen",
        _of_risk(risk_actions.carry_out),
        _may(RiskState.CARRIED_OUT),
        "Utkastelsen er registrert.",
    ),
    "stryk": Act(
        forms.StrikeForm,
        "Stryk det som er feilregistrert",
        "Stryk saken",
        _of_risk(risk_actions.strike),
        _may(RiskState.STRUCK),
        "Saken er strøket, og telles ikke.",
    ),
    "booppfolging": Act(
        forms.SupportForm,
        "Registrer booppfølging",
        "Lagre booppfølgingen",
        _support,
        lambda risk: risk.ended_on is None,
        "Booppfølgingen er lagret.",
    ),
}
