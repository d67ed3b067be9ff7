"""Addresses under klager/."""

from django.urls import path

from decisions.appeal_figures.views import appeals

app_name = "appeals"
urlpatterns = [path("", appeals, name="list")]
