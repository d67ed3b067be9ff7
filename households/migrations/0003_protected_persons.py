from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0002_sources_of_imports"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("protection", "none"), _negated=True),
                fields=["protection"],
                name="households_person_protected",
            ),
        ),
    ]
