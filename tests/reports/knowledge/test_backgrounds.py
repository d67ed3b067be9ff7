"""Recipients by background (1h): six indicators and more, aggregates only, cells below 5 masked."""

from __future__ import annotations

from uuid import uuid4

import pytest
import time_machine

from accounts.models import User
from households.models import Household, JournalEntry, Membership
from households.months import month_from
from reports.knowledge.actions import cells_of, make
from reports.knowledge.people import COLUMNS, Recipient, recipients
from tests.benefits.measures.filled import assessed, placed
from tests.conftest import day, logged_in, unit
from tests.factories import HouseholdFactory, PersonFactory, add_member, enrol, pay

pytestmark = pytest.mark.django_db
AS_OF = day("2026-02-01")
ADDRESS = "/rapporter/bakgrunn/"
JANUARY, DECEMBER = month_from(2025, 1), month_from(2025, 12)


def recipient(background: str = "refugee", months: int = 3, **told: object) -> Recipient:
    """Counted alone: somebody new with that background, on assistance at the end of 2025."""
    someone(background, months, **told)
    return recipients(2025, AS_OF)[-1]


def someone(background: str, months: int = 3, **told: object) -> Household:
    home = HouseholdFactory()
    for name, value in ({"background": background} | told).items():
        setattr(home.contact, name, value)
    home.contact.save()
    pay(home.contact, DECEMBER - months + 1, DECEMBER)
    return home


def test_each_recipient_of_the_year_is_counted_once_in_their_group() -> None:
    one = recipient(months=40, resident_since=2018, norwegian_level="a2")
    assert (one.background, one.residence, one.norwegian) == ("Flyktning", "5–9 år", "A2")
    assert (one.months, one.over_three_years) == (12, True)
    other = recipient("", months=2)
    assert (other.background, other.months, other.over_three_years) == ("Ikke oppgitt", 2, False)
    pay(HouseholdFactory().contact, month_from(2024, 11))
    assert len(recipients(2025, AS_OF)) == 2


def test_who_has_not_come_to_the_country_is_told_apart_from_who_has_not_said() -> None:
    one = recipient("none")
    assert (one.residence, one.norwegian) == ("Gjelder ikke", "Gjelder ikke")
    other = recipient("", months=2)
    assert (other.residence, other.norwegian) == ("Ikke oppgitt", "Ikke oppgitt")
    assert recipient("born_here", norwegian_level="native").norwegian == "Morsmål"


@time_machine.travel("2026-02-01", tick=False)
def test_rows_stand_in_their_natural_order(executive: User) -> None:
    for background, since in (("", None), ("none", None), ("work", 2010), ("family", 2018)):
        for _ in range(5):
            someone(background, resident_since=since)
    for _ in range(5):
        someone("refugee", resident_since=2024)
    page = logged_in(executive).post(ADDRESS, {"ar": "2025"}, follow=True).text
    table = page.partition('id="h-residence"')[2].partition("</tbody>")[0]
    names = ("Under 5 år", "5–9 år", "10 år eller mer", "Gjelder ikke", "Ikke oppgitt")
    places = [table.index(f'scope="row">{name}') for name in names]
    assert places == sorted(places)


def test_each_indicator_is_what_it_says(team_leader: User) -> None:
    home = someone("family", needs_interpreter=True)
    person = home.contact
    enrol(person, day("2024-02-01"), day("2025-03-31"))
    placed(home, team_leader, on=day("2025-05-01"))
    assessed(home, team_leader, on=day("2025-06-01"))
    add_member(home, PersonFactory(birth_date=day("2015-01-01")), Membership.Role.CHILD)
    JournalEntry.objects.create(
        household=home,
        party="nav",
        unit=unit("nav", "midtbyen"),
        contact_on=day("2025-07-01"),
        spoken_with=person,
        text="Snakket",
        interpreter="in_person",
        interpreter_needed=True,
        form_token=uuid4(),
        written_by=team_leader,
    )
    (one,) = recipients(2025, AS_OF)
    told = {column.key: getattr(one, column.key) for column in COLUMNS}
    assert len(told) >= 6
    nothing = {name for name, holds in told.items() if not holds}
    assert nothing == {"over_three_years", "to_work"}


def test_what_was_registered_after_the_day_does_not_count() -> None:
    someone("refugee")
    home = HouseholdFactory()
    pay(home.contact, DECEMBER, registered_on=day("2026-03-01"))
    assert len(recipients(2025, AS_OF)) == 1
    assert len(recipients(2025, day("2026-03-01"))) == 2


@time_machine.travel("2026-02-01", tick=False)
def test_cells_below_five_are_masked_and_nobody_is_named(executive: User, caseworker: User) -> None:
    for _ in range(9):
        someone("refugee", needs_interpreter=True)
        someone("none")
    for _ in range(3):
        someone("work")
    client = logged_in(executive)
    page = client.post(ADDRESS, {"ar": "2025"}, follow=True).text
    table = make(kind="backgrounds", year=2025, as_of=AS_OF, by=executive)
    cells = cells_of(table.published)
    shown = [value for value in cells.values() if value is not None]
    assert not [value for value in shown if 0 < value < 5]
    assert cells["background", "Arbeidsinnvandrer", "count"] is None
    assert cells["whole", "I alt", "count"] == 21
    assert sum(cells["background", name, "count"] is None for name in GROUPS) >= 2
    assert "skjult" in page
    assert "Sosialhjelp i mer enn tre år" in page
    assert "/husstander/" not in page.partition("<main")[2]
    assert logged_in(caseworker).get(ADDRESS).status_code == 403


GROUPS = ("Flyktning", "Ikke innvandrerbakgrunn", "Arbeidsinnvandrer")
