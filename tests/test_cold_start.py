"""Indexing the app must not pay for what only some calls need."""

import re
import subprocess
import sys
from pathlib import Path

SLOW = (
    "pandas", "numpy", "openpyxl", "python_calamine", "typst", "vl_convert", "argon2", "jwt", "cryptography", "alembic",
    "azure.storage", "azure.identity", "azure.keyvault", "azure.core", "httpx", "httpcore", "scipy", "segno", "pyotp",
    "zxcvbn", "opentelemetry", "email_validator", "dns", "requests", "weblate_fonts",
)  # fmt: skip
# Whatever reads or changes tables is loaded at its first use (functions/__init__.py).
TABLES = r"shared\.(\w+\.)+models(\.\w+)*|sqlalchemy\.dialects\.postgresql"


def test_indexing_imports_nothing_slow():
    code = "import sys, function_app; function_app.app.get_functions(); print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=True, capture_output=True, text=True
    )

    loaded = done.stdout.split()
    assert "shared.platform.http" in loaded
    assert [name for name in loaded if name.startswith(SLOW)] == []
    assert [name for name in loaded if re.fullmatch(TABLES, name)] == []


def test_a_part_of_a_deferred_package_is_run_once():
    code = (
        "import functions; from shared.analytics.queries.rankings import MetricUnknownPerProduct as part; "
        "import shared.analytics.queries as whole; assert part is whole.MetricUnknownPerProduct"
    )

    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=True)
