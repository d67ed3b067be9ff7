"""Meetings, their agendas and what waits, as far as a user may see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.access import units_with
from accounts.models import Party, RoleAssignment, Unit, User
from accounts.policy import Permission, Role, permissions_of
from coordination.flags import rules as flags
from coordination.meetings import rules
from coordination.meetings.labels import Label, labels_of
from coordination.models import AgendaItem, Flag, Meeting, OskAction
from coordination.models.meetings import unprotected
from households.models import Consent, Household, Membership, Receiver

ATTENDING = [role.value for role in Role if Permission.ATTEND_MEETINGS in permissions_of(role)]


@dataclass(frozen=True)
class Line:
    """A family on a list: what it is called, why it is there, and how far it has come."""

    item: AgendaItem
    number: int
    label: Label
    why: str
    state: AgendaItem.State
    consent: str

    @property
    def shown(self) -> str:
        """What it is called on a shared screen, where others are in the room."""
        return f"Sak {self.number}" if self.item.meeting_id else "Venter"


@dataclass(frozen=True)
class Todo:
    """An open or settled action, whose it is, and how late."""

    action: OskAction
    item: AgendaItem
    label: Label
    days_late: int


def with_basis(item: AgendaItem) -> AgendaItem:
    """The same row, told whether it may be named today."""
    rows = AgendaItem.objects.filter(pk=item.pk).with_basis(timezone.localdate())
    return rows.select_related("meeting", "household", "baton", "unit").get()


def units_led(user: User, today: date) -> QuerySet[Any]:
    """The NAV units whose OSK meeting the user leads."""
    led = units_with(user, Permission.LEAD_MEETINGS)
    return Unit.objects.valid_on(today).filter(pk__in=led, party=Party.NAV)


def agenda_of(user: User, meeting: Meeting) -> QuerySet[AgendaItem]:
    """The families of a meeting in their order, as far as the user may see them."""
    rows = AgendaItem.objects.visible_to(user).filter(meeting=meeting)
    return _whole(rows).order_by("position", "pk")


def waiting_of(user: User, unit: Unit) -> QuerySet[AgendaItem]:
    rows = _whole(AgendaItem.objects.visible_to(user).filter(unit=unit).waiting())
    return rows.order_by(F("position").asc(nulls_last=True), "pk")


def _whole(rows: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    return rows.select_related("unit", "meeting", "baton", "baton_next").prefetch_related(
        "actions__responsible"
    )


def lines_of(items: Sequence[AgendaItem], today: date) -> list[Line]:
    """In the order given; a few queries, whatever their number."""
    labels, asked = labels_of(items, today), asked_for_consent(items)
    numbers = _numbers(items)
    return [
        Line(
            item=item,
            number=numbers.get(item.pk, number),
            label=labels[item.pk],
            why=why_of(item),
            state=rules.state_of(
                item,
                asked=item.household_id in asked,
                actions=[row.state for row in item.actions.all()],
            ),
            consent=_consent_words(item, item.household_id in asked),
        )
        for number, item in enumerate(items, 1)
    ]


def _numbers(items: Sequence[AgendaItem]) -> dict[int, int]:
    """What each is called on its agenda: the same number to all, with no gap for what is hidden."""
    open_ones = Household.objects.filter(unprotected())
    rows = AgendaItem.objects.filter(
        meeting__in={item.meeting_id for item in items if item.meeting_id},
        household__in=open_ones.values("pk"),
    )
    found: dict[int, int] = {}
    count: Counter[int] = Counter()
    for pk, meeting in rows.order_by("position", "pk").values_list("pk", "meeting"):
        count[meeting] += 1
        found[pk] = count[meeting]
    return found


def why_of(item: AgendaItem) -> str:
    """In short, without figures: the rule, who asked, or that it was to be looked at again."""
    if item.rule:
        return item.get_rule_display()
    if item.asking_party:
        return f"Meldt av {item.get_asking_party_display()}"
    return "Ny gjennomgang"


def _consent_words(item: AgendaItem, asked: bool) -> str:
    if item.mode == AgendaItem.Mode.ANONYMOUS:
        return "Drøftes anonymt"
    if item.has_basis:
        return "Med navn"
    return "Samtykke er spurt om" if asked else "Samtykke mangler"


def asked_for_consent(items: Iterable[AgendaItem]) -> set[int]:
    """Households somebody of which has been asked about the OSK meeting, without an answer yet."""
    rows = Consent.objects.unanswered().filter(household__in={item.household_id for item in items})
    return {pk for pk, to in rows.values_list("household", "to_parties") if Receiver.OSK in to}


def todos_of(actions: Iterable[OskAction], today: date) -> list[Todo]:
    """Only those whose text is for the meeting today; the most urgent first."""
    rows = sorted(actions, key=lambda row: (row.due_on, row.pk))
    items = {row.item_id: row.item for row in rows}
    told = AgendaItem.objects.filter(pk__in=items).with_basis(today).select_related("unit")
    known = {row.pk: row for row in told}
    labels = labels_of(list(known.values()), today)
    return [
        Todo(row, known[row.item_id], labels[row.item_id], max(0, (today - row.due_on).days))
        for row in rows
        if known[row.item_id].tells_text
    ]


def open_actions(user: User, unit: Unit, today: date) -> list[Todo]:
    """What earlier meetings of the unit have decided, and nobody has done yet."""
    rows = OskAction.objects.visible_to(user).open().filter(item__unit=unit)
    return todos_of(rows.select_related("item", "responsible"), today)


def open_flags(item: AgendaItem) -> list[Flag]:
    """The family's flags to the meeting that stand open, the most pressing first."""
    rows = Flag.objects.open().filter(household=item.household_id, rule__in=flags.TO_OSK)
    return sorted(rows, key=lambda row: flags.rank(row.rule))


