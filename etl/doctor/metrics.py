"""What the doctor saw, in the form of OpenMetrics, for who watches many machines."""

from collections.abc import Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.openmetrics.exposition import generate_latest

from etl.doctor.check import Check


def metrics_of(checks: Iterable[Check], at: datetime) -> bytes:
    """Return each check as 1 when it is ok and 0 when not, and when that was seen."""
    registry = CollectorRegistry()
    well = Gauge(
        "weegboek_doctor_check",
        "1 when a check is ok, 0 when it is not.",
        ["check", "standing"],
        registry=registry,
    )
    for check in checks:
        well.labels(check.name, check.standing).set(check.standing == "ok")
    seen = Gauge(
        "weegboek_doctor_seconds",
        "When the doctor looked, in seconds since 1970 UTC.",
        registry=registry,
    )
    seen.set(at.timestamp())
    return bytes(generate_latest(registry))  # type: ignore[no-untyped-call] # as it is shipped
