"""What the local host relies on in Microsoft's worker library, whose inner calls are undocumented."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.local.conftest import FIXTURE_APP, NEVER

PROJECT = Path(__file__).parents[2]

# One app per process: the library keeps what it loaded in module globals.
SCRIPT = """
import asyncio, json, sys
from pathlib import Path
from azure_functions_runtime.bindings.datumdef import Datum
from local.host.model import StartError
from local.host.worker import Worker

async def main(app):
    worker = Worker()
    try:
        await worker.load(Path(app))
    except StartError as problem:
        return {"problem": str(problem)}
    request = {"method": Datum("GET", "string"), "url": Datum("http://x/", "string"), "headers": {}, "query": {},
               "params": {"item_id": Datum("5", "string")}, "body": Datum(b"", "bytes")}
    item = await worker.invoke(worker.functions["b_item"], Datum(request, "http"))
    crash = await worker.invoke(worker.functions["d_crash"], Datum(request, "http"))
    metadata = {"BlobTrigger": Datum("in/a", "string"), "Uri": Datum('"http://x/in/a"', "json"),
                "Properties": Datum('{"ContentLength": 3}', "json"), "Metadata": Datum("{}", "json")}
    blob = await worker.invoke(worker.functions["on_blob"], Datum(b"abc", "bytes"), metadata)
    timer = await worker.invoke(worker.functions["on_tick"], Datum('{"IsPastDue": true}', "json"))
    return {
        "names": list(worker.functions),
        "triggers": {one.name: dict(one.trigger) for one in worker.functions.values()},
        "retry": worker.functions["on_new_year"].retry.count,
        "item": [item.ok, item.value.value["status_code"].value, item.value.value["body"].value.decode(),
                 len(item.value.value["cookies"])],
        "crash": crash.ok,
        "blob": [blob.ok, [(name, datum.value.decode()) for name, datum in blob.outputs]],
        "timer": timer.ok,
    }

print(json.dumps(asyncio.run(main(sys.argv[1]))))
"""


def load(app: Path, traces: Path) -> dict[str, Any]:
    env = {"PYTHONPATH": str(PROJECT), "TICK": NEVER, "FIXTURE_TRACES": str(traces), "INCOMING": "in"}
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(app)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_library_indexes_and_runs_an_app(tmp_path):
    found = load(FIXTURE_APP, tmp_path)

    assert found["names"] == ["a_echo", "b_item", "c_named_item", "d_crash", "e_locked", "f_slow", "on_blob",
                              "on_new_year", "on_tick"]  # fmt: skip
    trigger = found["triggers"]["b_item"]
    assert (trigger["route"], trigger["methods"], trigger["authLevel"]) == ("items/{item_id:int}", ["GET"], "ANONYMOUS")
    assert found["triggers"]["on_blob"]["path"] == "%INCOMING%/{name}"
    assert found["triggers"]["on_blob"]["source"] == "EventGrid"
    assert found["triggers"]["on_tick"]["schedule"] == "%TICK%"
    assert found["retry"] == 2
    assert found["item"] == [True, "200", "5", 2]
    assert found["crash"] is False
    assert found["blob"] == [True, [["copy", "abc"]]]
    assert found["timer"] is True
    blob = json.loads((tmp_path / "blob").read_text())
    assert (blob["name"], blob["uri"], blob["length"]) == ("in/a", "http://x/in/a", 3)


def test_an_error_in_the_app_is_told_with_its_place(tmp_path):
    (tmp_path / "function_app.py").write_text("import json\nimport no_such_module\n")

    problem = load(tmp_path, tmp_path)["problem"]

    assert problem.startswith("The app cannot be loaded: ModuleNotFoundError: No module named 'no_such_module'")
    assert problem.endswith(f"({tmp_path / 'function_app.py'}, line 2)")


def test_a_name_used_twice_is_told(tmp_path):
    (tmp_path / "function_app.py").write_text(
        "import azure.functions as func\n"
        "app = func.FunctionApp()\n"
        "for route in ('a', 'b'):\n"
        "    @app.route(route)\n"
        "    def twice(req: func.HttpRequest) -> func.HttpResponse: ...\n"
    )
    assert "twice" in load(tmp_path, tmp_path)["problem"]


def test_a_folder_without_an_app_is_told(tmp_path):
    assert load(tmp_path, tmp_path)["problem"] == f"{tmp_path} holds no function_app.py."
