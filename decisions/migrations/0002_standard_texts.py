"""Standard texts for the common matters, in our own words (domain.md 4 and 5).

What must be filled in stands in brackets. Each is the first edition; a leader writes the next.
"""

from datetime import date

from django.db import migrations

SINCE = date(2026, 1, 1)
LAW, DISCRETION, CONDITIONS, INFORMATION = "law", "discretion", "conditions", "information"

# key: kind (empty for all), part, title, text
TEXTS = {
    "livsopphold-regler": (
        "assistance",
        LAW,
        "Stønad til livsopphold (§ 18)",
        "Den som ikke kan sørge for livsoppholdet sitt ved arbeid eller ved å bruke andre"
        " økonomiske rettigheter, har krav på økonomisk stønad. Det står i sosialtjenesteloven"
        " § 18. Stønaden skal være forsvarlig, og den skal hjelpe deg til å klare deg selv.\n\n"
        "Hva som er forsvarlig, avgjør vi ut fra situasjonen din. Staten har veiledende satser for"
        " mat, klær, hygiene, telefon og nett, fritid og sosiale behov. Satsene dekker ikke husleie,"
        " strøm, oppvarming, innboforsikring eller møbler. De vurderes for seg.",
    ),
    "saerlige-tilfeller-regler": (
        "assistance",
        LAW,
        "Stønad i særlige tilfeller (§ 19)",
        "Den som ikke har krav på stønad etter § 18, kan likevel få hjelp til å overvinne en"
        " vanskelig livssituasjon, eller til å tilpasse seg den. Det står i sosialtjenesteloven"
        " § 19. Loven gir oss adgang til å hjelpe, men den gir ikke et krav. Vi må derfor vurdere"
        " om situasjonen din er så særlig at du bør få stønad.",
    ),
    "boutgifter-regler": (
        "assistance",
        LAW,
        "Husleie, strøm og andre boutgifter (§ 18)",
        "Nødvendige utgifter til å bo er en del av livsoppholdet etter sosialtjenesteloven § 18."
        " Vi skal vurdere de faktiske utgiftene dine, og om de er rimelige for en husstand som din"
        " der du bor. Er utgiftene høyere enn det vi godtar, skal du få tid til å redusere dem.",
    ),
    "stonadsform-regler": (
        "assistance",
        LAW,
        "Bidrag, lån eller garanti (§ 21)",
        "Stønad gis vanligvis som bidrag, som ikke skal betales tilbake. Den kan gis som lån eller"
        " garanti for lån når det er rimelig, eller som varer og tjenester når pengene ellers ikke"
        " ville gå til formålet. Det står i sosialtjenesteloven § 21.",
    ),
    "stonadstak-regler": (
        "assistance",
        LAW,
        "Stønadstak for barnefamilier",
        "Kommunen har et tak på [beløp] kroner i måneden for den faste stønaden til barnefamilier."
        " Engangsstønad kommer i tillegg. Taket skal gjøre at det lønner seg å arbeide. Det kan"
        " ikke føre til at en familie får mindre enn det sosialtjenesteloven § 18 krever, og vi må"
        " alltid vurdere hva det betyr for hvert barn.",
    ),
    "barns-inntekt-regler": (
        "assistance",
        LAW,
        "Barnetrygd og barns egen inntekt",
        "Barnetrygd regnes ikke som inntekt når vi beregner stønaden. Det står i"
        " sosialtjenesteloven § 18 tredje ledd. Det barna tjener selv ved arbeid i fritid og ferier,"
        " regnes heller ikke med.",
    ),
    "vilkaar-regler": (
        "assistance",
        LAW,
        "Vilkår for stønaden (§ 20)",
        "Vi kan sette vilkår for stønaden. Et vilkår må henge nært sammen med vedtaket, det kan ikke"
        " være urimelig, og det skal hjelpe deg til å klare deg selv. Det står i"
        " sosialtjenesteloven § 20.",
    ),
    "aktivitet-regler": (
        "assistance",
        LAW,
        "Aktivitet for den som er under 30 år (§ 20 a)",
        "Er du under 30 år, skal vi stille vilkår om aktivitet, om ikke tungtveiende grunner taler"
        " mot det. Det står i sosialtjenesteloven § 20 a. Følger du ikke vilkåret, kan stønaden bli"
        " satt ned for en måned. Først skal du varsles og få si hva du mener, og vi skal ta særlig"
        " hensyn til barn du forsørger.",
    ),
    "livsopphold-innvilget": (
        "assistance",
        DISCRETION,
        "Livsopphold, innvilget",
        "Vi har sett på utgiftene dine, på hva du har å leve av, og på hva du kan gjøre for å klare"
        " deg selv. I din situasjon har vi lagt særlig vekt på [det som er avgjørende her].\n\n"
        "Satsene er veiledende. Vi har vurdert om du har behov som satsene ikke dekker, og kommet"
        " til at [vurdering]. Etter en samlet vurdering mener vi at [beløp] kroner i måneden gir"
        " deg et forsvarlig livsopphold.",
    ),
    "livsopphold-avslag-midler": (
        "assistance",
        DISCRETION,
        "Livsopphold, avslag: egne midler",
        "Du har [beløp] kroner å leve av i den måneden du har søkt om. Vi har beregnet at husstanden"
        " trenger [beløp etter beregningen] kroner. Du kan derfor sørge for livsoppholdet ditt"
        " selv.\n\n"
        "Vi har også vurdert om noe ved situasjonen din likevel gjør at du bør få stønad, for"
        " eksempel helse, gjeld eller utgifter til barn. Vi har lagt vekt på [det som er vurdert].",
    ),
    "livsopphold-avslag-rettigheter": (
        "assistance",
        DISCRETION,
        "Livsopphold, avslag: andre rettigheter",
        "Du har en rett som går foran økonomisk sosialhjelp: [hvilken rett]. Vi har vurdert om du"
        " kan vente til den er avgjort, eller om du trenger hjelp i mellomtiden. Vi har lagt vekt på"
        " [hva du lever av til da].",
    ),
    "livsopphold-delvis": (
        "assistance",
        DISCRETION,
        "Livsopphold, delvis innvilget",
        "Du får en del av det du har søkt om. Vi har godtatt [det som er godtatt], fordi [hvorfor]."
        " Vi har ikke godtatt [det som ikke er godtatt], fordi [hvorfor ikke]. Vi har vurdert om"
        " stønaden samlet er forsvarlig for deg, og mener at den er det.",
    ),
    "mer-enn-satsen": (
        "assistance",
        DISCRETION,
        "Mer enn de veiledende satsene",
        "De veiledende satsene er ikke nok for deg. Grunnen er [hvilket behov]. Vi gir derfor"
        " [beløp] kroner mer i måneden i [hvor lenge].",
    ),
    "mindre-enn-satsen": (
        "assistance",
        DISCRETION,
        "Mindre enn de veiledende satsene",
        "Vi gir mindre enn de veiledende satsene. Grunnen er at du har lavere utgifter enn satsene"
        " bygger på: [hvilke utgifter]. Vi har vurdert om stønaden fortsatt er forsvarlig, og lagt"
        " vekt på [det som er vurdert].",
    ),
    "boutgifter-innvilget": (
        "assistance",
        DISCRETION,
        "Boutgifter, innvilget",
        "Husleien din er [beløp] kroner i måneden. Vi har sammenlignet den med hva en passende bolig"
        " koster der du bor, og sett på hvor mange dere er, og om noen trenger en særlig bolig. Vi"
        " godtar utgiften fordi [hvorfor].",
    ),
    "boutgifter-for-hoye": (
        "assistance",
        DISCRETION,
        "Boutgifter, høyere enn vi kan godta",
        "Boutgiftene dine er [beløp] kroner i måneden. Det er mer enn vi mener er rimelig for en"
        " husstand som din. Vi dekker dem likevel til og med [måned], så du får tid til å finne noe"
        " rimeligere. Vi har lagt vekt på [barn, helse, oppsigelsestid eller annet].",
    ),
    "engangsstonad-innvilget": (
        "assistance",
        DISCRETION,
        "Engangsstønad, innvilget",
        "Du har søkt om [hva]. Vi har vurdert at du trenger det nå, og at du ikke kan spare opp til"
        " det av den faste stønaden. Vi har lagt vekt på [det som er avgjørende her]. Beløpet bygger"
        " på [pris eller tilbud].",
    ),
    "engangsstonad-avslag": (
        "assistance",
        DISCRETION,
        "Engangsstønad, avslag",
        "Du har søkt om [hva]. Vi mener at [utgiften kan dekkes av den faste stønaden, kan vente"
        " eller kan løses på en annen måte], fordi [hvorfor]. Vi har vurdert hva avslaget betyr for"
        " deg og dem du forsørger, og lagt vekt på [det som er vurdert].",
    ),
    "som-laan": (
        "assistance",
        DISCRETION,
        "Stønad gitt som lån",
        "Vi gir stønaden som lån fordi du [venter penger eller får bedre råd om kort tid]. Du kan"
        " betale tilbake [beløp] kroner i måneden fra [måned] og fortsatt ha et forsvarlig"
        " livsopphold. Blir det vanskelig, må du si fra, så ser vi på avtalen sammen.",
    ),
    "nodhjelp-regler": (
        "emergency",
        LAW,
        "Nødhjelp (§ 18)",
        "Har du ikke penger til mat eller andre helt nødvendige ting, skal vi vurdere det med en"
        " gang. Du skal ha det du trenger til vanlig hjelp er på plass, eller til du har egne penger."
        " Det følger av sosialtjenesteloven § 18.",
    ),
    "nodhjelp-innvilget": (
        "emergency",
        DISCRETION,
        "Nødhjelp, innvilget",
        "Du har ikke penger til [hva] før [dato]. Vi har vurdert hva du trenger i disse [antall]"
        " dagene, også for dem du forsørger. Vi gir [beløp] kroner.",
    ),
    "nodhjelp-avslag": (
        "emergency",
        DISCRETION,
        "Nødhjelp, avslag",
        "Vi har spurt deg hva du har å leve av til neste gang du får penger. Du har [hva du har]."
        " Derfor er du ikke uten det helt nødvendige nå. Endrer det seg, skal du ta kontakt med en"
        " gang. Da vurderer vi det på nytt samme dag.",
    ),
    "uten-fast-bopel-regler": (
        "emergency",
        LAW,
        "Hjelp til den som ikke bor fast i Norge",
        "Den som oppholder seg lovlig i Norge uten å bo fast her, har rett til råd og veiledning."
        " Har du ingen mulighet til å sørge for deg selv, skal du ha økonomisk hjelp og et sted å"
        " være fram til du kan få hjelp fra hjemlandet. Det følger av forskrift 16. desember 2011"
        " nr. 1251 om sosiale tjenester for personer uten fast bopel i Norge.",
    ),
    "midlertidig-botilbud-regler": (
        "lodging",
        LAW,
        "Midlertidig botilbud (§ 27)",
        "Den som ikke klarer å finne et sted å bo selv, har rett til hjelp til et midlertidig sted å"
        " være. Det står i sosialtjenesteloven § 27. Tilbudet skal være forsvarlig. Det skal vare så"
        " kort som mulig, og vi skal hjelpe deg videre til en egen bolig.",
    ),
    "midlertidig-botilbud-innvilget": (
        "lodging",
        DISCRETION,
        "Midlertidig botilbud, innvilget",
        "Du har ikke noe sted å være det neste døgnet. Vi tilbyr deg [hvor]. Vi har vurdert om stedet"
        " er trygt og passer for deg og dem du forsørger, og lagt vekt på [det som er vurdert]. Vi"
        " ser på tilbudet igjen senest [dato].",
    ),
    "midlertidig-botilbud-avslag": (
        "lodging",
        DISCRETION,
        "Midlertidig botilbud, avslag",
        "Du har et sted å være: [hvor]. Vi har vurdert om du kan bli der, også hvis det er barn i"
        " husstanden, og lagt vekt på [det som er vurdert]. Mister du stedet, skal du ta kontakt samme"
        " dag.",
    ),
    "kvp-regler": (
        "kvp",
        LAW,
        "Kvalifiseringsprogram (§ 29)",
        "Du har rett til kvalifiseringsprogram når du er i arbeidsfør alder, har vesentlig nedsatt"
        " arbeids- og inntektsevne, og ingen eller svært små ytelser fra folketrygden. Vi skal ha"
        " vurdert arbeidsevnen din, og tett oppfølging må være både nødvendig og egnet for at du skal"
        " komme i arbeid. Det står i sosialtjenesteloven § 29. I programmet får du"
        " kvalifiseringsstønad etter § 35.",
    ),
    "kvp-innvilget": (
        "kvp",
        DISCRETION,
        "Kvalifiseringsprogram, innvilget",
        "Arbeidsevnevurderingen viser [det viktigste]. Vi mener at et program med tett oppfølging gir"
        " deg best mulighet til å komme i arbeid, fordi [hvorfor]. Programmet er på full tid og lages"
        " sammen med deg. Det skal inneholde [hva], og det blir vurdert [når].",
    ),
    "kvp-avslag": (
        "kvp",
        DISCRETION,
        "Kvalifiseringsprogram, avslag",
        "Du fyller ikke vilkåret om [hvilket vilkår]. Vi har bygd på [arbeidsevnevurderingen eller"
        " annet]. Vi har vurdert hva som kan hjelpe deg i stedet, og foreslår [hva].",
    ),
    "raad-regler": (
        "advice",
        LAW,
        "Opplysning, råd og veiledning (§ 17)",
        "Kommunen skal gi opplysning, råd og veiledning som kan løse eller forebygge sosiale"
        " problemer. Det står i sosialtjenesteloven § 17. Råd om økonomi og gjeld er en del av dette."
        " Det er et tilbud, og det kan ikke være et vilkår for å få stønad.",
    ),
    "raad-innvilget": (
        "advice",
        DISCRETION,
        "Råd om økonomi, innvilget",
        "Du har bedt om hjelp med [hva]. Vi skal [hva rådgivningen går ut på]. Du får begynne [når]."
        " Vi har valgt den dagen fordi [hvorfor], og vi har vurdert om noe haster: [inkasso, strøm,"
        " husleie eller annet].",
    ),
    "bolig-regler": (
        "housing",
        LAW,
        "Bistand til bolig (boligsosialloven § 6)",
        "Den som er vanskeligstilt på boligmarkedet, kan be kommunen om individuelt tilpasset hjelp"
        " til å skaffe eller beholde en egnet bolig. Kommunen skal avgjøre om du får hjelp, og si hva"
        " hjelpen i hovedsak går ut på. Det står i boligsosialloven § 6.",
    ),
    "bolig-innvilget": (
        "housing",
        DISCRETION,
        "Bistand til bolig, innvilget",
        "Du har ikke en egnet bolig, og du klarer ikke å skaffe en selv. Vi har lagt vekt på"
        " [økonomi, helse eller annet]. Hjelpen går ut på [hva].",
    ),
    "bolig-avslag": (
        "housing",
        DISCRETION,
        "Bistand til bolig, avslag",
        "Vi mener at du kan skaffe eller beholde en egnet bolig selv. Vi har lagt vekt på [hvorfor]."
        " Du kan likevel få råd hos oss om å leie eller kjøpe: [hvem du kan snakke med].",
    ),
    "avvist-annen-kommune": (
        "",
        DISCRETION,
        "Avvist: en annen kommune har ansvaret",
        "Det er kommunen du oppholder deg i, som har ansvaret for å hjelpe deg. Du oppholder deg i"
        " [kommune]. Vi har [sendt søknaden din dit eller sagt fra til dem].",
    ),
    "vilkaar-arbeidstrening": (
        "assistance",
        CONDITIONS,
        "Arbeidstrening eller praksis",
        "Du deltar på [hvor] fra [dato], [antall] timer i uken. Vi setter vilkåret fordi [hvordan det"
        " hjelper akkurat deg].",
    ),
    "vilkaar-kurs": (
        "assistance",
        CONDITIONS,
        "Kurs eller opplæring",
        "Du deltar på [kurs] fra [dato]. Kurset kan hjelpe deg til [hva], og det passer for deg fordi"
        " [hvorfor].",
    ),
    "vilkaar-arbeidssoker": (
        "assistance",
        CONDITIONS,
        "Være registrert arbeidssøker",
        "Du registrerer deg som arbeidssøker innen [dato] og søker jobber som passer for deg. Vi"
        " setter vilkåret fordi [hvorfor].",
    ),
    "vilkaar-samtaler": (
        "assistance",
        CONDITIONS,
        "Møte til samtaler",
        "Du møter til samtale hos oss [hvor ofte]. I samtalene snakker vi om [hva]. Kan du ikke"
        " komme, gir du beskjed, så finner vi en ny tid.",
    ),
    "vilkaar-norsk": (
        "assistance",
        CONDITIONS,
        "Opplæring i norsk",
        "Du deltar i opplæring i norsk på [hvor] fra [dato]. Vi har vurdert at bedre norsk er det som"
        " skal til for at du kan [hva].",
    ),
    "vilkaar-boutgifter": (
        "assistance",
        CONDITIONS,
        "Redusere boutgiftene",
        "Du ser etter en bolig til [beløp] kroner i måneden eller mindre og viser oss hva du har søkt"
        " på innen [dato]. Vi hjelper deg med [hva].",
    ),
    "unntak-helse": (
        "assistance",
        CONDITIONS,
        "Unntak fra aktivitet: helse",
        "Vi krever ikke aktivitet av deg nå, fordi [hva som hindrer deg]. Vi ser på det igjen [når].",
    ),
    "meld-fra-om-arbeid": (
        "",
        INFORMATION,
        "Får du arbeid eller andre penger",
        "Si fra når du begynner i arbeid eller får andre penger, også det du får for en kort tid. Vi"
        " regner da stønaden ut på nytt fra den måneden det gjelder.",
    ),
    "betaling-konto": (
        "",
        INFORMATION,
        "Penger på konto",
        "Pengene er på kontoen din [dag i måneden].",
    ),
    "betaling-andre": (
        "assistance",
        INFORMATION,
        "Betalt rett til utleier eller andre",
        "Vi betaler [beløp] kroner rett til [hvem], slik du har bedt om. Resten går til kontoen din.",
    ),
    "uriktige-opplysninger": (
        "",
        INFORMATION,
        "Uriktige opplysninger (§ 23)",
        "Har du gitt uriktige opplysninger mot bedre vitende, kan vi kreve at du betaler tilbake det"
        " du har fått for mye. Det står i sosialtjenesteloven § 23.",
    ),
    "laan-tilbake": (
        "assistance",
        INFORMATION,
        "Tilbakebetaling av lån (§ 24)",
        "Lånet er på [beløp] kroner. Du betaler [beløp i måneden] kroner hver måned, første gang"
        " [dato]. Du skal ikke betale så mye at du ikke har nok å leve av.",
    ),
    "tilbud-om-raad": (
        "assistance",
        INFORMATION,
        "Tilbud om råd om økonomi",
        "Du kan få gratis råd om økonomi og gjeld hos oss. Det er et tilbud. Stønaden din er den samme"
        " om du takker ja eller nei.",
    ),
    "soke-paa-nytt": (
        "assistance",
        INFORMATION,
        "Når vedtaket går ut",
        "Trenger du hjelp også etter denne perioden, må du søke på nytt. Gjør det gjerne [når], så du"
        " har svar før pengene tar slutt.",
    ),
}


def lay_down(apps, schema_editor):
    block = apps.get_model("decisions", "TextBlock")
    for key, (kind, part, title, body) in TEXTS.items():
        block.objects.create(
            key=key, kind=kind, part=part, title=title, body=body, valid_from=SINCE
        )


def take_up(apps, schema_editor):
    apps.get_model("decisions", "TextBlock").objects.filter(made_by=None).delete()


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial")]
    operations = [migrations.RunPython(lay_down, take_up)]
