"""Write requirements.txt, what Azure installs, from the lock: `make requirements`. A test finds drift."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Written by `make requirements` from uv.lock: run-time packages only.\n"


def uv() -> str:
    return shutil.which("uv") or str(ROOT / ".tools" / "uv")


def export() -> str:
    """Return the pinned run-time packages as the lock has them."""
    command = [uv(), "export", "--frozen", "--no-dev", "--no-hashes", "--no-annotate", "--no-header", "--quiet"]
    return HEADER + subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    (ROOT / "requirements.txt").write_text(export(), encoding="utf-8")
