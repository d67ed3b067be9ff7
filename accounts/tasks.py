"""What beat does for the accounts and their log."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts import seals
from accounts.administration import actions


@shared_task
def seal_access_log() -> None:
    """Each minute."""
    seals.seal_new_events(timezone.now())


@shared_task
def close_accounts() -> None:
    """Shut the accounts of those whose last day is over."""
    actions.close_accounts(today=timezone.localdate())
