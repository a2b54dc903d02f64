"""Roll-ups of what feeds report for each influencer, and of the customers who came by each channel."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"

SQL = Path(__file__).parent.parent / "sql" / revision

CAME, WENT = "SELECT 1 AS sign, * FROM came", "SELECT -1 AS sign, * FROM went"
CHANGES = {
    "insert": (CAME, "NEW TABLE AS came"),
    "update": (f"{CAME} UNION ALL {WENT}", "NEW TABLE AS came OLD TABLE AS went"),
    "delete": (WENT, "OLD TABLE AS went"),
}


def upgrade() -> None:
    _run("rollups.sql")
    _run(
        "fill.sql",
        reported=_filled("reported.sql", rows="SELECT 1 AS sign, * FROM influencer_metrics"),
        came=_filled("came.sql", rows="SELECT 1 AS sign, * FROM customers"),
    )
    for event, (rows, tables) in CHANGES.items():
        reported, came = _filled("reported.sql", rows=rows), _filled("came.sql", rows=rows)
        _run("feed_changes.sql", event=event, tables=tables, reported=reported)
        _run("customer_changes.sql", event=event, tables=tables, came=came)
    _run("forgetting.sql")


def downgrade() -> None:
    _run("down.sql")


def _filled(file: str, **values: str) -> str:
    statements = (SQL / file).read_text(encoding="utf-8")
    for name, value in values.items():
        statements = statements.replace(f"{{{name}}}", value)
    return statements


def _run(file: str, **values: str) -> None:
    op.execute(_filled(file, **values))
