"""The report of expenses: planned, asked for, committed, incurred and paid."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from shared.analytics.finance.queries import expenses as queries
from shared.analytics.finance.queries.expenses import SUMS
from shared.analytics.finance.schemas.overview import (
    ExpenseReportItem,
    ExpenseReportOut,
    ExpenseReportQuery,
    ReportBy,
    SpentOut,
)
from shared.analytics.queries.listed import campaign_names
from shared.analytics.service.numbers import money
from shared.analytics.windows import ALL, LATEST, Window, chosen_window, named_window
from shared.platform import clock


def expense_report(session: Session, query: ExpenseReportQuery) -> ExpenseReportOut:
    """Return what was planned and spent by campaign, category, month or state.

    Raises:
        WindowMalformed: the window makes no sense.
    """
    window = window_of(query)
    rows: dict[Any, dict[str, int]] = {
        row.key: {name: int(getattr(row, name)) for name in (*SUMS, "records")}
        for row in queries.spent(session, query, window, clock.today())
    }
    # What a campaign plans is for all of its days, and for no state.
    compares = window.slug == ALL and query.by in {ReportBy.CAMPAIGN, ReportBy.CATEGORY}
    planned = queries.planned(session, query) if compares else {}
    nothing = dict.fromkeys((*SUMS, "records"), 0)
    keys = sorted({*rows, *planned}, key=str if query.by is not ReportBy.CAMPAIGN else int)
    names = campaign_names(session, keys) if query.by is ReportBy.CAMPAIGN else {}
    totals = {name: sum(row[name] for row in rows.values()) for name in nothing}
    return ExpenseReportOut(
        as_of=clock.today(),
        window=window.label,
        by=query.by,
        totals=SpentOut(**_spent(totals, sum(planned.values()) if planned else None)),
        items=[
            ExpenseReportItem(
                key=_key(key), name=names.get(key, str(key)), **_spent(rows.get(key, nothing), planned.get(key))
            )
            for key in keys
        ],
    )


def window_of(query: ExpenseReportQuery) -> Window:
    if query.window in {None, ALL} and query.first is None and query.last is None:
        return named_window(ALL, LATEST)  # what is planned or promised may be of days to come
    return chosen_window(query.window, query.first, query.last, clock.today())


def _key(key: Any) -> str | int:
    return key.isoformat() if isinstance(key, date) else key


def _spent(row: Mapping[str, int], planned: int | None) -> dict[str, Any]:
    return {
        **{name: money(row[name]) for name in SUMS},
        "records": row["records"],
        "planned": None if planned is None else money(planned),
        "remaining": None if planned is None else money(planned - row["committed"]),
    }
