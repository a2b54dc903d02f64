"""`python -m deploy.package`: the function app as a folder and a zip that need nothing else, in dist/.

Packages come as wheels for the platform of Flex Consumption, whatever machine this is; byte code is made now, since
imports take three times as long without it; and the result is indexed, as the host will, before anybody ships it.
"""

import argparse
import compileall
import json
import py_compile
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from local import bootstrap
from local.requirements import uv

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "3.13"
PLATFORM = "x86_64-manylinux_2_28"
# Migrations, since `ready` holds the tables against the last of them.
PARTS = (
    "function_app.py",
    "host.json",
    "functions",
    "shared",
    "migrations",
)  # `ready` holds the tables against the last
SITE = Path(".python_packages") / "lib" / "site-packages"
# What packages bring along and nothing here reads: tests, headers, the sources of compiled parts, types for checkers,
# faces of fonts that no report uses. pandas is for notebooks and benchmarks: no code that is shipped imports it.
NOT_SHIPPED = (
    *("**/tests", "**/test", "bin", "pandas", "pandas-*.dist-info", "numpy/_core/include"),
    *(f"**/*.{kind}" for kind in ("pyi", "pyx", "pxd", "h", "c", "a", "f90", "woff2")),
    "weblate_fonts/static/weblate_fonts/source-code",
    *(f"**/SourceSans3-{face}.ttf" for face in ("Black", "ExtraLight", "Light", "Semibold", "It", "BoldIt")),
)
EPOCH = (2020, 1, 1, 0, 0, 0)  # of all files in the zip, so that the same sources give the same zip
BARE = """
import json, sys
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/.python_packages/lib/site-packages"]
import function_app
print(json.dumps(sorted(one.get_function_name() for one in function_app.app.get_functions())))
"""


class PackageError(Exception):
    """The package cannot be made, or would not start."""


def build(folder: Path) -> list[str]:
    """Make the package in `folder`, which is emptied first; return the names of its functions.

    Raises:
        PackageError: something cannot be installed or imported; the message says what.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for part in PARTS:
        copy(ROOT / part, folder / part)
    install(folder / SITE)
    compile_all(folder)
    return indexed(folder)


def copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    else:
        shutil.copy(source, target)


def install(target: Path) -> None:
    command = [uv(), "pip", "install", "--quiet", "--target", str(target), "--requirements", "requirements.txt"]
    command += ["--python-version", PYTHON, "--python-platform", PLATFORM, "--only-binary", ":all:", "--no-deps"]
    environment = bootstrap.clean()  # type: ignore[no-untyped-call]  # it runs on older Pythons, too
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackageError(f"The packages cannot be installed: {done.stderr.strip()}")
    for found in [found for pattern in NOT_SHIPPED for found in target.glob(pattern)]:
        if found.is_dir():
            shutil.rmtree(found)
        else:
            found.unlink(missing_ok=True)


def compile_all(folder: Path) -> None:
    """Byte code beside its source, valid whatever time a file says it has."""
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(folder, quiet=2, workers=0, invalidation_mode=unchecked, stripdir=str(folder))


def indexed(folder: Path) -> list[str]:
    """Return the functions that a bare Python finds in the package."""
    bare = str(Path(getattr(sys, "_base_executable", sys.executable)))
    done = subprocess.run(
        [bare, "-I", "-W", "ignore", "-c", BARE, str(folder)], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PackageError(f"The package cannot be indexed: {done.stderr.strip()}")
    names: list[str] = json.loads(done.stdout)
    return names


def zipped(folder: Path, target: Path) -> Path:
    """Pack the folder; the same content gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in _files(folder):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
            entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "dist" / "api", help="where the package is made")
    parser.add_argument("--zip", type=Path, default=None, help="pack it, too")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done")
    chosen = parser.parse_args()
    if chosen.dry_run:
        print(f"{', '.join(PARTS)} and requirements.txt for Python {PYTHON} on {PLATFORM} would go to {chosen.folder}.")
        return 0
    try:
        names = build(chosen.folder)
    except PackageError as problem:
        print(problem, file=sys.stderr)
        return 1
    if chosen.zip:
        zipped(chosen.folder, chosen.zip)
    print(f"{len(names)} functions are packed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
