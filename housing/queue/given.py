"""What a place in the queue gives and asks for, as the letter of the decision tells it.

Boligsosialloven § 6 asks that the decision says what the help is. Nothing here promises a home.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings

from config.templatetags import tall
from housing.codes import DeclineReason
from housing.models import HousingApplication
from housing.queue.declined import in_times
from housing.queue.rules import class_and_points, renew_by

CLASS = (
    "Du står i køen i klasse {code}{why}. Klassen bestemmer rekkefølgen. I hver klasse går den "
    "eldste datoen først, og din dato er datoen på dette vedtaket."
)
HOME = "Vi ser etter en bolig {home}. Si fra hvis behovet ditt endrer seg."
BEGINS = (
    "Plassen begynner når du og vi har signert en oppfølgingsavtale. Vi har en samtale med deg om "
    "boligen innen {first} dager, og så minst hver {days}. dag."
)
RENEW = (
    "Plassen står til {day}. Vil du stå lenger i køen, må du fornye søknaden innen den dagen. "
    "Fornyer du den ikke, kan du bli tatt ut av køen."
)
OFFERS = (
    "Når en bolig passer, får du et tilbud med en svarfrist, vanligvis {days} dager. Takker du nei "
    "{times} uten en grunn som er godtatt, faller plassen bort. Disse grunnene er godtatt: "
    "{accepted}. Faller plassen bort, får du et vedtak som du kan klage på."
)


def given(application: HousingApplication, today: date, *, hides_place: bool) -> str:
    """The paragraphs, one a line; the district is left out where the place is hidden."""
    rows = list(application.grounds.all())
    code, _ = class_and_points((row.code, row.points) for row in rows)
    met = [row.wording[:1].lower() + row.wording[1:] for row in rows if row.code == code]
    limits = settings.HOUSING
    accepted = [one.label for one in DeclineReason if one not in limits["noes_that_count"]]
    return "\n".join(
        (
            CLASS.format(code=code, why=f" fordi dette er oppfylt: {'; '.join(met)}" * bool(met)),
            HOME.format(home=_home(application, hides_place=hides_place)),
            BEGINS.format(first=limits["first_session_days"], days=limits["session_days"]),
            RENEW.format(day=f"{renew_by(today, None, limits['renew_months']):%d.%m.%Y}"),
            OFFERS.format(
                days=limits["answer_days"],
                times=in_times(limits["noes_allowed"]),
                accepted="; ".join(text[:1].lower() + text[1:] for text in accepted) or "ingen",
            ),
        )
    )


def _home(application: HousingApplication, *, hides_place: bool) -> str:
    words = [f"på {application.rooms} rom"]
    if application.needs_adapted:
        words.append("uten trapp")
    wished = sorted(row.name for row in application.districts.all())
    if wished and not hides_place:
        words.append(f"i {' eller '.join(wished)}")
    if application.most_rent:
        words.append(f"med husleie til {tall(application.most_rent)} kr i måneden")
    return ", ".join(words)
