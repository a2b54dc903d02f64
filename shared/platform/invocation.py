"""Which invocation this thread is at work for: each line of the log and each trace says so.

Where nobody collects traces, this is all there is to it: `telemetry.py` and what it brings are loaded only when
APPLICATIONINSIGHTS_CONNECTION_STRING or OTEL_EXPORTER_OTLP_ENDPOINT is set.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import azure.functions as func

# The worker passes what it knows of an invocation to a parameter `context`, which must be of its own type.
NO_CONTEXT: Any = None
COLLECTORS = ("APPLICATIONINSIGHTS_CONNECTION_STRING", "OTEL_EXPORTER_OTLP_ENDPOINT")

log = logging.getLogger(__name__)

type Fact = str | int | float
type Note = Callable[[str, Fact], None]

_invocation_id: ContextVar[str] = ContextVar("invocation_id", default="")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def collector() -> Any:
    """Return the module `telemetry` where somebody collects traces, metrics and logs, and None where nobody does."""
    return _telemetry() if any(os.environ.get(name) for name in COLLECTORS) else None


@cache
def _telemetry() -> Any:
    try:
        from shared.platform import telemetry  # noqa: PLC0415 - slow to import
    except ImportError:  # whoever is served must not suffer from who is watching
        log.exception("no telemetry: its packages cannot be loaded")
        return None
    return telemetry


@contextmanager
def invoked(name: str, context: "func.Context | None") -> Iterator[Note]:
    """Do one invocation of the function `name`; the block is given what notes a fact of it on its span.

    Args:
        name: of the function, as Azure has it.
        context: what the worker says of the invocation; None where there is no worker.
    """
    token = _invocation_id.set(context.invocation_id if context else "")
    asked = _request_id.set("")
    try:
        telemetry = collector()
        if telemetry is None:
            yield _nowhere
            return
        with telemetry.span(name, context) as span:
            yield span.set_attribute
    finally:
        _request_id.reset(asked)
        _invocation_id.reset(token)


def answers_request(request_id: str, note: Note) -> None:
    """Say which request this invocation answers."""
    _request_id.set(request_id)
    note("app.request_id", request_id)


def _nowhere(_name: str, _fact: Fact) -> None:
    return


def _marking(make: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    def marked(*arguments: Any, **named: Any) -> logging.LogRecord:
        record = make(*arguments, **named)
        record.__dict__ |= {"request_id": _request_id.get(), "invocation_id": _invocation_id.get()}
        return record

    return marked


# Once per process, whoever logs: a handler of ours would miss what the platform's own handlers forward.
logging.setLogRecordFactory(_marking(logging.getLogRecordFactory()))
