"""Log lines as JSON, without national numbers and query strings (security: no personal data)."""

import json
import logging
import re

ELEVEN_OR_TWELVE_DIGITS = re.compile(r"(?<!\d)\d{6} ?\d{5,6}(?!\d)")
QUERY_STRING = re.compile(r"(/[^\s?\"']*)\?[^\s\"']*")


def mask(text: str) -> str:
    """`text` with national numbers and query strings taken out."""
    return QUERY_STRING.sub(r"\1", ELEVEN_OR_TWELVE_DIGITS.sub("***********", text))


class MaskNumbers(logging.Filter):
    """Mask the message of each record before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), ()
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line; a traceback keeps its places but is masked too."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = mask(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
