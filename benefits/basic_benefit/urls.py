"""Grunnstønad, under its household."""

from django.urls import path

from benefits.basic_benefit import views

app_name = "basic_benefit"
urlpatterns = [
    path("<int:household_id>/grunnstonad/", views.raise_check, name="raise"),
    path("<int:household_id>/grunnstonad/<int:check_id>/", views.note_result, name="result"),
]
