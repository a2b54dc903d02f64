"""Where influencers are paid to, and receipts of expenses that are yet to arrive."""

from pathlib import Path

from alembic import op

revision = "0021"
down_revision = "0020"

SQL = Path(__file__).parent.parent / "sql" / revision


def upgrade() -> None:
    op.execute((SQL / "payout_accounts.sql").read_text(encoding="utf-8"))
    op.execute((SQL / "receipts.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((SQL / "down.sql").read_text(encoding="utf-8"))
