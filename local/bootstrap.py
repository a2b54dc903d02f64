"""Make a fresh machine ready: uv, Python 3.13, the virtual environment. Needs only a python3 of the system.

Runs on Python 3.8 and later with nothing installed; says in one line what is missing. Arguments are groups of packages
that are wanted, too (`bench`).
"""

import hashlib
import json
import os
import platform
import shutil
import ssl
import stat
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
UV_VERSION = "0.13.9"
PYTHON = "3.13"


def main() -> int:
    try:
        uv = find_uv()
        install_packages(uv, find_python(uv))
    except (OSError, LookupError) as problem:
        print(f"Cannot set up: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. The next start goes on from here.", file=sys.stderr)
        return 130
    return 0


def install_packages(uv, python):
    groups = ["--group=" + group for group in sys.argv[1:]]
    command = [uv, "sync", "--frozen", "--python", python, *groups]
    settled = subprocess.run([*command, "--check"], cwd=ROOT, check=False, env=clean(), capture_output=True)
    if settled.returncode == 0:
        return
    print("Installing Python packages into .venv/ (some minutes the first time) ...", flush=True)
    if subprocess.run([*command, "--quiet"], cwd=ROOT, check=False, env=clean()).returncode:
        raise LookupError("uv could not install the Python packages; it says why above.")


def clean():
    """An active virtual environment of somebody else's must not be filled instead of ours.

    Certificates that the machine trusts count where it keeps any: many a company's proxy has one of its own.
    """
    environment = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "UV_PYTHON"}}
    if ssl.get_default_verify_paths().cafile:
        environment.setdefault("UV_SYSTEM_CERTS", "1")
    return environment


def find_uv():
    own = TOOLS / "uv"
    on_path = shutil.which("uv")
    for candidate in (on_path, str(own)):
        if candidate and runs([candidate, "--version"]):
            return candidate
    print(f"Fetching uv {UV_VERSION} into {TOOLS.name}/ ...", flush=True)
    TOOLS.mkdir(exist_ok=True)
    fetch_uv(own)
    return str(own)


def fetch_uv(target):
    """By pip, which knows the machine's proxies and indexes; where there is no pip, straight from PyPI."""
    wheels = TOOLS / "wheels"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    done = subprocess.run([*command, "--dest", str(wheels), "uv==" + UV_VERSION], check=False, stderr=subprocess.PIPE)
    wheel = next(wheels.glob("uv-*.whl"), None) if done.returncode == 0 else None
    unpack(wheel or download_wheel(wheels), target)
    shutil.rmtree(wheels)


def download_wheel(folder):
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with urllib.request.urlopen(f"https://pypi.org/pypi/uv/{UV_VERSION}/json", timeout=60) as answer:
            files = json.load(answer)["urls"]
        tag = wheel_tag()
        chosen = next((file for file in files if file["filename"].endswith(".whl") and tag(file["filename"])), None)
        if chosen is None:
            raise LookupError("there is no uv for this machine; install uv by hand (https://docs.astral.sh/uv/).")
        with urllib.request.urlopen(chosen["url"], timeout=300) as answer:
            content = answer.read()
    except urllib.error.URLError as problem:
        raise LookupError(f"PyPI does not answer ({problem.reason}); install uv by hand or mend the network.") from None
    if hashlib.sha256(content).hexdigest() != chosen["digests"]["sha256"]:
        raise LookupError("the uv that was fetched is not the one PyPI lists.")
    wheel = folder / chosen["filename"]
    wheel.write_bytes(content)
    return wheel


def wheel_tag():
    machine = {"arm64": "aarch64", "amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    if sys.platform == "darwin":
        names = ("macosx", "arm64" if machine == "aarch64" else machine)
    else:
        names = ("musllinux" if not platform.libc_ver()[0] else "manylinux", machine)
    return lambda file_name: all(name in file_name for name in names)


def unpack(wheel, target):
    with zipfile.ZipFile(wheel) as archive:
        member = next(name for name in archive.namelist() if name.endswith("/scripts/uv"))
        target.write_bytes(archive.read(member))
    target.chmod(target.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def find_python(uv):
    """Return a working Python 3.13: UV_PYTHON, .venv, the PATH, a pyenv folder, one of uv's, or uv's own download."""
    ours = str(ROOT / ".venv" / "bin" / "python")
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    pyenvs = sorted(pyenv.glob(f"versions/{PYTHON}*/bin/python{PYTHON}"), reverse=True)
    for candidate in (os.environ.get("UV_PYTHON"), ours, shutil.which(f"python{PYTHON}"), *map(str, pyenvs)):
        if candidate and is_python(candidate):
            return candidate
    asked = [uv, "python", "find", "--managed-python", PYTHON]
    found = subprocess.run(asked, check=False, capture_output=True, text=True)
    if found.returncode == 0 and is_python(found.stdout.strip()):
        return found.stdout.strip()
    print(f"Fetching Python {PYTHON} ...", flush=True)
    installed = subprocess.run([uv, "python", "install", PYTHON], check=False, env=clean(), stderr=subprocess.PIPE)
    if installed.returncode == 0:
        return subprocess.check_output(asked, text=True).strip()
    print(installed.stderr.decode(errors="replace").strip(), file=sys.stderr)
    raise LookupError(f"Python {PYTHON} is missing; install it, or set UV_PYTHON to the path of one.")


def is_python(candidate):
    check = f"import sys; sys.exit('%d.%d' % sys.version_info[:2] != '{PYTHON}')"
    return runs([candidate, "-c", check])


def runs(command):
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
