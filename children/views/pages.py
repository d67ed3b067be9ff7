"""What is told of a household's children: all of them, one of them, one mapping, on paper too."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import found_or_404, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from children import actions, queries
from children.codes import FAMILY_FACTS, Depth, MappingState
from children.forms import ObservationForm, SetAsideForm
from children.models import ChildMapping
from children.offers.queries import suggestions
from children.permits import may_read, unit_for_family, unit_to_map_in, unit_to_observe_in
from children.transitions.forms import OpenForm
from children.transitions.queries import lines_of, person_of, unit_to_open_in
from children.views.writing import mapping_page
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household
from households.permits import may_see_benefits

SEES = (Permission.SEE_MAPPINGS, Permission.SEE_CHILDREN)


@requires(*SEES)
@require_safe
@household_view
def children(request: HttpRequest, household: Household) -> HttpResponse:
    """Each child with where it stands, and what is common to them."""
    frame = named_frame(request, household)
    user, today = cast(User, request.user), timezone.localdate()
    unit = unit_for_family(user, household)
    context = {
        "cards": queries.cards_of(household, frame["bar"].children, user, today),
        "columns": [name for _, name in queries.COLUMNS] if may_read(user) else [],
        "family_facts": actions.latest_family(household, unit.party) if unit else None,
        "family_labels": FAMILY_FACTS,
        "may_write_family": unit is not None,
        "reads": may_read(user),
        "transitions": [
            line for line in lines_of(household, user, today) if not line.transition.ended_on
        ],
    }
    return render(request, "children/list.html", frame | context)


@requires(*SEES)
@require_safe
@household_view
def child(request: HttpRequest, household: Household, child_id: int) -> HttpResponse:
    """One child: where it stands, the latest picture, earlier ones, and what to do now."""
    return show_child(request, household, child_id)


def show_child(
    request: HttpRequest, household: Household, child_id: int, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """The child's page, with a form that was not taken in its place."""
    frame = named_frame(request, household)
    user, today = cast(User, request.user), timezone.localdate()
    siblings = queries.cards_of(household, frame["bar"].children, user, today)
    card = next((row for row in siblings if row.child.person_id == child_id), None)
    if card is None:
        raise Http404
    latest = queries.last_completed(household, child_id, user)
    observes = unit_to_observe_in(user, household, child_id)
    told = may_see_benefits(user, household)
    is_full = latest is not None and latest.depth == Depth.FULL and latest.is_valid_on(today)
    asks_full = card.may_map and not is_full
    transitions = lines_of(household, user, today)
    person = person_of(household, child_id, today)
    opens = unit_to_open_in(user, household, person, transitions, today)
    needs = {"needs": latest.lasting_needs_text if latest else ""}
    context = {
        "card": card,
        "suggestions": suggestions(latest, household) if latest and card.reads else [],
        "observations": queries.observations_of(household, child_id, user),
        "child": card.child,
        "mapping": latest,
        "why_full": queries.why_full(household, today) if asks_full and told else "",
        "set_aside": SetAsideForm(auto_id="aside_%s") if card.may_map else None,
        "observe": ObservationForm(today=today, auto_id="seen_%s") if observes else None,
        "siblings": siblings,
        "transitions": [line for line in transitions if line.transition.child_id == child_id],
        "open_transition": OpenForm(initial=needs, auto_id="open_%s") if opens else None,
        **family_of(latest, household),
    }
    return render(request, "children/child.html", frame | context | (forms or {}))


@requires(Permission.SEE_MAPPINGS)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def mapping(request: HttpRequest, household: Household, mapping_id: int) -> HttpResponse:
    """A mapping in progress where it is written; else as it was completed."""
    found = readable(request, household, mapping_id)
    unit = unit_to_map_in(cast(User, request.user), household, found.child_id)
    writes = found.state == MappingState.IN_PROGRESS and unit and unit.party == found.party
    if writes or request.method == "POST":
        return mapping_page(request, household, found)
    frame = named_frame(request, household)
    context = {"mapping": found, **family_of(found, household)}
    return render(request, "children/mapping.html", frame | context)


@requires(Permission.SEE_MAPPINGS)
@require_safe
@household_view
def printout(request: HttpRequest, household: Household, mapping_id: int) -> HttpResponse:
    """A completed mapping on one page, for paper."""
    found = readable(request, household, mapping_id)
    log(request, household, AccessEvent.Action.PRINT, [found.child_id])
    context = {
        "mapping": found,
        "printed_at": timezone.localtime(),
        **family_of(found, household),
    }
    return render(request, "children/printout.html", named_frame(request, household) | context)


def readable(request: HttpRequest, household: Household, mapping_id: int) -> ChildMapping:
    """The mapping, if its content is for the user; 404, and logged, else."""
    user = cast(User, request.user)
    rows = ChildMapping.objects.visible_to(user).readable_by(user).filter(household=household)
    return found_or_404(request, rows.with_all(), mapping_id, object_type="child_mapping")


def named_frame(request: HttpRequest, household: Household) -> dict[str, Any]:
    """The frame of the page; 403 where the user may not know who the family is."""
    frame = page_frame(request, household)
    if frame["family"]:
        refuse(request, household, "nameless_family")
    return frame


def family_of(found: ChildMapping | None, household: Household) -> dict[str, Any]:
    """The family's facts beside a mapping: (label, of the family, of the child).

    They tell of the adults too, so that another party sees only what is about the child.
    """
    if found is None:
        return {"family_rows": [], "elsewhere": ""}
    own = found.family if found.party in household.access.own_parties else None
    rows = [
        (label, getattr(own, name, ""), getattr(found, f"{name}_here"))
        for name, label in FAMILY_FACTS.items()
    ]
    told = [row for row in rows if row[1] or row[2]]
    return {"family_rows": told, "elsewhere": own.elsewhere if own else ""}
