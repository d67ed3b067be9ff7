"""The municipality's homes: the vacant ones, the register, and an offer of one."""

from django.urls import path

from housing.homes import views

app_name = "homes"
urlpatterns = [
    path("ledige/", views.vacant, name="vacant"),
    path("", views.register, name="register"),
    path("ny/", views.new_home, name="new"),
    path("<int:dwelling_id>/", views.home, name="home"),
    path("<int:dwelling_id>/endre/", views.change_home, name="change"),
    path("<int:dwelling_id>/tilbud/<int:queue_id>/", views.offer, name="offer"),
]
