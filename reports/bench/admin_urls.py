"""All addresses, and Django's own list of the queue: a yardstick for the bench alone."""

from __future__ import annotations

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest
from django.urls import path

from config.urls import urlpatterns as product
from housing.models import QueueEntry


class Yardstick(AdminSite):
    """Open to the user of the bench, who is on a scratch database."""

    def has_permission(self, request: HttpRequest) -> bool:
        return True


class Entries(ModelAdmin):
    """What the page of the queue shows of the entry itself, 50 rows a page."""

    list_display = ("applicant", "priority", "points", "counts_from", "approved_on", "unit")
    list_select_related = ("applicant", "unit")
    list_per_page = 50

    def has_view_permission(self, request: HttpRequest, obj: QueueEntry | None = None) -> bool:
        return True


site = Yardstick()
site.register(QueueEntry, Entries)
urlpatterns = [*product, path("yardstick/", site.urls)]
