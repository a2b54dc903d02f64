"""A downloaded report is named for a person: what it is, and which days it covers."""

from datetime import UTC, datetime

import pytest

from shared.platform.config import settings
from shared.reporting.models import Report
from shared.reporting.rules import ReportFormat
from shared.reporting.service import file_name

pytestmark = pytest.mark.usefixtures("_configured")


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        ({"from": "2026-10-01", "to": "2026-10-31"}, "ranking_2026-10-01_2026-10-31.pdf"),
        ({"window": "30d"}, "ranking_2026-10-25_2026-11-23.pdf"),
        ({}, "ranking_2026-08-26_2026-11-23.pdf"),
        ({"window": "all"}, "ranking_all_2026-11-23.pdf"),
    ],
)
def test_says_which_days_it_covers(filters, name):
    asked_at = datetime(2026, 11, 23, 12, tzinfo=UTC).astimezone(settings().zone)
    report = Report(kind="ranking", format=ReportFormat.PDF, parameters={"filters": filters}, created_at=asked_at)

    assert file_name(report) == name
