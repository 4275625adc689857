"""Counts and times of requests, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from kg.knowledge_base import KnowledgeBase

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5)


class Metrics:
    """What one process has served since it started."""

    def __init__(self):
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "causeway_requests", "Requests by endpoint and status", ("endpoint", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "causeway_request_seconds", "Time to answer", ("endpoint",), buckets=_BUCKETS, registry=self._registry
        )
        self._size = Gauge("causeway_graph_size", "What the graph holds", ("what",), registry=self._registry)

    def count(self, endpoint: str, status: int, seconds: float) -> None:
        self._requests.labels(endpoint, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)

    def text(self, knowledge: KnowledgeBase) -> bytes:
        graph = knowledge.snapshot.graph
        self._size.labels("concepts").set(len(graph.concepts))
        self._size.labels("statements").set(len(graph.statements))
        return generate_latest(self._registry)
