"""Counts and times of requests in all worker processes, for Prometheus."""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from kg.knowledge_base import KnowledgeBase

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10)


class Metrics:
    """What this process has served since it started, told together with the others where there are several."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self._requests = Counter("causeway_requests", "Requests by route and status", ("route", "status"), registry=own)
        self._seconds = Histogram(
            "causeway_request_seconds", "Time to answer", ("route",), buckets=_BUCKETS, registry=own
        )
        self._waited = Histogram(
            "causeway_wait_seconds", "Time until a thread was free", buckets=_BUCKETS, registry=own
        )
        self._flying = Gauge(
            "causeway_requests_in_flight", "Requests at work", multiprocess_mode="livesum", registry=own
        )
        self._memory = Gauge(
            "causeway_memory_bytes", "The most memory a worker had", ("pid",), multiprocess_mode="liveall", registry=own
        )
        self._size = Gauge(
            "causeway_graph_size", "What the graph holds", ("what",), multiprocess_mode="mostrecent", registry=own
        )
        self._journal = Gauge(
            "causeway_journal",
            "Records of the journal; 0 or 1 for damage",
            ("what",),
            multiprocess_mode="max",
            registry=own,
        )
        self._lock = Gauge(
            "causeway_write_wait_seconds", "All time that writers waited", multiprocess_mode="livesum", registry=own
        )

    def begin(self) -> None:
        """A request came."""
        self._flying.inc()

    def end(self) -> None:
        """A request ended."""
        self._flying.dec()

    def count(self, route: str, status: int, seconds: float, waited: float) -> None:
        """A request was answered, after so many seconds, of which it waited some for a thread."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        self._waited.observe(waited)

    def text(self, knowledge: KnowledgeBase) -> bytes:
        """All counts of all workers, with those of the graph and its journal, as Prometheus reads them."""
        now, journal = knowledge.snapshot, knowledge.journal
        self._size.labels("concepts").set(len(now.graph.concepts))
        self._size.labels("statements").set(len(now.graph.statements))
        self._journal.labels("records").set(journal.number if journal else 0)
        self._journal.labels("damaged").set(knowledge.trouble is not None)
        self._lock.set(journal.waited if journal else 0)
        self._memory.labels(str(os.getpid())).set(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
        return generate_latest(_together() or self._registry)


def _together() -> CollectorRegistry | None:
    """The numbers of all processes that still run; none where this one is alone."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not folder:
        return None
    for file in Path(folder).glob("gauge_live*.db"):
        pid = file.stem.rpartition("_")[2]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            with suppress(FileNotFoundError):
                mark_process_dead(int(pid))  # type: ignore[no-untyped-call]  # its package types little
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # its package types little
    return registry
