"""The confirmation of assistance, under its household."""

from django.urls import path

from benefits.confirmation import views

app_name = "confirmation"
urlpatterns = [path("<int:household_id>/bekreftelse/", views.confirm, name="confirm")]
