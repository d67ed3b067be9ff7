"""How gunicorn serves: on loopback unless BIND says otherwise, with log lines in our own format."""

import os

from config import logs

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads too: a browser that opens a connection in advance and says nothing would hold a process.
threads = 4
preload_app = True
graceful_timeout = 20

# The path without its query string, which may hold what somebody searched for.
access_log_format = "%(m)s %(U)s %(s)s %(M)s ms"
_level = os.environ.get("LOG_LEVEL", "WARNING")
_through_root = {"level": _level, "handlers": [], "propagate": True}
logconfig_dict = logs.configure(_level) | {
    "loggers": {"gunicorn.error": _through_root, "gunicorn.access": _through_root}
}
