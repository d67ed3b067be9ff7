"""All addresses, and Django's own lists of the queue: yardsticks for the bench alone."""

from __future__ import annotations

from django.contrib.admin import AdminSite, ModelAdmin, display
from django.db.models import Max
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone

from config.urls import urlpatterns as product
from households.models import Membership
from households.person_bar import is_child
from housing.codes import OfferAnswer
from housing.models import AdviceSession, QueueEntry, QueuePause
from housing.queue.lines import due_in_words
from housing.queue.order import place_of
from housing.queue.queries import need_in_words, people_in_words, session_due


class Yardstick(AdminSite):
    """Open to the user of the bench, who is on a scratch database."""

    def has_permission(self, request: HttpRequest) -> bool:
        return True


class Seen(ModelAdmin):
    """Fifty rows a page, to be looked at."""

    list_per_page = 50

    def has_view_permission(self, request: HttpRequest, obj: QueueEntry | None = None) -> bool:
        return True


class Bare(Seen):
    """Six stored columns of the entry."""

    list_display = ("applicant", "priority", "points", "counts_from", "approved_on", "unit")
    list_select_related = ("applicant", "unit")


class Same(Seen):
    """The columns of the product's page, each a method of its own, as ModelAdmin would have it.

    Whoever asks sees the whole queue; the product's page weighs access for each entry.
    """

    list_display = (
        *("place", "priority", "applicant", "people", "need", "approved_on", "grounds"),
        *("session", "offers"),
    )
    list_select_related = ("applicant", "application")

    def place(self, entry: QueueEntry) -> int:
        return place_of(entry)

    def people(self, entry: QueueEntry) -> str:
        today = timezone.localdate()
        rows = Membership.objects.valid_on(today).filter(household=entry.household_id)
        members = list(rows.select_related("person"))
        children = sum(is_child(one, today) for one in members)
        return people_in_words(len(members) - children, children)

    def need(self, entry: QueueEntry) -> str:
        return need_in_words(entry.application)

    def grounds(self, entry: QueueEntry) -> str:
        return "; ".join(one.wording for one in entry.application.grounds.all())

    @display(description="advice")
    def session(self, entry: QueueEntry) -> str:
        held = AdviceSession.objects.filter(
            case__household=entry.household_id, held_on__gte=entry.approved_on
        )
        told: dict[str, object] = held.aggregate(last_on=Max("held_on"))
        vars(entry).update(told)
        return due_in_words(session_due(entry), timezone.localdate())[0]

    def offers(self, entry: QueueEntry) -> str:
        if QueuePause.objects.filter(entry=entry, valid_to__isnull=True).exists():
            return "På pause"
        waiting = entry.offers.waiting().first()
        if waiting:
            return f"Svarfrist {waiting.answer_by:%d.%m.%Y}"
        return f"{entry.offers.filter(answer=OfferAnswer.DECLINED).count()} nei"


bare, same = Yardstick("bare"), Yardstick("same")
bare.register(QueueEntry, Bare)
same.register(QueueEntry, Same)
urlpatterns = [*product, path("yardstick/", bare.urls), path("yardstick-same/", same.urls)]
