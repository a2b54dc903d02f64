"""Traces, metrics and logs as a collector receives them: OTLP over HTTP, from real triggers over the real database."""

import http.server
import logging
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import azure.functions as func
import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from shared.platform import build, db, telemetry
from shared.platform.blobs import BlobStore
from tests.client import Client, functions, routes

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
KINDS: dict[str, Any] = {
    "traces": ExportTraceServiceRequest,
    "metrics": ExportMetricsServiceRequest,
    "logs": ExportLogsServiceRequest,
}


class Collector:
    def __init__(self) -> None:
        self.received: list[tuple[str, bytes]] = []
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.received.append((self.path.rpartition("/")[2], body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def all(self, kind: str) -> list[Any]:
        telemetry.started().flush()
        found = []
        for got, body in self.received:
            if got == kind:
                request = KINDS[kind]()
                request.ParseFromString(body)
                found.append(request)
        return found

    def spans(self) -> list[Any]:
        return [
            span
            for request in self.all("traces")
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def records(self) -> list[Any]:
        return [
            record
            for request in self.all("logs")
            for resource in request.resource_logs
            for scope in resource.scope_logs
            for record in scope.log_records
        ]

    def metrics(self) -> dict[str, Any]:
        return {
            metric.name: metric
            for request in self.all("metrics")
            for resource in request.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        }


@pytest.fixture(scope="module")
def listening() -> Iterator[Collector]:
    """This process tells a collector everything, until the end of the module."""
    collector = Collector()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address)
        db.dispose()  # connections made before are not traced
        before = logging.getLogger().level
        logging.getLogger().setLevel(logging.INFO)
        telemetry.started()
        yield collector
        telemetry.started().stop()
        telemetry._started.cache_clear()
        logging.getLogger().setLevel(before)
    collector.server.shutdown()
    collector.server.server_close()
    db.dispose()


@pytest.fixture
def collector(listening: Collector, database: None, blob_store: BlobStore) -> Collector:
    listening.all("traces")
    listening.received.clear()
    return listening


def facts(of: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value") or "string_value") for one in of.attributes}


def asked(path: str) -> None:
    """Call a trigger as the worker does, with what the host says of the invocation."""
    route = next(route for route in routes() if route.template == path)
    trace = SimpleNamespace(trace_parent=f"00-{TRACE}-{PARENT}-01", trace_state="")
    context = SimpleNamespace(invocation_id="invocation-1", trace_context=trace)
    request = func.HttpRequest(
        method="GET", url=f"http://test/api/{path}", headers={"x-request-id": "request-0001"}, body=b""
    )
    route.handler(request, context)


def test_a_request_and_its_sql_and_blobs_are_one_trace_below_the_hosts(collector: Collector):
    asked("ready")

    spans = [span for span in collector.spans() if span.trace_id.hex() == TRACE]
    (request,) = [span for span in spans if span.name == "get_readiness"]
    assert request.parent_span_id.hex() == PARENT
    assert facts(request) == {
        "faas.name": "get_readiness",
        "faas.invocation_id": "invocation-1",
        "app.request_id": "request-0001",
        "http.request.method": "GET",
        "http.response.status_code": 200,
    }
    statements = [facts(span).get("db.statement", "") for span in spans if span.parent_span_id == request.span_id]
    assert any("alembic_version" in statement for statement in statements)
    assert any("list_containers" in span.name or "GET" in span.name for span in spans if span is not request)
    assert any(facts(span).get("http.request.method", facts(span).get("http.method")) for span in spans[1:])


def test_what_is_logged_names_request_invocation_and_trace(collector: Collector, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(build, "expected_revision", lambda: "9999")

    asked("ready")

    (told,) = [one for one in collector.records() if one.body.string_value.startswith("not ready: migrations")]
    known = facts(told)
    assert (known["request_id"], known["invocation_id"]) == ("request-0001", "invocation-1")
    assert told.trace_id.hex() == TRACE


def test_metrics_tell_of_jobs_ages_queues_and_the_pool(collector: Collector):
    job = next(one for one in functions() if one.get_function_name() == "fold_data_changes").get_user_function()
    job(func.TimerRequest())

    metrics = collector.metrics()

    runs = [facts(point) for point in metrics["app.job.duration"].histogram.data_points]
    assert {"app.job": "fold_data_changes", "app.outcome": "done"} in runs
    waiting = {facts(point)["app.part"] for point in metrics["app.waiting"].gauge.data_points}
    assert {"imports_unfinished", "reports", "mails"} <= waiting
    pool = {facts(one)["db.client.connection.state"] for one in metrics["db.client.connection.count"].gauge.data_points}
    assert pool == {"used", "idle"}


def test_no_value_of_a_record_and_no_secret_leaves(collector: Collector):
    api = Client().as_role("marketing_manager")
    person = {
        "customer_name": "Ottilie Wanderschreck",
        "customer_mail": "ottilie@wanderschreck.example",
        "customer_phone": "+49 30 1234567",
        "customer_address": "Nirgendweg 7",
        "channel": -1,
    }
    made = api.post("customers", person)
    again = api.post("customers", person)
    Client().post("auth/login", {"mail": "ottilie@wanderschreck.example", "password": "Correct-Horse-7"})
    list_answer = api.get("customers", q="Wanderschreck")

    assert (made.status, again.status, list_answer.status) == (201, 409, 200)
    assert any("INSERT INTO customers" in facts(span).get("db.statement", "") for span in collector.spans())
    everything = b"".join(body for _, body in collector.received)
    values = ("Wanderschreck", "wanderschreck", "1234567", "Nirgendweg", "Correct-Horse", str(api._token))
    assert [value for value in values if value.encode() in everything] == []


def test_a_failed_statement_leaves_its_kind_and_not_its_words(collector: Collector):
    with telemetry.span("probe", None), pytest.raises(Exception, match="secret words"), db.connection() as connection:
        connection.exec_driver_sql("SELECT CAST('secret words' AS integer)")

    failed = [span for span in collector.spans() if facts(span).get("error.type")]
    assert facts(failed[0])["db.statement"] == "SELECT CAST(? AS integer)"
    assert b"secret words" not in b"".join(body for kind, body in collector.received if kind == "traces")
