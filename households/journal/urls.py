"""The journal of a household, under its address."""

from django.urls import path

from households.journal import views

app_name = "journal"
urlpatterns = [
    path("<int:household_id>/journal/", views.journal, name="list"),
    path("<int:household_id>/journal/utskrift/", views.printout, name="printout"),
    path("<int:household_id>/journal/<int:entry_id>/rett/", views.correct, name="correct"),
]
