"""Metrics for Prometheus: counted by the workers, collected and exposed by their parent process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kfor_i18n.clock import current_time
from kfor_i18n.serving.observing import Exchange, Observer
from kfor_i18n.serving.store import Store

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def prepare_metrics(folder: Path) -> None:
    """Create the directory for the counters of the workers. Call this before any of them starts."""
    folder.mkdir()
    os.environ[_FOLDER] = str(folder)


def count_requests() -> Observer:
    """Return an observer, for a worker, that counts requests by status and language."""
    # The library reads the directory when it is imported.
    from prometheus_client import Counter

    counter = Counter("kfor_requests", "Requests that were answered.", ["status", "language"])

    def observe(exchange: Exchange) -> None:
        counter.labels(str(exchange.status), exchange.language).inc()

    return observe


def show_metrics(store: Store, host: str, port: int) -> None:
    """Expose the metrics of all workers and of the ready set on a port of their own, in a thread.

    Raises ``OSError`` when the port cannot be listened on.
    """
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
    from prometheus_client.multiprocess import MultiProcessCollector

    class ReadySetCollector:
        def collect(self) -> Iterator[Metric]:
            rendered, failure = store.load(), store.failure()
            age = (current_time() - rendered.ready.rendered).total_seconds()
            yield GaugeMetricFamily("kfor_ready_set_age_seconds", "Age of the pages.", age)
            yield GaugeMetricFamily(
                "kfor_ready_set_failed", "1 where newer pages could not be made.", bool(failure)
            )
            revision = {"revision": rendered.ready.revision}
            yield InfoMetricFamily("kfor_ready_set", "The pages that are served.", revision)
            for name, text in (
                ("coverage", "Part of the messages that is translated, 0 to 1."),
                ("refused", "Translations that may not be shown."),
            ):
                family = GaugeMetricFamily(f"kfor_catalog_{name}", text, labels=["language"])
                for tag, catalog in rendered.catalogs.items():
                    family.add_metric([tag], float(catalog[name]))
                yield family

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(ReadySetCollector())
    start_http_server(port, host, registry)
