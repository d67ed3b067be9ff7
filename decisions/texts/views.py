"""The standard texts: all of them, one with its editions, and writing them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import found_or_404, may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from decisions.models import TextBlock
from decisions.texts import actions, queries
from decisions.texts.forms import EditionForm, EndForm, FilterForm, TextForm
from households.door import reads_only

READERS = (Permission.DECIDE, Permission.KEEP_TEXTS)


@requires(*READERS)
@require_safe
@reads_only
def texts(request: HttpRequest) -> HttpResponse:
    """Every text by what it is for, in its latest edition."""
    form = FilterForm(request.GET)
    form.is_valid()
    kind, part = (form.cleaned_data.get(name, "") for name in ("gjelder", "brukes_i"))
    context = {
        "filters": form,
        "is_filtered": bool(kind or part),
        "rows": queries.latest_texts(kind, part),
        "today": timezone.localdate(),
        "keeps": may(cast(User, request.user), Permission.KEEP_TEXTS),
    }
    return render(request, "decisions/texts/list.html", context)


@requires(*READERS)
@require_safe
@reads_only
def text(request: HttpRequest, block_id: int) -> HttpResponse:
    """A text with all its editions, whichever of them is asked for."""
    return _show(request, _found(request, block_id))


def _show(request: HttpRequest, block: TextBlock, end: EndForm | None = None) -> HttpResponse:
    editions = queries.editions_of(block)
    latest = editions[0].block
    keeps = may(cast(User, request.user), Permission.KEEP_TEXTS)
    may_end = keeps and latest.valid_to is None
    context = {
        "latest": latest,
        "editions": editions,
        "today": timezone.localdate(),
        "keeps": keeps,
        "end": (end or EndForm(auto_id="end_%s")) if may_end else None,
    }
    return render(request, "decisions/texts/text.html", context)


def _found(request: HttpRequest, block_id: int) -> TextBlock:
    return found_or_404(request, TextBlock.objects.all(), block_id, object_type="text_block")


@requires(Permission.KEEP_TEXTS)
def new_text(request: HttpRequest) -> HttpResponse:
    form = TextForm(_posted(request), today=timezone.localdate())
    block = _done(request, form, actions.new_text, None) if form.is_valid() else None
    if block is None:
        return render(request, "decisions/texts/edit.html", {"form": form, "latest": None})
    messages.success(request, "Teksten er lagret.")
    return redirect("texts:text", block.pk)


@requires(Permission.KEEP_TEXTS)
def new_edition(request: HttpRequest, block_id: int) -> HttpResponse:
    block = queries.editions_of(_found(request, block_id))[0].block
    began = {"title": block.title, "body": block.body, "seen": block.version}
    form = EditionForm(_posted(request), today=timezone.localdate(), initial=began)
    new = _done(request, form, actions.new_edition, block) if form.is_valid() else None
    if new is None:
        return render(request, "decisions/texts/edit.html", {"form": form, "latest": block})
    messages.success(request, f"Utgave {new.version} er lagret.")
    return redirect("texts:text", new.pk)


@requires(Permission.KEEP_TEXTS)
@require_POST
def end_text(request: HttpRequest, block_id: int) -> HttpResponse:
    block = _found(request, block_id)
    form = EndForm(request.POST, auto_id="end_%s")
    if not form.is_valid() or _done(request, form, actions.end_text, block) is None:
        return _show(request, block, form)
    messages.success(request, "Teksten er tatt ut av bruk. Vedtakene som har brukt den, har den.")
    return redirect("texts:text", block.pk)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(request: HttpRequest, form: Form, act: Any, block: TextBlock | None) -> TextBlock | None:
    """Log the act and do it; None, with why on the form, when it is refused."""
    access_log.record(
        request,
        AccessEvent.Action.UPDATE if block else AccessEvent.Action.CREATE,
        object_type="text_block",
        object_id=block.pk if block else None,
    )
    given = form.cleaned_data | ({"block": block} if block else {})
    try:
        done: TextBlock = act(at=timezone.now(), by=cast(User, request.user), **given)
    except actions.RefusedError as error:
        form.add_error(error.field, error.text)
        return None
    return done
