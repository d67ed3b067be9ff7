"""One family on the shared screen: why it is there, what each party may show, what was decided.

Everybody in the room sees the same: what is shared with the OSK meeting, and nothing more. A family
without a name has a week in the place of a date, and no figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import Party
from benefits.models import KvpEnrolment, Payment
from children.codes import Level, domain_label
from children.models import ChildMapping
from config.templatetags import tall
from config.words import listed
from coordination.flags import rules as flags
from coordination.meetings import queries, rules
from coordination.meetings.labels import Label, labels_of
from coordination.models import AgendaItem, OskAction, OskDecision
from households.models import (
    HousingCost,
    Responsibility,
    Share,
    ShareScope,
)

Scope = ShareScope
NAV, BFT, HV = Party.NAV, Party.BFT, Party.HV
TELLS = {NAV: (Scope.ECONOMY, Scope.KVP, Scope.CHILDREN, Scope.HOUSING), BFT: (Scope.CHILDREN,)}
"""What a party has to show here, each by the scope that it takes."""
NOTHING = "Ingenting vises uten samtykke"
NOT_YET = "Ingen i familien har samtykket. Saken kan drøftes når det er valgt å gjøre det anonymt."


@dataclass(frozen=True)
class Reason:
    """Why the family is here: a flag, or a request; `told` is what it rests on, if shared."""

    title: str
    when: str
    told: str
    colour: str


@dataclass(frozen=True)
class PartyTells:
    """A party: who has the family there, what it may show, and what is closed to the meeting."""

    party: str
    person: str
    shows: tuple[str, ...]
    hides: tuple[str, ...]


@dataclass(frozen=True)
class Past:
    on: date
    text: str


@dataclass(frozen=True)
class Screen:
    item: AgendaItem
    label: Label
    basis: str
    reasons: tuple[Reason, ...]
    parties: tuple[PartyTells, ...]
    past: tuple[Past, ...]
    hidden_past: int
    open_actions: tuple[queries.Todo, ...]
    decisions: tuple[OskDecision, ...]
    actions: tuple[OskAction, ...]
    state: AgendaItem.State


class _Shared:
    """What is shared with the meeting about the family: scopes by party and person."""

    def __init__(self, item: AgendaItem, today: date) -> None:
        rows = Share.objects.live_on(today).filter(
            household=item.household_id, to_unit=item.unit_id, audience=Share.Audience.OSK
        )
        self.rows = list(rows.select_related("consent__given_by", "subject").order_by("pk"))
        self._by: dict[tuple[str, str], set[int]] = defaultdict(set)
        for row in self.rows:
            self._by[row.from_party, row.scope].add(row.subject_id)

    def about(self, party: str, scope: str) -> set[int]:
        """The persons of whom the party shares that."""
        return self._by.get((party, scope), set())

    def covers(self, scope: str) -> bool:
        return any(row.scope == scope for row in self.rows)


def screen_of(item: AgendaItem, today: date) -> Screen:
    """What is shown of a family that was read `with_basis`."""
    label = labels_of([item], today)[item.pk]
    shared = _Shared(item, today)
    before = queries.earlier(item, today)
    told = [row for row in before if _is_told(row, label)]
    actions = list(item.actions.select_related("responsible"))
    own_text = item.tells_text
    open_before = [a for row in told for a in row.actions.all() if a.state == "open"]
    return Screen(
        item=item,
        label=label,
        basis=_basis(item, label, shared),
        reasons=tuple(_reasons(item, label, shared)),
        parties=tuple(_parties(item, label, shared, today)),
        past=tuple(
            Past(row.held_on, decision.text)
            for row in told
            if row.held_on
            for decision in row.decisions.all()
        ),
        hidden_past=len(before) - len(told),
        open_actions=tuple(queries.todos_of(open_before, today)),
        decisions=tuple(item.decisions.all()) if own_text else (),
        actions=tuple(actions) if own_text else (),
        state=rules.state_of(item, asked=False, actions=[row.state for row in actions]),
    )


def _is_told(row: AgendaItem, label: Label) -> bool:
    """Whether an earlier discussion's words may stand beside the family as it is called now."""
    return row.tells_text and (label.is_named or row.mode == AgendaItem.Mode.ANONYMOUS)


def _basis(item: AgendaItem, label: Label, shared: _Shared) -> str:
    if not label.is_named:
        if item.mode == AgendaItem.Mode.ANONYMOUS:
            return "Ingen navn, adresser eller andre kjennetegn sies eller skrives."
        return NOT_YET
    by, until, laws = set(), [], set()
    known = set(label.person_ids)
    for row in shared.rows:
        if row.scope != Scope.HOUSEHOLD:
            continue
        until.append(row.valid_to)
        if row.consent is None or row.consent.given_by is None:
            laws.add(row.legal_basis)
        else:
            giver = row.consent.given_by
            by.add(giver.name if giver.pk in known else "en forsørger")
    words = [f"Samtykke fra {listed(sorted(by))}"] if by else []
    words += sorted(laws)
    return f"{'. '.join(words)}. Gjelder til {min(until):%d.%m.%Y}."


