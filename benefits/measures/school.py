"""Who is at school under the scheme for former unaccompanied minors (2b).

That is what the scheme asks of them: it counts as activity, and time on it raises no flag of long
assistance (domain.md 6).
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef

from benefits.models import Calculation
from households.months import month_of


def at_school(today: date) -> Exists:
    """Whether the `person` of a row has the scheme this month, by a calculation that is decided."""
    month = month_of(today)
    return Exists(
        Calculation.objects.filter(
            scheme=Calculation.Scheme.SPECIAL,
            state=Calculation.State.FROZEN,
            first_month__lte=month,
            last_month__gte=month,
            application__applicant=OuterRef("person"),
        )
    )
