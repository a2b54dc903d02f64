"""The dashboard, built from its sources by the Node of the wheel when they changed since the last time.

`python -m local.dashboard` builds it; with `--dev` it is served from its sources, which show as they are saved.
"""

import fcntl
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from local.errors import full_disk_is_named
from local.npm import QUIET, become_npm, run_npm

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = PROJECT / "dashboard"
BUILT = SOURCES / "dist"
API = PROJECT / "shared" / "platform" / "openapi.json"
MARKER = "built-from"
NOT_SOURCES = {"node_modules", "dist"}
CACHE = PROJECT / ".tools" / "npm-cache"


def build() -> Path:
    """Return the folder of the built dashboard, fetched and built anew where anything it is made of has changed.

    Raises:
        StackError: npm or the compiler failed; the message ends with what it said.
    """
    wanted = fingerprint()
    with (PROJECT / ".tools" / "dashboard.lock").open("w") as guard, full_disk_is_named(SOURCES):
        fcntl.flock(guard, fcntl.LOCK_EX)
        marker = BUILT / MARKER
        if not (marker.exists() and marker.read_text() == wanted):
            install()
            npm("run", "build")
            marker.write_text(wanted)
    return BUILT


def install() -> None:
    """Fetch what the lock file names, unless it is there."""
    lock = SOURCES / "package-lock.json"
    marker = SOURCES / "node_modules" / MARKER
    wanted = sha256(lock.read_bytes()).hexdigest()
    if not (marker.exists() and marker.read_text() == wanted):
        npm("ci", *QUIET)
        marker.write_text(wanted)


def npm(*arguments: str) -> str:
    """Run npm in the dashboard's folder and return what it said."""
    return run_npm(SOURCES, CACHE, *arguments)


def fingerprint() -> str:
    """Return the hash of everything the dashboard is made of, the API's description among it."""
    digest = sha256()
    for path in sorted((*_files(SOURCES), API)):
        digest.update(f"{path.relative_to(PROJECT)}\0".encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in NOT_SOURCES or path.name == "schema.d.ts":
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


if __name__ == "__main__":
    if "--dev" in sys.argv[1:]:
        install()
        become_npm(SOURCES, CACHE, "run", "dev")
    print(build())
