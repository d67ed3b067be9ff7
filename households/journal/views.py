"""The journal of a household: its notes, a new one, and one in another's place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import found_or_404, requires
from accounts.models import AccessEvent, Unit, User
from accounts.policy import Permission
from households import autosave
from households.door import household_view
from households.frame import log, page_frame, refuse, refuse_unless_own
from households.journal import actions, queries
from households.journal.forms import FilterForm, NoteForm, initial_of
from households.models import Household, JournalEntry
from households.permits import units_to_write_in

PER_PAGE = 50
WRITE = Permission.WRITE_JOURNAL


@requires(Permission.OF_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def journal(request: HttpRequest, household: Household) -> HttpResponse:
    """The notes of the own party, the latest first, and on top the box for a new one."""
    refuse_unless_own(request, household)
    units = units_to_write_in(cast(User, request.user), household, WRITE)
    posted = request.method == "POST"
    if posted and not units:
        refuse(request, household, "write_journal")
    if posted and (kept := autosave.answered(request, household)) is not None:
        return kept
    form = note_form(household, units, request.POST if posted else None)
    if form is not None and form.is_valid():
        _log_writing(request, household, form.note)
        actions.write_note(
            household=household, unit=form.office, note=form.note, by=cast(User, request.user)
        )
        autosave.done(request)
        messages.success(request, "Notatet er lagret.")
        return _back(request, household)
    context = _told(request, household) | note_box(request, household, form)
    return render(
        request, "households/journal/journal.html", page_frame(request, household) | context
    )


@requires(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def correct(request: HttpRequest, household: Household, entry_id: int) -> HttpResponse:
    """A new note in the place of one with a mistake; the old one stays, struck."""
    user = cast(User, request.user)
    refuse_unless_own(request, household)
    rows = queries.journal_of(household)
    entry = found_or_404(request, rows, entry_id, object_type="journal_entry")
    units = units_to_write_in(user, household, WRITE)
    units = [unit for unit in units if unit.party == entry.party]
    if not units:
        refuse(request, household, "write_journal")
    if (kept := autosave.answered(request, household)) is not None:
        return kept
    form = cast(NoteForm, note_form(household, units, request.POST or None, entry=entry))
    if form.is_valid():
        _log_writing(request, household, form.note)
        try:
            actions.write_note(
                household=household, unit=form.office, note=form.note, by=user, corrects=entry
            )
            autosave.done(request)
            messages.success(request, "Notatet er rettet. Det gamle står igjen, strøket ut.")
        except actions.AlreadyCorrectedError:
            messages.error(request, ALREADY_CORRECTED)
        return redirect("journal:list", household.pk)
    frame = page_frame(request, household)
    autosave.fill(form, autosave.typed(request, household, request.path))
    kept_of = autosave.page_of(request, household, request.path)
    context = {"form": form, "entry": entry, "autosave": kept_of}
    return render(request, "households/journal/correct.html", frame | context)


ALREADY_CORRECTED = "Notatet er allerede rettet av noen andre. Rett den nye utgaven i stedet."


@requires(Permission.OF_OFFICE)
@require_safe
@household_view
def printout(request: HttpRequest, household: Household) -> HttpResponse:
    """All the notes of the choice on one page, for paper."""
    refuse_unless_own(request, household)
    members = sorted({row.person_id for row in household.all_memberships})
    log(request, household, AccessEvent.Action.PRINT, members)
    context = _told(request, household, whole=True) | {"printed_at": timezone.localtime()}
    frame = page_frame(request, household)
    return render(request, "households/journal/printout.html", frame | context)


def note_form(
    household: Household,
    units: Sequence[Unit],
    posted: Any = None,
    entry: JournalEntry | None = None,
) -> NoteForm | None:
    """The form of a note, of `entry` as it is when that is to be corrected; None for readers."""
    if not units:
        return None
    today: date = timezone.localdate()
    people = queries.people_to_speak_with(household, today)
    children = queries.children_to_mention(household, today)
    if entry is not None:
        people += [entry.spoken_with] if entry.spoken_with else []
        children += entry.children.all()
    form = NoteForm(
        posted,
        units=units,
        people=list(dict.fromkeys(people)),
        children=list(dict.fromkeys(children)),
        today=today,
        initial=initial_of(entry) if entry else None,
    )
    if entry is not None:
        form.fields["text"].label = "Notat"
    return form


def note_box(request: HttpRequest, household: Household, form: NoteForm | None) -> dict[str, Any]:
    """The box for a new note on any page, with what was typed in it and not saved."""
    if form is None:
        return {"note_form": None, "autosave": None}
    address = reverse("journal:list", args=[household.pk])
    autosave.fill(form, autosave.typed(request, household, address))
    return {"note_form": form, "autosave": autosave.page_of(request, household, address)}


def _told(request: HttpRequest, household: Household, *, whole: bool = False) -> dict[str, Any]:
    """The notes that the filter leaves, and how often an interpreter was used."""
    chosen = FilterForm(request.GET, children=queries.children_ever(household))
    rows = queries.journal_of(household)
    found = queries.matching(rows, topic=chosen.topic, child=chosen.child)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("side"))
    return {
        "filter": chosen,
        "page": page,
        "entries": list(found) if whole else page,
        "interpreter_use": queries.interpreter_use(rows),
        "may_write": units_to_write_in(cast(User, request.user), household, WRITE),
    }


def _log_writing(request: HttpRequest, household: Household, note: actions.Note) -> None:
    people = [*note.children, *([note.spoken_with] if note.spoken_with else [])]
    log(request, household, AccessEvent.Action.CREATE, sorted({person.pk for person in people}))


def _back(request: HttpRequest, household: Household) -> HttpResponse:
    """To the page the note was written on."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)
    return redirect("journal:list", household.pk)
