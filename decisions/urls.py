"""Decisions, under their household."""

from django.urls import path

from decisions.views import appeal_case, appeals, approval, conditions, letters, pages, writing

app_name = "decisions"
ALL = "<int:household_id>/vedtak/"
ONE = f"{ALL}<int:decision_id>/"
CONDITION = f"{ONE}vilkar/<int:condition_id>/"
APPEAL = f"{ONE}klage/<int:appeal_id>/"
urlpatterns = [
    path(ALL, pages.decisions, name="list"),
    path(f"{ALL}nytt/", pages.new_decision, name="new"),
    path(ONE, pages.decision, name="decision"),
    path(f"{ONE}skriv/", writing.write, name="write"),
    path(f"{ONE}hent-tilbake/", writing.take_back, name="take_back"),
    path(f"{ONE}trekk/", writing.withdraw, name="withdraw"),
    path(f"{ONE}rett/", writing.correct, name="correct"),
    path(f"{ONE}godkjenn/", approval.approve, name="approve"),
    path(f"{ONE}underkjenn/", approval.return_decision, name="return"),
    path(f"{ONE}utkast.pdf", letters.preview, name="preview"),
    path(f"{ONE}brev.pdf", letters.letter, name="letter"),
    path(f"{ONE}sendt/", letters.send, name="send"),
    path(f"{CONDITION}status/", conditions.set_state, name="condition_state"),
    path(f"{CONDITION}varslet/", conditions.notify, name="condition_notify"),
    path(f"{CONDITION}hort/", conditions.hear, name="condition_hear"),
    path(f"{CONDITION}reduser/", conditions.reduce, name="condition_reduce"),
    path(f"{ONE}klage/ny/", appeals.new_appeal, name="new_appeal"),
    path(APPEAL, appeals.appeal, name="appeal"),
    path(f"{APPEAL}saken/", appeal_case.choose, name="appeal_case"),
    path(f"{APPEAL}saken.pdf", appeal_case.case_file, name="appeal_file"),
    path(f"{APPEAL}vurdert/", appeals.reconsider, name="appeal_reconsider"),
    path(f"{APPEAL}oversendt/", appeals.forward, name="appeal_forward"),
    path(f"{APPEAL}avgjort/", appeals.settle, name="appeal_settle"),
    path(f"{APPEAL}fulgt-opp/", appeals.implement, name="appeal_implement"),
]
