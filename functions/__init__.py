"""Triggers only: one blueprint per module.

Azure waits while it indexes the app, so what a trigger sets off (verbs, queries, jobs, and with them all tables) is
loaded at its first use and not before. The import statements stay as they are: the standard library's lazy loader
stands in for these modules until something of theirs is asked for.

Two threads may ask for two modules that need one another's parts. By itself each deferred module has a lock of its own,
of which Python's import does not know when it looks for deadlocks: two first calls could wait for each other for good.
So whatever is deferred is loaded by one thread at a time. That holds as long as nobody who waits here keeps a module
from being imported: what a function imports of our own must not need anything deferred (tests/test_first_use.py).
"""

import re
import sys
import threading
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import cast

DEFERRED = re.compile(
    r"shared\.\w+(\.\w+)?\.(\w+_)?"
    r"(answers|deliverables|engine|exports|forgetting|history|jobs|kinds|leaving|placing|preview|prospects|pulling"
    r"|queries|service|trial|undo|watch)"
    r"|shared\.platform\.(apidocs|audit|audit_chain|housekeeping|idempotency|job_runs|mail|readiness|resealing|signing_keys|versions)"
)
LOADING = threading.RLock()
NEEDED_AT_ONCE = {"shared.platform.jobs", "shared.platform.watch"}  # the wrapper @job, and part of a schema


class Present(Loader):
    """Hands back a module that is there already, so that it does not run twice."""

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return sys.modules[spec.name]

    def exec_module(self, module: ModuleType) -> None:  # noqa: ARG002 - nothing is left to run
        return


class DeferringLoader(LazyLoader):
    def exec_module(self, module: ModuleType) -> None:
        spec = cast("ModuleSpec", module.__spec__)  # now: any attribute asked for later would load the module
        super().exec_module(module)
        spec.loader_state["lock"] = LOADING


class DeferringFinder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname in sys.modules:
            # Asking a deferred package for a part of it ran the package, which may have imported that very part.
            return ModuleSpec(fullname, Present())
        if not DEFERRED.fullmatch(fullname) or fullname in NEEDED_AT_ONCE:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = DeferringLoader(spec.loader)
        return spec


sys.meta_path.insert(0, DeferringFinder())
