"""Sessions know how far the log had been written when they last changed something, for reads from a replica."""

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.execute("ALTER TABLE sessions ADD COLUMN wrote_at_wal bigint")


def downgrade() -> None:
    op.execute("ALTER TABLE sessions DROP COLUMN wrote_at_wal")
