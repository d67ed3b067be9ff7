"""The first edition of the rights guide (domain.md 4.6; FOR-2011-12-16-1251)."""

from datetime import date

from django.db import migrations

SINCE = date(2026, 1, 1)
SOURCE = "Forskrift 16. desember 2011 nr. 1251; plan mot fattigdom 2013–2017, 9a og 9b"
REGULATION = "forskrift 16.12.2011 nr. 1251"
LAW = {
    "advice": "Sosialtjenesteloven § 17",
    "money": "Sosialtjenesteloven § 18",
    "lodging": "Sosialtjenesteloven § 27",
}
HEALTH = (
    "full",
    "Legevakta, eller helseteamet for flyktninger",
    "The emergency clinic, or the health team for refugees",
    "Plan mot fattigdom, 9a",
)
OWN = (
    "NAV vurderer selv om oppholdet er lovlig og fast",
    "NAV itself assesses whether the stay is lawful and permanent",
)
UNTIL_HOME = (
    "Til du kan få hjelp fra hjemlandet",
    "Until you can get help from your home country",
)
STATE = ("Staten (UDI) har ansvaret", "The state (UDI) is responsible")
SHORT = (
    "Bare i en nødssituasjon, til du i praksis kan reise",
    "Only in an emergency, until you are able to leave",
)
EXCEPTION = ("Unntak i forskriften § 1", "Exception in section 1 of the regulation")
NOTHING = ("", "")

# category: what is given of advice, money and lodging, each with a note in two languages
RULES = {
    "resident": (("full", *NOTHING), ("full", *OWN), ("full", *NOTHING)),
    "lawful": (("full", *NOTHING), ("limited", *UNTIL_HOME), ("limited", *UNTIL_HOME)),
    "pending": (("full", *NOTHING), ("full", *EXCEPTION), ("full", *EXCEPTION)),
    "reception": (("full", *NOTHING), ("none", *STATE), ("none", *STATE)),
    "unlawful": (("full", *NOTHING), ("limited", *SHORT), ("limited", *SHORT)),
}


def lay_down(apps, schema_editor):
    guides, rules = (apps.get_model("benefits", name) for name in ("RightsGuide", "RightsRule"))
    guide = guides.objects.create(version=1, valid_from=SINCE, source=SOURCE)
    for category, cells in RULES.items():
        for service, (grant, note, note_en) in zip(LAW, cells, strict=True):
            law = LAW[service]
            basis = law if category == "resident" else f"{law}; {REGULATION}"
            _rule(rules, guide, category, service, grant, note, note_en, basis)
        _rule(rules, guide, category, "health", *HEALTH)


def _rule(rules, guide, category, service, grant, note, note_en, basis):
    rules.objects.create(
        guide=guide,
        category=category,
        service=service,
        grant=grant,
        note=_unbroken(note),
        note_en=note_en,
        basis=_unbroken(basis),
    )


def _unbroken(text):
    """No line ends after a section sign."""
    return text.replace("§ ", "§\u00a0")


def take_up(apps, schema_editor):
    apps.get_model("benefits", "RightsRule").objects.all().delete()
    apps.get_model("benefits", "RightsGuide").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("benefits", "0002_rates_and_settings")]
    operations = [migrations.RunPython(lay_down, take_up)]
