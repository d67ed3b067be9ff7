"""Writing a mapping: its questions, best interests, "noe endret?", and what is common to all."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import AccessEvent, Unit, User
from accounts.policy import Permission
from children import actions, queries
from children.codes import FAMILY_FACTS, Depth, MappingState
from children.conflict import differing
from children.contents import answers_of, facts_of, known_of
from children.forms import ChangedForm, FamilyForm, MappingForm, WeighedForm
from children.models import ChildMapping, FamilyFacts
from children.permits import unit_for_family, unit_to_map_in
from children.rules import is_heard_itself, needs_assessment, suggested_paragraph
from households import autosave
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household, Person

MAP = Permission.MAP_CHILD


def mapper(
    request: HttpRequest, household: Household, child_id: int, party: str = ""
) -> tuple[Unit, User]:
    """The unit for which the user maps the child; 403 for whoever does not."""
    user = cast(User, request.user)
    unit = unit_to_map_in(user, household, child_id)
    if unit is None or (party and unit.party != party):
        refuse(request, household, "map_child", [child_id])
    return unit, user


def child_here(household: Household, child_id: int) -> Person:
    found = queries.child_of(household, child_id, timezone.localdate())
    if found is None:
        raise Http404
    return found


@requires(MAP)
@require_POST
@household_view
def start(request: HttpRequest, household: Household, child_id: int) -> HttpResponse:
    """Begin a mapping, or go on with the one that is begun; the family's facts come first."""
    child = child_here(household, child_id)
    unit, user = mapper(request, household, child_id)
    log(request, household, AccessEvent.Action.CREATE, [child_id])
    depth = Depth.FULL if request.POST.get("depth") == Depth.FULL else Depth.SHORT
    made = actions.start_mapping(
        household=household, child=child, unit=unit, depth=depth, at=timezone.now(), by=user
    )
    if made.family_id is None:
        return redirect(f"{_family_url(household)}?til={made.pk}")
    return to_mapping(made)


def mapping_page(request: HttpRequest, household: Household, found: ChildMapping) -> HttpResponse:
    """The questions of a mapping that is in progress: shown, stored, or sent on from."""
    mapper(request, household, found.child_id, found.party)
    if (kept := autosave.answered(request, household)) is not None:
        return kept
    posted = request.POST if request.method == "POST" else None
    form = MappingForm(posted, mapping=found, answers=answers_of(found))
    if posted is None or not form.is_valid():
        autosave.fill(form, autosave.typed(request, household, request.path))
        return _show_form(request, household, found, form)
    if found.state != MappingState.IN_PROGRESS:
        return _conflict(request, household, found, form)
    log(request, household, AccessEvent.Action.UPDATE, [found.child_id])
    try:
        saved = actions.save_mapping(
            mapping=found,
            version=form.cleaned_data["version"],
            answers=form.answers,
            by=cast(User, request.user),
        )
    except actions.ConflictError:
        found.refresh_from_db()
        return _conflict(request, household, found, form)
    autosave.done(request)
    return _then(request, household, saved)


def _then(request: HttpRequest, household: Household, saved: ChildMapping) -> HttpResponse:
    """What follows when the answers are stored."""
    act = request.POST.get("do")
    if act == "full":
        return to_mapping(actions.open_full(mapping=saved))
    if act == "family":
        return redirect(f"{_family_url(household)}?til={saved.pk}")
    if act != "next":
        messages.success(request, "Kartleggingen er lagret. Den kan fortsettes senere.")
        return to_mapping(saved)
    missing = actions.missing_in(saved)
    if not missing:
        return redirect("children:finish", household.pk, saved.pk)
    again = request.POST.copy()
    again["version"] = str(saved.version)
    form = MappingForm(again, mapping=saved, answers=answers_of(saved))
    form.is_valid()
    form.refuse(missing)
    return _show_form(request, household, saved, form)


def _show_form(
    request: HttpRequest, household: Household, found: ChildMapping, form: MappingForm
) -> HttpResponse:
    frame, today = page_frame(request, household), timezone.localdate()
    user = cast(User, request.user)
    siblings = queries.cards_of(household, frame["bar"].children, user, today)
    context = {
        "mapping": found,
        "form": form,
        "siblings": siblings,
        "card": next((row for row in siblings if row.child.person_id == found.child_id), None),
        "missing": actions.missing_in(found),
        "is_heard": is_heard_itself(found.age),
        "observations": queries.observations_of(household, found.child_id, user),
        "autosave": autosave.page_of(request, household, request.path),
    }
    return render(request, "children/form.html", frame | context)


def _conflict(
    request: HttpRequest, household: Household, found: ChildMapping, form: MappingForm
) -> HttpResponse:
    """Both versions side by side; what was written can be stored over the other, knowingly."""
    context = {
        "mapping": found,
        "may_overwrite": found.state == MappingState.IN_PROGRESS,
        "rows": differing(form, answers_of(found)),
        "kept": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in ("csrfmiddlewaretoken", "version", "do")
            for value in values
        ],
    }
    frame = page_frame(request, household)
    return render(request, "children/conflict.html", frame | context, status=409)


