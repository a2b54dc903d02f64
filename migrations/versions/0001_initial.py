"""The document's ten tables, what is added to them, the roll-ups of sales and the triggers that keep them exact."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

SQL = Path(__file__).parent.parent / "sql" / revision

CAME, WENT = "SELECT 1 AS sign, * FROM came", "SELECT -1 AS sign, * FROM went"
CHANGES = {
    "insert": (CAME, "NEW TABLE AS came"),
    "update": (f"{CAME} UNION ALL {WENT}", "NEW TABLE AS came OLD TABLE AS went"),
    "delete": (WENT, "OLD TABLE AS went"),
}


def upgrade() -> None:
    for file in ("document.sql", "added.sql", "sales_rollups.sql", "truths.sql"):
        _run(file)
    for file in ("sales_changes.sql", "click_changes.sql"):
        for event, (rows, tables) in CHANGES.items():
            _run(file, event=event, rows=rows, tables=tables)


def downgrade() -> None:
    _run("down.sql")


def _run(file: str, **values: str) -> None:
    statements = (SQL / file).read_text(encoding="utf-8")
    for name, value in values.items():
        statements = statements.replace(f"{{{name}}}", value)
    op.execute(statements)
