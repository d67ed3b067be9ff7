"""Health and the pages shown when something is refused or fails."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from health_check.views import HealthCheckView

health = login_not_required(
    never_cache(
        HealthCheckView.as_view(
            checks=["health_check.Database", "health_check.Cache"],
            template_name="health.txt",
            content_type="text/plain; charset=utf-8",
        )
    )
)


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = "Siden var åpen for lenge. Gå tilbake, last siden på nytt og prøv igjen."
    return render(request, "403.html", {"reason": words}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort, rendered without database or context so that it cannot fail itself.

    503 when the database, or the access log in it, does not answer: then nothing may be shown.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = "5"
        return response
    return HttpResponse(render_to_string("500.html"), status=500)
