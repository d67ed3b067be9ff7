"""Addresses under samtykker/."""

from django.urls import path

from coordination.views.consent_list import consent_list

app_name = "consents"
urlpatterns = [path("", consent_list, name="list")]
