"""Attribution as the nightly job computes it; changes of likes are noted for ETags."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"

SQL = Path(__file__).parent.parent / "sql"
TOPICS = ("liked_by", "attribution_results")


def upgrade() -> None:
    op.execute((SQL / revision / "attribution.sql").read_text(encoding="utf-8"))
    noted = (SQL / "0004" / "version.sql").read_text(encoding="utf-8")
    for table in TOPICS:
        op.execute(noted.replace("{table}", table))


def downgrade() -> None:
    op.execute((SQL / revision / "down.sql").read_text(encoding="utf-8"))
