"""The letter: as it would be, as it is, and that it has been sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.models import AccessEvent
from decisions import actions
from decisions.forms import SendForm
from decisions.letter_files import LetterGoneError, read
from decisions.letters import lives_hidden, pdf_of, words_of
from decisions.permits import READERS, WRITERS
from decisions.queries import letter_of
from decisions.views.acting import step, to_decision
from decisions.views.pages import found_in, own, reader, show
from households.door import household_view
from households.frame import log
from households.models import Household


@requires(*READERS)
@require_safe
@household_view
def preview(request: HttpRequest, household: Household, decision_id: int) -> HttpResponse:
    """What the letter would be if the decision were approved now, stamped as a draft."""
    reader(request, household)
    found = found_in(request, household, decision_id)
    if found.approved_by_id is not None:
        raise Http404
    return as_pdf(pdf_of(words_of(found), timezone.now()), f"utkast-{found.pk}", "inline")


@requires(*READERS)
@require_safe
@household_view
def letter(request: HttpRequest, household: Household, decision_id: int) -> HttpResponse:
    """The letter as it was made when the decision was approved; taking it out is logged."""
    reader(request, household)
    found = letter_of(found_in(request, household, decision_id))
    if found is None:
        raise Http404
    try:
        content = read(found)
    except LetterGoneError as error:
        raise Http404 from error
    log(request, household, AccessEvent.Action.EXPORT, [found.decision.applicant_id])
    return as_pdf(content, f"vedtak-{found.decision_id}", "attachment")


@requires(*WRITERS)
@require_POST
@household_view
def send(request: HttpRequest, household: Household, decision_id: int) -> HttpResponse:
    """Note how and when the letter was sent."""
    found = own(request, household, decision_id)
    letter = letter_of(found)
    if letter is None:
        raise Http404
    form = SendForm(
        request.POST, hidden=lives_hidden(found), today=timezone.localdate(), auto_id="send_%s"
    )
    answer = step(
        request,
        household,
        found,
        form,
        lambda values, at, by: actions.register_sending(
            letter=letter, channel=values["channel"], sent_on=values["sent_on"], at=at, by=by
        ),
        lambda form: show(request, household, found, {"send": form}),
    )
    if answer is None:
        messages.success(request, "Sendingen er registrert. Klagefristen løper.")
    return answer or to_decision(found)


def as_pdf(content: bytes, name: str, disposition: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'{disposition}; filename="{name}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
