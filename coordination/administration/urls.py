"""Addresses under administrasjon/ that touch who has which household."""

from django.urls import path

from coordination.administration.views import distribution, people, units

app_name = "staffing"
urlpatterns = [
    path("roller/<int:assignment_id>/bytte/", people.move, name="move"),
    path("roller/<int:assignment_id>/slutt/", people.give_up_role, name="give_up_role"),
    path("brukere/<int:user_id>/slutte/", people.leave, name="leave"),
    path("brukere/<int:user_id>/vikar/", people.substitute, name="substitute"),
    path("enheter/<int:unit_id>/endre/", units.change_unit, name="change_unit"),
    path("enheter/<int:unit_id>/lukk/", units.close_unit, name="close_unit"),
    path("fordel-husstander/", distribution.distribute_households, name="distribute"),
    path("fordel-saker/", distribution.assign_cases, name="assign"),
]
