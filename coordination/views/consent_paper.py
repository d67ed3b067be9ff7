"""The consent form to print, as a page and as PDF; each printing stands in the access log."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access_log
from accounts.access import requires
from accounts.models import AccessEvent
from accounts.policy import Permission
from coordination.consent_paper import LANGUAGES, Paper, paper_in, pdf_of
from households.door import household_view
from households.frame import page_frame
from households.models import Household, Person
from households.person_bar import is_present


@requires(Permission.RECORD_CONSENT, Permission.RECORD_ANY_CONSENT)
@require_safe
@household_view
def paper(request: HttpRequest, household: Household) -> HttpResponse:
    printed, people, person = _printed(request, household)
    context = {
        "paper": printed,
        "languages": LANGUAGES,
        "people": people,
        "query": request.GET.urlencode(),
        "chosen": person,
    }
    frame = page_frame(request, household)
    return render(request, "coordination/consent_paper.html", frame | context)


@requires(Permission.RECORD_CONSENT, Permission.RECORD_ANY_CONSENT)
@require_safe
@household_view
def pdf(request: HttpRequest, household: Household) -> HttpResponse:
    printed, _, _ = _printed(request, household)
    answer = HttpResponse(pdf_of(printed, timezone.now()), content_type="application/pdf")
    name = f"samtykkeskjema-{household.number}-{printed.language}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _printed(
    request: HttpRequest, household: Household
) -> tuple[Paper, list[Person], Person | None]:
    """The form that was asked for, logged as printed, and whose name it could have.

    Without a name when nobody is chosen, and always where the place is hidden: a paper lies about.
    """
    if not household.access.is_whole:
        raise Http404
    today = timezone.localdate()
    present = [row.person for row in household.all_memberships if is_present(row, today)]
    people = [] if household.place_hidden else present
    asked = request.GET.get("person", "")
    person = next((row for row in people if str(row.pk) == asked), None)
    access_log.record(
        request,
        AccessEvent.Action.PRINT,
        object_type="household",
        object_id=household.pk,
        subject_ids=[person.pk] if person else [],
    )
    name = person.name if person else ""
    return paper_in(request.GET.get("sprak", ""), household.number, name), people, person
