"""The words of a mapping: domains, levels, sources, barriers (domain.md part 6)."""

from __future__ import annotations

from django.db.models import TextChoices


class Depth(TextChoices):
    """The short one takes ten minutes a child and is enough for the duty."""

    SHORT = "short", "Kort kartlegging"
    FULL = "full", "Full kartlegging"


class MappingState(TextChoices):
    """Due and expired are questions to dates, never stored."""

    IN_PROGRESS = "in_progress", "Påbegynt"
    COMPLETED = "completed", "Kartlagt"
    REFUSED = "refused", "Foreldrene ønsker ikke"
    NOT_POSSIBLE = "not_possible", "Ikke mulig nå"


class Domain(TextChoices):
    """Nine of the ten domains; the tenth, the child's own voice, has no level."""

    HOME = "home", "Omsorg og bosted"
    SCHOOL = "school", "Barnehage, skole og SFO"
    HEALTH = "health", "Helse"
    LEISURE = "leisure", "Fritid"
    ECONOMY = "economy", "Økonomi og utstyr"
    NETWORK = "network", "Familie og venner"
    HOUSING = "housing", "Bolig"
    SERVICES = "services", "Tjenester rundt barnet"
    SAFETY = "safety", "Trygghet"


class Level(TextChoices):
    """BTI's levels 0-3; unknown is an answer that leaves the mapping incomplete."""

    GOOD = "0", "Bra"
    WATCH = "1", "Følg med"
    WORRY = "2", "Bekymring"
    SERIOUS = "3", "Alvorlig"
    UNKNOWN = "unknown", "Vet ikke"
    IRRELEVANT = "irrelevant", "Ikke relevant"


class Source(TextChoices):
    CHILD = "child", "Barnet"
    PARENT = "parent", "Foreldrene"
    SCHOOL = "school", "Barnehage eller skole"
    SERVICE = "service", "En annen tjeneste"
    OWN = "own", "Det vi selv har sett"


class Owner(TextChoices):
    """Who does what is to be done; a service, so that it outlives who works there."""

    NAV = "nav", "NAV"
    BFT = "bft", "BFT"
    HV = "hv", "HV"
    SCHOOL = "school", "Barnehage eller skole"
    HEALTH = "health", "Helsetjenesten"
    PARENTS = "parents", "Foreldrene"
    OTHER = "other", "Andre"


class Barrier(TextChoices):
    """What keeps a child from leisure (6a)."""

    NONE = "none", "Ingenting"
    PRICE = "price", "Pris"
    EQUIPMENT = "equipment", "Utstyr"
    TRANSPORT = "transport", "Transport"
    COMPANY = "company", "Tid og følge"
    LANGUAGE = "language", "Språk"
    HEALTH = "health", "Helse eller funksjon"
    NO_OFFER = "no_offer", "Finner ikke noe som passer"
    NO_WISH = "no_wish", "Barnet vil ikke"


class Voice(TextChoices):
    DIRECT = "direct", "Spurt direkte"
    PARENT = "parent", "Gjennom forelder"
    NOT_ASKED = "not_asked", "Ikke spurt"


class Report(TextChoices):
    """What came of considering a report to child welfare (STL § 45)."""

    SENT = "sent", "Bekymringsmelding er sendt"
    KNOWN = "known", "Barnevernet følger allerede barnet"
    NOT_NEEDED = "not_needed", "Vurdert, ikke grunn til å melde"


class Lasting(TextChoices):
    """Whether a child who is soon grown needs help for long, and so somebody to receive it (4d)."""

    YES = "yes", "Ja"
    NO = "no", "Nei"
    UNKNOWN = "unknown", "Vet ikke ennå"


class TransitionState(TextChoices):
    """How far a transition has come; it follows from what is noted, and is never stored."""

    OPEN = "open", "Åpen, ingen mottaker"
    RECEIVER = "receiver", "Mottaker valgt"
    MET = "met", "Møte holdt"
    PLAN = "plan", "Plan skrevet"
    ACCEPTED = "accepted", "Mottatt"
    AFTERCARE = "aftercare", "Ettervern"
    ENDED = "ended", "Avsluttet"


class Taken(TextChoices):
    YES = "yes", "Ja, vi tar imot"
    NO = "no", "Nei, vi tar ikke imot"


class Elsewhere(TextChoices):
    """Whether the parents have children who live with somebody else some or all of the time."""

    NONE = "none", "Nei, ingen andre barn"
    SOME = "some", "Ja, barn med samvær eller delt bosted"


SHORT = (
    *(Domain.HOME, Domain.SCHOOL, Domain.HEALTH, Domain.LEISURE),
    *(Domain.ECONOMY, Domain.SAFETY),
)
"""What the short mapping asks about, besides the child's own voice."""
WIDER = {Domain.ECONOMY: "Økonomi og bolig", Domain.SAFETY: "Bekymring"}
"""What the domains of the short mapping are called there, where they stand for more."""
FAMILY_FACTS = {
    "home": "Omsorg og hverdag",
    "housing": "Bolig",
    "economy": "Økonomi",
    "network": "Nettverk",
}
"""What is written once for the family and may be corrected for each child."""


def domains_of(depth: str) -> tuple[Domain, ...]:
    return SHORT if depth == Depth.SHORT else tuple(Domain)


def domain_label(domain: str, depth: str, age: int | None = None) -> str:
    """What a domain is called in a mapping of that depth; kindergarten and school go by age."""
    if domain == Domain.SCHOOL and age is not None:
        return "Barnehage" if age < 6 else "Skole og SFO" if age < 13 else "Skole"
    if depth == Depth.SHORT and Domain(domain) in WIDER:
        return WIDER[Domain(domain)]
    return str(Domain(domain).label)
