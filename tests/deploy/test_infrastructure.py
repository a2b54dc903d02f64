"""The infrastructure as files: types and properties are real, and the app gets the settings it knows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from shared.platform.settings_model import Settings

ROOT = Path(__file__).resolve().parents[2]
INFRA = ROOT / "infra" / "bicep"
CHECK = ROOT.parent / "shared" / "tools" / "bicep_check.py"
# Read by the platform, by the host or by Azure's libraries.
NOT_OURS = re.compile(
    r"AZURE_(CLIENT_ID|TOKEN_CREDENTIALS)|AzureWebJobsStorage__\w+|APPLICATIONINSIGHTS_\w+|RANKING_SCHEDULE"
    r"|PYTHON_ENABLE_OPENTELEMETRY"
)


def test_the_checker_finds_nothing():
    if not CHECK.exists():
        pytest.skip(f"the checker is missing: no {CHECK.relative_to(ROOT.parent)} beside the checkout")
    done = subprocess.run([sys.executable, str(CHECK), str(INFRA)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[:-1]) == (0, []), done.stdout + done.stderr


def test_the_app_is_given_settings_that_it_knows_and_all_that_it_needs():
    text = (INFRA / "modules" / "environment.bicep").read_text()
    block = re.search(r"settings: \{\n(.*?)\n    \}", text, re.DOTALL)
    assert block is not None
    given = set(re.findall(r"^\s+(\w+):", block[1], re.MULTILINE))
    known = {field.alias or name.upper(): field for name, field in Settings.model_fields.items()}

    assert {name for name in given if name not in known and not NOT_OURS.fullmatch(name)} == set()
    assert {name for name, field in known.items() if field.is_required()} <= given
    assert {"AzureWebJobsStorage__blobServiceUri", "KEY_VAULT_URL", "RANKING_SCHEDULE"} <= given


def test_every_parameter_of_the_environment_is_described():
    undescribed = [
        f"{path.name}: {match[1]}"
        for path in (INFRA / "main.bicep",)
        for match in re.finditer(r"(?<!\)\n)^param (\w+)", path.read_text(), re.MULTILINE)
    ]
    assert undescribed == []


ALARMS = re.compile(r'message matches regex "([^"]+)"')


def test_what_alerts_look_for_in_logs_is_what_the_code_logs():
    """An alert whose words nobody logs is silent for ever."""
    logged = [
        re.sub(r"%[sdr]", "name", call[1])
        for path in sorted((ROOT / "shared").rglob("*.py"))
        for call in re.finditer(r'log\.error\(\s*"([^"]+)"', path.read_text())
    ]
    looked_for = ALARMS.findall((INFRA / "modules" / "alerts.bicep").read_text())

    assert len(looked_for) == 2
    assert [words for words in looked_for if not any(re.search(words, line) for line in logged)] == []
    says = [line for line in logged if re.search(", the .* says? ", line)]
    assert [line for line in says if not re.search(looked_for[1], line)] == []


def test_what_alerts_and_the_workbook_ask_of_metrics_is_what_is_measured():
    text = "".join(path.read_text() for path in (INFRA / "modules" / "alerts.bicep", INFRA / "workbook.json"))
    telemetry = (ROOT / "shared" / "platform" / "telemetry.py").read_text()
    asked = set(re.findall(r'name == \\?"([\w.]+)\\?"', text))

    assert "app.age" in asked
    assert {name for name in asked if f'"{name}"' not in telemetry} == set()
