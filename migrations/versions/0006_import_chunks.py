"""Imports land by chunks: staging beside the transaction, what each chunk did, what undoing needs."""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"

SQL = Path(__file__).parent.parent / "sql" / revision


def upgrade() -> None:
    op.execute((SQL / "chunks.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((SQL / "down.sql").read_text(encoding="utf-8"))
