"""What the intake counts, in the form of OpenMetrics."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.openmetrics.exposition import (
    CONTENT_TYPE_LATEST,
    generate_latest,
)
from prometheus_client.registry import Collector

from etl.intake.service import Intake

KIND = CONTENT_TYPE_LATEST
"""The media type of what ``Metrics.text`` returns."""


class Metrics:
    """The metrics of one intake."""

    def __init__(self, intake: Intake) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "weegboek_intake_requests",
            "Requests that were answered.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self.seconds = Histogram(
            "weegboek_intake_request_seconds",
            "How long requests took.",
            ["method", "route"],
            registry=self._registry,
        )
        self.taken = Counter(
            "weegboek_intake_records",
            "Records that were accepted.",
            ["system"],
            registry=self._registry,
        )
        self._registry.register(_Now(intake))

    def text(self) -> bytes:
        """Return all metrics as they are now.

        Raises:
            JournalError: The journal cannot be read.
        """
        return bytes(generate_latest(self._registry))  # type: ignore[no-untyped-call] # as it is shipped


class _Now(Collector):
    """What is read when somebody asks."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Yield nothing, so that registering reads nothing."""
        yield from ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the size of the ledger and what waits to be appended to it."""
        waiting = GaugeMetricFamily(
            "weegboek_intake_waiting_records",
            "Records that are accepted and not published yet.",
            labels=["system"],
        )
        for system, records in self._intake.waiting_records().items():
            waiting.add_metric([system], records)
        yield waiting
        yield GaugeMetricFamily(
            "weegboek_ledger_entries",
            "Entries that the checkpoint last seen covers.",
            value=self._intake.ledger.size,
        )
        yield GaugeMetricFamily(
            "weegboek_intake_troubled",
            "1 when the last append failed, and it is tried again.",
            value=float(self._intake.trouble is not None),
        )
