"""Writing a standard text, a new edition of it, and taking it out of use; no edition is changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from decisions.models import TextBlock

DAY = timedelta(days=1)
MARK = "-"


class RefusedError(Exception):
    """Why it may not be done, in a Norwegian sentence; `field` is what has to change, if any."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.text, self.field = text, field


@transaction.atomic
def new_text(
    *, kind: str, part: str, title: str, body: str, valid_from: date, at: datetime, by: User
) -> TextBlock:
    _check_start(valid_from, at)
    return TextBlock.objects.create(
        key=_free_key(title),
        kind=kind,
        part=part,
        title=title,
        body=body,
        valid_from=valid_from,
        made_by=by,
    )


def _free_key(title: str) -> str:
    """A short name nobody has; it is never shown."""
    stem = slugify(title)[:50] or "tekst"
    taken = set(TextBlock.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}{MARK}{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)


@transaction.atomic
def new_edition(
    *,
    block: TextBlock,
    seen: int,
    title: str,
    body: str,
    valid_from: date,
    at: datetime,
    by: User,
) -> TextBlock:
    """A new wording from a day on; `seen` is the edition that its writer began with.

    The one before ends the day before, or that same day when it began then.
    """
    last = _latest(block)
    if last.version != seen:
        raise RefusedError("En annen har skrevet en ny utgave siden du åpnet siden. Les den først.")
    _check_start(valid_from, at)
    if valid_from < last.valid_from:
        text = f"Utgave {last.version} begynner {last.valid_from:%d.%m.%Y}. Velg en dag fra da av."
        raise RefusedError(text, "valid_from")
    if (title, body) == (last.title, last.body) and last.valid_to is None:
        raise RefusedError("Teksten er ikke endret.", "body")
    if last.valid_to is None or last.valid_to >= valid_from:
        _end(last, max(last.valid_from, valid_from - DAY), at, by)
    return TextBlock.objects.create(
        key=last.key,
        version=last.version + 1,
        kind=last.kind,
        part=last.part,
        title=title,
        body=body,
        valid_from=valid_from,
        made_by=by,
    )


@transaction.atomic
def end_text(*, block: TextBlock, last_day: date, at: datetime, by: User) -> TextBlock:
    """Nobody can choose it after `last_day`; yesterday takes it away at once."""
    last = _latest(block)
    if last.valid_to is not None:
        raise RefusedError(f"Teksten gjelder allerede bare til {last.valid_to:%d.%m.%Y}.")
    if last_day < timezone.localdate(at) - DAY:
        raise RefusedError("Siste dag kan ikke være før i går.", "last_day")
    if last_day < last.valid_from:
        text = f"Utgaven begynner {last.valid_from:%d.%m.%Y}. Velg en dag fra da av."
        raise RefusedError(text, "last_day")
    _end(last, last_day, at, by)
    return last


def _latest(block: TextBlock) -> TextBlock:
    rows = TextBlock.objects.select_for_update().filter(key=block.key)
    return rows.order_by("-version")[0]


def _check_start(valid_from: date, at: datetime) -> None:
    if valid_from < timezone.localdate(at):
        raise RefusedError("En tekst kan ikke gjelde bakover i tid.", "valid_from")


def _end(block: TextBlock, last_day: date, at: datetime, by: User) -> None:
    block.valid_to, block.ended_by, block.ended_at = last_day, by, at
    block.save(update_fields=["valid_to", "ended_by", "ended_at"])
