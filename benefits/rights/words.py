"""The words of the guide's paper, in bokmål and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benefits.models import RightsRule, StayCategory

Service, Grant = RightsRule.Service, RightsRule.Grant


@dataclass(frozen=True)
class Language:
    """All that the paper says around the rules; labels by the code."""

    code: str
    name: str
    title: str
    lead: tuple[str, ...]
    category: str
    categories: Mapping[str, str]
    services: Mapping[str, str]
    grants: Mapping[str, str]
    basis: str
    edition: str
    page: str


NB = Language(
    code="nb",
    name="Bokmål",
    title="Hva du kan få hjelp til",
    lead=(
        "Hva vi skal og kan gi, kommer an på hvilken rett du har til å være i Norge. NAV vurderer"
        " det i hver sak. Du kan alltid søke, og du skal alltid få et skriftlig svar.",
        "Trenger du hjelp med en gang, skal vi vurdere det samme dag.",
    ),
    category="Oppholdet ditt",
    categories=dict(StayCategory.choices),
    services=dict(Service.choices),
    grants=dict(Grant.choices),
    basis="Hjemmel",
    edition="Utgave {version}, gjelder fra {since}",
    page="Side",
)
EN = Language(
    code="en",
    name="English",
    title="What help you can get",
    lead=(
        "What we must and can give depends on your right to be in Norway. NAV assesses this in each"
        " case. You can always apply, and you will always get an answer in writing.",
        "If you need help right away, we must consider it the same day.",
    ),
    category="Your stay",
    categories={
        StayCategory.RESIDENT: "Norwegian or Nordic, or lawful stay with Norway as your home",
        StayCategory.LAWFUL: "EEA citizen, or other lawful stay, without Norway as your home",
        StayCategory.PENDING: "Reflection period, or case pending with a right to stay",
        StayCategory.RECEPTION: "You can live in a state reception centre",
        StayCategory.UNLAWFUL: "No lawful stay, and no place in a reception centre",
    },
    services={
        Service.ADVICE: "Advice and guidance",
        Service.MONEY: "Money to live on",
        Service.LODGING: "A place to stay",
        Service.HEALTH: "Necessary health care",
    },
    grants={Grant.FULL: "Yes", Grant.LIMITED: "Limited", Grant.NONE: "No"},
    basis="Legal basis (in Norwegian)",
    edition="Edition {version}, valid from {since}",
    page="Page",
)
LANGUAGES: dict[str, Language] = {language.code: language for language in (NB, EN)}
