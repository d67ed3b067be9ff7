"""What migrations lay down as data, again after each test that has emptied every table.

Django empties them where a test needs real transactions, and tells of it as after a migration.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate

from accounts.models import District
from benefits.models import RateTable, RightsGuide
from decisions.models import TextBlock
from households.models import RetentionRule
from housing.models import PriorityClass

LAID_DOWN: dict[str, Any] = {
    "accounts.migrations.0002_districts_and_units": District,
    "benefits.migrations.0002_rates_and_settings": RateTable,
    "benefits.migrations.0003_rights_guide": RightsGuide,
    "decisions.migrations.0002_standard_texts": TextBlock,
    "households.migrations.0002_retention_rules": RetentionRule,
    "housing.migrations.0002_priorities": PriorityClass,
}


def lay_down(**kwargs: object) -> None:
    """Whatever of it is gone."""
    for name, model in LAID_DOWN.items():
        if not model.objects.exists():
            import_module(name).lay_down(apps, None)


def install() -> None:
    """Let it be there for every test, whatever ran before."""
    *_, last = apps.get_app_configs()
    post_migrate.connect(lay_down, sender=last)
