"""The OSK meetings, and the tab of a household."""

from django.urls import path

from coordination.meetings.views import following, household, items, meetings

app_name = "meetings"
ONE = "moter/<int:meeting_id>/"
ITEM = f"{ONE}sak/<int:item_id>/"
urlpatterns = [
    path("moter/", meetings.upcoming, name="next"),
    path("moter/nytt/", meetings.call, name="call"),
    path(ONE, meetings.meeting, name="meeting"),
    path(f"{ONE}lukk/", meetings.close, name="close"),
    path(f"{ONE}pdf/", meetings.paper, name="paper"),
    path(f"{ONE}invitasjon/", meetings.invitation, name="invitation"),
    path(ITEM, items.screen, name="screen"),
    path(f"{ITEM}drofting/", items.choose_mode, name="choose_mode"),
    path(f"{ITEM}referat/", items.decide, name="decide"),
    path(f"{ITEM}tiltak/", items.add_action, name="add_action"),
    path(f"{ITEM}ferdig/", items.finish, name="finish"),
    path("moter/sak/<int:item_id>/ta-opp/", following.put_first, name="put_first"),
    path("moter/sak/<int:item_id>/stafettpinne/", following.take_baton, name="take_baton"),
    path("moter/sak/<int:item_id>/avslutt/", following.close, name="close_item"),
    path("moter/tiltak/<int:action_id>/", following.settle, name="settle"),
    path("husstander/<int:household_id>/osk/", household.household, name="household"),
    path("husstander/<int:household_id>/osk/anonymt/", household.anonymous, name="anonymous"),
]
