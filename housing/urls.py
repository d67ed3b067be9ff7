"""The queue and advice of HV, and each household's tab "Bolig"."""

from django.urls import path

from housing import views
from housing.advice import views as advice
from housing.figures import views as figures
from housing.queue import views as queue

app_name = "housing"
HOME = "husstander/<int:household_id>/bolig/"
urlpatterns = [
    path("boligko/", queue.queue, name="queue"),
    path("boligko/soknader/", queue.applications, name="applications"),
    path("boligko/radgivning/", advice.advice, name="advice"),
    path("boligko/tall/", figures.shown, name="figures"),
    path(HOME, views.household, name="household"),
    path(f"{HOME}soknad/ny/", views.new_application, name="new_application"),
    path(f"{HOME}flytting/<int:move_id>/", views.decide_move, name="decide_move"),
    path(f"{HOME}<slug:act_name>/", views.act, name="act"),
]
