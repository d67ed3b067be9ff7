"""The product's addresses, and a few views behind the door that do what views must not."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts import access_log
from accounts.access import requires
from accounts.models import AccessEvent
from accounts.policy import Permission
from config import urls
from households.door import household_view
from households.models import Household


@household_view
def show(request: HttpRequest, household: Household) -> HttpResponse:
    return HttpResponse(f"Husstanden {household.contact.last_name}")


@household_view
def rename(request: HttpRequest, household: Household) -> HttpResponse:
    household.contact.last_name = "Endret"
    with transaction.atomic():
        household.contact.save()
    return HttpResponse("endret")


@household_view
def run_sql(request: HttpRequest, household: Household) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(request.headers["X-Sql"])
    return HttpResponse("kjørt")


@household_view
def keep_frame(request: HttpRequest, household: Household) -> HttpResponse:
    """Writes what a page that reads may write: the session and the access log."""
    request.session["sist"] = household.pk
    request.session.save()
    access_log.record(request, AccessEvent.Action.LIST)
    return HttpResponse("skrevet")


@requires(Permission.SEE_BENEFITS)
@household_view
def money(request: HttpRequest, household: Household) -> HttpResponse:
    return HttpResponse("penger")


app_name = "door"
behind = [
    path("<int:household_id>/vis/", show, name="show"),
    path("<int:household_id>/endre/", rename, name="rename"),
    path("<int:household_id>/sql/", run_sql, name="run_sql"),
    path("<int:household_id>/ramme/", keep_frame, name="keep_frame"),
    path("<int:household_id>/penger/", money, name="money"),
]
urlpatterns = [path("dor/", include((behind, app_name))), *urls.urlpatterns]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
