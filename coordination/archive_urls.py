"""Addresses under arkiv/: requests for access, erasure, and what is locked."""

from django.urls import path

from coordination.views import access_requests, retention

app_name = "archive"
urlpatterns = [
    path("innsynskrav/", access_requests.open_requests, name="requests"),
    path("regler/", retention.rules, name="rules"),
    path("sletting/", retention.runs, name="runs"),
    path("sletting/forslag/", retention.propose, name="propose"),
    path("sletting/<int:run_id>/", retention.run, name="run"),
    path("sletting/<int:run_id>/godkjenn/", retention.approve, name="approve"),
    path("sletting/<int:run_id>/trekk/", retention.withdraw, name="withdraw"),
    path("sletting/<int:run_id>/igjen/", retention.try_again, name="try_again"),
    path("sletting/<int:run_id>/avlevert/", retention.note_delivery, name="note_delivery"),
    path("laast/", retention.locked, name="locked"),
    path("laast/<int:lock_id>/", retention.open_locked, name="open_locked"),
]
