"""A citizen's own file: everything every floor holds on one person, as one value (GDPR art. 15).

The JSON file, the PDF and the page where it is approved are all made from the same value, so that
what was looked through is what is handed over. docs/subject-file.md tells what the keys mean.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from benefits import subject_file as benefits
from children import subject_file as children
from coordination.citizen import sightings
from coordination.flags import subject_file as flags
from coordination.meetings import subject_file as meetings
from coordination.plans import subject_file as plans
from decisions import subject_file as decisions
from households import subject_file as households
from households.models import AccessRequest
from households.subject import Subject
from housing import subject_file as housing

SOURCES = (households, decisions, benefits, children, housing, flags, meetings, plans, sightings)
FORMAT = "osk-sak-innsyn-1"
Contents = dict[str, Any]

STATEMENT = (
    "Dette er alt OSK-sak har registrert om deg. Opplysninger om andre personer er tatt ut. "
    "Du kan be om at feil blir rettet (personvernforordningen artikkel 16), og klage til "
    "Datatilsynet."
)
PLACE_LEFT_OUT = (
    "Bosted og kontor er utelatt fordi noen du bor eller har bodd sammen med, eller du selv, har "
    "adressebeskyttelse."
)


def contents(request: AccessRequest, *, made_at: datetime, made_by: str) -> Contents:
    """The whole file of the person who asks, with dates as text."""
    subject = Subject(request.person)
    parts = [part for source in SOURCES for part in source.parts(subject)]
    made = timezone.localtime(made_at)
    value = {
        "format": FORMAT,
        "about": {
            "municipality": f"{settings.MUNICIPALITY} kommune",
            "reference": f"Innsynskrav {request.pk}",
            "received_on": request.received_on,
            "made_at": made.isoformat(timespec="seconds"),
            "made_by": made_by,
            "watermark": (
                f"Innsynskrav {request.pk}. Laget {made:%d.%m.%Y kl. %H.%M} til den det gjelder. "
                "Taushetsbelagt."
            ),
            "statement": STATEMENT,
            "left_out": PLACE_LEFT_OUT if subject.hides_place else "",
        },
        "parts": {
            part.key: {"title": part.title, "columns": part.columns, "rows": part.rows}
            for part in parts
        },
    }
    plain: Contents = json.loads(json.dumps(value, cls=DjangoJSONEncoder))
    return plain


def as_json(contents: Contents) -> bytes:
    return json.dumps(contents, ensure_ascii=False, indent=1).encode("utf-8")
