"""The documents of a household: the list, a new one, and the file itself."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access_log
from accounts.access import found_or_404, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from households.documents import actions, queries, storage
from households.documents.content import SUFFIXES
from households.documents.forms import DocumentForm
from households.door import household_view
from households.frame import log, page_frame, refuse, refuse_unless_own
from households.models import Document, Household
from households.permits import units_to_write_in

PER_PAGE = 50
REGISTER = Permission.REGISTER_DOCUMENT
NO_ROOM = "Filen kunne ikke lagres. Sjekk ledig plass på disken."


@requires(Permission.OF_OFFICE)
@require_safe
@household_view
def documents(request: HttpRequest, household: Household) -> HttpResponse:
    """The documents of the own party, the latest first."""
    refuse_unless_own(request, household)
    page = Paginator(queries.documents_of(household), PER_PAGE)
    context = {
        "page": page.get_page(request.GET.get("side")),
        "may_register": units_to_write_in(cast(User, request.user), household, REGISTER),
    }
    frame = page_frame(request, household)
    return render(request, "households/documents/list.html", frame | context)


@requires(REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new_document(request: HttpRequest, household: Household) -> HttpResponse:
    """A file is taken in, or refused with the reason at its field."""
    user, today = cast(User, request.user), timezone.localdate()
    units = units_to_write_in(user, household, REGISTER)
    if not units:
        refuse(request, household, "register_document")
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    people = queries.people_of(household)
    form = DocumentForm(*posted, units=units, people=people, today=today)
    if form.is_valid() and _registered(request, household, form):
        messages.success(request, "Dokumentet er lagret.")
        return redirect("documents:list", household.pk)
    frame = page_frame(request, household)
    return render(request, "households/documents/new.html", frame | {"form": form})


def _registered(request: HttpRequest, household: Household, form: DocumentForm) -> bool:
    """Whether it could be kept; else the form says why not."""
    paper = form.paper
    log(
        request,
        household,
        AccessEvent.Action.CREATE,
        [paper.person.pk] if paper.person else [],
    )
    try:
        actions.register_document(
            household=household,
            unit=form.office,
            paper=paper,
            content=form.content,
            by=cast(User, request.user),
        )
    except storage.ScanRefusedError as error:
        form.add_error("file", str(error))
    except OSError:
        form.add_error("file", NO_ROOM)
    return not form.errors


@requires(Permission.OF_OFFICE)
@require_safe
@household_view
def download(request: HttpRequest, household: Household, document_id: int) -> HttpResponse:
    """The file, logged; a browser may only save it, and runs nothing that stands in it."""
    refuse_unless_own(request, household)
    rows = queries.documents_of(household)
    found = found_or_404(request, rows, document_id, object_type="document")
    _log_download(request, household, found)
    try:
        content = storage.read(found)
    except storage.DocumentGoneError as error:
        raise Http404 from error
    suffix = SUFFIXES[Document.ContentType(found.content_type)]
    response = HttpResponse(content, content_type=_content_type(found))
    response["Content-Disposition"] = f'attachment; filename="dokument-{found.pk}.{suffix}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _content_type(document: Document) -> str:
    is_text = document.content_type == Document.ContentType.TEXT
    return "text/plain; charset=utf-8" if is_text else document.content_type


def _log_download(request: HttpRequest, household: Household, found: Document) -> None:
    members = sorted({row.person_id for row in household.all_memberships})
    access_log.record(
        request,
        AccessEvent.Action.EXPORT,
        object_type="document",
        object_id=found.pk,
        subject_ids=[found.person_id] if found.person_id else members,
        rule=household.access.basis,
    )
