"""What a decision about temporary lodging (§ 27) means for who is to find the place.

Told of every act on a decision (settings.DECISION_FOLLOWERS); housing reads the need it makes.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from decisions.codes import Act, Outcome, Section
from decisions.models import Decision
from households.lodging import grant_lodging, refuse_lodging

GRANTED, SAID_NO = (Outcome.GRANTED, Outcome.PARTLY), (Outcome.REFUSED, Outcome.DISMISSED)


def settle_need(
    *, decision: Decision, act: Act, at: datetime, by: User, about: object = None
) -> None:
    """Granted, the household's need stands until it has moved on; refused, it is over."""
    if act != Act.APPROVE:
        return
    matters = decision.matters.filter(section=Section.LODGING)
    outcomes = set(matters.values_list("outcome", flat=True))
    on = timezone.localdate(at)
    if outcomes & set(GRANTED):
        grant_lodging(household=decision.household, on=on, by=by)
    elif outcomes & set(SAID_NO):
        refuse_lodging(household=decision.household, on=on, by=by)
