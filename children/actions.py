"""Beginning a mapping, writing on it, completing it; and what else may become of a duty to map.

Of two who write on one mapping at once, one is told: the version travels to the browser and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Unit, User
from children import rules
from children.codes import Depth, MappingState
from children.contents import OWN, Answers, answers_of, facts_of, rows_of
from children.models import ChildMapping, ChildObservation, FamilyFacts, MappingChange
from decisions.rules import Finding
from households.mapping import MappingRefusedError, except_mapping, fulfil_mapping
from households.models import Household, MappingDuty, Person
from households.touching import touch

Act = MappingChange.Act
NEVER_COPIED = ("report", "report_text")
"""What was done about a worry belongs to the mapping in which it was done."""
NOT_MADE = {
    MappingState.REFUSED: MappingDuty.Reason.REFUSED,
    MappingState.NOT_POSSIBLE: MappingDuty.Reason.NOT_POSSIBLE,
}


class RefusedError(Exception):
    """Why it may not be done, in a Norwegian sentence; `field` is what has to change, if any."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.text, self.field = text, field


class ConflictError(Exception):
    """Somebody else has written on it meanwhile."""


class MissingError(Exception):
    """What must be answered before the mapping may be completed."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(finding.text for finding in findings))
        self.findings = findings


@dataclass(frozen=True)
class Weighed:
    """Best interests: what is known, assessed, weighed, and shown in the decision."""

    paragraph: str
    known: str = ""
    assessed: str = ""
    weighed: str = ""


@transaction.atomic
def start_mapping(
    *, household: Household, child: Person, unit: Unit, depth: str, at: datetime, by: User
) -> ChildMapping:
    """The mapping that is in progress at the party, or a new one that begins as the last ended.

    One that is in progress becomes full if that is asked for, and never short again.
    """
    of_child = ChildMapping.objects.filter(household=household, child=child, party=unit.party)
    going_on = of_child.in_progress().first()
    if going_on is not None:
        return open_full(mapping=going_on) if depth == Depth.FULL else going_on
    last = of_child.completed().order_by("-completed_on", "-pk").first()
    answers = answers_of(last) if last else Answers()
    kept = {name: getattr(answers, name) for name in OWN if name not in NEVER_COPIED}
    try:
        with transaction.atomic():
            made = ChildMapping.objects.create(
                household=household,
                child=child,
                party=unit.party,
                unit=unit,
                depth=depth,
                follows=last,
                family=latest_family(household, unit.party),
                started_by=by,
                started_at=at,
                **kept,
            )
    except IntegrityError:  # somebody else began it at the same time
        return of_child.in_progress().get()
    made.domains.bulk_create(rows_of(made, answers.domains))
    _note(made, Act.STARTED, at, by)
    return made


def open_full(*, mapping: ChildMapping) -> ChildMapping:
    """Ask about all ten domains in a mapping that is in progress; what is answered stays."""
    rows = ChildMapping.objects.in_progress().filter(pk=mapping.pk, depth=Depth.SHORT)
    rows.update(depth=Depth.FULL, version=F("version") + 1)
    return ChildMapping.objects.get(pk=mapping.pk)


@transaction.atomic
def save_mapping(
    *, mapping: ChildMapping, version: int, answers: Answers, by: User
) -> ChildMapping:
    """Store what is answered so far, if it is still the `version` that the writer saw."""
    values = {name: getattr(answers, name) for name in OWN}
    current = _advance(mapping, version, values)
    current.domains.all().delete()
    current.domains.bulk_create(rows_of(current, answers.domains))
    return current


def _advance(mapping: ChildMapping, version: int, values: Mapping[str, Any]) -> ChildMapping:
    """Change the row that is in progress; of two at once, the second is refused."""
    rows = ChildMapping.objects.in_progress().filter(pk=mapping.pk, version=version)
    if not rows.update(version=F("version") + 1, **values):
        raise ConflictError
    return ChildMapping.objects.get(pk=mapping.pk)


def missing_in(mapping: ChildMapping) -> list[Finding]:
    return rules.missing(facts_of(mapping))


@transaction.atomic
def complete_mapping(
    *, mapping: ChildMapping, version: int, weighed: Weighed, at: datetime, by: User
) -> ChildMapping:
    """Complete it, and fulfil the duties to map the child that `by` may know of.

    The paragraph goes to them: it is what a decision says of the child.
    """
    found = missing_in(mapping)
    if found:
        raise MissingError(found)
    _check(mapping, weighed)
    on = timezone.localdate(at)
    values = {"state": MappingState.COMPLETED, "completed_on": on, "completed_by": by}
    values |= {name: getattr(weighed, name) for name in Weighed.__dataclass_fields__}
    done = _advance(mapping, version, values)
    _note(done, Act.COMPLETED, at, by)
    _fulfil(done, done.paragraph, at, by)
    touch([done.household_id])
    return done


def _check(mapping: ChildMapping, weighed: Weighed) -> None:
    if not weighed.paragraph.strip():
        raise RefusedError("Skriv avsnittet som vedtaket skal ha om barnet.", "paragraph")
    if not rules.needs_assessment(mapping.depth, mapping.levels.values()):
        return
    for name, text in (
        ("known", "Skriv hva dere vet."),
        ("assessed", "Skriv hvordan dere vurderer det."),
        ("weighed", "Skriv hvordan dere veier det."),
    ):
        if not getattr(weighed, name).strip():
            raise RefusedError(text, name)


def duties_of(mapping: ChildMapping, by: User) -> list[MappingDuty]:
    """The open duties to map the child in the household that `by` may know of."""
    known = MappingDuty.objects.visible_to(by).open()
    return list(known.filter(household=mapping.household_id, child=mapping.child_id))


def _fulfil(mapping: ChildMapping, paragraph: str, at: datetime, by: User) -> None:
    on = timezone.localdate(at)
    for duty in duties_of(mapping, by):
        with suppress(MappingRefusedError):  # another mapping has fulfilled it this moment
            fulfil_mapping(duty=duty, paragraph=paragraph, on=on, at=at, by=by)


@transaction.atomic
def confirm_unchanged(*, mapping: ChildMapping, at: datetime, by: User) -> None:
    """Nothing has changed since the child was mapped: the duty is fulfilled, dated by the mapping.

    It stays valid for as long as it was; a picture does not grow younger by being looked at.
    """
    on = timezone.localdate(at)
    if mapping.completed_on is None or not mapping.is_valid_on(on):
        raise RefusedError("Kartleggingen er utløpt. Barnet må kartlegges på nytt.")
    ChildMapping.objects.filter(pk=mapping.pk).update(reviewed_on=on, reviewed_by=by)
    _note(mapping, Act.REVIEWED, at, by)
    words = rules.unchanged_paragraph(mapping.paragraph, mapping.completed_on)
    _fulfil(mapping, words, at, by)


@transaction.atomic
def set_aside(
    *,
    household: Household,
    child: Person,
    unit: Unit,
    state: MappingState,
    reason: str,
    at: datetime,
    by: User,
) -> ChildMapping:
    """The parents do not want it, or it cannot be done now: an exception from the open duties."""
    of_child = ChildMapping.objects.filter(household=household, child=child, party=unit.party)
    made = of_child.in_progress().select_for_update().first()
    if made is None:
        made = ChildMapping(household=household, child=child, party=unit.party, unit=unit)
        made.started_by, made.started_at = by, at
    made.state, made.reason = state, reason
    made.version += 1
    made.save()
    _note(made, Act.SET_ASIDE, at, by)
    for duty in duties_of(made, by):
        if duty.party == unit.party:
            except_mapping(duty=duty, reason=NOT_MADE[state], grounds=reason, at=at, by=by)
    return made


def latest_family(household: Household, party: str) -> FamilyFacts | None:
    return FamilyFacts.objects.filter(household=household, party=party).first()


@transaction.atomic
def write_family(
    *, household: Household, unit: Unit, seen: int, facts: Mapping[str, str], by: User
) -> FamilyFacts:
    """What is common to the children, as a new row; `seen` is the row it was written over, or 0.

    Mappings in progress rest on it from now on.
    """
    rows = FamilyFacts.objects.select_for_update().filter(household=household, party=unit.party)
    last = rows.first()
    if (last.pk if last else 0) != seen:
        raise ConflictError
    made = FamilyFacts.objects.create(
        household=household, party=unit.party, written_by=by, **dict(facts)
    )
    going_on = ChildMapping.objects.in_progress().filter(household=household, party=unit.party)
    going_on.update(family=made)
    return made


def observe(
    *, household: Household, child: Person, unit: Unit, seen_on: date, text: str, by: User
) -> ChildObservation:
    """Note what HV has seen of a child."""
    return ChildObservation.objects.create(
        household=household,
        child=child,
        party=unit.party,
        unit=unit,
        seen_on=seen_on,
        text=text,
        written_by=by,
    )


def _note(mapping: ChildMapping, act: Act, at: datetime, by: User) -> None:
    MappingChange.objects.create(mapping=mapping, act=act, by=by, at=at)