def earlier(item: AgendaItem, today: date) -> list[AgendaItem]:
    """The family's earlier discussions in the unit, the latest first."""
    rows = AgendaItem.objects.discussed().filter(unit=item.unit_id, household=item.household_id)
    rows = rows.exclude(pk=item.pk).with_basis(today).select_related("meeting")
    rows = rows.prefetch_related("decisions", "actions__responsible")
    return list(rows.order_by("-discussed_at"))


def baton_of(item: AgendaItem) -> User | None:
    """Who holds the baton of the family: on this item, or since an earlier discussion."""
    if item.baton is not None:
        return item.baton
    rows = AgendaItem.objects.discussed().filter(
        unit=item.unit_id, household=item.household_id, baton__isnull=False
    )
    last = rows.exclude(pk=item.pk).order_by("-discussed_at").select_related("baton").first()
    return last.baton if last else None


def people_for(unit: Unit, today: date, *, named: bool) -> dict[str, list[User]]:
    """By party: who may be given something to do; NAV's own alone while the family has no name."""
    beside = Unit.objects.valid_on(today).filter(district=unit.district_id)
    units = [unit.pk, *beside.values_list("pk", flat=True)] if unit.district_id else [unit.pk]
    rows = RoleAssignment.objects.valid_on(today).filter(
        role__in=ATTENDING, unit__in=units, user__is_active=True
    )
    found: dict[str, list[User]] = {}
    for row in rows.select_related("user", "unit").order_by("user__last_name", "user__first_name"):
        party = row.unit.party if row.unit else ""
        if (named or party == Party.NAV) and row.user not in found.setdefault(party, []):
            found[party].append(row.user)
    return {party: people for party, people in found.items() if people}


def words_of(household: Household) -> set[str]:
    """What would tell who is in the household: each name, and each number."""
    rows = Membership.objects.filter(household=household).select_related("person")
    return {word for row in rows for word in _words(row.person)}


