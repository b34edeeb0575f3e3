"""Structured logs: one JSON object a line, on stderr or in a file.

A line says what happened (``event``) and names things by reference: systems, batches,
counts, statuses. What records hold is never logged, for some of it is confidential.
"""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO


class JsonLines(logging.Formatter):
    """Writes a log record as one JSON object.

    ``extra={"fields": {...}}`` becomes keys of their own.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its newline."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def log_as_json(stream: TextIO = sys.stderr, *, level: int = logging.INFO) -> None:
    """Let everything that this process logs come out as JSON lines."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=level, force=True)


@contextmanager
def logged_in(file: Path, logger: logging.Logger) -> Iterator[None]:
    """Add what a logger says to a file as JSON lines, for as long as this lasts.

    Raises:
        OSError: The file cannot be written.
    """
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()
