"""The tab Samtykke: the register of one household's consents, and what is written in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access_log
from accounts.access import found_or_404, requires
from accounts.models import AccessEvent, Unit, User
from accounts.policy import Permission
from coordination import consents as told
from coordination.consent_forms import (
    AnswerForm,
    DeclineForm,
    RequestForm,
    StatuteForm,
    receivers_for,
    refuse,
)
from households import consents
from households.consents import ConsentRefusedError
from households.door import household_view
from households.frame import page_frame
from households.models import Consent, Household, Membership, Share
from households.permits import recording_parties
from households.person_bar import is_child, is_present

RECORDING = requires(Permission.RECORD_CONSENT, Permission.RECORD_ANY_CONSENT)


@requires(Permission.SEE_HOUSEHOLDS)
@require_safe
@household_view
def register(request: HttpRequest, household: Household) -> HttpResponse:
    parties = recording_parties(cast(User, request.user), household.responsible_today)
    context = {
        "register": told.register(household, timezone.localdate()),
        "may_record": bool(parties),
        "recording_parties": parties,
    }
    return render(request, "coordination/consents.html", page_frame(request, household) | context)


def recording(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may write in the household's register, with the party they write for."""

    @RECORDING
    @require_http_methods(["GET", "POST"])
    @household_view
    @wraps(view)
    def wrapper(request: HttpRequest, household: Household, **kwargs: Any) -> HttpResponse:
        parties = recording_parties(cast(User, request.user), household.responsible_today)
        if not parties or not household.access.is_whole:
            _log(request, household, [], denied_by="record_consent")
            raise PermissionDenied(
                "Bare den som har saken, vikaren eller lederen kan registrere samtykke."
            )
        return view(request, household, party=parties[0], **kwargs)

    return wrapper


@recording
def new_consent(request: HttpRequest, household: Household, party: str) -> HttpResponse:
    """Ask for a consent about one or more members: one row each."""
    frame, today = page_frame(request, household), timezone.localdate()
    renews = _renewed(request, household, party)
    members = {row.person_id: row.person for row in household.all_memberships}
    form = RequestForm(
        request.POST or None,
        members=frame["bar"].present,
        from_party=party,
        today=today,
        renews=renews,
    )
    if form.is_valid():
        ids = form.cleaned_data["subjects"]
        asking = partial(
            consents.request_consents,
            household=household,
            subjects=[members[person_id] for person_id in ids],
            from_party=party,
            content=form.content,
            on=form.cleaned_data["requested_on"],
            by=cast(User, request.user),
            renews=renews,
        )
        if asked := _recorded(request, household, ids, "request", form, asking):
            return _after_asking(request, household, asked)
    context = {"form": form, "title": "Forny samtykke" if renews else "Nytt samtykke"}
    return _step(request, frame, context | {"button": "Lagre som spurt om", "answers": True})


def _after_asking(request: HttpRequest, household: Household, asked: list[Consent]) -> HttpResponse:
    """To the answer at once, if that was asked for and there is one to give."""
    messages.success(request, "Det er registrert at det er spurt om samtykke.")
    if "answer" in request.POST and len(asked) == 1:
        return redirect("coordination:give_consent", household.pk, asked[0].pk)
    return redirect("coordination:consents", household.pk)


def _renewed(request: HttpRequest, household: Household, party: str) -> Consent | None:
    """The consent that is asked for anew, named in the address."""
    asked = request.GET.get("fornyer", "")
    if not asked.isdecimal():
        return None
    return _own(household, party).filter(pk=int(asked[:18])).first()


@recording
def give_consent(
    request: HttpRequest, household: Household, party: str, consent_id: int
) -> HttpResponse:
    consent, today = _consent(request, household, party, consent_id), timezone.localdate()
    subject = _present(household, consent)
    givers = consents.possible_givers(household, subject, today) if subject else []
    form = AnswerForm(
        request.POST or None,
        givers=givers,
        units=_likely_units(household, list(consent.to_parties)),
        asks_child=bool(subject and is_child(subject, today)),
        today=today,
    )
    if form.is_valid():
        giving = partial(
            consents.give_consent,
            consent=consent,
            answer=form.answer,
            to_units=form.to_units,
            on=form.cleaned_data["given_on"],
            by=cast(User, request.user),
        )
        if _recorded(request, household, [consent.subject_id], "give", form, giving):
            messages.success(request, "Samtykket er registrert, og delingen gjelder fra nå.")
            return redirect("coordination:consents", household.pk)
    context = {"form": form, "consent": consent, "title": "Samtykke er gitt", "button": "Registrer"}
    return _step(request, page_frame(request, household), context | {"no_giver": not givers})


@recording
def decline_consent(
    request: HttpRequest, household: Household, party: str, consent_id: int
) -> HttpResponse:
    consent = _consent(request, household, party, consent_id)
    form = DeclineForm(request.POST or None, today=timezone.localdate())
    if form.is_valid():
        declining = partial(
            consents.decline_consent,
            consent=consent,
            on=form.cleaned_data["declined_on"],
            by=cast(User, request.user),
        )
        if _recorded(request, household, [consent.subject_id], "decline", form, declining):
            messages.success(request, "Det er registrert at samtykke ikke er gitt.")
            return redirect("coordination:consents", household.pk)
    context = {"form": form, "consent": consent, "title": "Samtykke er avslått"}
    return _step(request, page_frame(request, household), context | {"button": "Registrer"})


