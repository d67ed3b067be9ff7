"""Under the address of a household."""

from django.urls import path

from households.background.views import background

app_name = "background"
urlpatterns = [
    path("<int:household_id>/bakgrunn/<int:person_id>/", background, name="background"),
]
