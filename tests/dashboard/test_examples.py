"""The examples of the documents do what they say, in the demo of `make run`."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from shared.accounts.models import TwoFactor
from shared.permissions import Role
from shared.platform import db
from tests.dashboard.conftest import PROJECT, Shop

HERE = "http://127.0.0.1:7071"


def examples(page: str, language: str) -> str:
    """Return the examples of a page in one language, one after the other as a reader would type them."""
    blocks = re.findall(
        rf"^```{language}\n(.*?)^```", (PROJECT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return "\n".join(block for block in blocks if not block.startswith("make "))


@pytest.fixture
def folder(shop: Shop, tmp_path: Path) -> Path:
    """What the reader's folder holds after `make run`; no one-time code was used in the last half minute."""
    with db.transaction() as session:
        for factor in session.query(TwoFactor):
            factor.last_step = None
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "demo.json").write_text(json.dumps({"users": list(shop.users.values())}))
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


def outcome(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


# What is seen at the end: of the README the accounts, of the API's page 304, the change, the refusal, the deletion.
@pytest.mark.parametrize(
    ("page", "end"), [("README.md", r'"next_cursor".*\}'), ("docs/api.md", r"304\n6000\.00\nstale\n204\n")]
)
def test_the_examples_with_curl(page: str, end: str, shop: Shop, folder: Path):
    script = examples(page, "sh").replace(HERE, shop.url)

    done = outcome(["bash", "-c", f"set -euo pipefail\n{script}"], folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(f"{end}$", done.stdout), done.stdout[-2000:]
    assert re.findall(r'"code": ?"(\w+)"', done.stdout) == []


def test_the_example_in_python(shop: Shop, folder: Path):
    (folder / "example.py").write_text(examples("docs/api.md", "python").replace(HERE, shop.url))

    done = outcome([sys.executable, "-W", "error", "example.py"], folder)

    assert done.returncode == 0, done.stderr
    count, rows = done.stdout.splitlines()
    with shop.api(Role.DATA_ANALYST) as client:
        listed = client.get("influencers", params={"limit": 1, "count": True}).json()["total"]
    assert count == f"{listed} influencers"
    assert "net_revenue,cost,roi" in rows