def _words(person: Any) -> Iterator[str]:
    for name in (person.first_name, person.last_name):
        yield from (word for word in name.replace("-", " ").split() if len(word) > 1)
    for number in (person.number, person.duf_number, person.phone):
        if number:
            yield "".join(number.split())


def counts(lines: Iterable[Line]) -> Counter[str]:
    """How many are ready to be discussed, and how many are not."""
    return Counter("ready" if line.item.may_be_discussed else "not_ready" for line in lines)


@dataclass(frozen=True)
class Minutes:
    """What was decided about one family; without its words where they are closed with a consent."""

    line: Line
    decisions: tuple[str, ...]
    actions: tuple[OskAction, ...]
    is_closed: bool


def minutes_of(lines: Iterable[Line], today: date) -> list[Minutes]:
    """Of those that are discussed, in the order of the agenda."""
    done = [line for line in lines if line.item.discussed_at is not None]
    rows = AgendaItem.objects.filter(pk__in=[line.item.pk for line in done])
    told = {row.pk: row for row in rows.prefetch_related("decisions", "actions__responsible")}
    return [
        Minutes(
            line=line,
            decisions=tuple(row.text for row in told[line.item.pk].decisions.all())
            if line.item.tells_text
            else (),
            actions=tuple(told[line.item.pk].actions.all()) if line.item.tells_text else (),
            is_closed=not line.item.tells_text,
        )
        for line in done
    ]


def batons_offered(user: User, today: date) -> list[Line]:
    """The families whose baton is offered to the user."""
    rows = _whole(AgendaItem.objects.visible_to(user).filter(baton_next=user, closed_at=None))
    return lines_of(list(rows), today)


def own_actions(user: User, today: date) -> list[Todo]:
    """What the user is to do, from every meeting."""
    rows = OskAction.objects.visible_to(user).open().filter(responsible=user)
    return todos_of(rows.select_related("item", "responsible"), today)


@dataclass(frozen=True)
class Told:
    """How far a family has come towards the meeting, to a party that is not in the room yet."""

    status: str
    why: str
    by_own_party: bool


def told_to(household: Household, parties: Collection[str], today: date) -> Told | None:
    """What a party that has the family knows of it all the same: what itself told.

    That is its own request, and of HV the petition for eviction that it took down. Nothing of who
    else asked, of other flags, or of what was said (security.md 2.1, participant c).
    """
    rows = AgendaItem.objects.filter(household=household).coming().with_basis(today)
    item = rows.select_related("meeting").first()
    if item is None:
        return None
    asked = item.requested_at is not None and item.asking_party in parties
    petition = Flag.objects.open().filter(household=household, rule=Flag.Rule.EVICTION)
    if not asked and not (Party.HV in parties and petition.exists()):
        return None
    why = "Det er kommet en begjæring om utkastelse."
    if asked:
        why = f"Meldt av dere {timezone.localdate(item.requested_at):%d.%m.%Y}."
    return Told(_status_of(item), why, by_own_party=asked)


def _status_of(item: AgendaItem) -> str:
    if not item.has_basis and item.mode != AgendaItem.Mode.ANONYMOUS:
        return "Meldt til OSK-møtet, venter på samtykke"
    if item.meeting is not None:
        return f"Står på sakslisten {item.meeting.on:%d.%m.%Y}"
    return "Meldt til OSK-møtet, på venteliste"


def items_about(user: User, household: Household, *, is_office: bool, today: date) -> list[Any]:
    """The household's own discussions, the latest first: all to the office that gave its words.

    Others see those of the meetings they take part in, as long as a consent opens them.
    """
    rows = AgendaItem.objects.filter(household=household)
    if is_office:
        rows = rows.with_basis(today)
    else:
        rows = AgendaItem.objects.visible_to(user).filter(household=household)
    return list(
        rows.select_related("meeting", "unit", "baton", "requested_by")
        .prefetch_related("decisions", "actions__responsible", "changes__by")
        .order_by("-pk")
    )
