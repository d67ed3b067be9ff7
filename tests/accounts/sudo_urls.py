"""All addresses, and one more: a dangerous act."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts.access import requires
from accounts.policy import Permission
from accounts.sudo import sudo_required


@requires(Permission.SEE_HOUSEHOLDS)
@sudo_required
def danger(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"gjort: {request.POST.getlist('hva')}")


urlpatterns = [
    path("farlig/", danger, name="danger"),
    path("", include("config.urls")),
]
handler403 = "config.views.forbidden"
