"""What is downloaded of accounts: the audit log as CSV."""

import json
from datetime import datetime

from sqlalchemy import Row
from sqlalchemy.orm import Session

from shared.accounts import queries
from shared.accounts.schemas import AuditFilters
from shared.platform import audit, clock
from shared.platform.contract import Raw
from shared.platform.errors import Malformed
from shared.platform.identity import Actor
from shared.platform.schemas import AuditOut
from shared.platform.spreadsheets import MEDIA_TYPE, csv_file, neutral

MOST_ROWS = 100_000


class ExportTooLarge(Malformed):
    code = "audit_export_too_large"


def audit_log(session: Session, actor: Actor, filters: AuditFilters) -> Raw:
    """Return the rows that match as CSV, the oldest first; the export leaves a row itself.

    Raises:
        Malformed: the last day comes before the first.
        ExportTooLarge: more than MOST_ROWS match.
    """
    count = queries.count_audit(session, filters, up_to=MOST_ROWS + 1)
    if count > MOST_ROWS:
        where = [("from", "may be later"), ("to", "may be earlier")]
        raise ExportTooLarge(f"More than {MOST_ROWS:,} rows match: narrow the window.", where, limit=MOST_ROWS)
    content = csv_file(tuple(AuditOut.model_fields), map(_line, queries.audit_rows(session, filters, most=count)))
    asked = filters.model_dump(mode="json", by_alias=True, exclude_none=True)
    audit.record(session, actor, "audit.exported", ("audit_log", "csv"), changes={"filters": asked, "rows": count})
    return Raw(content, MEDIA_TYPE, file_name=f"audit-log-{clock.today()}.csv")


def _line(row: Row[tuple[object, ...]]) -> list[str]:
    return [_cell(value) for value in row]


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case int():
            return str(value)
        case datetime():
            return value.isoformat(timespec="microseconds").replace("+00:00", "Z")
        case dict():
            return neutral(json.dumps(value, separators=(",", ":"), ensure_ascii=False))
        case _:
            return neutral(value)
