"""Terms, what payments are made of, batches; budgets, receipts and approvals of expenses."""

from pathlib import Path

from alembic import op

revision = "0015"
down_revision = "0014"

SQL = Path(__file__).parent.parent / "sql" / revision


def upgrade() -> None:
    op.execute((SQL / "terms.sql").read_text(encoding="utf-8"))
    op.execute((SQL / "payments.sql").read_text(encoding="utf-8"))
    op.execute((SQL / "budgets.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute((SQL / "down.sql").read_text(encoding="utf-8"))
