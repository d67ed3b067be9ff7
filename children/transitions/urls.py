"""The transitions of a household's children, under its address."""

from django.urls import path

from children.transitions import views

app_name = "transitions"
HOME = "husstander/<int:household_id>/barn/"
ONE = f"{HOME}overgang/<int:transition_id>/"
urlpatterns = [
    path(f"{HOME}<int:child_id>/overgang/", views.open_one, name="open"),
    path(ONE, views.show, name="show"),
    path(f"{ONE}mottaker/", views.step, {"key": "receiver"}, name="receiver"),
    path(f"{ONE}mote/", views.step, {"key": "meeting"}, name="meeting"),
    path(f"{ONE}plan/", views.step, {"key": "plan"}, name="plan"),
    path(f"{ONE}spor/", views.step, {"key": "ask"}, name="ask"),
    path(f"{ONE}svar/", views.answer, name="answer"),
    path(f"{ONE}ettervern/", views.step, {"key": "aftercare"}, name="aftercare"),
    path(f"{ONE}avslutt/", views.step, {"key": "end"}, name="end"),
]
