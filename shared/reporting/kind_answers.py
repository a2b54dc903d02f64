"""What can be reported, as the API tells it."""

from shared.permissions import Role, allows
from shared.reporting.kinds import KINDS
from shared.reporting.kinds.kind import Kind
from shared.reporting.schemas import (
    ChartKindOut,
    ReportColumnOut,
    ReportKindOut,
    ReportKindsOut,
    ReportTableOut,
)


def catalogue(role: Role | None) -> ReportKindsOut:
    """The kinds whose figures this role may read."""
    seen = [kind for kind in KINDS.values() if role is not None and allows(role, kind.permission)]
    return ReportKindsOut(items=[_shown(kind) for kind in seen])


def _shown(kind: Kind) -> ReportKindOut:
    return ReportKindOut(
        kind=kind.slug,
        label=kind.label,
        description=kind.description,
        permission=kind.permission.value,
        formats=list(kind.formats),
        charts=[ChartKindOut(slug=chart.slug, label=chart.label) for chart in kind.charts],
        filters=kind.filters.model_json_schema(by_alias=True),
        tables=[
            ReportTableOut(
                table=section.slug,
                title=section.title,
                columns=[ReportColumnOut.model_validate(column) for column in section.columns],
            )
            for section in kind.sections
        ],
    )
