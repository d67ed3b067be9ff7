"""Active measures: who waits for an assessment, and those of one household."""

from django.urls import path

from benefits.measures import views

app_name = "measures"
HOME = "husstander/<int:household_id>/tiltak/"
urlpatterns = [
    path("tiltak/", views.waiting, name="waiting"),
    path(f"{HOME}vurdering/", views.assess, name="assess"),
]
