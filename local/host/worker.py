"""Drives Microsoft's worker library in this process, which can hold one app.

The library is told apart from its gRPC messages: it takes their classes from its caller. The stand-ins are here.
"""

import asyncio
import json
import logging
import os
import re
import secrets
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import azure_functions_runtime as runtime
from azure_functions_runtime.native_invocation import invocation_request_native

from local.host.model import Function, Retry, StartError

log = logging.getLogger("local.host")
EXIT_TIMEOUT = 70

PROTOS = (
    "RpcFunctionMetadata",
    "RpcRetryOptions",
    "WorkerInitResponse",
    "WorkerMetadata",
    "RpcException",
    "FunctionMetadataResponse",
    "FunctionLoadResponse",
    "BindingInfo",
    "StatusResult",
)
CONSTANTS = {
    "BindingInfo": {"undefined": 0, "in": 0, "out": 1, "inout": 2},
    "StatusResult": {"Failure": 0, "Success": 1, "Cancelled": 2},
}


def stand_in_protos() -> SimpleNamespace:
    """The nine message classes: keyword arguments become attributes."""
    classes = {name: type(name, (SimpleNamespace,), dict(CONSTANTS.get(name, {}))) for name in PROTOS}
    return SimpleNamespace(**classes)


@dataclass(frozen=True)
class Outcome:
    ok: bool
    value: Any = None
    outputs: Sequence[tuple[str, Any]] = ()


class Worker:
    def __init__(self, timeout: float | None = None) -> None:
        self._timeout = timeout
        self.functions: dict[str, Function] = {}
        self.running = 0

    async def load(self, app: Path) -> None:
        """Import and index function_app.py. A failure becomes a `StartError` with its place."""
        sys.path.insert(0, str(app))
        os.chdir(app)
        runtime.start_threadpool_executor()
        protos = stand_in_protos()
        answer = await runtime.worker_init_request(_request(protos, app))
        if answer.result.status != protos.StatusResult.Success:
            raise StartError(_why(answer.result.exception))
        metadata = await runtime.functions_metadata_request(None)
        if metadata.function_metadata_results is None:
            raise StartError(f"{app} holds no function_app.py.")
        found = [_function(one) for one in metadata.function_metadata_results]
        self.functions = {one.name: one for one in sorted(found, key=lambda one: one.name.lower())}

    async def invoke(
        self,
        function: Function,
        value: Any,
        metadata: Mapping[str, Any] | None = None,
        *,
        trace: str = "",
        retry: int = 0,
    ) -> Outcome:
        """Run a function once and log how it went; its exceptions end here."""
        most = function.retry.count if function.retry else 0
        call = invocation_request_native(
            str(uuid4()),
            function.function_id,
            [(function.trigger["name"], value)],
            metadata or {},
            trace_parent=trace or _new_trace(),
            retry_count=retry,
            max_retry_count=most,
        )
        began = time.monotonic()
        self.running += 1
        try:
            ok, returned, outputs, _, problem = await asyncio.wait_for(call, self._timeout)
        except TimeoutError:
            self._die_of_timeout(function)
        finally:
            self.running -= 1
        _report(function, began, None if ok else problem)
        return Outcome(ok, returned, outputs)

    def _die_of_timeout(self, function: Function) -> None:
        # A thread cannot be ended from outside, so Azure ends the process, and so does this.
        log.error("%s ran longer than %s s: its process ends", function.name, self._timeout)
        logging.shutdown()
        os._exit(EXIT_TIMEOUT)


def _request(protos: SimpleNamespace, app: Path) -> SimpleNamespace:
    start = SimpleNamespace(capabilities={}, function_app_directory=str(app))
    properties = {"protos": protos, "host": "127.0.0.1"}
    return SimpleNamespace(properties=properties, request=SimpleNamespace(worker_init_request=start))


def _function(metadata: Any) -> Function:
    bindings = [json.loads(raw) for raw in metadata.raw_bindings]
    trigger = next((one for one in bindings if one["type"].endswith("Trigger")), None)
    if trigger is None:
        raise StartError(f"Function {metadata.name}: it has no trigger.")
    outputs = tuple(one for one in bindings if one is not trigger)
    inputs = [one["type"] for one in outputs if str(one["direction"]).upper() == "IN"]
    if inputs:
        raise StartError(f"Function {metadata.name}: the local host does not serve a {inputs[0]} input binding.")
    return Function(metadata.name, metadata.function_id, trigger, outputs, _retry(metadata.retry_options))


def _retry(options: Any) -> Retry | None:
    if options is None:
        return None
    if options.retry_strategy == "fixed_delay":
        return Retry(options.max_retry_count, options.retry_strategy, delay=options.delay_interval)
    least, most = options.minimum_interval, options.maximum_interval
    return Retry(options.max_retry_count, options.retry_strategy, least=least, most=most)


def _why(exception: Any) -> str:
    """The last line of the traceback and where it happened."""
    places = re.findall(r'File "([^"]+)", line (\d+)', exception.stack_trace)
    own = [place for place in places if "<frozen" not in place[0]]
    message = exception.message.split(". Cannot find module. Please check")[0]
    return f"The app cannot be loaded: {message}" + (f" ({own[-1][0]}, line {own[-1][1]})" if own else "")


def _new_trace() -> str:
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def _report(function: Function, began: float, problem: str | None) -> None:
    milliseconds = (time.monotonic() - began) * 1000
    if problem is None:
        log.info("%s succeeded in %.0f ms", function.name, milliseconds)
    else:
        log.error("%s failed in %.0f ms\n%s", function.name, milliseconds, problem.rstrip())
