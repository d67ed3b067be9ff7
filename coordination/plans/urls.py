"""The plan of a household, and who passes a threshold next."""

from django.urls import path

from coordination.plans.views import pages, passing, writing

app_name = "plans"
ONE = "husstander/<int:household_id>/plan/"
urlpatterns = [
    path(ONE, pages.plan, name="plan"),
    path(f"{ONE}ny/", pages.new, name="new"),
    path(f"{ONE}svar/", writing.answer, name="answer"),
    path(f"{ONE}gjennomgang/", pages.review, name="review"),
    path(f"{ONE}avslutt/", pages.end, name="end"),
    path(f"{ONE}pdf/", pages.paper, name="paper"),
    path(f"{ONE}mal/", writing.add_goal, name="add_goal"),
    path(f"{ONE}mal/<int:goal_id>/", writing.settle_goal, name="settle_goal"),
    path(f"{ONE}tiltak/", writing.add_step, name="add_step"),
    path(f"{ONE}tiltak/<int:step_id>/", writing.settle_step, name="settle_step"),
    path(f"{ONE}tiltak/<int:step_id>/virkning/", writing.evaluate_step, name="evaluate_step"),
    path(f"{ONE}osk/<int:osk_action_id>/", writing.take_over, name="take_over"),
    path(f"{ONE}retning/", writing.set_direction, name="set_direction"),
    path(f"{ONE}kontakt/", writing.set_contact, name="set_contact"),
    path(f"{ONE}sporsmal/", writing.ask, name="ask"),
    path(f"{ONE}sporsmal/<int:plan_request_id>/", writing.answer_request, name="answer_request"),
    path("planer/neste-kvartal/", passing.passing, name="passing"),
]
