"""How the pages of decisions are asked, and posted to as their own forms would."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from decisions.models import Decision


def address(name: str, decision: Decision, *more: Any) -> str:
    return reverse(f"decisions:{name}", args=[decision.household_id, decision.pk, *more])


def filled(client: Client, decision: Decision) -> dict[str, Any]:
    """All that the draft's page would send if its button were pressed now."""
    page = client.get(address("decision", decision))
    return fields_of(page.context["draft"]) | {
        "at_once": str(int(bool(page.context["decider"].at_once)))
    }


def fields_of(draft: Any) -> dict[str, Any]:
    forms = [*draft.forms, draft.matters.management_form, draft.conditions.management_form]
    sent: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            value = field.field.prepare_value(value) if value is not None else ""
            sent[field.html_name] = field.field.widget.format_value(value) or value
    return {name: one[0] if isinstance(one, list) else one for name, one in sent.items()}


def write(client: Client, decision: Decision, do: str = "save", **changes: Any) -> Any:
    """Post the draft's page with some fields changed; names have _ for -."""
    named = {key.replace("__", "-"): value for key, value in changes.items()}
    sent = filled(client, decision) | {"do": do} | named
    return client.post(address("write", decision), sent, follow=True)


def do(client: Client, name: str, decision: Decision, *more: Any, **values: Any) -> Any:
    return client.post(address(name, decision, *more), values, follow=True)