@requires(MAP)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def finish(request: HttpRequest, household: Household, mapping_id: int) -> HttpResponse:
    """Best interests, and the paragraph that the decision gets; then the mapping is completed."""
    found = _in_progress(request, household, mapping_id)
    if actions.missing_in(found):
        return to_mapping(found)
    posted = request.POST if request.method == "POST" else None
    begun = {"version": found.version, "paragraph": suggested_paragraph(facts_of(found))}
    begun["known"] = known_of(found)
    form = WeighedForm(posted, initial=begun)
    if form.is_valid():
        log(request, household, AccessEvent.Action.UPDATE, [found.child_id])
        try:
            return _complete(request, found, form)
        except actions.ConflictError:
            messages.warning(request, "Noen andre har skrevet i kartleggingen. Se over den igjen.")
            return to_mapping(found)
        except actions.RefusedError as error:
            form.add_error(error.field, error.text)
    context = {
        "mapping": found,
        "form": form,
        "must_assess": needs_assessment(found.depth, found.levels.values()),
        "duties": actions.duties_of(found, cast(User, request.user)),
    }
    return render(request, "children/finish.html", page_frame(request, household) | context)


def _complete(request: HttpRequest, found: ChildMapping, form: WeighedForm) -> HttpResponse:
    done = actions.complete_mapping(
        mapping=found,
        version=form.cleaned_data["version"],
        weighed=form.weighing,
        at=timezone.now(),
        by=cast(User, request.user),
    )
    name = done.child.first_name or done.child.name
    messages.success(request, f"{name} er kartlagt. Gyldig til {done.valid_to:%d.%m.%Y}.")
    return redirect("children:child", done.household_id, done.child_id)


def _in_progress(request: HttpRequest, household: Household, mapping_id: int) -> ChildMapping:
    found = queries.readable_mapping(household, mapping_id, cast(User, request.user))
    if found is None or found.state != MappingState.IN_PROGRESS:
        raise Http404
    mapper(request, household, found.child_id, found.party)
    return found


@requires(MAP)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def changed(request: HttpRequest, household: Household, child_id: int) -> HttpResponse:
    """Has anything changed? No fulfils the duty; yes begins anew, with the old answers."""
    child = child_here(household, child_id)
    unit, user = mapper(request, household, child_id)
    last = queries.last_completed(household, child_id, user)
    if last is None or not last.is_valid_on(timezone.localdate()):
        raise Http404
    form = ChangedForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        frame = page_frame(request, household)
        today = timezone.localdate()
        siblings = queries.cards_of(household, frame["bar"].children, user, today)
        card = next((row for row in siblings if row.child.person_id == child_id), None)
        context = {
            "mapping": last,
            "form": form,
            "siblings": siblings,
            "card": card,
            "late": [row for row in last.domains.all() if row.due_on and row.due_on < today],
        }
        return render(request, "children/changed.html", frame | context)
    log(request, household, AccessEvent.Action.UPDATE, [child_id])
    now = timezone.now()
    if form.is_changed:
        made = actions.start_mapping(
            household=household, child=child, unit=unit, depth=last.depth, at=now, by=user
        )
        return to_mapping(made)
    actions.confirm_unchanged(mapping=last, at=now, by=user)
    messages.success(request, f"Ingenting er endret for {child.first_name or child.name}.")
    return redirect("children:list", household.pk)


@requires(MAP)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def family(request: HttpRequest, household: Household) -> HttpResponse:
    """What is written once for all the children; then on to the mapping that asked for it."""
    user = cast(User, request.user)
    unit = unit_for_family(user, household)
    if unit is None:
        refuse(request, household, "map_child")
    facts = actions.latest_family(household, unit.party)
    form = FamilyForm(request.POST if request.method == "POST" else None, facts=facts)
    if form.is_valid():
        children = sorted({row.person_id for row in household.all_memberships})
        log(request, household, AccessEvent.Action.UPDATE, children)
        try:
            actions.write_family(
                household=household,
                unit=unit,
                seen=form.cleaned_data["seen"],
                facts=form.facts,
                by=user,
            )
            messages.success(request, "Det som er felles for barna, er lagret.")
            return _onwards(request, household)
        except actions.ConflictError:
            facts = actions.latest_family(household, unit.party)
            form = _typed_over(request, facts)
    stored = facts if form.non_field_errors() else None
    context: dict[str, Any] = {"form": form, "stored": stored, "labels": FAMILY_FACTS}
    return render(request, "children/family.html", page_frame(request, household) | context)


def _typed_over(request: HttpRequest, facts: FamilyFacts | None) -> FamilyForm:
    """What was typed once more, to be stored over what another has stored meanwhile."""
    posted = request.POST.copy()
    posted["seen"] = str(facts.pk if facts else 0)
    form = FamilyForm(posted, facts=facts)
    form.is_valid()
    form.add_error(None, OTHER_WROTE)
    return form


OTHER_WROTE = (
    "Noen andre har endret dette mens du skrev. Det som er lagret nå, står under skjemaet. "
    "Ta med det du vil ha, og lagre igjen."
)


def _onwards(request: HttpRequest, household: Household) -> HttpResponse:
    """To the mapping that is named in the address, if it is the user's to go on with."""
    number = request.GET.get("til", "")
    key = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    found = queries.readable_mapping(household, key, cast(User, request.user))
    return to_mapping(found) if found else redirect("children:list", household.pk)


def _family_url(household: Household) -> str:
    return str(redirect("children:family", household.pk).url)


def to_mapping(found: ChildMapping) -> HttpResponse:
    return redirect("children:mapping", found.household_id, found.pk)
