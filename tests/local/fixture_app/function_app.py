"""A small app with one of each kind of function, for the tests of the local host."""

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)
bp = func.Blueprint()

TRACES = Path(os.environ["FIXTURE_TRACES"])


def trace(file_name: str, **facts: object) -> None:
    """A line in the traces, which tests read."""
    line = json.dumps({"at": datetime.now(UTC).timestamp(), "pid": os.getpid(), **facts})
    with (TRACES / file_name).open("a") as file:
        file.write(line + "\n")


@bp.route("echo", methods=["GET", "POST", "DELETE"])
def a_echo(req: func.HttpRequest) -> func.HttpResponse:
    seen = {
        "method": req.method,
        "url": req.url,
        "headers": dict(req.headers),
        "params": dict(req.params),
        "length": len(req.get_body()),
    }
    return func.HttpResponse(json.dumps(seen), mimetype="application/json", status_code=201)


@bp.route("items/{item_id:int}", methods=["GET"])
async def b_item(req: func.HttpRequest) -> func.HttpResponse:
    answer = func.HttpResponse(req.route_params["item_id"])
    answer.headers.add("Set-Cookie", "a=1; Path=/; HttpOnly")
    answer.headers.add("Set-Cookie", "b=2")
    return answer


@bp.route("items/{name}", methods=["GET"])
def c_named_item(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse(f"named {req.route_params['name']}")


@bp.route("crash")
def d_crash(req: func.HttpRequest) -> func.HttpResponse:
    raise RuntimeError("crashed on purpose")


@bp.route("locked", auth_level=func.AuthLevel.FUNCTION)
def e_locked(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("open")


@bp.route("slow")
def f_slow(req: func.HttpRequest) -> func.HttpResponse:
    trace("slow-began")
    time.sleep(float(req.params["seconds"]))
    trace("slow-ended")
    return func.HttpResponse("done")


@bp.blob_trigger("blob", path="%INCOMING%/{name}", connection="AzureWebJobsStorage", source=func.BlobSource.EVENT_GRID)
@bp.blob_output("copy", path="copies/{name}.copy", connection="AzureWebJobsStorage")
def on_blob(blob: func.InputStream, copy: func.Out[bytes]) -> None:
    content = blob.read()
    trace("blob", name=blob.name, uri=blob.uri, length=blob.length, text=content.decode())
    if content == b"poison":
        raise ValueError("poison")
    if content.startswith(b"sleep "):
        time.sleep(float(content.split()[1]))
    trace("blob-ended", name=blob.name)
    copy.set(content)


@bp.timer_trigger("timer", schedule="%TICK%", run_on_startup=False)
def on_tick(timer: func.TimerRequest) -> None:
    trace("tick", past_due=timer.past_due)
    time.sleep(float(os.environ.get("TICK_SECONDS", "0")))
    trace("tick-ended")


@bp.timer_trigger("timer", schedule="0 0 4 1 1 *")
@bp.retry(strategy="fixed_delay", max_retry_count="2", delay_interval="00:00:00")
def on_new_year(timer: func.TimerRequest) -> None:
    trace("new-year")
    raise RuntimeError("try again")


app.register_functions(bp)
