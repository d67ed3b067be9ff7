"""What is said of children in a demo: facts and actions by domain, words, family facts."""

from __future__ import annotations

FACTS: dict[str, dict[str, tuple[str, ...]]] = {
    "home": {
        "1": (
            "Far jobber natt, og eldste søsken følger om morgenen.",
            "Bor annenhver uke hos far.",
        ),
        "2": ("Mye krangling hjemme etter bruddet. Sover dårlig.",),
        "3": ("Mor er innlagt i perioder, og ingen har ansvaret fast.",),
    },
    "school": {
        "1": ("Trives, men mangler leksehjelp.", "Borte noen dager fordi regnklær manglet."),
        "2": ("Borte 22 dager i høst. Skolen har bedt om møte.",),
        "3": ("Har ikke vært på skolen siden september.",),
    },
    "health": {
        "1": ("Venter på briller.", "Har astma, følges av fastlegen."),
        "2": ("Vondt i tennene. Har ikke vært hos tannlegen på to år.",),
        "3": ("Har skadet seg selv. Mor har ikke bedt om hjelp ennå.",),
    },
    "leisure": {
        "1": ("Har lyst til å begynne på noe, men vet ikke hva som finnes.",),
        "2": ("Måtte slutte på fotballen fordi ingen kunne følge.", "Er ikke med på noe."),
        "3": ("Er alene hver ettermiddag og helg.",),
    },
    "economy": {
        "1": ("Mangler vintersko.", "Deler PC med mor."),
        "2": ("Har ikke hatt råd til bursdag eller klassetur.",),
        "3": ("Det er dager uten middag.",),
    },
    "network": {
        "1": ("Få venner i nabolaget etter flyttingen.",),
        "2": ("Ingen slekt i Norge, og ingen som kommer på besøk.",),
        "3": ("Barnet er helt alene utenom skolen.",),
    },
    "housing": {
        "1": ("Deler rom med to søsken.",),
        "2": ("Fem personer på to rom. Fukt på soverommet.",),
        "3": ("Familien kan bli kastet ut i neste måned.",),
    },
    "services": {
        "1": ("Går til helsesykepleier.",),
        "2": ("Venter på BUP. Ingen koordinator.",),
        "3": ("Tre tjenester er inne, og ingen har oversikten.",),
    },
    "safety": {
        "1": ("Tolker for mor hos legen.",),
        "2": ("Passer to små søsken alene til sent på kveld.",),
        "3": ("Har sett far slå mor.",),
    },
}
TO_DO = {
    "home": ("Samtale med begge foreldre på familievernkontoret", "bft"),
    "school": ("Møte med skolen om fravær og leksehjelp", "school"),
    "health": ("Time hos tannlege og helsesykepleier", "health"),
    "leisure": ("Finne en gratis aktivitet i bydelen, med følge", "bft"),
    "economy": ("Engangsstønad til klær og klassetur vurderes", "nav"),
    "network": ("Besøkshjem eller fritidskontakt", "bft"),
    "housing": ("Boligrådgivning, og hindre utkastelse", "hv"),
    "services": ("Koordinator, og møte med alle tjenestene", "bft"),
    "safety": ("Meldt til barnevernet. Samtale på Barnehuset", "bft"),
}
ACTIVITIES = ("Håndball", "Fotball", "Kor", "Speideren", "Svømming", "Turn", "Kulturskolen")
WISHES = ("Turn", "Dans", "Sykkel", "Fotball", "Å svømme", "Et instrument")
WORDS = (
    "Det er best når alle er hjemme.",
    "Jeg vil ha en venn med hjem.",
    "Jeg savner den gamle skolen.",
    "Mamma er mye trøtt.",
    "Jeg liker gym og matte.",
)
FAMILY = (
    (
        "Mor alene med barna. Jobber turnus.",
        "Leier privat, tre rom.",
        "Sosialhjelp og barnetrygd.",
        "Mormor i byen henter i barnehagen.",
    ),
    (
        "Begge foreldre hjemme. Far går på norskkurs.",
        "Kommunal bolig, fire rom, kontrakt ut neste år.",
        "Sosialhjelp. To inkassokrav. Ikke PC hjemme.",
        "Noen venner fra norskkurset.",
    ),
    (
        "Foreldrene flyttet fra hverandre i fjor.",
        "Leier en toroms. Flyttet to ganger på 24 måneder.",
        "Deltidslønn og supplerende sosialhjelp.",
        "Bestefar hjelper når han kan.",
    ),
)
LASTING = (
    "Autisme. Trenger noen fast i hverdagen, også på egen hybel.",
    "Går til BUP. Behandlingen varer ut over 18 år.",
    "Lett utviklingshemming. Trenger støtte til skole, penger og bolig.",
    "Bor i fosterhjem i helgene. Trenger ettervern og et sted å bo.",
)
ELSEWHERE = "En sønn på 9 som bor hos far og er her annenhver helg. Trenger egen seng."
SEEN = (
    "Barnet åpnet døra alene klokka 20 på hjemmebesøk om boligen.",
    "Ryddig og varmt hjemme. Barnet viste rommet sitt.",
    "Madrass på gulvet, ikke egen seng.",
)
REFUSED = "Foreldrene sier nei. De har fått vite hvorfor vi spør, og kan ombestemme seg."
NOT_POSSIBLE = "Familien er i utlandet til over nyttår. Tas opp når de er tilbake."
OTHERS = {
    "by_bft": "BFT har kartlagt barnet i høst. Foreldrene er spurt om samtykke til deling.",
    "elsewhere": "Barnet bor fast hos far i en annen bydel. Kartlegges der.",
}
