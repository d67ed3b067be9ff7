"""What a line of the access log says, in the staff's words and in the citizen's."""

from __future__ import annotations

from accounts.models import AccessEvent
from accounts.policy import Role
from households.access import BASES, CORE

Action = AccessEvent.Action

PAGES = {
    "coordination:household": "oversikten",
    "coordination:economy": "økonomi",
    "coordination:timeline": "tidslinje",
    "coordination:timeline_print": "utskrift av tidslinje",
    "coordination:number": "fødselsnummer",
    "journal:list": "journal",
    "journal:correct": "journal",
    "journal:printout": "utskrift av journal",
    "documents:list": "dokumenter",
    "documents:new": "dokumenter",
    "documents:download": "dokument",
    "coordination:households": "husstander",
    "meetings:next": "OSK-møter",
    "meetings:meeting": "OSK-møte",
    "meetings:screen": "sak i OSK-møte",
    "meetings:paper": "utskrift av OSK-møte",
    "meetings:household": "OSK-møte om husstanden",
    "plans:plan": "plan",
    "plans:review": "gjennomgang av plan",
    "plans:paper": "utskrift av plan",
    "plans:passing": "passerer neste kvartal",
    "coordination:search": "søk",
    "coordination:lookups": "hvem har sett",
    "coordination:printout": "utskrift av innsyn",
    "coordination:printout_pdf": "utskrift av innsyn",
    "reports:report": "årsrapport",
    "reports:households": "bak årsrapporten",
    "reports:families": "bak årsrapporten",
    "reports:download": "rapportfil",
    "lookups:log": "innsynslogg",
    "lookups:export": "innsynslogg",
    "lookups:own": "mine oppslag",
    "lookups:reviews": "etterkontroll",
    "lookups:review": "etterkontroll",
}
"""Which page it was, by the name of its address; one without a word here is left out."""

TO_THE_CITIZEN = {
    "coordination:household": "Åpnet siden om husstanden",
    "coordination:economy": "Så utbetalingene til husstanden",
    "coordination:timeline": "Så alt om husstanden i en tidslinje",
    "coordination:timeline_print": "Skrev ut tidslinjen til husstanden",
    "coordination:number": "Fikk se hele fødselsnummeret",
    "journal:list": "Så journalen til husstanden",
    "journal:printout": "Skrev ut journalen til husstanden",
    "documents:list": "Så listen over dokumenter",
    "documents:download": "Åpnet et dokument",
    "coordination:households": "Så en liste over husstander der personen sto",
    "meetings:next": "Så sakslisten til et OSK-møte der personen sto",
    "meetings:meeting": "Så sakslisten til et OSK-møte der personen sto",
    "meetings:screen": "Så på saken i et OSK-møte",
    "meetings:paper": "Skrev ut sakslisten eller referatet fra et OSK-møte",
    "plans:plan": "Så på planen",
    "plans:review": "Gikk gjennom planen",
    "plans:paper": "Skrev ut planen",
    "plans:passing": "Så en liste over hvem som får stønad lenge, der personen sto",
    "coordination:search": "Søkte og fant personen",
    "coordination:lookups": "Så hvem som har sett på saken",
    "coordination:printout": "Laget oversikt over hvem som har sett på saken",
    "coordination:printout_pdf": "Laget oversikt over hvem som har sett på saken",
    "reports:households": "Så listen over husstander bak årsrapporten",
    "reports:families": "Så listen over barnefamilier bak årsrapporten",
    "archive:requests": "Så listen over innsynskrav",
    "coordination:access_requests": "Registrerte eller så på krav om innsyn",
    "coordination:access_request": "Så gjennom svaret på kravet om innsyn",
    "coordination:prepare_file": "Laget filen med opplysningene",
    "coordination:approve_file": "Godkjente filen med opplysningene",
    "coordination:download_file": "Lastet ned filen med opplysningene",
    "coordination:hand_over": "Registrerte at filen er utlevert",
    "job:retention": "Anonymiserte eller låste etter bevaringsreglene",
}
OF_ACTION = {
    Action.READ: "Leste opplysninger",
    Action.LIST: "Så en liste der personen sto",
    Action.SEARCH: "Søkte og fant personen",
    Action.REVEAL: "Fikk se hele fødselsnummeret",
    Action.PRINT: "Skrev ut opplysninger",
    Action.EXPORT: "Lastet ned en fil med opplysninger",
    Action.CREATE: "Registrerte opplysninger",
    Action.UPDATE: "Endret opplysninger",
    Action.CONSENT: "Registrerte et samtykke",
    Action.BREAK_GLASS: "Åpnet saken med nødtilgang",
}
RULES = {
    "office": "eget kontor",
    "break_glass": "nødtilgang",
    "share": "delt med enheten",
    "osk": "delt med OSK-møtet",
    "protected": "adressebeskyttelse",
    "near": "egen eller nær sak",
    "disqualified": "inhabil",
    "no_basis": "ingen tilgang",
    "not_visible": "ingen tilgang",
    "rule_failed": "regel feilet",
    "search_rate": "for mange søk",
    "reveal_number": "ikke rett til nummeret",
    "benefits_of_unit": "ikke rett til økonomi",
    "lookups_of_unit": "ikke rett til innsynsloggen",
    "locked": "låst",
    "other_party": "bare hos en annen part",
    "not_found": "finnes ikke",
    "unknown_grade": "ukjent gradering",
    "subject_closed": "hører til en lukket husstand",
    "subject_of_others": "innsynskravet besvares av en leder ved NAV",
    "subject_file_of_unit": "ikke leder ved kontoret",
    "sudo": "ikke bekreftet hvem det var",
    "second_person": "samme person kan ikke godkjenne",
    "records_of_party": "journal og dokumenter hos en annen part",
    "keep_members": "ikke rett til å endre hvem som bor i husstanden",
    "write_journal": "ikke rett til å skrive i journalen",
    "register_document": "ikke rett til å registrere dokumenter",
    "record_consent": "ikke rett til å føre samtykke",
    "raise_protection": "ikke eget kontor",
    "lower_protection": "ikke eget kontor",
    "reveal_place": "ikke rett til stedet",
    "assign_cases": "ikke rett til å fordele saker",
    "break_glass_rate": "for mange forsøk",
    "refused": "avslått",
}


