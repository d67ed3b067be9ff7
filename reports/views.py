"""Pages of the yearly report. What they show is the published figures, masked like the files."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts import access_log, jobs
from accounts.access import may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from accounts.sudo import sudo_required
from reports import actions, presentation, queries, storage, tasks
from reports.forms import AssessmentForm, FamiliesForm, OrderForm
from reports.models import ReportFile, ReportRun

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
HOUSEHOLDS_A_PAGE = 50


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, even if it is nothing; None when the page is only shown."""
    return request.POST if request.method == "POST" else None


@requires(Permission.SEE_REPORTS)
@require_GET
def latest(request: HttpRequest) -> HttpResponse:
    """The newest finished report of the latest year: the executive's first screen."""
    run = ReportRun.objects.filter(state=ReportRun.State.READY).order_by("-year", "-pk").first()
    return redirect("reports:report", run.pk) if run else redirect("reports:list")


@requires(Permission.SEE_REPORTS)
def report_list(request: HttpRequest) -> HttpResponse:
    may_order = may(cast(User, request.user), Permission.ORDER_REPORT)
    form = OrderForm(_posted(request), today=timezone.localdate())
    if request.method == "POST" and not may_order:
        access_log.record(
            request,
            AccessEvent.Action.CREATE,
            object_type="report",
            denied_by=f"requires:{Permission.ORDER_REPORT}",
        )
        raise PermissionDenied("Rollen din kan lese rapporter, men ikke bestille dem.")
    if request.method == "POST" and form.is_valid():
        return _order(request, form)
    context = {
        "rows": presentation.rows(ReportRun.objects.select_related("asked_by")),
        "form": form if may_order else None,
    }
    return render(request, "reports/report_list.html", context)


def _order(request: HttpRequest, form: OrderForm) -> HttpResponse:
    run, is_new = actions.request_report(
        year=form.cleaned_data["year"],
        code=form.cleaned_data["definition"],
        as_of=form.cleaned_data["as_of"],
        by=cast(User, request.user),
        again="again" in request.POST,
    )
    if is_new:
        access_log.record(
            request, AccessEvent.Action.CREATE, object_type="report", object_id=run.pk
        )
        jobs.enqueue(tasks.make_report, run.pk)
    else:
        messages.info(request, "Rapporten var bestilt fra før.")
    return redirect("reports:report", run.pk)


@requires(Permission.SEE_REPORTS)
@require_GET
def report(request: HttpRequest, run_id: int) -> HttpResponse:
    run = get_object_or_404(ReportRun.objects.select_related("asked_by", "assessed_by"), pk=run_id)
    if run.state != ReportRun.State.READY:
        return render(request, "reports/progress.html", presentation.progress(run))
    context = presentation.page(run) | {
        "may_assess": may(cast(User, request.user), Permission.ASSESS_REPORT)
        and not run.assessment,
        "may_open": may(cast(User, request.user), Permission.OPEN_FIGURES),
        "executive_title": settings.EXECUTIVE_TITLE,
    }
    access_log.record(request, AccessEvent.Action.READ, object_type="report", object_id=run.pk)
    return render(request, "reports/report.html", context)


@requires(Permission.SEE_REPORTS)
@require_GET
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """The steps as they are now, asked for every two seconds; ready leads to the report."""
    run = get_object_or_404(ReportRun.objects.select_related("asked_by"), pk=run_id)
    if run.state in (ReportRun.State.READY, ReportRun.State.FAILED):
        return HttpResponseClientRedirect(reverse("reports:report", args=[run.pk]))
    return render(request, "reports/_steps.html", presentation.progress(run))


@requires(Permission.ORDER_REPORT)
@require_POST
def try_again(request: HttpRequest, run_id: int) -> HttpResponse:
    run = get_object_or_404(ReportRun, pk=run_id)
    actions.try_again(run)
    jobs.enqueue(tasks.make_report, run.pk)
    return redirect("reports:report", run.pk)


@requires(Permission.ASSESS_REPORT)
def assess(request: HttpRequest, run_id: int) -> HttpResponse:
    run = get_object_or_404(ReportRun, pk=run_id, state=ReportRun.State.READY)
    if run.assessment:
        messages.info(request, "Vurderingen er frosset med rapporten og kan ikke endres.")
        return redirect("reports:report", run.pk)
    form = AssessmentForm(_posted(request), instance=run)
    if form.is_valid():
        return _freeze(request, run.pk, form)
    return render(request, "reports/assessment_form.html", {"run": run, "form": form})


def _freeze(request: HttpRequest, run_id: int, form: AssessmentForm) -> HttpResponse:
    access_log.record(request, AccessEvent.Action.UPDATE, object_type="report", object_id=run_id)
    try:
        actions.assess_report(
            run=get_object_or_404(ReportRun, pk=run_id),
            assessment=form.cleaned_data["assessment"],
            text=form.cleaned_data["assessment_text"],
            by=cast(User, request.user),
        )
        messages.success(request, "Vurderingen er lagret og står nå i rapporten og filene.")
    except actions.AlreadyAssessedError:
        messages.warning(request, "En annen har lagret en vurdering. Din ble ikke lagret.")
    return redirect("reports:report", run_id)


@requires(Permission.SEE_REPORTS)
@require_GET
def download(request: HttpRequest, run_id: int, format: str) -> HttpResponse:
    run = get_object_or_404(ReportRun, pk=run_id, state=ReportRun.State.READY)
    file = storage.latest_files(run).get(format)
    if file is None:
        raise Http404
    access_log.record(request, AccessEvent.Action.EXPORT, object_type="report", object_id=run.pk)
    try:
        content = storage.read_file(file)
    except storage.DamagedFileError:
        return render(request, "reports/damaged_file.html", {"run": run}, status=503)
    response = HttpResponse(content, content_type=CONTENT_TYPES[ReportFile.Format(format)])
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Permission.OPEN_FIGURES)
@sudo_required
@require_GET
def households(request: HttpRequest, run_id: int) -> HttpResponse:
    """The households behind the figure, of those the user may see; never for the executive."""
    run = get_object_or_404(ReportRun, pk=run_id, state=ReportRun.State.READY)
    only_families = "familier" in request.GET
    user = cast(User, request.user)
    rows = queries.households_behind(run, user, only_families=only_families)
    page = Paginator(rows, HOUSEHOLDS_A_PAGE).get_page(request.GET.get("side"))
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="report",
        object_id=run.pk,
        subject_ids=[row.person_id for row in page],
    )
    not_listed = queries.number_not_listed(run, user, only_families=only_families)
    context = {"run": run, "page": page, "only_families": only_families, "not_listed": not_listed}
    return render(request, "reports/households.html", context)


@requires(Permission.OPEN_FIGURES)
@sudo_required
@require_GET
def families(request: HttpRequest, run_id: int) -> HttpResponse:
    """The child families behind the figures of Hovedmål 3, of those the user may see."""
    run = get_object_or_404(ReportRun, pk=run_id, state=ReportRun.State.READY)
    user = cast(User, request.user)
    districts = [row["district"] for row in run.published["by_district"]]
    form = FamiliesForm(request.GET, districts=districts)
    rows = queries.families_behind(run, user, form.chosen)
    page = Paginator(rows, HOUSEHOLDS_A_PAGE).get_page(request.GET.get("side"))
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="report",
        object_id=run.pk,
        subject_ids=[row.household.contact_id for row in page],
    )
    not_listed = queries.families_not_listed(run, user, form.chosen)
    context = {"run": run, "page": page, "form": form, "not_listed": not_listed}
    return render(request, "reports/families.html", context)
