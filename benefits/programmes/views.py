"""The household's tab "KVP og tiltak"."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from accounts.policy import Permission
from benefits.programmes.sections import SECTIONS
from households.door import household_view
from households.frame import page_frame, refuse
from households.models import Household
from households.permits import may_see_benefits


@requires(Permission.SEE_BENEFITS)
@require_safe
@household_view
def of_household(request: HttpRequest, household: Household) -> HttpResponse:
    """What goes on in the programme, and in active measures, to the office that has the case."""
    user, today = cast(User, request.user), timezone.localdate()
    if not may_see_benefits(user, household):
        refuse(request, household, "benefits_of_unit")
    sections = [make(household, user, today) for make in SECTIONS]
    frame = page_frame(request, household)
    return render(request, "benefits/programmes/household.html", frame | {"sections": sections})
