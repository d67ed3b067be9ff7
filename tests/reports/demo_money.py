"""What the demo shows of decisions and of the money that they give."""

from __future__ import annotations

from collections import Counter

from benefits.models import AssistanceApplication, Calculation, Claim, Payment
from decisions.models import Appeal, Decision


def of_decisions_lacking() -> list[str]:
    """What decisions, appeals and renewals do not show, twenty times each."""
    states = Counter(Decision.objects.values_list("state", flat=True))
    appeals = Appeal.objects.all()
    counted = {state: states[state] for state in ("draft", "proposed", "returned", "approved")} | {
        "not reconsidered": appeals.filter(reconsidered_on=None).count(),
        "reversed": appeals.filter(is_reversed=True, implemented_on__isnull=False).count(),
        "forwarded": appeals.filter(forwarded_on__isnull=False, result="").count(),
        "settled by the body": appeals.exclude(result="").count(),
        "renewed": AssistanceApplication.objects.filter(renews__isnull=False).count(),
    }
    return [name for name, count in counted.items() if count < 20]


def of_money_lacking() -> list[str]:
    """What claims, breaches and corrections do not show."""
    kinds = Counter(Claim.objects.values_list("kind", flat=True))
    shown = {
        "five claims of each kind": min(kinds[kind] for kind in Claim.Kind.values) >= 5,
        "a claim that is over": Claim.objects.running().count() < sum(kinds.values()),
        "breaches": Payment.objects.filter(reduced__gt=0, status="planned").count() >= 10,
        "corrections": Calculation.objects.filter(edition=2, state="frozen").count() >= 10,
        "a decision behind each payment": not Payment.objects.filter(
            matter__isnull=False, status="paid"
        ).exists(),
    }
    return [name for name, is_shown in shown.items() if not is_shown]
