"""Roll-ups of sales by channel and by product, also by the day of the return; versions of the data for ETags."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"

SQL = Path(__file__).parent.parent / "sql"

EVENTS = {
    "insert": (("came", 1),),
    "update": (("came", 1), ("went", -1)),
    "delete": (("went", -1),),
}
TABLES = {"came": "NEW TABLE AS came", "went": "OLD TABLE AS went"}
TOPICS = (
    *("bought_by", "return_lines", "products", "customers", "influencers", "influencer_metrics"),
    *("influencer_rankings", "payment", "campaigns", "arranges"),
)


def upgrade() -> None:
    _run("0004/drop_0001.sql")
    everything = _movements("SELECT 1 AS sign, * FROM bought_by", "SELECT * FROM return_lines")
    _run("0004/rollups.sql", movements=everything)
    _run("0004/fill.sql")
    for event, signs in EVENTS.items():
        changed = _signed(signs)
        tables = " ".join(TABLES[name] for name, _ in signs)
        # A purchase that came or went has no lines: they follow it, and go before it.
        lines = "SELECT * FROM return_lines" if event == "update" else None
        _run("0004/sales_changes.sql", event=event, tables=tables, noted=_noted(_movements(changed, lines)))
        moved = _returned(changed, "SELECT * FROM bought_by")
        _run("0004/return_changes.sql", event=event, tables=tables, lines=changed, noted=_noted(moved))
    gone = _returned("SELECT -1 AS sign, * FROM return_lines", "SELECT * FROM bought_by")
    _run("0004/forgetting.sql", noted=_noted(gone))
    _run("0004/versions.sql")
    for table in TOPICS:
        _run("0004/version.sql", table=table)


def downgrade() -> None:
    _run("0004/drop_versions.sql")
    _run("0004/drop_rollups.sql")
    _run("0001/sales_rollups.sql")
    for event, signs in EVENTS.items():
        tables = " ".join(TABLES[name] for name, _ in signs)
        _run("0001/sales_changes.sql", event=event, rows=_signed(signs), tables=tables)
    _run("0004/fill_0001.sql")


def _signed(signs: tuple[tuple[str, int], ...]) -> str:
    return " UNION ALL ".join(f"SELECT {sign} AS sign, * FROM {name}" for name, sign in signs)  # noqa: S608 - EVENTS


def _movements(purchases: str, lines: str | None) -> str:
    bought = _filled("0004/bought.sql", purchases=purchases)
    return bought if lines is None else f"{bought} UNION ALL {_returned(lines, purchases)}"


def _returned(lines: str, purchases: str) -> str:
    return _filled("0004/returned.sql", lines=lines, purchases=purchases)


def _noted(movements: str) -> str:
    return _filled("0004/noted.sql", movements=movements)


def _filled(file: str, **values: str) -> str:
    statements = (SQL / file).read_text(encoding="utf-8")
    for name, value in values.items():
        statements = statements.replace(f"{{{name}}}", value)
    return statements


def _run(file: str, **values: str) -> None:
    op.execute(_filled(file, **values))
