"""Influencers who are deleted are forgotten by imports, too."""

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0011"

SQL = Path(__file__).parent.parent / "sql" / revision


def upgrade() -> None:
    op.execute((SQL / "forgetting.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((SQL / "down.sql").read_text(encoding="utf-8"))
