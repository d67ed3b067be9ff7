"""How long each class of data is kept (domain.md part 7); the municipality's archive plan decides."""

from django.db import migrations

ARCHIVE = "arkivlova § 9 og riksarkivarens forskrift kapittel 7"
GDPR = "personvernforordningen artikkel 5 nr. 1 bokstav e"
RULES = [
    {
        "covers": "client",
        "what": "Husstander der noen har fått stønad eller vært i program, med alt om dem.",
        "years": 10,
        "counted_from": "siste kontakt",
        "legal_basis": ARCHIVE,
        "archive_duty": True,
        "outcome": "Låses. Anonymiseres når arkivet har bekreftet at det har mottatt mappene.",
    },
    {
        "covers": "contact",
        "what": "Husstander som er registrert, men aldri har fått stønad eller vært i program.",
        "years": 5,
        "counted_from": "siste kontakt",
        "legal_basis": GDPR,
        "archive_duty": False,
        "outcome": "Anonymiseres.",
    },
    {
        "covers": "import_files",
        "what": "Filer som er lastet opp for innlesing.",
        "hours": 24,
        "counted_from": "opplasting, eller til innlesingen er ferdig",
        "legal_basis": GDPR,
        "archive_duty": False,
        "outcome": "Slettes.",
    },
    {
        "covers": "subject_files",
        "what": "Filer som er laget for å svare på innsynskrav.",
        "hours": 24,
        "counted_from": "da filen ble laget",
        "legal_basis": GDPR,
        "archive_duty": False,
        "outcome": "Slettes. At kravet er besvart, og av hvem, blir stående i mappen.",
    },
    {
        "covers": "access_log",
        "what": "Hvem som har sett hva, med id og uten navn. Minst to år.",
        "years": 2,
        "counted_from": "hendelsen",
        "legal_basis": "personvernforordningen artikkel 32; tiden er kommunens valg",
        "archive_duty": False,
        "outcome": "Slettes ikke av OSK-sak. Eieren fastsetter når eldre linjer kan tas ut.",
    },
    {
        "covers": "break_glass",
        "what": "Nødtilganger med begrunnelse og gjennomgang.",
        "years": 10,
        "counted_from": "siste kontakt med husstanden",
        "legal_basis": "personvernforordningen artikkel 32",
        "archive_duty": False,
        "outcome": "Begrunnelsen slettes sammen med mappen. Hvem og når blir stående.",
    },
    {
        "covers": "consent",
        "what": "Samtykker og delinger, også de som er trukket tilbake.",
        "years": 10,
        "counted_from": "siste kontakt med husstanden",
        "legal_basis": "personvernforordningen artikkel 7 nr. 1",
        "archive_duty": True,
        "outcome": "Følger mappen.",
    },
    {
        "covers": "reports",
        "what": "Årsrapporter med tall og filer. Uten navn.",
        "counted_from": "ingen frist",
        "legal_basis": ARCHIVE,
        "archive_duty": True,
        "outcome": "Bevares.",
    },
]


def lay_down(apps, schema_editor):
    RetentionRule = apps.get_model("households", "RetentionRule")
    for rule in RULES:
        RetentionRule.objects.get_or_create(covers=rule["covers"], defaults=rule)


def take_up(apps, schema_editor):
    covers = [rule["covers"] for rule in RULES]
    apps.get_model("households", "RetentionRule").objects.filter(covers__in=covers).delete()


class Migration(migrations.Migration):
    dependencies = [("households", "0001_initial")]

    operations = [migrations.RunPython(lay_down, take_up)]
