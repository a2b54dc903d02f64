"""The kinds of reports: what each shows, which filters and charts it has. One file per kind."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from shared.platform.errors import Malformed
from shared.reporting.document import ReportDocument
from shared.reporting.kinds.kind import Kind
from shared.reporting.kinds.ranking import RANKING
from shared.reporting.models import Report
from shared.reporting.rules import ReportFormat
from shared.reporting.schemas import ReportKindOut, ReportKindsOut

KINDS: dict[str, Kind] = {kind.slug: kind for kind in (RANKING,)}


class ReportKindUnknown(Malformed):
    code = "report_kind_unknown"


def kind_called(slug: str) -> Kind:
    """Return the kind of that name.

    Raises:
        ReportKindUnknown: there is none; the answer names those there are.
    """
    if slug not in KINDS:
        raise ReportKindUnknown(f"Known kinds are {', '.join(KINDS)}.", [("/kind", "is not a kind of report")])
    return KINDS[slug]


def check_filters(kind: Kind, filters: dict[str, Any]) -> dict[str, Any]:
    """Return the filters as they are stored: only what was given, in JSON's types.

    Raises:
        Malformed: a filter is unknown or has no sense.
    """
    try:
        checked = kind.filters.model_validate(filters)
    except ValidationError as invalid:
        errors = [
            ("/filters/" + "/".join(str(part) for part in error["loc"]), str(error["msg"]))
            for error in invalid.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Malformed("The filters are malformed.", errors) from None
    kind.check(checked)
    stored: dict[str, Any] = checked.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return stored


def check_charts(kind: Kind, charts: Sequence[str] | None) -> list[str]:
    unknown = [chart for chart in charts or () if chart not in kind.charts]
    if unknown:
        errors = [("/charts", f"{chart} is none of {', '.join(kind.charts)}") for chart in unknown]
        raise Malformed("Unknown charts.", errors)
    return list(kind.charts if charts is None else charts)


def build(session: Session, report: Report) -> ReportDocument:
    """Return the finished document of a report, read from one snapshot of the data."""
    return KINDS[report.kind].build(session, report)


def catalogue() -> ReportKindsOut:
    return ReportKindsOut(items=[_shown(kind) for kind in KINDS.values()])


def _shown(kind: Kind) -> ReportKindOut:
    return ReportKindOut(
        kind=kind.slug,
        label=kind.label,
        description=kind.description,
        formats=list(ReportFormat),
        charts=list(kind.charts),
        filters=kind.filters.model_json_schema(by_alias=True),
    )
