"""Addresses under familiesamtaler/."""

from django.urls import path

from children.dialogues import views

app_name = "dialogues"
ONE = "<int:period_id>/"
urlpatterns = [
    path("", views.dialogues, name="list"),
    path(ONE, views.participant, name="participant"),
    path(f"{ONE}ny/", views.register, name="register"),
    path(f"{ONE}<int:dialogue_id>/angre/", views.undo, name="undo"),
]
