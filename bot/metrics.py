"""Figures for Prometheus: how much, how often, how old. Nothing in them is about anybody.

Written by Prometheus' own client: it knows the text format with its types and escapes, and tells memory and
start of the process besides.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.health import Health, Pulse
from bot.receive import Kept
from storage.outbox import Outcome
from storage.parcels import BROADCAST, REMINDER, REPLY

PRIORITIES = {REPLY: "reply", REMINDER: "reminder", BROADCAST: "broadcast"}


class Metrics:
    """`kept` and `sent` count as things happen; `text` looks at the rest when somebody asks."""

    def __init__(self, health: Health, pulse: Pulse, leads: Callable[[], bool]) -> None:
        """`leads`: does this process send and poll?"""
        # Else each counter tells its birthday too.
        disable_created_metrics()  # type: ignore[no-untyped-call] # the library left it untyped
        self._health = health
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_Now(health, pulse, leads))
        self._turns = Counter("zuimei_turns", "Turns that were kept.", ["channel"], registry=self._registry)
        self._answers = Counter(
            "zuimei_answers", "Questions answered, by kind of answer.", ["kind"], registry=self._registry
        )
        self._sends = Counter(
            "zuimei_sends",
            "What became of attempts to send; due: another will follow.",
            ["outcome", "reason"],
            registry=self._registry,
        )

    def kept(self, kept: Kept) -> None:
        for channel in kept.channels:
            self._turns.labels(channel).inc()
        if kept.answered:
            self._answers.labels(kept.answered).inc()

    def sent(self, outcome: Outcome) -> None:
        self._sends.labels(outcome.state, outcome.reason).inc()

    async def text(self) -> bytes:
        """All figures in the text format of Prometheus."""
        await self._health()
        return generate_latest(self._registry)


class _Now(Collector):
    """The figures that are looked up. Those of the database are missing while it does not answer."""

    def __init__(self, health: Health, pulse: Pulse, leads: Callable[[], bool]) -> None:
        self._health, self._pulse, self._leads = health, pulse, leads

    def collect(self) -> Iterator[Metric]:
        yield _gauge("zuimei_healthy", "1 while /healthz says ok.", not self._health.faults)
        yield _gauge("zuimei_leader", "1 where this process delivers.", self._leads())
        yield _gauge("zuimei_tick_age_seconds", "Since a tick reached the database.", self._pulse.age)
        yield _gauge("zuimei_disk_free_bytes", "Free on the disk of DATA_DIR.", self._health.room)
        yield from self._waiting()

    def _waiting(self) -> Iterator[Metric]:
        found = self._health.depths
        if found is None:
            return
        yield _gauge("zuimei_inbox_waiting", "Events that came in and are not done.", found.incoming)
        yield _gauge("zuimei_outbox_unknown", "Sends that may or may not have arrived.", found.unknown)
        waiting = GaugeMetricFamily("zuimei_outbox_waiting", "What is to be sent.", labels=["priority"])
        oldest = GaugeMetricFamily(
            "zuimei_outbox_oldest_seconds", "How long the oldest of it waits.", labels=["priority"]
        )
        now = datetime.now(UTC)
        for priority, name in PRIORITIES.items():
            since = found.oldest.get(priority, now)
            waiting.add_metric([name], found.outgoing.get(priority, 0))
            oldest.add_metric([name], max(0.0, (now - since).total_seconds()))
        yield from (waiting, oldest)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)
