"""What campaigns cost beside the payments to influencers, and by what imported likes and snapshots are known."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"

SQL = Path(__file__).parent.parent / "sql" / revision


def upgrade() -> None:
    op.execute((SQL / "expenses.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((SQL / "down.sql").read_text(encoding="utf-8"))
