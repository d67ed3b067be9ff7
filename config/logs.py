"""Log lines as JSON, without national numbers, query strings or values quoted by the database.

Every line, whoever writes it (Django, Celery, gunicorn, structlog), goes through the one formatter
here and carries the id of its request; the user is told by id, never by name.
"""

from __future__ import annotations

import re
from traceback import TracebackException
from typing import Any

import structlog
from structlog.types import EventDict, ExcInfo, Processor

NATIONAL_NUMBER = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5,6}(?!\d)")
QUERY_STRING = re.compile(r"(/[^\s?\"']*)\?[^\s\"']*")


def mask(text: str) -> str:
    """`text` with national numbers, DUF numbers and query strings taken out."""
    return QUERY_STRING.sub(r"\1", NATIONAL_NUMBER.sub("***********", text))


def mask_line(logger: Any, name: str, line: EventDict) -> EventDict:
    """Mask every value of a line; what is no plain value is shown as its text."""
    for key, value in line.items():
        if value is not None and not isinstance(value, bool | int | float):
            line[key] = mask(str(value))
    return line


def exception_text(exc_info: ExcInfo) -> str:
    """Where and why it failed, cause first; never the values of local variables."""
    told: TracebackException | None = TracebackException(*exc_info)
    parts: list[str] = []
    while told is not None:
        reason = f"{told.exc_type.__name__}: {_reason(told)}" if told.exc_type else str(told)
        parts.append("".join(told.stack.format()) + reason)
        told = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
    return "\n\n".join(reversed(parts))


def _reason(told: TracebackException) -> str:
    """The error's own words, unless they may quote a row.

    Database errors (all drivers name their base class Error) name the constraint in the first line
    and quote the row in the next; a DataError quotes the value at once.
    """
    names = {base.__name__ for base in told.exc_type.__mro__} if told.exc_type else set()
    if "DataError" in names:
        return "(left out, it quotes a value)"
    return str(told).partition("\n")[0] if "Error" in names else str(told)


BEFORE_FORMATTING: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    structlog.processors.ExceptionRenderer(exception_text),
]


def configure(level: str) -> dict[str, Any]:
    """Set structlog up to write through Python's logging; gives the settings for the latter."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *BEFORE_FORMATTING,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": BEFORE_FORMATTING,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            mask_line,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        # The access log's seals always reach the stream: a copy that the machine cannot change.
        "loggers": {"accounts.seals": {"level": "INFO"}},
        "root": {"handlers": ["console"], "level": level},
    }
