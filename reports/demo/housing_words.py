"""What is said of homes and of advice in a demo; nobody is real, nor any street."""

from __future__ import annotations

STREETS = (
    *("Oppdiktveien", "Prøvegata", "Eksempelvegen", "Fabelstien", "Eventyrvegen"),
    *("Påfunnsgata", "Tenktveien", "Skissevegen", "Utkastgata", "Modellveien"),
)
SITUATIONS_OF: dict[str, tuple[tuple[str, str], ...]] = {
    "Uten bolig": (
        (
            "Bor på sofaen hos en venn og må ut ved månedsskiftet.",
            "Har ikke noe sted å bo, og har prøvd det private markedet uten å lykkes.",
        ),
    ),
    "Utskrevet fra institusjon uten bolig": (
        (
            "Skrives ut fra institusjon uten bolig å komme til.",
            "Har ingen bolig ved utskriving, og klarer ikke å skaffe en uten hjelp.",
        ),
    ),
    "Må flytte fra vold eller trusler": (
        (
            "Må flytte fra en tidligere partner som truer.",
            "Kan ikke bli boende, og trenger hjelp til å finne en trygg bolig.",
        ),
    ),
    "Mister boligen innen tre måneder": (
        (
            "Leieforholdet er sagt opp. Finner ikke noe de har råd til.",
            "Mister boligen, og inntekten er for lav til å leie privat uten hjelp.",
        ),
    ),
    "Boligen er uegnet av hensyn til helsen": (
        (
            "Boligen er fuktig, og astmaen er blitt verre.",
            "Helsen gjør at boligen ikke kan brukes. Klarer ikke å skaffe en annen uten hjelp.",
        ),
    ),
    "Bor trangt med barn": (
        (
            "To rom til hele familien. Barna deler seng.",
            "Barna bor for trangt. Inntekten er for lav til å leie større privat.",
        ),
    ),
    "Bor midlertidig hos andre": (
        (
            "Bor hos slekt til noe annet ordner seg.",
            "Mangler egen bolig, men har tak over hodet. Har økonomiske grunner.",
        ),
    ),
    "Boligen er for dyr": (
        (
            "Husleien er høyere enn det som er igjen etter faste utgifter.",
            "Klarer ikke husleien, og finner ikke noe rimeligere uten hjelp.",
        ),
    ),
}
"""By the ground that is met: what the applicant wrote, and what HV came to."""
WHEELCHAIR = (
    "Bor i tredje etasje uten heis og bruker rullestol.",
    "Boligen kan ikke brukes med rullestol. Klarer ikke å skaffe en annen uten hjelp.",
)
"""Of whoever needs a home without stairs for the sake of health."""
LODGED = "Barn i midlertidig botilbud"
"""A ground that nobody in this queue has: none of them is lodged."""
WITH_CHILDREN = "Bor trangt med barn"
HAS_A_HOME = (
    "Ønsker en større bolig i samme bydel.",
    "Vil bytte til en bolig nærmere jobben.",
)
REFUSALS = (
    "Har en bolig som er egnet, og inntekt til å leie videre. Tilbys råd om å eie.",
    "Kan leie privat med depositumsgaranti og bostøtte.",
)
CONDITIONS = ("Følger opp avtalen og kommer til samtaler.", "", "Søker bostøtte.")
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
SENT_BACK = "Oppsigelsen er trukket. Ta saken opp igjen hvis det endrer seg."
NEW_FACTS = {
    "Uten bolig": (
        "Leieforholdet er avsluttet, og vennen kan ikke ha søkeren boende lenger.",
        "Boligen brant. Forsikringen dekker hotell ut måneden, og etter det har søkeren ikke noe.",
    ),
    "Utskrevet fra institusjon uten bolig": (
        "Utskriving fra behandling er satt til neste måned. Leieforholdet ble sagt opp imens.",
        "Løslates om tre uker og har ikke noe sted å bo.",
    ),
    "Må flytte fra vold eller trusler": (
        "Politiet har gitt besøksforbud. Den tidligere partneren vet hvor søkeren bor.",
        "Naboen er siktet for trusler mot søkeren, og krisesenteret mener søkeren må flytte.",
    ),
}
"""By the ground of class A that is met now."""
TWO_NOES = "Har takket nei til to boliger som passet, begge på grunn av standarden."
NO_GROUND = "Boligene var i vanlig stand. Grunnen er ikke godtatt."
GIVEN_BACK = "Fikk leie privat før innflytting, nærmere jobben."
PASSED_OVER = (
    "Trenger en bolig uten trapp nå. Den neste som er ledig, passer for den som er forbigått."
)
