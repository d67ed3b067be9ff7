"""Settings, URLs and the Celery application; imports no app of ours."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
