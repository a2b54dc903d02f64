"""Traces, metrics and logs by OpenTelemetry, to Azure Monitor or to any collector that speaks OTLP over HTTP.

Of each invocation a span, below it those of SQL (psycopg2) and of Azure's SDKs (blobs, secrets). What leaves is
scrubbed (`scrubbing.py`). Slow to import: only `invocation.py` does, and only when somebody collects.
"""

import atexit
import logging
import os
import threading
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.instrumentation.psycopg2 import Psycopg2Instrumentor
from opentelemetry.instrumentation.utils import suppress_instrumentation
from opentelemetry.metrics import CallbackOptions, Histogram, Meter, Observation
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor, LogRecordExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricExporter, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import Span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from sqlalchemy.exc import SQLAlchemyError

from shared.platform import build, db, watch
from shared.platform.scrubbing import ScrubbedLogs, ScrubbedSpans
from shared.platform.watch import Part

if TYPE_CHECKING:
    import azure.functions as func

log = logging.getLogger(__name__)

SCOPE = "influencer-marketing"
OURS = {"functions", "shared"}
LONGEST_ATTRIBUTE = 2000  # characters: long statements are known by their beginnings
LOOKED_AT_FOR = 5.0  # seconds that several gauges share one look at the database


@dataclass(frozen=True)
class Exporters:
    spans: SpanExporter
    metrics: MetricExporter
    logs: LogRecordExporter


@dataclass(frozen=True)
class Telemetry:
    tracers: TracerProvider
    meters: MeterProvider
    loggers: LoggerProvider
    duration: Histogram
    handler: logging.Handler

    def flush(self) -> None:
        for provider in (self.tracers, self.meters, self.loggers):
            provider.force_flush()

    def stop(self) -> None:
        """Send what is left, and listen no longer."""
        atexit.unregister(self.stop)
        logging.getLogger().removeHandler(self.handler)
        Psycopg2Instrumentor().uninstrument()
        for provider in (self.tracers, self.meters, self.loggers):
            provider.shutdown()


_starting = threading.Lock()


def span(name: str, context: "func.Context | None") -> AbstractContextManager[Span]:
    """Return a span for one invocation, as a child of the host's where the worker says which that is."""
    tracer = started().tracers.get_tracer(SCOPE)
    attributes = {"faas.name": name}
    parent = None
    if context is not None:
        attributes["faas.invocation_id"] = context.invocation_id
        given = context.trace_context
        carrier = {"traceparent": given.trace_parent or "", "tracestate": given.trace_state or ""}
        parent = TraceContextTextMapPropagator().extract(carrier)
    return tracer.start_as_current_span(name, parent, attributes=attributes)


def job_done(name: str, outcome: str, seconds: float) -> None:
    """Note how long a run of a job took and how it ended: imports and renderings are jobs."""
    started().duration.record(seconds, {"app.job": name, "app.outcome": outcome})


def started() -> Telemetry:
    """Return what this process tells by, made at the first use."""
    with _starting:
        return _started()


@cache
def _started() -> Telemetry:
    try:
        made = _made(_exporters())
    except Exception:  # whoever is served must not suffer from who is watching
        log.exception("no telemetry: it cannot be set up")
        meters = MeterProvider()
        return Telemetry(TracerProvider(), meters, LoggerProvider(), _histogram(meters), logging.NullHandler())
    atexit.register(made.stop)
    return made


