"""Pages of the import: counts, lines, fields and rules, never a name, a number or a value."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts import access_log, jobs
from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits import actions, presentation, tasks
from benefits.forms import AcceptForm, UploadForm
from benefits.imports.outcome import Outcome, Result
from benefits.imports.uploads import UploadError
from benefits.models import ImportRun

RUNS_A_PAGE = 25
FINDINGS_A_PAGE = 50
NOT_WAITING = "Innlesingen ventet ikke lenger på svar."


def _run(request: HttpRequest, run_id: int) -> ImportRun:
    """The run, for who may import; 404 otherwise."""
    visible = ImportRun.objects.visible_to(cast(User, request.user)).select_related("asked_by")
    return get_object_or_404(visible, pk=run_id)


def _record(request: HttpRequest, action: AccessEvent.Action, run_id: int) -> None:
    access_log.record(request, action, object_type="import", object_id=run_id)


@requires(Permission.IMPORT_DATA)
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    runs = ImportRun.objects.visible_to(cast(User, request.user)).select_related("asked_by")
    page = Paginator(runs, RUNS_A_PAGE).get_page(request.GET.get("side"))
    return render(request, "benefits/imports.html", {"page": page})


@requires(Permission.IMPORT_DATA)
def new_import(request: HttpRequest) -> HttpResponse:
    given = request.method == "POST"
    form = UploadForm(request.POST if given else None, request.FILES if given else None)
    if form.is_valid():
        try:
            run = actions.order_import(
                kind=form.cleaned_data["kind"],
                files=form.cleaned_data["upload"],
                by=cast(User, request.user),
            )
        except UploadError as error:
            form.add_error("upload", str(error))
        else:
            _record(request, AccessEvent.Action.CREATE, run.pk)
            jobs.enqueue(tasks.check_import, run.pk)
            return redirect("benefits:import_run", run.pk)
    return render(request, "benefits/new_import.html", {"form": form})


@requires(Permission.IMPORT_DATA)
@require_GET
def import_run(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    _record(request, AccessEvent.Action.READ, run.pk)
    if run.state in presentation.RUNNING or run.state == ImportRun.State.FAILED:
        return render(request, "benefits/import_progress.html", presentation.progress(run))
    return _result(request, run, None)


def _result(request: HttpRequest, run: ImportRun, form: AcceptForm | None) -> HttpResponse:
    context = presentation.page(run)
    outcome: Outcome = context["outcome"]
    if form is None and run.state == ImportRun.State.PREVIEWED:
        form = AcceptForm(needs_answer=outcome.result is Result.NEEDS_ANSWER)
    side = Paginator(outcome.errors, FINDINGS_A_PAGE).get_page(request.GET.get("side"))
    return render(request, "benefits/import_result.html", context | {"form": form, "page": side})


@requires(Permission.IMPORT_DATA)
@require_GET
def import_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """The steps as they are now, asked for every two seconds; the end leads to the page."""
    run = _run(request, run_id)
    if run.state not in presentation.RUNNING:
        return HttpResponseClientRedirect(reverse("benefits:import_run", args=[run.pk]))
    return render(request, "benefits/_steps.html", presentation.progress(run))


@requires(Permission.IMPORT_DATA)
@require_POST
def load_import(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    if run.state != ImportRun.State.PREVIEWED:
        messages.info(request, NOT_WAITING)
        return redirect("benefits:import_run", run.pk)
    result = Outcome.from_json(run.outcome).result
    form = AcceptForm(request.POST, needs_answer=result is Result.NEEDS_ANSWER)
    if not form.is_valid():
        return _result(request, run, form)
    _record(request, AccessEvent.Action.UPDATE, run.pk)
    if actions.accept_import(
        run=run, accept_changes=form.cleaned_data.get("accept_changes", False)
    ):
        jobs.enqueue(tasks.write_import, run.pk)
    return redirect("benefits:import_run", run.pk)


@requires(Permission.IMPORT_DATA)
@require_POST
def discard_import(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    _record(request, AccessEvent.Action.UPDATE, run.pk)
    if not actions.discard_import(run=run, now=timezone.now()):
        messages.info(request, NOT_WAITING)
    return redirect("benefits:import_run", run.pk)


@requires(Permission.IMPORT_DATA)
@require_POST
def retry_import(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    _record(request, AccessEvent.Action.UPDATE, run.pk)
    if actions.try_again(run=run):
        jobs.enqueue(tasks.check_import, run.pk)
    return redirect("benefits:import_run", run.pk)
