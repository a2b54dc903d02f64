"""docs/reports.md says what the kinds are."""

import re
from pathlib import Path

from shared.reporting.kinds import KINDS
from shared.reporting.schemas import ReportOptions

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")


def test_the_table_of_kinds_is_that_of_the_code():
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines() if line.startswith("| `")]
    told = {row[0].strip("`"): row[1:] for row in rows if len(row) == 5}

    assert told == {
        kind.slug: [
            kind.description,
            kind.permission.value,
            ", ".join(f"`{section.slug}`" for section in kind.sections),
            ", ".join(f"`{slug}`" for slug in kind.chart_slugs) or "none",
        ]
        for kind in KINDS.values()
    }


def test_every_option_is_explained():
    assert set(re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", PAGE, re.MULTILINE)) == set(ReportOptions.model_fields)
