"""What the page of one counselling is made of, with forms only for who may use them."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from benefits.counselling import economy, queries
from benefits.counselling.forms import (
    CaseForm,
    CounsellorForm,
    DebtForm,
    DecideForm,
    EndForm,
    LetterForm,
    MandateForm,
    SessionForm,
    StartForm,
)
from benefits.counselling.permits import may_counsel, may_open_household, may_take
from benefits.counselling.rules import decision_due, may_become
from benefits.models import Counselling, CreditorLetter, Mandate

FORMS = ("decide", "start", "talk", "end", "counsellor", "debt", "mandate", "letter")


def page_of(counselling: Counselling, user: User, today: date) -> dict[str, Any]:
    works = may_counsel(user, counselling)
    mandates = list(Mandate.objects.filter(counselling=counselling))
    context: dict[str, Any] = {
        "counselling": counselling,
        "steps": queries.steps_of(counselling),
        "decision_due": decision_due(counselling.accepted_on),
        "sessions": queries.sessions_of(counselling),
        "changes": queries.changes_of(counselling),
        "debts": economy.debts_of(counselling),
        "budget": economy.budget_of(counselling, today),
        "mandates": mandates,
        "letters": CreditorLetter.objects.filter(counselling=counselling).select_related("made_by"),
        "opens_household": may_open_household(user, counselling),
        "works": works and counselling.is_running,
        "may_take": counselling.is_running
        and counselling.counsellor_id != user.pk
        and may_take(user, counselling),
        "step_form": CaseForm(counselling=counselling, today=today),
        "today": today,
    }
    return context | dict.fromkeys(FORMS) | (_forms(context, today) if context["works"] else {})


def _forms(context: dict[str, Any], today: date) -> dict[str, Any]:
    counselling: Counselling = context["counselling"]
    given: dict[str, Any] = {"counselling": counselling, "today": today}
    state = counselling.state
    decisions = queries.decisions_to_join(counselling)
    creditors = economy.creditors_of(counselling, context["mandates"], today)
    return {
        "decide": DecideForm(decisions=decisions, **given)
        if may_become(state, "decided") and decisions.exists()
        else None,
        "start": StartForm(**given) if may_become(state, "started") else None,
        "talk": SessionForm(**given) if state in ("started", "active") else None,
        "end": EndForm(**given),
        "counsellor": CounsellorForm(
            counsellors=queries.possible_counsellors(counselling, today), **given
        ),
        "debt": DebtForm(today=today),
        "mandate": MandateForm(today=today),
        "letter": LetterForm(creditors=creditors) if creditors else None,
    }
