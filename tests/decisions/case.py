"""A family that has asked for money, and decisions about it, for the tests of this app."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import User
from decisions import actions
from decisions.contents import ChildContent, ConditionContent, Content, Line, MatterContent
from decisions.models import Decision, Letter, TextBlock
from households.models import Household, Membership
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, add_member

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
NEXT = NOW + timedelta(hours=1)

MATTER = MatterContent(
    asked="livsopphold",
    outcome="granted",
    section="18",
    facts="Du bor alene med to barn og har ingen inntekt denne måneden.",
    law="Den som ikke kan sørge for seg selv, har krav på stønad.",
    discretion="Vi har lagt vekt på at du ikke har andre penger, og at du venter på dagpenger.",
    amount=12_000,
)
ONE_OFF = replace(MATTER, asked="vinterklær til barna", section="19", recurs="once", amount=2_500)


def family() -> Household:
    """Amina of 28 with Nora of six and Jonas of twelve, at Midtbyen."""
    parent = PersonFactory(first_name="Amina", last_name="Prøvesen", birth_date=date(1998, 5, 17))
    household = HouseholdFactory(contact=parent, district="midtbyen")
    household.residences.update(address="Prøveveien 1, 7010 Trondheim")
    for name, born in (("Nora", date(2020, 3, 1)), ("Jonas", date(2014, 2, 3))):
        child = PersonFactory(first_name=name, last_name="Prøvesen", birth_date=born)
        add_member(household, child, Membership.Role.CHILD)
    return household


def draft(household: Household, by: User, kind: str = "assistance", **kwargs: Any) -> Decision:
    values = {"applicant": household.contact, "unit": unit("nav", "midtbyen"), "at": NOW}
    return actions.draft_decision(kind=kind, household=household, by=by, **values | kwargs)


def content(decision: Decision, **kwargs: Any) -> Content:
    """All that a decision must say, with each of its children weighed."""
    values: dict[str, Any] = {
        "outcome": "granted",
        "first_month": date(2026, 11, 1),
        "last_month": date(2027, 1, 1),
        "lines": (Line("Livsopphold for en voksen", 7_850), Line("Inntekt", -1_850)),
        "payment": "Pengene er på kontoen din den 20. hver måned.",
        "matters": (MATTER,),
        "children": tuple(
            ChildContent(row.child_id, f"{row.child.first_name} trives på skolen.")
            for row in decision.children.select_related("child")
        ),
    }
    return Content(**values | kwargs)


def written(household: Household, by: User, kind: str = "assistance", **kwargs: Any) -> Decision:
    """A draft that says all it must."""
    decision = draft(household, by, kind)
    return actions.change(
        decision=decision,
        version=decision.version,
        content=content(decision, **kwargs),
        at=NOW,
        by=by,
    )


def proposed(household: Household, by: User, **kwargs: Any) -> Decision:
    decision = written(household, by, **kwargs)
    return actions.propose(decision=decision, version=decision.version, at=NOW, by=by)


def approved(household: Household, by: User, other: User, **kwargs: Any) -> Decision:
    decision = proposed(household, by, **kwargs)
    if decision.state == "approved":
        return decision
    return actions.approve(decision=decision, content_hash=decision.content_hash, at=NEXT, by=other)


def sent(decision: Decision, by: User, on: date = TODAY, channel: str = "digital") -> Letter:
    letter = Letter.objects.get(decision=decision)
    return actions.register_sending(letter=letter, channel=channel, sent_on=on, at=NEXT, by=by)


def condition(decision: Decision, **kwargs: Any) -> ConditionContent:
    values = {
        "person_id": decision.applicant_id,
        "basis": "20a",
        "kind": "17",
        "text": "Du deltar på jobbsøkerkurset hos oss.",
        "due_on": date(2026, 12, 15),
    }
    return ConditionContent(**values | kwargs)


def standard_text(**kwargs: Any) -> TextBlock:
    """A text for any decision that has been in use since before the tests' day."""
    values = {"key": "proeve", "part": "facts", "title": "Prøve", "body": "Du leier bolig."}
    return TextBlock.objects.create(**values | {"valid_from": date(2026, 1, 1)} | kwargs)
