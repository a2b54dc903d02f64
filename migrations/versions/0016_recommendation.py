"""What recommendations are made from; its changes are noted for ETags."""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.execute((SQL / revision / "up.sql").read_text(encoding="utf-8"))
    noted = (SQL / "0004" / "version.sql").read_text(encoding="utf-8")
    op.execute(noted.replace("{table}", "influencer_profiles"))


def downgrade() -> None:
    op.execute((SQL / revision / "down.sql").read_text(encoding="utf-8"))
