"""What leaves in traces and logs: names, figures and ids by an allow-list; no values of records, no query strings.

A server's error quotes the row it refuses, a statement might quote a literal, a URL may carry a signature.
"""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from opentelemetry.sdk._logs import ReadableLogRecord
from opentelemetry.sdk._logs.export import LogRecordExporter, LogRecordExportResult
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import Status
from opentelemetry.util.types import AttributeValue

ALLOWED = re.compile(
    r"app\.\w+|faas\.\w+|error\.type|az\.\w+|server\.(address|port)|net\.peer\.(name|port)"
    r"|db\.(system|name|statement|operation|query\.text|system\.name|namespace)"
    r"|http\.(method|status_code|request\.method|response\.status_code|url)|url\.full|azure\.\w+(\.\w+)?"
)
URLS = {"http.url", "url.full"}
STATEMENTS = {"db.statement", "db.query.text"}
LITERAL = re.compile(r"'(?:[^']|'')*'?")
# PostgreSQL's DETAIL quotes the row: DETAIL:  Key (customer_mail)=(…) already exists.
DETAIL = re.compile(r"^(DETAIL|CONTEXT|HINT):.*$", re.MULTILINE)


class ScrubbedSpans(SpanExporter):
    def __init__(self, inner: SpanExporter) -> None:
        self._inner = inner

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._inner.export([scrubbed(span) for span in spans])

    def shutdown(self) -> None:
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        return self._inner.force_flush(timeout_millis)


class ScrubbedLogs(LogRecordExporter):
    def __init__(self, inner: LogRecordExporter) -> None:
        self._inner = inner

    def export(self, batch: Sequence[ReadableLogRecord]) -> LogRecordExportResult:
        for one in batch:
            _scrub_log(one)
        return self._inner.export(batch)

    def shutdown(self) -> None:
        self._inner.shutdown()  # type: ignore[no-untyped-call]

    def force_flush(self, timeout_millis: int = 10000) -> bool:
        return self._inner.force_flush(timeout_millis)


def scrubbed(span: ReadableSpan) -> ReadableSpan:
    """Return the span without what is not allowed; of an exception its type stays, its words and its stack go."""
    error = next((event.attributes for event in span.events if event.name == "exception"), None)
    kind = {"error.type": str(error["exception.type"])} if error else {}
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=_kept(span.attributes or {}) | kind,
        links=span.links,
        kind=span.kind,
        instrumentation_scope=span.instrumentation_scope,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
    )


def _kept(attributes: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
    return {name: _without_values(name, value) for name, value in attributes.items() if ALLOWED.fullmatch(name)}


def _without_values(name: str, value: AttributeValue) -> AttributeValue:
    if name in URLS:
        parts = urlsplit(str(value))
        return f"{parts.scheme}://{parts.hostname}{parts.path}"
    return LITERAL.sub("?", str(value)) if name in STATEMENTS else value


def _scrub_log(record: ReadableLogRecord) -> None:
    inner = record.log_record
    for name in ("exception.message", "exception.stacktrace"):
        if inner.attributes and name in inner.attributes:
            inner.attributes = {**inner.attributes, name: DETAIL.sub(r"\1: …", str(inner.attributes[name]))}
