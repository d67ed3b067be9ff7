"""The classes and grounds of priority that a municipality begins with.

Trondheim's own criteria are not verified (domain.md): they are data, which the municipality changes.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations

FIRST = date(2006, 1, 1)
SOURCE = "Forslag; kommunens egne kriterier er ikke verifisert"
CLASSES = (
    ("A", "Uten bolig, eller barn i midlertidig botilbud"),
    ("B", "Mister boligen innen tre måneder, eller bor uegnet"),
    ("C", "Andre godkjente"),
)
GROUNDS = (
    ("A", "Barn i midlertidig botilbud"),
    ("A", "Uten bolig"),
    ("A", "Utskrevet fra institusjon uten bolig"),
    ("A", "Må flytte fra vold eller trusler"),
    ("B", "Mister boligen innen tre måneder"),
    ("B", "Boligen er uegnet av hensyn til helsen"),
    ("B", "Bor trangt med barn"),
    ("C", "Bor midlertidig hos andre"),
    ("C", "Boligen er for dyr"),
)


def lay_down(apps: Any, schema_editor: Any) -> None:
    of_class = apps.get_model("housing", "PriorityClass")
    of_ground = apps.get_model("housing", "PriorityGround")
    dated = {"valid_from": FIRST, "source": SOURCE}
    of_class.objects.bulk_create(of_class(code=c, wording=w, **dated) for c, w in CLASSES)
    of_ground.objects.bulk_create(of_ground(code=c, wording=w, **dated) for c, w in GROUNDS)


class Migration(migrations.Migration):
    dependencies = [("housing", "0001_initial")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
