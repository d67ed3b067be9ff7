"""All addresses. Paths are Norwegian ASCII, names English."""

from django.urls import include, path

from config import views

urlpatterns = [
    path("", include("accounts.urls")),
    path("husstander/", include("coordination.urls")),
    path("import/", include("benefits.urls")),
    path("rapporter/", include("reports.urls")),
    path("helse/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
]

handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
