"""What is said of homes and of advice in a demo; nobody is real, nor any street."""

from __future__ import annotations

STREETS = (
    *("Oppdiktveien", "Prøvegata", "Eksempelvegen", "Fabelstien", "Eventyrvegen"),
    *("Påfunnsgata", "Tenktveien", "Skissevegen", "Utkastgata", "Modellveien"),
)
SITUATIONS = (
    "Bor på sofaen hos en venn og må ut ved månedsskiftet.",
    "Leieforholdet er sagt opp. Finner ikke noe det er råd til.",
    "To rom til fem personer. Barna deler seng.",
    "Skrevet ut fra institusjon uten bolig å komme til.",
    "Bor i tredje etasje uten heis og bruker rullestol.",
    "Midlertidig botilbud siden sommeren, med barn.",
    "Husleien er høyere enn det som er igjen etter faste utgifter.",
)
ASSESSMENTS = (
    "Mangler egnet bolig og har prøvd det private markedet uten å lykkes. Har økonomiske grunner.",
    "Helsen gjør at boligen ikke kan brukes. Klarer ikke å skaffe en annen uten hjelp.",
    "Barna bor for trangt. Inntekten er for lav til å leie større privat.",
)
REFUSALS = (
    "Har en bolig som er egnet, og inntekt til å leie videre. Tilbys råd om å eie.",
    "Kan leie privat med depositumsgaranti og bostøtte.",
)
CONDITIONS = ("Følger opp avtalen og kommer til samtaler.", "", "Søker bostøtte.")
OF_FAMILIES = ("barn", "til fem personer")
"""Words that only a household with children may be told with."""
TALKS = (
    "Gikk gjennom økonomien. Søker startlån innen to uker.",
    "Så på annonser sammen. Avtalt tre visninger.",
    "Bostøtte er søkt. Trenger depositumsgaranti før neste visning.",
    "Vil helst bli i bydelen på grunn av skolen. Utvider søket litt.",
    "Har spart til egenkapital i et halvt år. Banken har sagt ja til et møte.",
)
STEPS = (
    ("start_loan", "Søke startlån", "household"),
    ("deposit_guarantee", "Søke depositumsgaranti", "hv"),
    ("state_allowance", "Søke bostøtte", "household"),
    ("municipal_allowance", "Søke kommunal bostøtte", "household"),
    ("savings", "Spare 1 500 kr i måneden", "household"),
    ("search", "Gå på to visninger i uka", "household"),
)
NEW_FACTS_ALONE = "Boligen er sagt opp med kort frist. Har ikke noe annet sted å bo."
PAUSES = ("På sykehus i noen uker.", "Soner en dom.", "Bor hos familien en tid.")
MOVES = (
    "Legeerklæring viser at behovet var der fra den første søknaden.",
    "Feil dato ved registrering, rettet etter gjennomgang.",
)
NEW_FACTS = "Boligen er sagt opp med kort frist. Barna må flytte midt i skoleåret."
SENT_BACK = "Oppsigelsen er trukket. Ta saken opp igjen hvis det endrer seg."
GIVEN_BACK = "Fikk leie privat før innflytting, nærmere jobben."
PASSED_OVER = (
    "Trenger en bolig uten trapp nå. Den neste som er ledig, passer for den som er forbigått."
)
