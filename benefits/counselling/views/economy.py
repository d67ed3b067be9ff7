"""Debts, powers of attorney, letters and the budget of a counselling."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from benefits.counselling import economy
from benefits.counselling.actions import AdviceError
from benefits.counselling.door import counselling_view, log, written_view
from benefits.counselling.forms import BudgetForm, DebtForm, LetterForm, MandateForm
from benefits.counselling.letters import pdf_of
from benefits.counselling.views.cases import ANYBODY, WRITERS, show
from benefits.models import BudgetLine, Counselling


@requires(*WRITERS)
@require_POST
@written_view
def new_debt(request: HttpRequest, counselling: Counselling) -> HttpResponse:
    form = DebtForm(request.POST, today=timezone.localdate())
    return _added(request, counselling, form, "debt")


@requires(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
@written_view
def debt(request: HttpRequest, counselling: Counselling, debt_id: int) -> HttpResponse:
    """Change a debt: the amount as it is today, or that it is settled."""
    found = counselling.debts.filter(pk=min(debt_id, LARGEST_ID)).first()
    if found is None or not counselling.is_running:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = DebtForm(posted, instance=found, today=timezone.localdate())
    if form.is_valid():
        log(request, counselling, AccessEvent.Action.UPDATE)
        form.save()
        return redirect("counselling:case", counselling.pk)
    context = {"counselling": counselling, "form": form, "debt": found}
    return render(request, "benefits/counselling/debt.html", context)


@requires(*WRITERS)
@require_POST
@written_view
def new_mandate(request: HttpRequest, counselling: Counselling) -> HttpResponse:
    form = MandateForm(request.POST, today=timezone.localdate())
    return _added(request, counselling, form, "mandate")


@requires(*WRITERS)
@require_POST
@written_view
def end_mandate(request: HttpRequest, counselling: Counselling, mandate_id: int) -> HttpResponse:
    """The person takes the power of attorney back: it does not hold from today on."""
    today = timezone.localdate()
    found = counselling.mandates.filter(pk=min(mandate_id, LARGEST_ID)).first()
    if found is None:
        raise Http404
    log(request, counselling, AccessEvent.Action.UPDATE)
    economy.end_mandate(mandate=found, on=today)
    return redirect("counselling:case", counselling.pk)


@requires(*WRITERS)
@require_POST
@written_view
def new_letter(request: HttpRequest, counselling: Counselling) -> HttpResponse:
    """Write to a creditor whom a power of attorney covers today."""
    today, user = timezone.localdate(), cast(User, request.user)
    creditors = economy.creditors_of(counselling, economy.valid_mandates(counselling, today), today)
    form = LetterForm(request.POST, creditors=creditors)
    if not form.is_valid() or not counselling.is_running:
        return show(request, counselling, {"letter": form} if creditors else {})
    log(request, counselling, AccessEvent.Action.CREATE)
    try:
        economy.write_letter(
            counselling=counselling,
            creditor=form.cleaned_data["creditor"],
            text=form.cleaned_data["text"],
            on=today,
            at=timezone.now(),
            by=user,
        )
    except AdviceError as error:
        messages.error(request, str(error))
    return redirect("counselling:case", counselling.pk)


@requires(*ANYBODY)
@require_safe
@counselling_view
def letter(request: HttpRequest, counselling: Counselling, letter_id: int) -> HttpResponse:
    """The letter as PDF, always the same; printing it is logged."""
    letters = counselling.letters.select_related("mandate", "made_by")
    found = letters.filter(pk=min(letter_id, LARGEST_ID)).first()
    if found is None:
        raise Http404
    log(request, counselling, AccessEvent.Action.PRINT)
    answer = HttpResponse(pdf_of(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="brev-{found.pk}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@requires(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
@written_view
def budget(request: HttpRequest, counselling: Counselling) -> HttpResponse:
    """The month's budget, each post beside what it usually costs."""
    if not counselling.is_running:
        raise Http404
    today, user = timezone.localdate(), cast(User, request.user)
    lines = BudgetLine.objects.visible_to(user).filter(counselling=counselling)
    form = BudgetForm(
        request.POST if request.method == "POST" else None,
        references=economy.references_of(counselling, today),
        initial=dict(lines.values_list("post", "amount")),
    )
    if form.is_valid():
        log(request, counselling, AccessEvent.Action.UPDATE)
        economy.set_budget(counselling=counselling, amounts=form.amounts, on=today, by=user)
        return redirect("counselling:case", counselling.pk)
    context = {"counselling": counselling, "form": form}
    return render(request, "benefits/counselling/budget.html", context)


def _added(request: HttpRequest, counselling: Counselling, form: Any, name: str) -> HttpResponse:
    """Save the new row, or show the page again with what is wrong."""
    if not form.is_valid() or not counselling.is_running:
        return show(request, counselling, {name: form})
    log(request, counselling, AccessEvent.Action.CREATE)
    row = form.save(commit=False)
    row.counselling, row.registered_by = counselling, cast(User, request.user)
    row.save()
    return redirect("counselling:case", counselling.pk)
