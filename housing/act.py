"""What an act on a household's tab Bolig is: its form, whom it takes, what it does, its receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.policy import Permission
from households.models import Household
from housing.forms import HousingForm

Found = Callable[[Household, int | None], Any]
"""What an act is about in a household: the row that is named, or the one there is; else None."""
Do = Callable[[Any, Any, User], Any]
"""(what it is about, the valid form, who): what it made, of which a decision is opened next."""


@dataclass(frozen=True)
class Act:
    """A thing to do: its heading, its button, whom it takes, and the receipt of what it made.

    `beside` is what whoever fills in the form has to see of the case that day.
    """

    title: str
    button: str
    form: type[HousingForm]
    about: Found
    do: Do
    done: str | Callable[[Any], str]
    permission: Permission = Permission.HANDLE_HOUSING
    beside: Callable[[Household, User, date], Any] | None = None

    def receipt(self, made: Any) -> str:
        return self.done if isinstance(self.done, str) else self.done(made)


def plain(act: Callable[..., Any], name: str) -> Do:
    """An act that takes what the form holds, by the same names; `name` is its word for the row."""
    return lambda about, form, by: act(
        **{name: about}, **form.cleaned_data, at=timezone.now(), by=by
    )