def _made(exporters: Exporters) -> Telemetry:
    """Collect from the whole process: the driver, Azure's SDKs, all loggers."""
    resource = Resource.create(
        {
            "service.name": os.environ.get("WEBSITE_SITE_NAME", SCOPE),
            "service.version": build.fingerprint(),
            "service.instance.id": os.environ.get("WEBSITE_INSTANCE_ID", str(os.getpid())),
        }
    )
    tracers = TracerProvider(resource=resource, span_limits=SpanLimits(max_span_attribute_length=LONGEST_ATTRIBUTE))
    tracers.add_span_processor(BatchSpanProcessor(ScrubbedSpans(exporters.spans)))
    loggers = LoggerProvider(resource=resource)
    loggers.add_log_record_processor(BatchLogRecordProcessor(ScrubbedLogs(exporters.logs)))
    handler = LoggingHandler(logging.INFO, loggers)
    handler.addFilter(_is_worth_telling)
    logging.getLogger().addHandler(handler)
    Psycopg2Instrumentor().instrument(tracer_provider=tracers)
    _trace_azure(tracers)
    meters = MeterProvider([PeriodicExportingMetricReader(exporters.metrics)], resource)
    _gauges(meters.get_meter(SCOPE))
    return Telemetry(tracers, meters, loggers, _histogram(meters), handler)


def _is_worth_telling(record: logging.LogRecord) -> bool:
    """Whether a line is ours, or a warning: Azure's SDKs tell of every call, which the spans do already."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] in OURS


def _exporters() -> Exporters:
    """Return those of OTLP, which the variables of OpenTelemetry's specification set up, or those of Azure Monitor."""
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter  # noqa: PLC0415 - one of two
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter  # noqa: PLC0415
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415

        return Exporters(OTLPSpanExporter(), OTLPMetricExporter(), OTLPLogExporter())
    from azure.monitor.opentelemetry.exporter import (  # noqa: PLC0415 - one of two
        AzureMonitorLogExporter,
        AzureMonitorMetricExporter,
        AzureMonitorTraceExporter,
    )

    given = _azure_login()
    return Exporters(
        AzureMonitorTraceExporter(**given), AzureMonitorMetricExporter(**given), AzureMonitorLogExporter(**given)
    )


def _azure_login() -> dict[str, Any]:
    if "Authorization=AAD" not in os.environ.get("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", ""):
        return {}
    from shared.platform.azure_identity import credential  # noqa: PLC0415 - slow to import

    return {"credential": credential()}


def _trace_azure(tracers: TracerProvider) -> None:
    from azure.core.settings import settings as azure_settings  # noqa: PLC0415 - slow to import
    from opentelemetry import trace  # noqa: PLC0415 - beside it

    trace.set_tracer_provider(tracers)  # Azure's SDKs ask for the process's own
    azure_settings.tracing_enabled = True


def _histogram(meters: MeterProvider) -> Histogram:
    about = "Runs of jobs; imports and renderings are among them"
    return meters.get_meter(SCOPE).create_histogram("app.job.duration", "s", about)


def _gauges(meter: Meter) -> None:
    meter.create_observable_gauge(
        "db.client.connection.count",
        [_connections],
        "{connection}",
        "Of this process's pool, in use or not",
    )
    meter.create_observable_gauge(
        "app.age", [lambda _: _told("age_seconds")], "s", "Since the part was last done, or of the oldest that waits"
    )
    meter.create_observable_gauge("app.waiting", [lambda _: _told("waiting")], "{item}", "What waits in a queue")


def _connections(_options: CallbackOptions) -> Iterable[Observation]:
    used, size = db.pool_use()
    return [
        Observation(used, {"db.client.connection.state": "used"}),
        Observation(size - used, {"db.client.connection.state": "idle"}),
    ]


_looked: tuple[float, list[Part]] = (float("-inf"), [])


def _told(figure: str) -> Iterable[Observation]:
    global _looked  # noqa: PLW0603 - one look serves all gauges
    if time.monotonic() - _looked[0] > LOOKED_AT_FOR:
        _looked = (time.monotonic(), _look())
    found = [(part.name, getattr(part, figure)) for part in _looked[1]]
    return [Observation(value, {"app.part": name}) for name, value in found if value is not None]


def _look() -> list[Part]:
    try:
        with suppress_instrumentation(), db.transaction() as session:
            return [probe(session) for probe in watch.told()]
    except SQLAlchemyError:
        log.warning("nothing can be told of queues and ages: the database does not answer")
        return []
