"""What the municipality itself must do under the plan; no address here leads to a person."""

from django.urls import path

from coordination.plan_actions import views, writing

app_name = "plan_actions"
urlpatterns = [
    path("", views.plan_actions, name="list"),
    path("nytt/", writing.new, name="new"),
    path("gjennomganger/", views.reviews, name="reviews"),
    path("gjennomganger/ny/", writing.new_review, name="new_review"),
    path("tilskudd/nytt/", writing.new_grant, name="new_grant"),
    path("<int:action_number>/", views.plan_action, name="action"),
    path("<int:action_number>/endre/", writing.change, name="change"),
    path("<int:action_number>/status/", writing.move_on, name="move_on"),
    path("<int:action_number>/vurdering/", writing.judge, name="judge"),
]
