"""Trondheim's four districts, and a unit for each party in each of them (design.md 6)."""

from datetime import date

from django.db import migrations

DISTRICTS = [
    ("midtbyen", "Midtbyen"),
    ("ostbyen", "Østbyen"),
    ("lerkendal", "Lerkendal"),
    ("heimdal", "Heimdal"),
]
PARTIES = [("nav", "NAV"), ("bft", "BFT"), ("hv", "HV")]
OPENED = date(2005, 1, 1)


def lay_down(apps, schema_editor):
    District = apps.get_model("accounts", "District")
    Unit = apps.get_model("accounts", "Unit")
    for code, name in DISTRICTS:
        district, _ = District.objects.get_or_create(code=code, defaults={"name": name})
        for party, label in PARTIES:
            Unit.objects.get_or_create(
                party=party, name=f"{label} {name}", valid_from=OPENED, district=district
            )


def take_up(apps, schema_editor):
    apps.get_model("accounts", "Unit").objects.filter(valid_from=OPENED).delete()
    codes = [code for code, _ in DISTRICTS]
    apps.get_model("accounts", "District").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(lay_down, take_up)]
