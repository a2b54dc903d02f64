"""What was done, by whom: the rows of GET /api/audit, for admins only."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.accounts import queries
from shared.accounts.schemas import AuditFilters
from shared.permissions import Permission
from shared.platform.models import AuditEntry
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Format
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

ACTION = Column("action", "Action", width=28)
COUNT = Column("count", "Rows", format=Format.INTEGER)
DAY = Column("day", "Day", format=Format.DAY)


class AuditReportFilters(AuditFilters):
    limit: Annotated[int, Field(ge=1, le=100_000, description="The oldest so many of those that match.")] = 10_000


@dataclass(frozen=True)
class Answer:
    rows: list[dict[str, Any]]


def answer(session: Session, filters: AuditReportFilters) -> Answer:
    found = queries.audit_rows(session, filters, most=filters.limit)
    return Answer([dict(row._mapping) | {"changes": _told(row.changes)} for row in found])  # noqa: SLF001 - public, in spite of its name


def check(session: Session, filters: AuditReportFilters) -> None:
    queries.count_audit(session, filters, up_to=1)


def version(session: Session, _: AuditReportFilters) -> str:
    """The log only grows, so its last row names its state."""
    return str(session.scalar(select(func.max(AuditEntry.audit_id))) or 0)


def _told(changes: dict[str, Any]) -> str:
    return json.dumps(changes, ensure_ascii=False, sort_keys=True) if changes else ""


def _period(filters: AuditReportFilters) -> str:
    first = f"from {filters.first}" if filters.first else ""
    last = f"up to {filters.last}" if filters.last else ""
    return f"{first} {last}".strip()


def _counted(values: list[Any], key: str) -> list[dict[str, Any]]:
    return [{key: value, "count": count} for value, count in Counter(values).items()]


def _actions(answer: Answer) -> list[dict[str, Any]]:
    counted = _counted([row["action"] for row in answer.rows], "action")
    return sorted(counted, key=lambda row: (-row["count"], row["action"]))


def _days(answer: Answer) -> list[dict[str, Any]]:
    return sorted(_counted([row["at"].date() for row in answer.rows], "day"), key=lambda row: row["day"])


def _bars(read: Read) -> Chart:
    title, rows = "What was done most", read.rows("actions")
    return charts.ranking_bar("audit_actions", title, rows, category=ACTION, value=COUNT, top=15, **read.style)


def _line(read: Read) -> Chart:
    title, rows = "Rows by day", read.rows("days")
    return charts.line_over_time("audit_days", title, rows, day=DAY, values=[COUNT], **read.style)


def _summary(read: Read) -> list[str]:
    rows, actions = read.rows("rows"), read.rows("actions")
    if not rows:
        return ["Nothing was done that matches these filters."]
    people = len({row["actor_id"] for row in rows if row["actor_id"] is not None})
    refused = sum(row["action"] == "request.refused" for row in rows)
    count = wording.number_text(len(rows), 0, read.language)
    return [
        f"{count} rows by {people} people; {refused} of them are refusals.",
        f"Most frequent is {actions[0]['action']} with {actions[0]['count']} rows.",
    ]


AUDIT = Kind(
    slug="audit",
    label="Audit log",
    description="What was done, by whom and from where.",
    permission=Permission.AUDIT_READ,
    reads=(),
    filters=AuditReportFilters,
    answer=answer,
    sections=(
        Section(
            "rows",
            "Audit log",
            (
                Column("audit_id", "Number", format=Format.INTEGER, width=9),
                Column("at", "At", format=Format.INSTANT, width=18),
                Column("actor_id", "User", width=8),
                ACTION,
                Column("entity", "Of what"),
                Column("entity_id", "Which", width=20),
                Column("changes", "Changes", width=46),
                Column("address", "Address"),
                Column("agent", "Program", width=24),
                Column("request_id", "Request", width=20),
            ),
            items=lambda answer: answer.rows,
        ),
        Section("actions", "Actions", (ACTION, COUNT), items=_actions, totals=("count",)),
        Section("days", "Days", (DAY, COUNT), items=_days, totals=("count",), note="Days in UTC."),
    ),
    title=lambda _query, _answer: "Audit log",
    charts=(
        ChartKind("audit_actions", "What was done most", _bars, "actions"),
        ChartKind("audit_days", "Rows by day", _line, "days"),
    ),
    period=_period,
    summary=_summary,
    check=check,
    version=version,
)
