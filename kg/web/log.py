"""One line of JSON for each request and for each thing that went wrong, to standard error."""

from __future__ import annotations

import logging
import sys

import orjson

from kg.web.gate import Seen

_line = logging.getLogger("kg.requests")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = {"time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03}"}
        said |= {"level": record.levelname.lower(), "event": record.getMessage(), **getattr(record, "said", {})}
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return orjson.dumps(said, default=str).decode()


def configure() -> None:
    """Send all that is logged in this process to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a store is asked each second


def tell(seen: Seen) -> None:
    """Put a request into the log: no address of a client, and nothing of what was sent but what is in `said`."""
    said = {"id": seen.id, "method": seen.method, "route": "none", "status": seen.status}
    _line.info("request", extra={"said": {**said, "ms": round(seen.seconds * 1000, 1), **seen.said}})
