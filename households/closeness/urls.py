"""The address under konto/egen-person/."""

from django.urls import path

from households.closeness.views import own_person

app_name = "closeness"
urlpatterns = [path("", own_person, name="own_person")]
