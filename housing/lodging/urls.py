"""Temporary lodging: lists and places under botilbud/, a household's need on its own page."""

from django.urls import path

from housing.lodging import views

app_name = "lodging"
ONE = "husstander/<int:household_id>/botilbud/"
urlpatterns = [
    path("botilbud/", views.tonight, name="tonight"),
    path("botilbud/bruk/", views.use, name="use"),
    path("botilbud/steder/", views.places, name="places"),
    path("botilbud/steder/nytt/", views.new_place, name="new_place"),
    path("botilbud/steder/<int:place_number>/", views.change_place, name="change_place"),
    path(f"{ONE}ny/", views.new, name="new"),
    path(f"{ONE}<int:need_id>/", views.need, name="need"),
    path(f"{ONE}<int:need_id>/<slug:act_name>/", views.act, name="act"),
]
