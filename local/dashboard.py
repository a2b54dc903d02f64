"""The dashboard, built from its sources by the Node of the wheel when they changed since the last time."""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from local.azurite import node_folder
from local.errors import StackError, full_disk_is_named

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = PROJECT / "dashboard"
BUILT = SOURCES / "dist"
API = PROJECT / "shared" / "platform" / "openapi.json"
MARKER = "built-from"
NOT_SOURCES = {"node_modules", "dist"}
LONGEST_SECONDS = 900


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
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
        marker.write_text(wanted)


def npm(*arguments: str) -> str:
    """Run npm in the dashboard's folder and return what it said.

    Raises:
        StackError: it failed.
    """
    node = node_folder()
    script = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = os.environ | {
        "PATH": f"{node / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "npm_config_cache": str(PROJECT / ".tools" / "npm-cache"),  # the home folder may be missing or read-only
    }
    done = subprocess.run(
        [str(node / "bin" / "node"), str(script), *arguments],
        cwd=SOURCES,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_SECONDS,
    )
    if done.returncode:
        said = f"{done.stdout}\n{done.stderr}".strip()
        raise StackError(f"npm {arguments[0]} failed in dashboard/: {said[:1500]}")
    return done.stdout


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
    print(build())
