"""Sources that are fetched, what came of it, and when each is tried again."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"

SQL = Path(__file__).parent.parent / "sql" / revision


def upgrade() -> None:
    op.execute((SQL / "feeds.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((SQL / "down.sql").read_text(encoding="utf-8"))