def _reasons(item: AgendaItem, label: Label, shared: _Shared) -> Iterable[Reason]:
    for flag in queries.open_flags(item):
        tells = label.is_named and shared.covers(rules.SCOPE_OF_RULE[flag.rule])
        told = flags.said(flag.rule, flag.data) if tells else ""
        acute = flag.rule in rules.ACUTE
        when = _when(flag.raised_on, label)
        yield Reason(str(flag), f"Reist {when}", told, "danger" if acute else "warning")
    if item.requested_at is not None:
        title = f"Meldt av {item.get_asking_party_display()}"
        when = _when(timezone.localdate(item.requested_at), label)
        told = f"{item.request} ({item.requested_by})" if label.is_named else ""
        yield Reason(title, f"Meldt {when}", told, "info")


def _when(day: date, label: Label) -> str:
    """The day; the week alone where the family has no name."""
    return f"{day:%d.%m.%Y}" if label.is_named else f"uke {day.isocalendar().week}"


def _parties(item: AgendaItem, label: Label, shared: _Shared, today: date) -> Iterable[PartyTells]:
    people: dict[str, str] = {}
    if label.is_named:
        rows = Responsibility.objects.valid_on(today).filter(household=item.household_id)
        for row in rows.select_related("caseworker"):
            people[row.party] = str(row.caseworker) if row.caseworker else "Ingen saksbehandler"
    for party in (NAV, BFT, HV):
        if not label.is_named:
            asked = item.asking_party or NAV
            told: tuple[str, ...] = ("Meldte saken",) if party == asked else ()
            yield PartyTells(party.label, "", told, (NOTHING,))
            continue
        shows = tuple(_shows(item, party, label, shared, today))
        closed = tuple(
            f"{scope.label}: utenfor samtykket"
            for scope in TELLS.get(party, ())
            if not shared.about(party, scope)
        )
        hides = closed if shows or party == NAV else ("Har ikke delt noe med OSK-møtet",)
        yield PartyTells(party.label, people.get(party, ""), shows, hides)


def _shows(
    item: AgendaItem, party: Party, label: Label, shared: _Shared, today: date
) -> Iterable[str]:
    if party == NAV:
        yield from _economy(shared.about(party, Scope.ECONOMY))
        yield from _kvp(shared.about(party, Scope.KVP), today)
        if shared.about(party, Scope.HOUSING):
            yield from _housing(item, today)
    yield from _mapped(item, party, label, shared.about(party, Scope.CHILDREN))


def _economy(persons: set[int]) -> Iterable[str]:
    """Type and duration alone (security.md 2.1)."""
    if not persons:
        return
    rows = Payment.objects.filter(
        person__in=persons,
        status=Payment.Status.PAID,
        scheme=Payment.Scheme.ASSISTANCE,
        amount__gt=0,
    )
    months = sorted(set(rows.values_list("month", "paid_on__year")))
    if not months:
        yield "Ingen økonomisk sosialhjelp"
        return
    count = len({month for month, _ in months})
    yield f"Økonomisk sosialhjelp i {count} måneder siden {months[0][1]}"


def _kvp(persons: set[int], today: date) -> Iterable[str]:
    if not persons:
        return
    rows = KvpEnrolment.objects.filter(person__in=persons).order_by("-valid_from")
    last = rows.first()
    if last is None:
        yield "Ikke i kvalifiseringsprogrammet"
    elif last.valid_to is None or last.valid_to >= today:
        yield f"I kvalifiseringsprogrammet siden {last.valid_from:%d.%m.%Y}"
    else:
        yield f"Kvalifiseringsprogrammet ble avsluttet {last.valid_to:%d.%m.%Y}"


def _housing(item: AgendaItem, today: date) -> Iterable[str]:
    rent = HousingCost.objects.valid_on(today).filter(
        household=item.household_id, kind=HousingCost.Kind.RENT
    )
    row = rent.first()
    if row is None:
        yield "Boutgifter er ikke registrert"
    else:
        owed = f"{tall(row.arrears)} kr i restanse" if row.arrears else "ingen restanse"
        yield f"Leier for {tall(row.claimed)} kr i måneden, {owed}"


def _mapped(item: AgendaItem, party: str, label: Label, persons: set[int]) -> Iterable[str]:
    """The latest mapping of each child by the party: what is at level 2 or 3, and its own words."""
    rows = ChildMapping.objects.completed().filter(
        household=item.household_id, party=party, child__in=persons
    )
    latest = {row.child_id: row for row in rows.order_by("pk").prefetch_related("domains")}
    for known in label.known:
        row = latest.get(known.person_id)
        if row is None or row.completed_on is None:
            continue
        worries = [
            f"{_inside(domain_label(one.domain, row.depth, known.age))} nivå {one.level}"
            for one in row.domains.all()
            if one.level in (Level.WORRY, Level.SERIOUS)
        ]
        told = ", ".join(worries) or "ingen områder på nivå 2 eller 3"
        yield f"{known.told}: kartlagt {row.completed_on:%d.%m.%Y}, {told}"
        if row.voice_words:
            yield f"{known.first_name} sier selv: «{row.voice_words}»"


def _inside(label: str) -> str:
    """A label in the middle of a sentence; abbreviations keep their letters."""
    return label[:1].lower() + label[1:]
