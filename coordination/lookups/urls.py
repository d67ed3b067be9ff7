"""Addresses under innsyn/: the access log and the reviews of it."""

from django.urls import path

from coordination.views.access_log import export, log, own
from coordination.views.reviews import review, reviews

app_name = "lookups"
urlpatterns = [
    path("logg/", log, name="log"),
    path("logg/csv/", export, name="export"),
    path("mine/", own, name="own"),
    path("etterkontroll/", reviews, name="reviews"),
    path("etterkontroll/<int:review_id>/", review, name="review"),
]
