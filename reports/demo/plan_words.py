"""What people say in the demo's plans, and what is agreed on."""

from __future__ import annotations

from accounts.models import Party

GOALS = (
    "Jeg vil ha en jobb der jeg får bruke hendene.",
    "Jeg vil bli ferdig med norskkurset og så jobbe i barnehage.",
    "Vi vil ha råd til å la begge barna gå på noe i fritiden.",
    "Jeg vil bli kvitt gjelden så jeg slipper å være redd for posten.",
    "Jeg vil vite om jeg kan jobbe, eller om jeg er for syk.",
    "Vi vil bo ett sted så lenge at barna kan bli kjent i gata.",
    "Jeg vil ta fagbrev som kokk.",
    "Jeg vil klare hverdagen uten å spørre om hjelp hver måned.",
)
CHILDS_GOALS = (
    "Jeg vil spille fotball sammen med de andre i klassen.",
    "Jeg vil ha et eget rom å gjøre lekser i.",
    "Jeg vil at mamma skal få sove om natta.",
    "Jeg vil gå på kulturskolen.",
)
NAVS = (
    "Søke arbeidspraksis",
    "Vurdere KVP",
    "Avklare arbeidsevnen sammen med fastlegen",
    "Gå gjennom økonomien og lage et budsjett",
    "Melde opp til norskkurs på kveldstid",
    "Skrive CV og søke tre jobber",
)
OTHERS = {
    Party.BFT: ("Snakke med skolen om leksehjelp", "Finne en fritidsaktivitet uten egenandel"),
    Party.HV: ("Se på om familien kan få en større bolig", "Tilby booppfølging"),
}
ASKED = {
    Party.BFT: "Kan dere følge opp skolefraværet sammen med foreldrene?",
    Party.HV: "Kan dere se på boligen? Familien bor trangt.",
}
TAKEN = ("Ringer foreldrene denne uka", "Er i gang, tar det opp i neste møte")
NOT_TAKEN = ("Skolen følger det allerede opp", "Familien står ikke i boligkø hos oss")
REVIEWED = (
    "Alle var med. Praksisplassen går bra, og de vil fortsette.",
    "Gikk gjennom tiltakene. Det tar lengre tid enn vi trodde.",
    "Snakket med tolk. Familien er fornøyd med hvem som gjør hva.",
)
PURPOSE = "Lage en plan sammen med tjenestene som hjelper oss"
