"""Sessions, second factors, one-time links, throttling, signing keys; the audit log's chain; sealed mails."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

SQL = Path(__file__).parent.parent / "sql" / revision


def upgrade() -> None:
    for file in ("accounts.sql", "audit.sql", "mail.sql"):
        op.execute((SQL / file).read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((SQL / "down.sql").read_text(encoding="utf-8"))
