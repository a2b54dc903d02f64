"""The package that is shipped, by itself in an empty folder: a bare Python and the worker library are all it gets."""

import ast
import json
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from deploy import package
from tests.client import functions

PROJECT = Path(__file__).resolve().parents[2]

# The package comes first on the path; only what drives the worker library comes from here.
SCRIPT = """
import asyncio, json, os, sys
app, ours, installed = sys.argv[1:4]
sys.path[:0] = [app, app + "/.python_packages/lib/site-packages"]
sys.path += [ours, installed]
os.chdir(app)
from pathlib import Path
from azure_functions_runtime.bindings.datumdef import Datum
from local.host.worker import Worker

async def main():
    worker = Worker()
    await worker.load(Path(app))
    request = {"method": Datum("GET", "string"), "url": Datum("http://x/api/health", "string"), "headers": {},
               "query": {}, "params": {}, "body": Datum(b"", "bytes")}
    answer = await worker.invoke(worker.functions["get_health"], Datum(request, "http"))
    import shared.platform.http, sqlalchemy
    return {"names": sorted(worker.functions), "status": answer.value.value["status_code"].value,
            "from": [shared.platform.http.__file__, sqlalchemy.__file__]}

print(json.dumps(asyncio.run(main())))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("package") / "api"
    assert package.build(made) == sorted(one.get_function_name() for one in functions())
    return made


def run(folder: Path, ours: Path, settings: dict[str, str]) -> dict[str, Any]:
    (ours / "local").symlink_to(PROJECT / "local")
    bare = str(Path(getattr(sys, "_base_executable", sys.executable)))
    installed = sysconfig.get_path("purelib")
    command = [bare, "-I", "-W", "ignore", "-c", SCRIPT, str(folder), str(ours), installed]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_it_is_indexed_by_the_worker_library_and_answers(folder: Path, app_settings: dict[str, str], tmp_path: Path):
    found = run(folder, tmp_path, app_settings)

    assert found["names"] == sorted(one.get_function_name() for one in functions())
    assert found["status"] == "200"
    assert [place for place in found["from"] if not place.startswith(str(folder))] == []


IMPORTS = """
import importlib, json, sys
app = sys.argv[1]
sys.path[:0] = [app, app + "/.python_packages/lib/site-packages"]
failed = {}
for name in json.load(sys.stdin):
    try:
        importlib.import_module(name)
    except Exception as problem:
        failed[name] = repr(problem)
print(json.dumps(failed))
"""


def imported() -> set[str]:
    """Return every module that code which is shipped imports anywhere, inside functions as well."""
    names: set[str] = set()
    for part in ("functions", "shared"):
        for path in (PROJECT / part).rglob("*.py"):
            names.add(".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__"))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    names.add(node.module)
                elif isinstance(node, ast.Import):
                    names.update(alias.name for alias in node.names)
    return names


def test_whatever_is_imported_at_some_time_is_in_it(folder: Path, app_settings: dict[str, str]):
    """Much is imported at its first use: what was left out of the package would show in the middle of a report."""
    bare = str(Path(getattr(sys, "_base_executable", sys.executable)))
    done = subprocess.run(
        [bare, "-I", "-W", "ignore", "-c", IMPORTS, str(folder)],
        input=json.dumps(sorted(imported())),
        env=app_settings,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == {}


def test_everything_in_it_has_byte_code_and_nothing_is_a_test(folder: Path):
    sources = [path for part in ("functions", "shared") for path in (folder / part).rglob("*.py")]
    assert [path for path in sources if not list((path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"))] == []
    assert not (folder / "tests").exists()
    assert not (folder / "local").exists()
    packages = folder / package.SITE
    assert [path for pattern in package.NOT_SHIPPED for path in packages.glob(pattern)] == []
    faces = {path.stem for path in packages.rglob("*.ttf")}
    assert {"SourceSans3-Regular", "SourceSans3-Bold", "KurintoSans-Rg", "KurintoSansSC-Bd"} <= faces


def test_the_same_files_are_packed_to_the_same_bytes(tmp_path: Path):
    part = tmp_path / "part"
    package.copy(PROJECT / "functions", part)
    first, second = (package.zipped(part, tmp_path / f"{n}.zip").read_bytes() for n in range(2))
    assert first == second
