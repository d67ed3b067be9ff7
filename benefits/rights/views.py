"""The guide to look up and to print, and choosing an applicant's category in a case."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.applications.views.pages import found_in, show
from benefits.models import RightsGuide, RightsRule
from benefits.rights import actions, queries
from benefits.rights.forms import StayForm
from benefits.rights.paper import paper
from benefits.rights.words import LANGUAGES
from households.door import household_view, reads_only
from households.frame import log, refuse
from households.models import Household
from households.permits import unit_for_assistance


@requires(Permission.REGISTER_INTAKE)
@require_safe
@reads_only
def guide(request: HttpRequest) -> HttpResponse:
    """The whole table as it is today; `utgave` shows another edition that a case was met with."""
    found = _edition(request)
    context = {
        "guide": found,
        "lines": queries.lines_of(found) if found else [],
        "services": RightsRule.Service.labels,
        "languages": LANGUAGES.values(),
    }
    return render(request, "benefits/rights/guide.html", context)


@requires(Permission.REGISTER_INTAKE)
@require_safe
@reads_only
def guide_paper(request: HttpRequest, language: str) -> HttpResponse:
    found = _edition(request)
    if language not in LANGUAGES or found is None:
        raise Http404
    content = paper(found, LANGUAGES[language], timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="rettigheter-{language}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _edition(request: HttpRequest) -> RightsGuide | None:
    asked = request.GET.get("utgave", "")
    if asked:
        is_number = asked.isascii() and asked.isdigit() and len(asked) < 5
        return RightsGuide.objects.filter(version=int(asked) if is_number else 0).first()
    return queries.guide_on(timezone.localdate())


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def choose_stay(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    """Keep the category on the case, with the edition of the guide that tells what it gives."""
    user = cast(User, request.user)
    if unit_for_assistance(user, household) is None:
        refuse(request, household, "handle_assistance")
    found = found_in(household, application_id)
    form = StayForm(request.POST, auto_id="stay_%s")
    if not form.is_valid():
        return show(request, household, found, {"stay_form": form})
    log(request, household, AccessEvent.Action.UPDATE, [found.applicant_id])
    try:
        actions.assess_stay(
            application=found, category=form.cleaned_data["category"], at=timezone.now(), by=user
        )
    except actions.NoGuideError:
        messages.error(request, "Ingen utgave av rettighetsguiden gjelder i dag.")
    return redirect("applications:application", household.pk, found.pk)
