"""The file of a payment run for the economy system: CSV, the same bytes each time it is made."""

from __future__ import annotations

import csv
import hashlib
import io

from django.db.models import Sum
from django.db.models.functions import Coalesce

from benefits.models import PaymentRun
from benefits.payments.queries import shown_name, what_of
from config.cells import guarded

HEAD = (
    "kjoring",
    "utbetaling",
    "fodselsnummer",
    "navn",
    "utbetales_til",
    "belop",
    "betalingsdato",
    "formal",
    "gjelder_maned",
    "brutto",
    "trekk",
)


def file_of(run: PaymentRun) -> bytes:
    """A row for each payment of the run, in the order of their numbers; amounts in whole kroner.

    `belop` is what is paid out: `brutto` less `trekk`, which claims took when it was sent.
    Only someone without a national number is named, unless protected: the number is enough.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    rows = run.payments.annotate(taken=Coalesce(Sum("deductions__amount"), 0))
    for row in rows.select_related("person").order_by("pk"):
        month = f"{row.for_month:%Y-%m}" if row.for_month else ""
        number = row.person.number or ""
        words = (number, "" if number else shown_name(row.person), row.payee)
        writer.writerow(
            [
                run.pk,
                row.pk,
                *map(guarded, words),
                row.amount - row.taken,
                f"{run.pay_on:%Y-%m-%d}",
                guarded(what_of(row)),
                month,
                row.amount,
                row.taken,
            ]
        )
    return stream.getvalue().encode("utf-8-sig")


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
