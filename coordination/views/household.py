"""The pages of one household: overview, economy, and a member's whole number."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.claims.queries import claims_of, paid_out
from benefits.confirmation.paper import PURPOSES
from benefits.models import BasicBenefitCheck
from children.queries import COLUMNS, told_cards
from coordination import overview as told
from coordination.cases.queries import overview_of
from coordination.clocks import MONTH_LETTERS
from coordination.flags.queries import flags_of
from coordination.flags.views import may_handle_flags
from coordination.plans.page import card_of
from decisions.permits import may_decide
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.journal.queries import latest_notes
from households.journal.views import WRITE, note_box, note_form
from households.models import Household
from households.permits import may_reveal_number, unit_for_assistance, units_to_write_in
from households.person_bar import open_number
from households.queries import intakes_of

PER_PAGE = 50
LATEST_NOTES = 3


@requires(Permission.SEE_HOUSEHOLDS)
@require_safe
@household_view
def overview(request: HttpRequest, household: Household) -> HttpResponse:
    frame = page_frame(request, household)
    if frame["family"]:
        return render(request, "coordination/family.html", frame)
    bar, today, user = frame["bar"], timezone.localdate(), cast(User, request.user)
    sees = told.Sees(household.access, everything=frame["shows_benefits"])
    stated = told.stated_children(household, today, sees) if not bar.children else None
    stands = overview_of(household, today) if frame["shows_benefits"] else None
    flags = flags_of(household) if stands and stands.has_flags else []
    handles = unit_for_assistance(user, household) is not None
    raised, may_be = [row.flag for row in flags], stands is None or stands.has_plan
    context = {
        "flags": flags,
        "may_handle_flags": may_handle_flags(user, household),
        "may_carry_on": bool(stands and stands.may_renew and handles),
        "may_note_background": handles,
        "benefits": told.benefits_of(bar, today, sees),
        "owed": [row for row in told.costs_of(household, today) if row.arrears]
        if frame["shows_benefits"]
        else [],
        "case": stands and stands.state,
        "intakes": intakes_of(household, user),
        "situations": told.situations(household, today, sees),
        "stated_children": stated,
        "month_letters": MONTH_LETTERS,
        "notes": latest_notes(household, LATEST_NOTES) if frame["shows_records"] else [],
        "plan_card": frame["shows_plan"]
        and card_of(household, user, today, flags=raised, may_be=may_be),
        "cards": told_cards(household, bar.children, user, today),
        "columns": [name for _, name in COLUMNS] if may(user, Permission.SEE_MAPPINGS) else [],
        **note_box(
            request, household, note_form(household, units_to_write_in(user, household, WRITE))
        ),
    }
    return render(request, "coordination/overview.html", frame | context)


@requires(Permission.SEE_BENEFITS)
@require_safe
@household_view
def economy(request: HttpRequest, household: Household) -> HttpResponse:
    """All payments, the latest first."""
    frame = page_frame(request, household)
    if not frame["shows_benefits"]:
        refuse(request, household, "benefits_of_unit")
    payments = told.payments_of(frame["bar"]).select_related(
        "person", "co_applicant", "kvp_benefit"
    )
    page = Paginator(payments, PER_PAGE).get_page(request.GET.get("side"))
    user = cast(User, request.user)
    decides = may_decide(user, household.responsible_today)
    context = {
        "page": page,
        "payments": paid_out(page.object_list),
        "claims": claims_of(household),
        "costs": told.costs_of(household, timezone.localdate()),
        "may_claim": decides,
        "may_change_payments": decides,
        "may_confirm": unit_for_assistance(user, household) is not None,
        "confirmation_purposes": PURPOSES,
        "basic_benefit_checks": told.basic_benefit_checks(household),
        "basic_benefit_results": BasicBenefitCheck.Result.choices,
        "today": timezone.localdate(),
    }
    return render(request, "coordination/economy.html", frame | context)


@requires(Permission.REVEAL_NATIONAL_ID, Permission.REVEAL_ANY_NATIONAL_ID)
@require_POST
@household_view
def reveal_number(request: HttpRequest, household: Household, person_id: int) -> HttpResponse:
    """The whole number of one member, logged before it is sent."""
    members = {row.person_id: row.person for row in household.all_memberships}
    if person_id not in members or not household.access.knows(person_id):
        raise Http404
    if not may_reveal_number(cast(User, request.user), household.responsible_today):
        refuse(request, household, "reveal_number", [person_id])
    number = open_number(members[person_id])
    if number is None:
        raise Http404
    log(request, household, AccessEvent.Action.REVEAL, [person_id])
    context = {"number": number, "person_id": person_id, "name": members[person_id].name}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "households/_number.html", context)
    return render(request, "households/number.html", page_frame(request, household) | context)
