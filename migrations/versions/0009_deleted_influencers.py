"""Deleted influencers stay nobody."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"

SQL = Path(__file__).parent.parent / "sql" / revision


def upgrade() -> None:
    op.execute((SQL / "deleted.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((SQL / "down.sql").read_text(encoding="utf-8"))
