"""Who else lives in the household of somebody who asks: a row each, and one more at a button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import User
from coordination.members.forms import ROLES, PersonFields
from households.access import Protection
from households.members import rules
from households.members.queries import homes_anywhere
from households.members.stated import Newcomer, is_own_number, known_to
from households.models import Membership, Person

MOST, FIRST = 12, 1
"""Rows at the most, and on an empty form."""
MemberRole = Membership.Role


class MemberRow(PersonFields):
    """One who lives with the person; a row in which nothing is written is nobody."""

    role = forms.ChoiceField(label="Rolle", choices=[("", "Velg"), *ROLES], required=False)
    shared_residence = forms.BooleanField(label="Delt bosted (barn)", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.known: Person | None = None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.is_empty:
            return values
        self.check_names(values)
        self.check_birth(values)
        role, born = values.get("role"), values.get("birth_date")
        if not role:
            self.add_error("role", "Velg en rolle.")
        elif wrong := rules.wrong_role(role, born, self.today, ()):
            self.add_error("role", wrong)
        if values.get("shared_residence") and role and role != MemberRole.CHILD:
            self.add_error("shared_residence", "Delt bosted gjelder bare barn.")
        if values.get("number") and "number" not in self.errors:
            self._check_known(values["number"].number, bool(values.get("shared_residence")))
        return values

    def _check_known(self, number: str, is_shared: bool) -> None:
        """Refuse whom the user has elsewhere: whether they have moved is asked on another page."""
        if is_own_number(self.user, number):
            self.add_error("number", "Dette er ditt eget nummer.")
            return
        known = self.known = known_to(self.user, number)
        if known is None:
            return
        homes = [] if is_shared else homes_anywhere(self.user, known, self.today)
        if homes or known.protection != Protection.NONE:
            where = f" i {homes[0].household.number}" if homes else ""
            self.add_error(
                "number",
                f"Dere har {known.name}{where} fra før. Ta bort raden, og legg til personen under "
                "Hvem bor her når henvendelsen er registrert.",
            )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in the row, whatever was chosen."""
        names = ("first_name", "last_name", "number", "birth_date")
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in names)

    @property
    def newcomer(self) -> Newcomer:
        values = self.cleaned_data
        return Newcomer(
            first_name=values["first_name"],
            last_name=values["last_name"],
            birth_date=values["birth_date"],
            national_id=values["number"].number if values["number"] else None,
            role=values["role"],
            shared_residence=values["shared_residence"],
        )


class MemberRows:
    """The rows of one form; with `one_more` they are shown again, unjudged, with a row more."""

    def __init__(
        self,
        posted: QueryDict | None,
        *,
        user: User,
        today: date,
        synthetic_allowed: bool,
        one_more: bool = False,
    ) -> None:
        self.count = _count(posted) + one_more
        self.count = min(self.count, MOST)
        told: dict[str, Any] = {
            "user": user,
            "today": today,
            "synthetic_allowed": synthetic_allowed,
        }
        self.rows = [
            MemberRow(
                None if one_more else posted,
                prefix=f"medlem{number}",
                initial=_typed(posted, number) if one_more and posted is not None else None,
                **told,
            )
            for number in range(self.count)
        ]
        self.may_have_more = self.count < MOST

    def is_valid(self) -> bool:
        valid = [row.is_valid() for row in self.rows]
        return all(valid) and not self._repeated()

    @property
    def searched(self) -> bool:
        """Whether some number was looked up."""
        return any(row.is_bound and row.data.get(row.add_prefix("number")) for row in self.rows)

    @property
    def found(self) -> list[int]:
        """Ids of those whom the user has elsewhere."""
        return [row.known.pk for row in self.rows if row.known]

    @property
    def newcomers(self) -> list[Newcomer]:
        return [row.newcomer for row in self.rows if not row.is_empty]

    @property
    def has_children(self) -> bool:
        """Whether a child is written in some row, right or wrong."""
        return any(
            row.data.get(row.add_prefix("role")) == MemberRole.CHILD
            for row in self.rows
            if not row.is_empty
        )

    def refuse_number(self, number: str) -> bool:
        """Refuse the number of the one who asks; whether some row had it."""
        rows = [row for row in self.rows if _number_in(row) == number]
        for row in rows:
            row.add_error("number", "Dette er den som henvendelsen kom fra.")
        return bool(rows)

    def _repeated(self) -> bool:
        """Whether two rows are one person, or both the partner; refused at the last of them."""
        seen: set[Any] = set()
        couple = False
        for row in self.rows:
            if row.is_empty or not row.is_valid():
                continue
            new = row.newcomer
            keys: set[Any] = {(new.first_name.casefold(), new.birth_date)}
            keys |= {new.national_id} if new.national_id else set()
            if keys & seen:
                row.add_error("first_name", "Denne personen står i en rad over.")
            if new.role in rules.COUPLE and couple:
                row.add_error("role", rules.wrong_role(new.role, None, date.min, (new.role,)))
            couple, seen = couple or new.role in rules.COUPLE, seen | keys
        return any(row.errors for row in self.rows)


def _number_in(row: MemberRow) -> str | None:
    found = row.cleaned_data.get("number") if row.is_bound and not row.is_empty else None
    return found.number if found else None


def _count(posted: QueryDict | None) -> int:
    """How many rows were sent; a count that is none is the first one."""
    text = "" if posted is None else posted.get("rader", "")
    return max(FIRST, min(int(text), MOST)) if text.isascii() and text.isdigit() else FIRST


def _typed(posted: QueryDict, number: int) -> dict[str, Any]:
    """What stood in a row, to be shown again."""
    names: Sequence[str] = list(MemberRow.base_fields)
    return {name: posted.get(f"medlem{number}-{name}", "") for name in names}
