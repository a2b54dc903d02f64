"""What is deferred is loaded at its first use, whoever else uses something for the first time at that moment."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
OURS = ("shared", "functions")
# Prints what is deferred still after some modules were imported.
DEFERRED = """
import sys, functions
{imports}
for name, module in list(sys.modules.items()):
    if type(module).__name__ == "_LazyModule":
        print(name)
"""
# Sixteen threads ask for all that is deferred, each in another order. Whoever waits for good is shown with its stack.
AT_ONCE = """
import faulthandler, random, sys, threading
faulthandler.dump_traceback_later({longest}, exit=True)
import function_app
function_app.app.get_functions()
names = [name for name, module in sys.modules.items() if type(module).__name__ == "_LazyModule"]
assert len(names) > 50, names
together, failures = threading.Barrier(16), []
def ask(seed):
    order = random.Random(seed).sample(names, len(names))
    together.wait()
    try:
        for name in order:
            getattr(sys.modules[name], "anything", None)
    except BaseException as failure:
        failures.append(failure)
threads = [threading.Thread(target=ask, args=({seed} * 16 + number,)) for number in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert failures == []
assert not [name for name in names if type(sys.modules[name]).__name__ == "_LazyModule"]
"""
LONGEST_SECONDS = 90


@pytest.mark.parametrize("seed", range(3))
def test_all_first_uses_at_once_end(seed: int):
    done = run(AT_ONCE.format(seed=seed, longest=LONGEST_SECONDS))
    assert done.returncode == 0, done.stderr


def test_what_a_function_imports_needs_nothing_deferred():
    found = sorted({name for package in OURS for path in (PROJECT / package).rglob("*.py") for name in late(path)})
    assert "shared.platform.azure_identity" in found  # else nothing was looked at
    models = sorted(
        str(path.relative_to(PROJECT).with_suffix("")).replace("/", ".") for path in PROJECT.glob("shared/*/models.py")
    )
    imports = "\n".join(f"import {name}" for name in (*found, *models))
    every = run(DEFERRED.format(imports=f"import function_app\n{imports}")).stdout.split()
    before = run(DEFERRED.format(imports="import function_app")).stdout.split()

    assert set(before) <= set(every)
    assert len(before) > 50


def late(path: Path) -> set[str]:
    """Return the modules of ours that functions of this file import."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    statements = [inner for function in functions for inner in ast.walk(function)]
    return {name for statement in statements for name in imported(statement) if name.startswith(OURS)}


def imported(statement: ast.AST) -> set[str]:
    if isinstance(statement, ast.Import):
        return {alias.name for alias in statement.names}
    if not isinstance(statement, ast.ImportFrom) or not statement.module:
        return set()
    parts = {f"{statement.module}.{alias.name}" for alias in statement.names}
    return {statement.module, *(part for part in parts if (PROJECT / f"{part.replace('.', '/')}.py").exists())}


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