TELLS_OF_HOUSEHOLD = {
    *(rule.name for rule in (*CORE, *BASES)),
    *("no_basis", "not_found", "not_visible", "other_party", "unknown_grade"),
}
"""Why a household was refused: whether it exists, and what is special about it."""


def page_of(event: AccessEvent) -> str:
    return PAGES.get(event.view_name, "")


def rule_of(event: AccessEvent, *, tells_why: bool) -> str:
    """What opened or refused; a rule that is new here stands under its own name.

    Unless `tells_why`, every refusal of a household is alike, whether or not there is one.
    """
    if not tells_why and hides_household(event):
        return RULES["no_basis"]
    if event.rule.startswith("requires:"):
        return "rollen gir det ikke"
    return RULES.get(event.rule, event.rule)


def hides_household(event: AccessEvent) -> bool:
    """Whether the line is of a refusal that the one who was refused must learn nothing from."""
    return event.verdict == AccessEvent.Verdict.DENY and event.rule in TELLS_OF_HOUSEHOLD


def names_household(event: AccessEvent, *, tells_why: bool) -> bool:
    """Whether the line may name its household: not one that a refused national number led to."""
    by_number = event.action == Action.BREAK_GLASS
    return tells_why or not (by_number and event.verdict == AccessEvent.Verdict.DENY)


def roles_of(event: AccessEvent) -> str:
    known = [Role(role).label for role in event.roles.split(",") if role in Role.values]
    return ", ".join(known)


def told_to_the_citizen(event: AccessEvent) -> str:
    """In plain words what was done; an attempt that was refused says so."""
    if event.verdict == AccessEvent.Verdict.DENY:
        return "Prøvde å åpne saken, men fikk ikke tilgang"
    known = TO_THE_CITIZEN.get(event.view_name)
    if known is None or event.action in (Action.UPDATE, Action.CREATE):
        return OF_ACTION.get(Action(event.action), "Brukte opplysninger")
    return known
