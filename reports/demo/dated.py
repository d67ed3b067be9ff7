"""The cap, supplements, settings and guides of a demo's months, marked "Demosats" where made up.

Only what nobody has verified for a date is filled in; the state's rates are in `rates`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from benefits.models import (
    BudgetPost,
    DatedSetting,
    FamilyCap,
    OneOffGuide,
    RateTable,
    ReferenceBudget,
)
from reports.demo.money import CHILD_SUPPLEMENT, YOUTH_LIMIT, YOUTH_SHARE, cap_of
from reports.demo.rates import SOURCE, Rate, uncovered

Key, Event, Group = DatedSetting.Key, OneOffGuide.Event, OneOffGuide.Group

SETTINGS = {
    Key.YOUTH_RATE_FACTOR: f"{YOUTH_SHARE:.6f}",
    Key.YOUTH_RATE_AGE: str(YOUTH_LIMIT),
    Key.SHORT_TERM_FACTOR: "0.80",
    Key.SHORT_TERM_MONTHS: "3",
    Key.NEW_RECIPIENT_GAP: "6",
    Key.PARENTS_HOME_NORM: "3000",
    Key.PARENTS_HOME_AGE: "22",
    Key.SPECIAL_AMOUNT: "12000",
    Key.SPECIAL_DISREGARD: "5000",
    Key.SPECIAL_SHARE: "0.50",
    Key.SPECIAL_FROM_AGE: "20",
    Key.SPECIAL_UNTIL_AGE: "30",
    Key.BASE_AMOUNT: "130160",
    Key.KVP_FACTOR: "2.041",
    Key.KVP_YOUTH_FACTOR: "0.666667",
    Key.KVP_CHILD_SUPPLEMENT: "38",
}

GUIDES = {
    (Event.CHRISTMAS, Group.SINGLE): 1_000,
    (Event.CHRISTMAS, Group.COUPLE): 1_500,
    (Event.CHRISTMAS, Group.CHILD_0_5): 700,
    (Event.CHRISTMAS, Group.CHILD_6_10): 800,
    (Event.CHRISTMAS, Group.CHILD_11_17): 900,
    (Event.CONFIRMATION, Group.CHILD_11_17): 8_000,
    (Event.SCHOOL_START, Group.CHILD_6_10): 1_500,
    (Event.BABY_EQUIPMENT, Group.CHILD_0_5): 6_000,
    (Event.FIRST_HOME, Group.SINGLE): 8_000,
    (Event.FIRST_HOME, Group.HOUSEHOLD): 15_000,
}

Usual = ReferenceBudget.Group
REFERENCES = {
    (BudgetPost.FOOD, Usual.ADULT): 3_600,
    (BudgetPost.FOOD, Usual.CHILD_0_5): 1_700,
    (BudgetPost.FOOD, Usual.CHILD_6_10): 2_400,
    (BudgetPost.FOOD, Usual.CHILD_11_17): 3_300,
    (BudgetPost.CLOTHES, Usual.ADULT): 850,
    (BudgetPost.CLOTHES, Usual.CHILD_6_10): 800,
    (BudgetPost.HYGIENE, Usual.ADULT): 700,
    (BudgetPost.LEISURE, Usual.ADULT): 1_300,
    (BudgetPost.TRANSPORT, Usual.ADULT): 900,
    (BudgetPost.HOUSEHOLD, Usual.HOUSEHOLD): 900,
    (BudgetPost.PHONE, Usual.HOUSEHOLD): 950,
}


def lay_down(known: Sequence[Rate], first: date, last: date) -> None:
    """Rows for every day from `first` through `last`; `known` are the state's rates of them all."""
    FamilyCap.objects.bulk_create(list(_caps(known, first, last)))
    RateTable.objects.bulk_create(list(_supplements(first, last)))
    DatedSetting.objects.bulk_create(list(_settings(first, last)))
    OneOffGuide.objects.bulk_create(
        OneOffGuide(
            event=event,
            group=group,
            amount=amount,
            valid_from=first,
            valid_to=last,
            source=SOURCE,
        )
        for (event, group), amount in GUIDES.items()
    )
    ReferenceBudget.objects.bulk_create(
        ReferenceBudget(
            post=post,
            group=group,
            amount=amount,
            valid_from=first,
            valid_to=last,
            source=SOURCE,
        )
        for (post, group), amount in REFERENCES.items()
    )


def _caps(known: Sequence[Rate], first: date, last: date) -> Iterator[FamilyCap]:
    """The cap follows the rates, as the amounts that a demo pays do."""
    verified = list(FamilyCap.objects.order_by("valid_from"))
    for rate in known:
        begins, ends = max(first, rate.valid_from), min(last, rate.valid_to)
        if begins > ends:
            continue
        for start, end in uncovered(verified, begins, ends):
            yield FamilyCap(valid_from=start, valid_to=end, amount=cap_of(rate), source=SOURCE)


def _supplements(first: date, last: date) -> Iterator[RateTable]:
    issuer = RateTable.Issuer.MUNICIPALITY
    verified = RateTable.objects.filter(issuer=issuer).order_by("valid_from")
    for start, end in uncovered(verified, first, last):
        yield RateTable(
            issuer=issuer,
            valid_from=start,
            valid_to=end,
            single=0,
            couple=0,
            shared=0,
            child_0_5=CHILD_SUPPLEMENT,
            child_6_10=CHILD_SUPPLEMENT,
            child_11_17=CHILD_SUPPLEMENT,
            source=SOURCE,
        )


def _settings(first: date, last: date) -> Iterator[DatedSetting]:
    for key, value in SETTINGS.items():
        verified = DatedSetting.objects.filter(key=key).order_by("valid_from")
        for start, end in uncovered(verified, first, last):
            yield DatedSetting(key=key, valid_from=start, valid_to=end, value=value, source=SOURCE)