@recording
def withdraw_consent(
    request: HttpRequest, household: Household, party: str, consent_id: int
) -> HttpResponse:
    consent = _consent(request, household, party, consent_id)
    if request.method == "POST":
        _log(request, household, [consent.subject_id], reason="withdraw")
        try:
            consents.withdraw_consent(
                consent=consent, at=timezone.now(), by=cast(User, request.user)
            )
            messages.success(request, "Samtykket er trukket. Delingen er stanset.")
        except ConsentRefusedError as error:
            messages.error(request, error.text)
        return redirect("coordination:consents", household.pk)
    context = {
        "consent": consent,
        "title": "Trekk samtykket",
        "lead": "Mottakerne mister tilgangen med en gang. Historikken blir liggende her.",
        "button": "Trekk samtykket",
    }
    return _step(request, page_frame(request, household), context)


@recording
def share_by_statute(request: HttpRequest, household: Household, party: str) -> HttpResponse:
    frame = page_frame(request, household)
    members = {row.person_id: row.person for row in household.all_memberships}
    form = StatuteForm(
        request.POST or None,
        members=frame["bar"].present,
        units=_likely_units(household, [value for value, _ in receivers_for(party)]),
        today=timezone.localdate(),
    )
    if form.is_valid():
        ids = form.cleaned_data["subjects"]
        sharing = partial(
            consents.share_by_statute,
            household=household,
            subjects=[members[person_id] for person_id in ids],
            from_party=party,
            statute=form.statute,
            to_units=form.to_units,
            by=cast(User, request.user),
        )
        if _recorded(request, household, ids, "statute", form, sharing):
            messages.success(request, "Delingen med hjemmel i lov er registrert.")
            return redirect("coordination:consents", household.pk)
    lead = "Spør alltid om samtykke først. Hjemmelen blir stående i registeret."
    context = {"form": form, "title": "Del med hjemmel i lov", "lead": lead, "button": "Del"}
    return _step(request, frame, context)


@recording
def revoke_share(
    request: HttpRequest, household: Household, party: str, share_id: int
) -> HttpResponse:
    """End what was opened together by one section of law."""
    own = household.shares.filter(basis=Share.Basis.STATUTE, from_party=party)
    live = own.filter(revoked_at__isnull=True)
    share = found_or_404(request, live, share_id, object_type="share")
    together = told.opened_together(share)
    rows = [row for row in own.select_related("subject") if told.opened_together(row) == together]
    if request.method == "POST":
        _log(request, household, [row.subject_id for row in rows], reason="revoke")
        consents.revoke_shares(shares=rows, at=timezone.now(), by=cast(User, request.user))
        messages.success(request, "Delingen er opphevet.")
        return redirect("coordination:consents", household.pk)
    context = {
        "title": "Opphev delingen",
        "lead": f"Hjemmel: {share.legal_basis}. Mottakeren mister tilgangen med en gang.",
        "button": "Opphev delingen",
    }
    return _step(request, page_frame(request, household), context)


def _step(request: HttpRequest, frame: dict[str, Any], context: dict[str, Any]) -> HttpResponse:
    """The page of one thing to record; what it lacks is empty."""
    nothing = {"form": None, "consent": None, "lead": "", "answers": False, "no_giver": False}
    return render(request, "coordination/consent_step.html", frame | nothing | context)


def _recorded(
    request: HttpRequest,
    household: Household,
    subject_ids: list[int],
    reason: str,
    form: Form,
    act: Callable[[], Any],
) -> Any:
    """Log, then `act`; what it answers, or None with the broken rule shown in the form."""
    _log(request, household, subject_ids, reason=reason)
    try:
        return act()
    except ConsentRefusedError as error:
        refuse(form, error)
        return None


def _own(household: Household, party: str) -> QuerySet[Consent]:
    rows: QuerySet[Consent] = household.consents.filter(from_party=party)
    return rows.select_related("subject", "household")


def _consent(request: HttpRequest, household: Household, party: str, consent_id: int) -> Consent:
    return found_or_404(request, _own(household, party), consent_id, object_type="consent")


def _present(household: Household, consent: Consent) -> Membership | None:
    """The membership today of the one that the consent is about."""
    today = timezone.localdate()
    rows = (row for row in household.all_memberships if row.person_id == consent.subject_id)
    return next((row for row in rows if is_present(row, today)), None)


def _likely_units(household: Household, receivers: list[str]) -> dict[str, Unit | None]:
    today = timezone.localdate()
    return {receiver: consents.unit_for(receiver, household, today) for receiver in receivers}


def _log(
    request: HttpRequest,
    household: Household,
    subject_ids: list[int],
    *,
    reason: str = "",
    denied_by: str = "",
) -> None:
    access_log.record(
        request,
        AccessEvent.Action.CONSENT,
        object_type="household",
        object_id=household.pk,
        subject_ids=subject_ids,
        reason=reason,
        denied_by=denied_by,
    )
