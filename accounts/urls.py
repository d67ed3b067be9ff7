"""The front page, and the pages of django-allauth that this product uses (no sign-up)."""

from allauth.account import views as allauth
from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("konto/logg-inn/", views.login, name="account_login"),
    path("konto/logg-ut/", allauth.logout, name="account_logout"),
    path("konto/bekreft/", allauth.reauthenticate, name="account_reauthenticate"),
    path("konto/passord/", allauth.password_change, name="account_change_password"),
    path("konto/laast/", allauth.account_inactive, name="account_inactive"),
]
