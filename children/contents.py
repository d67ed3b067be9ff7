"""What a mapping says while it is written, as one value: read, stored and compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from children import rules
from children.codes import Domain, domain_label, domains_of
from children.models import ChildMapping, MappedDomain

HERE = ("home_here", "housing_here", "economy_here", "network_here")


@dataclass(frozen=True)
class DomainAnswer:
    domain: str
    level: str = ""
    facts: str = ""
    source: str = ""
    childs_view: str = ""
    action: str = ""
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Answers:
    """All that the form of a mapping asks; texts of a level set back to zero are left out."""

    domains: tuple[DomainAnswer, ...] = ()
    home_here: str = ""
    housing_here: str = ""
    economy_here: str = ""
    network_here: str = ""
    has_activity: bool | None = None
    activities: str = ""
    barrier: str = ""
    leisure_cost: str = ""
    leisure_wish: str = ""
    voice: str = ""
    voice_words: str = ""
    voice_reason: str = ""
    report: str = ""
    report_text: str = ""
    lasting_needs: str = ""
    lasting_needs_text: str = ""


OWN = tuple(field.name for field in fields(Answers) if field.name != "domains")
TEXTS, TO_DO = ("facts", "source", "childs_view"), ("action", "owner", "due_on")


def trimmed(row: DomainAnswer) -> DomainAnswer:
    """Without what belongs to a higher level: hidden fields are posted too."""
    gone: dict[str, Any] = {}
    if row.level not in rules.FACTS_FROM:
        gone |= dict.fromkeys(TEXTS, "")
    if row.level not in rules.TO_DO_FROM:
        gone |= {"action": "", "owner": "", "due_on": None}
    return DomainAnswer(**asdict(row) | gone)


def answers_of(mapping: ChildMapping) -> Answers:
    """As they are stored."""
    stored = {row.domain: row for row in mapping.domains.all()}
    names = [field.name for field in fields(DomainAnswer)]
    return Answers(
        domains=tuple(
            DomainAnswer(**{name: getattr(stored[domain], name) for name in names})
            for domain in Domain
            if domain in stored
        ),
        **{name: getattr(mapping, name) for name in OWN},
    )


def rows_of(mapping: ChildMapping, domains: Iterable[DomainAnswer]) -> list[MappedDomain]:
    """Unsaved rows of what has been answered."""
    return [MappedDomain(mapping=mapping, **asdict(trimmed(row))) for row in domains if row.level]


def flat(answers: Answers) -> dict[str, Any]:
    """Field name of the form to value, with what is not answered left out."""
    found = {name: getattr(answers, name) for name in OWN}
    for row in answers.domains:
        told = asdict(trimmed(row))
        found |= {f"{row.domain}_{name}": value for name, value in told.items() if name != "domain"}
    return {name: value for name, value in found.items() if value not in ("", None)}


def facts_of(
    mapping: ChildMapping, rows: Iterable[MappedDomain] | None = None
) -> rules.MappingFacts:
    """The mapping as the rules weigh it: every domain of its depth, answered or not.

    `rows` are its domains where they are not stored yet.
    """
    told = mapping.domains.all() if rows is None else rows
    stored = {row.domain: row for row in told}
    age = mapping.age
    names = (
        *("activities", "barrier", "voice", "voice_words", "voice_reason"),
        *("lasting_needs", "lasting_needs_text"),
    )
    return rules.MappingFacts(
        name=mapping.child.first_name or mapping.child.name,
        depth=mapping.depth,
        domains=[
            _facts(domain, domain_label(domain, mapping.depth, age), stored.get(domain))
            for domain in domains_of(mapping.depth)
        ],
        has_activity=mapping.has_activity,
        report=mapping.report,
        report_text=mapping.report_text,
        asks_lasting_needs=rules.asks_lasting_needs(age),
        knows_of_elsewhere=mapping.family_id is not None,
        **{name: getattr(mapping, name) for name in names},
    )


def _facts(domain: str, label: str, row: MappedDomain | None) -> rules.DomainFacts:
    if row is None:
        return rules.DomainFacts(domain, label, "")
    return rules.DomainFacts(
        domain, label, row.level, row.facts, row.action, row.owner, row.due_on is not None
    )


def known_of(mapping: ChildMapping) -> str:
    """The facts of the mapping as the text about what is known begins."""
    return "\n".join(f"{row.label}: {row.facts}" for row in mapping.domains.all() if row.facts)
