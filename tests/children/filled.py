"""A child that is mapped, with something of everything about it, as rows, for tests of all apps."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Unit, User
from children.models import (
    ChildMapping,
    ChildObservation,
    FamilyDialogue,
    FamilyFacts,
    Offer,
    Transition,
)
from households.models import Household, IntroPeriod, Person
from tests.conftest import unit

LEVELS = {"home": "0", "school": "1", "health": "0", "leisure": "2", "economy": "1", "safety": "0"}


def family_facts(
    household: Household, by: User, text: str = "Leier privat, tre rom"
) -> FamilyFacts:
    return FamilyFacts.objects.create(
        household=household,
        party="nav",
        elsewhere_asked="some",
        written_by=by,
        **dict.fromkeys(("home", "housing", "economy", "network", "elsewhere"), text),
    )


def mapped(
    household: Household,
    child: Person,
    by: User,
    *,
    at: Unit | None = None,
    on: date | None = None,
    levels: dict[str, str] | None = None,
    text: str = "Avtalt",
    **kwargs: Any,
) -> ChildMapping:
    """A completed short mapping, at NAV Midtbyen unless another office is given."""
    office, day = at or unit("nav", "midtbyen"), on or timezone.localdate()
    values: dict[str, Any] = {"depth": "short", "state": "completed"}
    values |= dict.fromkeys(("home_here", "housing_here", "economy_here", "network_here"), text)
    values |= {"has_activity": True, "activities": text, "barrier": "price"}
    values |= {"leisure_cost": text, "leisure_wish": text}
    values |= {"voice": "direct", "voice_words": text, "voice_reason": text}
    values |= dict.fromkeys(("report_text", "known", "assessed", "weighed", "paragraph"), text)
    row = ChildMapping.objects.create(
        household=household,
        child=child,
        party=office.party,
        unit=office,
        started_by=by,
        started_at=timezone.make_aware(datetime.combine(day, time(9))),
        completed_on=day,
        completed_by=by,
        **values | kwargs,
    )
    _domains(row, levels or LEVELS, text)
    row.changes.create(act="completed", by=by, at=row.started_at)
    return row


def _domains(row: ChildMapping, levels: dict[str, str], text: str) -> None:
    for domain, level in levels.items():
        told: dict[str, Any] = {}
        if level in ("1", "2", "3"):
            told = {"facts": f"{text} {domain}", "childs_view": text, "source": "parent"}
        if level in ("2", "3"):
            told |= {"action": text, "owner": "bft", "due_on": row.started_at.date()}
        row.domains.create(domain=domain, level=level, **told)


def begun(household: Household, child: Person, by: User, **kwargs: Any) -> ChildMapping:
    """A short mapping in progress, with nothing answered yet."""
    office = kwargs.pop("at", None) or unit("nav", "midtbyen")
    return ChildMapping.objects.create(
        household=household,
        child=child,
        party=office.party,
        unit=office,
        started_by=by,
        started_at=timezone.now(),
        **kwargs,
    )


def seen(household: Household, child: Person, by: User, text: str = "Sov i stolen") -> Any:
    return ChildObservation.objects.create(
        household=household,
        child=child,
        party="hv",
        unit=unit("hv", "midtbyen"),
        seen_on=timezone.localdate() - timedelta(days=40),
        text=text,
        written_by=by,
    )


def talked(household: Household, person: Person, by: User, on: date, text: str = "Avtalt") -> Any:
    """A family dialogue in a period of the introduction programme that began a year before."""
    period, _ = IntroPeriod.objects.get_or_create(
        person=person,
        valid_from=on - timedelta(days=365),
        defaults={"registered_on": on - timedelta(days=365)},
    )
    return FamilyDialogue.objects.create(
        household=household,
        person=person,
        period=period,
        held_on=on,
        topics=["parenting", "school"],
        interpreter="not_used",
        interpreter_reason=text,
        agreed=text,
        held_by=by,
    )


def everything(household: Household, child: Person, by: User, on: date, text: str) -> None:
    """Family facts, a mapping at its third level, one set aside, an observation, a transition."""
    facts = family_facts(household, by, text)
    FamilyFacts.objects.update(written_at=timezone.make_aware(datetime.combine(on, time(9))))
    mapped(household, child, by, on=on, levels={"safety": "3"}, text=text, family=facts)
    row = begun(household, child, by, state="refused", reason=text)
    at = timezone.make_aware(datetime.combine(on, time(9)))
    ChildMapping.objects.filter(pk=row.pk).update(started_at=at)
    observation = seen(household, child, by, text)
    observation.seen_on = on
    observation.save()
    period = talked(household, child, by, on, text).period
    period.valid_to = on
    period.save()
    ended = {"ended_on": on, "ended_by": by, "ended_reason": "other", "ended_text": text}
    transition(household, child, by, on=on, text=text, accepted=True, **ended)


def transition(
    household: Household,
    child: Person,
    by: User,
    *,
    on: date | None = None,
    text: str = "Trenger hjelp i hverdagen",
    at: Unit | None = None,
    accepted: bool = False,
    **kwargs: Any,
) -> Transition:
    """One that NAV Midtbyen has opened by hand; accepted by a service outside when asked for."""
    office, day = at or unit("nav", "midtbyen"), on or timezone.localdate()
    values: dict[str, Any] = {"needs": text, "opened_on": day, "opened_by": by}
    if accepted:
        values |= {"receiver_name": text, "receiver_contact": text, "met_on": day}
        values |= {"plan": text, "own_words": text, "asked_on": day, "asked_by": by}
        values |= {"answer": "yes", "answered_on": day, "answered_by": by}
        values |= {"answered_name": text, "answer_text": text}
        values |= {"aftercare_until": day, "aftercare_text": text}
    values |= {"party": office.party, "unit": office}
    row = Transition.objects.create(household=household, child=child, **values | kwargs)
    at_noon = timezone.make_aware(datetime.combine(day, time(12)))
    row.changes.create(act="opened", told=text, by=by, at=at_noon)
    return row


def ready(home: Household, child: Person, by: User, **kwargs: Any) -> Transition:
    """With receiver, meeting and plan, at version 1; nobody is asked yet."""
    told = {"receiver_unit": unit("nav", "midtbyen"), "receiver_contact": "Kari"}
    told |= {"met_on": timezone.localdate(), "plan": "Bolig og skole"}
    return transition(home, child, by, **told | {"own_words": "Jeg vil bo selv"} | kwargs)


OFFER: dict[str, Any] = {
    "name": "Håndball for jenter",
    "kind": "sport",
    "activity": "Håndball",
    "organiser": "Heimdal IL",
    "from_age": 8,
    "to_age": 14,
    "price": 900,
    "price_for": "per halvår",
    "reduction": "Gratis med fritidskortet",
    "free_equipment": "",
    "contact": "Ring 73 00 00 00",
}
OPEN: dict[str, Any] = {
    "price": "helped",
    "free_places": 4,
    "equipment": "open",
    "transport": "open",
    "language": "open",
    "conclusion": "all",
}


def offer(by: User, *, assessed: bool = True, published: bool = True, **kwargs: Any) -> Offer:
    """Handball at Heimdal, published unless it is said otherwise."""
    kwargs.setdefault("district", unit("nav", "heimdal").district)
    made = Offer.objects.create(**OFFER | kwargs, made_by=by)
    today = timezone.localdate()
    if assessed:
        made.assessments.create(**OPEN, made_on=today, made_by=by)
    if published:
        made.published_on, made.published_by = today, by
        made.save()
    return made
