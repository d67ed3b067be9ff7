"""The tables' admin, outside any namespace but Django's own."""

from django.urls import path

from coordination.administration.tables import site

urlpatterns = [path("", site.urls)]
