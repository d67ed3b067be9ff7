"""The rows of the queue's page in words, which draws faster than words made in the template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict

from django.urls import reverse

from config.templatetags import tall
from housing.queue import rules
from housing.queue.queries import grounds_of, need_in_words, session_due, who_lives_with
from housing.queue.rules import Ranks


class EntryLine(TypedDict):
    """A row of the queue: the place, and why it is there. A `tag` stands instead of an `offer`."""

    applicant: int
    place: int
    priority: str
    row_class: str
    address: str
    name: str
    who: str
    need: str
    approved: str
    waited: str
    why: str
    ahead: str
    session: str
    due: str
    due_mark: str
    tag: str
    tag_colour: str
    offer: str
    offer_more: str


def lines(rows: Sequence[Any], whole: Ranks, today: date) -> list[EntryLine]:
    """Of entries that are `queries.shown`, in the order of the queue."""
    met = grounds_of([row.application_id for row in rows])
    found: list[EntryLine] = []
    for row in rows:
        place = whole.places[row.pk]
        tag, colour, offer, more = _offer(row)
        due, mark = due_in_words(session_due(row), today)
        is_first_of_class = bool(found) and found[-1]["priority"] != row.priority
        found.append(
            EntryLine(
                applicant=row.applicant_id,
                place=place,
                priority=row.priority,
                row_class="class-start" if is_first_of_class else "",
                address=reverse("housing:household", args=[row.household_id]),
                name=row.applicant.name,
                who=who_lives_with(row),
                need=need_in_words(row.application),
                approved=f"{row.approved_on:%d.%m.%Y}",
                waited=f"{tall((today - row.approved_on).days)} dager",
                why="; ".join(met.get(row.application_id, ["Ingen særskilt prioritet"])),
                ahead=_ahead(row, place, whole),
                session=(
                    f"Holdt {row.last_on:%d.%m.%Y}" if row.last_on else "Første samtale ikke holdt"
                ),
                due=due,
                due_mark=mark,
                tag=tag,
                tag_colour=colour,
                offer=offer,
                offer_more=more,
            )
        )
    return found


def _ahead(row: Any, place: int, whole: Ranks) -> str:
    ahead = rules.ahead_by_class(place, whole.until)
    words = rules.ahead_in_words(ahead, row.priority, has_points=whole.has_points)
    if row.counts_from != row.approved_on:
        words += f" Regnes fra {row.counts_from:%d.%m.%Y}."
    return words


def due_in_words(due: date, today: date) -> tuple[str, str]:
    """When the next session is due, and the css class of it: `late`, `soon` or none."""
    late = (today - due).days
    if late > 0:
        return f"{tall(late)} dag{'er' if late > 1 else ''} over frist", "late"
    if late == 0:
        return f"frist {due:%d.%m.%Y}, i dag", "soon"
    return f"neste innen {due:%d.%m.%Y}", ""


def _offer(row: Any) -> tuple[str, str, str, str]:
    """A tag and its colour, or a text, about offers; and what is told below it."""
    if row.is_paused:
        return "På pause", "neutral", "", ""
    if row.answer_by:
        return "Tilbud gitt", "info", "", f"svarfrist {row.answer_by:%d.%m.%Y}"
    if not row.noes:
        return "", "", "Ikke fått tilbud", ""
    times = "gang" if row.noes == 1 else "ganger"
    more = f"{row.noes_counted} teller" if row.noes_counted else ""
    return "", "", f"Takket nei {row.noes} {times}", more
