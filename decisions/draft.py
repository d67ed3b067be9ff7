"""All forms of one draft as one: read from what is stored or posted, and turned into a Content."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.forms import BoundField
from django.http import QueryDict

from decisions.contents import ChildContent, Content, content_of
from decisions.draft_forms import (
    PART_OF,
    ROWS_AT_MOST,
    ChildForm,
    ConditionFormSet,
    DecisionForm,
    MatterFormSet,
    condition_values,
)
from decisions.models import Decision
from decisions.queries import turns_refusal
from decisions.rules import ChildFacts, DecisionFacts, Finding
from decisions.texts.queries import Texts, block_to_insert

SETS = ("matters", "conditions")


@dataclass(frozen=True)
class Told:
    """A finding where it is shown: the sentence, and the id of the field it leads to."""

    text: str
    field_id: str


class Draft:
    """The forms of a decision: as stored, bound to what is posted, or showing what is only typed.

    `typed` is shown unjudged: somebody asked for one more row, not for errors.
    """

    def __init__(
        self,
        decision: Decision,
        *,
        facts: DecisionFacts,
        people: dict[int, str],
        texts: Texts,
        posted: QueryDict | None = None,
        typed: QueryDict | None = None,
    ) -> None:
        self.decision, self.stored = decision, content_of(decision)
        self.reverses = turns_refusal(decision)
        self.whole = DecisionForm(
            posted,
            renews=decision.renews_id is not None,
            reverses=self.reverses,
            kind=decision.kind,
            initial=_typed(typed) or self._whole(),
            texts=texts,
        )
        self.matters = MatterFormSet(
            posted,
            prefix="matters",
            initial=_typed_rows(typed, "matters", [asdict(row) for row in self.stored.matters]),
            form_kwargs={"texts": texts, "empty_permitted": False, "kind": decision.kind},
        )
        stored = [condition_values(row) for row in self.stored.conditions]
        self.conditions = ConditionFormSet(
            posted,
            prefix="conditions",
            initial=_typed_rows(typed, "conditions", stored),
            form_kwargs={"people": people, "texts": texts, "empty_permitted": False},
        )
        weighed = {row.child_id: row for row in self.stored.children}
        self.children = [
            ChildForm(
                posted,
                child=child,
                is_capped=bool(decision.cap_reduction),
                initial=_typed(typed, f"child-{child.child_id}-")
                or asdict(_begun(weighed.get(child.child_id), child)),
            )
            for child in facts.children
        ]

    def _whole(self) -> dict[str, Any]:
        names = ("version", "outcome", "first_month", "last_month", "payment", "reassessed")
        return {name: getattr(self.decision, name) for name in names}

    @property
    def forms(self) -> list[Any]:
        return [self.whole, *self.matters.forms, *self.children, *self.conditions.forms]

    def is_valid(self) -> bool:
        sets = [self.matters.is_valid(), self.conditions.is_valid()]
        return all([*sets, *(form.is_valid() for form in self.forms)])

    @property
    def errors(self) -> list[Told]:
        """What stands at the fields, gathered for the top of the page."""
        of_sets = [*self.matters.non_form_errors(), *self.conditions.non_form_errors()]
        return [Told(str(text), "") for text in of_sets] + [
            Told(str(text), form[name].auto_id if name in form.fields else "")
            for form in self.forms
            for name, texts in form.errors.items()
            for text in texts
        ]

    @property
    def version(self) -> int:
        version: int = self.whole.cleaned_data["version"]
        return version

    @property
    def content(self) -> Content:
        """What the forms say, with the calculation as it is stored."""
        values = {name: self.whole.cleaned_data[name] for name in ("outcome", "payment")}
        months = {name: self.whole.cleaned_data[name] for name in ("first_month", "last_month")}
        return replace(
            self.stored,
            **values,
            **months,
            reassessed=self.whole.cleaned_data.get("reassessed", ""),
            matters=tuple(form.content for form in self.matters.forms),
            children=tuple(
                ChildContent(
                    form.child.child_id,
                    form.cleaned_data["text"],
                    form.cleaned_data.get("cap_text", ""),
                )
                for form in self.children
            ),
            conditions=tuple(form.content for form in self.conditions.forms),
        )

    def child(self, child_id: int) -> ChildForm | None:
        return next((form for form in self.children if form.child.child_id == child_id), None)

    def place_of(self, field: str | None) -> tuple[Any, str] | None:
        """The form and the name of what a rule calls "matters.1.facts"; None for no one field."""
        first, _, rest = (field or "").partition(".")
        number, _, name = rest.partition(".")
        if first == "children" and number:
            form: Any = self.child(int(number))
            name = "exception" if name == "mapping" else name
        elif first in SETS and number:
            rows = getattr(self, first).forms
            form = rows[int(number) - 1] if int(number) <= len(rows) else None
        else:
            form, name = self.whole, first
        return (form, name) if form is not None and name in form.fields else None

    def told(self, findings: Iterable[Finding]) -> list[Told]:
        """Findings with the ids of their fields, for the links at the top."""
        return [Told(finding.text, self._id_of(finding.field)) for finding in findings]

    def _id_of(self, field: str) -> str:
        place = self.place_of(field) if field else None
        if place is None:
            return f"h-{field}" if field in SETS else ""
        form, name = place
        bound: BoundField = form[name]
        return bound.auto_id

    def refuse(self, field: str | None, text: str) -> None:
        """Show at its field why the draft is refused; on top where it is about no one field."""
        form, name = self.place_of(field) or (self.whole, None)
        form.add_error(name, text)


def _begun(weighed: ChildContent | None, child: ChildFacts) -> ChildContent:
    """What is weighed of a child, begun with what a mapping made since has given to say."""
    stored = weighed or ChildContent(child.child_id)
    return stored if stored.text.strip() else replace(stored, text=child.mapped)


def _typed(typed: QueryDict | None, prefix: str = "") -> dict[str, Any]:
    """What is typed in the fields whose names begin so; nothing when nothing is only typed."""
    given: dict[str, Any] = typed.dict() if typed is not None else {}
    return {name.removeprefix(prefix): given[name] for name in given if name.startswith(prefix)}


def _typed_rows(
    typed: QueryDict | None, name: str, stored: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    if typed is None:
        return stored
    count = min(_number(typed.get(f"{name}-TOTAL_FORMS", "")), ROWS_AT_MOST)
    return [_typed(typed, f"{name}-{number}-") for number in range(count)]


_ROW = re.compile(r"(matters|conditions)-(\d{1,3})-(\w+)", re.ASCII)


def reshaped(posted: QueryDict, act: str, where: str, on: date) -> QueryDict:
    """What was posted, with a row more or less, or with a standard text put in; nothing is stored.

    `where` is "matters", "matters-2", "matters-2-facts" or "payment"; `on` is the day the text
    must be in use.
    """
    changed = posted.copy()
    first, _, rest = where.partition("-")
    if act == "insert":
        _insert(changed, where, on)
        return changed
    if first not in SETS:
        return changed
    count = min(_number(posted.get(f"{first}-TOTAL_FORMS", "")), ROWS_AT_MOST)
    if act == "add":
        changed[f"{first}-TOTAL_FORMS"] = str(min(count + 1, ROWS_AT_MOST))
    elif act == "remove" and _number(rest, -1) in range(count):
        _remove(changed, posted, first, _number(rest))
        changed[f"{first}-TOTAL_FORMS"] = str(count - 1)
    return changed


def _number(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else otherwise


def _remove(changed: QueryDict, posted: QueryDict, first: str, number: int) -> None:
    for key in posted:
        found = _ROW.fullmatch(key)
        if found is None or found[1] != first or int(found[2]) < number:
            continue
        changed.pop(key, None)
    for key, values in posted.lists():
        found = _ROW.fullmatch(key)
        if found is not None and found[1] == first and int(found[2]) > number:
            changed.setlist(f"{first}-{int(found[2]) - 1}-{found[3]}", values)


def _insert(changed: QueryDict, where: str, on: date) -> None:
    """Put the chosen standard text after what is written, and remember which it was."""
    part = PART_OF.get(where.rpartition("-")[2], "")
    block = block_to_insert(_number_of_block(changed.get(f"{where}_choice", "")), part, on)
    if block is None:
        return
    written = changed.get(where, "").strip()
    changed[where] = f"{written}\n\n{block.body}" if written else block.body
    changed[f"{where}_block_id"] = str(block.pk)
    changed[f"{where}_choice"] = ""


def _number_of_block(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
