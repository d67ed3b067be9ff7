"""What goes with an appeal to its body: chosen on a page, and taken out as one PDF."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.models import AccessEvent
from decisions.appeal_case import papers
from decisions.appeal_case.file import case_of
from decisions.forms import CaseForm
from decisions.letter_files import LetterGoneError
from decisions.letters import lives_hidden
from decisions.models import Appeal
from decisions.permits import READERS
from decisions.views.appeals import found_appeal
from decisions.views.letters import as_pdf
from decisions.views.pages import reader
from households.door import household_view
from households.frame import log, page_frame
from households.models import Household


@requires(*READERS)
@require_safe
@household_view
def choose(
    request: HttpRequest, household: Household, decision_id: int, appeal_id: int
) -> HttpResponse:
    """Documents and notes to tick; where the place is hidden, none is ticked beforehand."""
    reader(request, household)
    found = found_appeal(request, household, decision_id, appeal_id)
    return _show(request, household, found, _form(household, found))


@requires(*READERS)
@require_POST
@household_view
def case_file(
    request: HttpRequest, household: Household, decision_id: int, appeal_id: int
) -> HttpResponse:
    """The appeal, the office's view, the letters and what is chosen, as one."""
    reader(request, household)
    found = found_appeal(request, household, decision_id, appeal_id)
    form = _form(household, found, request.POST)
    if not form.is_valid():
        return _show(request, household, found, form)
    try:
        content = case_of(found, form.documents, form.notes, timezone.now())
    except LetterGoneError as error:
        raise Http404 from error
    about = {found.appellant_id, *form.people}
    log(request, household, AccessEvent.Action.EXPORT, sorted(about))
    return as_pdf(content, f"klage-{found.pk}", "attachment")


def _form(household: Household, found: Appeal, posted: Any = None) -> CaseForm:
    return CaseForm(
        posted,
        documents=papers.documents_to_choose(household),
        notes=papers.notes_to_choose(household),
        hides=lives_hidden(found.decision),
    )


def _show(
    request: HttpRequest, household: Household, found: Appeal, form: CaseForm
) -> HttpResponse:
    context = {"decision": found.decision, "appeal": found, "form": form}
    frame = page_frame(request, household)
    return render(request, "decisions/appeal_case.html", frame | context)
