"""The words of the decision that a place in the queue is lost by too many noes.

Whoever writes it weighs each no once more: the draft has a place left for that, which stops it
until it is filled in.
"""

from __future__ import annotations

from decisions.codes import Outcome, Section
from decisions.contents import MatterContent
from decisions.models import Matter
from housing.codes import OfferAnswer
from housing.models import Offer, QueueEntry

ASKED = "å beholde plassen i køen for kommunal bolig"
LAW = (
    "Plassen i køen faller bort når søkeren {times} har takket nei til en bolig som passer, uten "
    "en grunn som er godtatt."
)
WEIGHED = (
    "[Skriv hva søkeren sa om hvert nei, og hvorfor grunnen ikke er godtatt. Skriv også hva det "
    "betyr for barna.]"
)
OTHERWISE = (
    "Du har fortsatt tilbud om boligrådgivning: hjelp til å leie eller eie privat. Du kan søke om "
    "kommunal bolig på nytt."
)
COUNTED = ("null", "én gang", "to ganger", "tre ganger", "fire ganger", "fem ganger")


def in_times(number: int) -> str:
    return COUNTED[number] if 0 < number < len(COUNTED) else f"{number} ganger"


def matter_of(entry: QueueEntry) -> MatterContent:
    """What the place rested on and each no that counts; nothing of where the homes are."""
    rows = Offer.objects.filter(entry=entry, answer=OfferAnswer.DECLINED, counts=True)
    noes = list(rows.select_related("dwelling").order_by("answered_on", "pk"))
    told = [
        f"{row.offered_on:%d.%m.%Y} fikk du tilbud om en bolig på {row.dwelling.rooms} rom. Du "
        f"takket nei {row.answered_on:%d.%m.%Y}: {row.get_reason_display().lower()}."
        for row in noes
    ]
    facts = [f"Du fikk plass i køen {entry.approved_on:%d.%m.%Y}.", *told]
    return MatterContent(
        asked=ASKED,
        outcome=Outcome.REFUSED,
        section=Section.HOUSING,
        facts="\n".join(facts),
        law=LAW.format(times=in_times(len(noes))),
        discretion=f"{WEIGHED}\n{OTHERWISE}",
        form=Matter.Form.SERVICE,
        recurs=Matter.Recurs.ONCE,
    )
