"""The kinds of reports: what each shows, which filters and charts it has. One file per kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from shared.permissions import Role, allows
from shared.platform.errors import Forbidden, Malformed
from shared.reporting.kinds.attribution import ATTRIBUTION
from shared.reporting.kinds.audience import AUDIENCE, OVERLAP
from shared.reporting.kinds.audit import AUDIT
from shared.reporting.kinds.campaign_comparison import CAMPAIGN_COMPARISON
from shared.reporting.kinds.campaign_success import CAMPAIGN_SUCCESS
from shared.reporting.kinds.categories import CATEGORIES
from shared.reporting.kinds.custom import CUSTOM
from shared.reporting.kinds.expenses import EXPENSES
from shared.reporting.kinds.finance_overview import FINANCE_OVERVIEW
from shared.reporting.kinds.kind import ChartKind, Kind
from shared.reporting.kinds.payables import PAYABLES
from shared.reporting.kinds.payment_lines import PAYMENT_LINES
from shared.reporting.kinds.performance import PERFORMANCE
from shared.reporting.kinds.profitability import PROFITABILITY
from shared.reporting.kinds.purchases import PURCHASES
from shared.reporting.kinds.ranking import RANKING
from shared.reporting.kinds.returns import RETURNS
from shared.reporting.rules import ReportFormat

KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        *(RANKING, PERFORMANCE, CAMPAIGN_SUCCESS, CAMPAIGN_COMPARISON),
        *(FINANCE_OVERVIEW, PROFITABILITY, PAYABLES, EXPENSES, PAYMENT_LINES),
        *(RETURNS, CATEGORIES, ATTRIBUTION, AUDIENCE, OVERLAP, AUDIT, CUSTOM, PURCHASES),
    )
}
CHARTS: dict[str, tuple[Kind, ChartKind]] = {
    chart.slug: (kind, chart) for kind in KINDS.values() for chart in kind.charts
}


class ReportKindUnknown(Malformed):
    code = "report_kind_unknown"


class ReportFormatUnknown(Malformed):
    code = "report_format_unknown"


class ReportKindForbidden(Forbidden):
    code = "report_kind_forbidden"


def kind_called(slug: str) -> Kind:
    """Return the kind of that name.

    Raises:
        ReportKindUnknown: there is none; the answer names those there are.
    """
    if slug not in KINDS:
        raise ReportKindUnknown(f"Known kinds are {', '.join(KINDS)}.", [("/kind", "is not a kind of report")])
    return KINDS[slug]


def authorise(kind: Kind, role: Role | None) -> None:
    """Refuse a kind whose figures the caller may not read anyway.

    Raises:
        ReportKindForbidden: so it is.
    """
    if role is None or not allows(role, kind.permission):
        raise ReportKindForbidden("Your role may not read these figures.", permission=kind.permission.value)


def question_of(kind: Kind, filters: Mapping[str, Any], place: str = "/filters/") -> Any:
    """Return the filters as the kind's model has them.

    Raises:
        Malformed: a filter is unknown or has the wrong shape; `place` is where it was given.
    """
    try:
        return kind.filters.model_validate(filters)
    except ValidationError as invalid:
        errors = [
            (place + "/".join(str(part) for part in error["loc"]), str(error["msg"]))
            for error in invalid.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Malformed("The filters are malformed.", errors) from None


def check_filters(session: Session, kind: Kind, filters: Mapping[str, Any], place: str = "/filters/") -> dict[str, Any]:
    """Return the filters as they are stored: only what was given, in JSON's types.

    Raises:
        Malformed, NotFound: a filter is unknown or has no sense.
    """
    question = question_of(kind, filters, place)
    kind.check(session, question)
    stored: dict[str, Any] = question.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return stored


def check_charts(kind: Kind, charts: Sequence[str] | None) -> list[str]:
    unknown = [chart for chart in charts or () if chart not in kind.chart_slugs]
    if unknown:
        errors = [("/charts", f"{chart} is none of {', '.join(kind.chart_slugs)}") for chart in unknown]
        raise Malformed("Unknown charts.", errors)
    return list(kind.chart_slugs if charts is None else charts)


def check_format(kind: Kind, file_format: ReportFormat) -> None:
    if file_format not in kind.formats:
        known = ", ".join(kind.formats)
        raise ReportFormatUnknown(f"This kind is made as {known}.", [("/format", f"is none of {known}")])


def check_section(kind: Kind, section: str | None) -> None:
    if section is not None and kind.section(section) is None:
        known = ", ".join(each.slug for each in kind.sections)
        raise Malformed("Unknown table.", [("/options/table", f"{section} is none of {known}")])
