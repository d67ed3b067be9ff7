"""Addresses under husstander/."""

from django.urls import path

from coordination.views.household import economy, overview, reveal_number
from coordination.views.household_list import households
from coordination.views.search import search

app_name = "coordination"
urlpatterns = [
    path("", households, name="households"),
    path("sok/", search, name="search"),
    path("<int:household_id>/", overview, name="household"),
    path("<int:household_id>/okonomi/", economy, name="economy"),
    path("<int:household_id>/nummer/<int:person_id>/", reveal_number, name="number"),
]
