"""Opening quantities, kept stock, deleted customers; an index for every filter and sort of the lists of sales."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"

SQL = Path(__file__).parent.parent / "sql" / revision


def upgrade() -> None:
    for file in ("records.sql", "indexes.sql"):
        op.execute((SQL / file).read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((SQL / "down.sql").read_text(encoding="utf-8"))
