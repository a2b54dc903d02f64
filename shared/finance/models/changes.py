"""What the computation of payments has to look at again."""

from sqlalchemy import Column, Date, Index, Integer, Table

from shared.platform.db import Base
from shared.platform.rollups import DELTAS

# Triggers note of whom and of which days conversions may have changed (migrations/sql/0019); who computes takes them.
earning_changes = Table(
    "earning_changes",
    Base.metadata,
    Column("influencer_id", Integer, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Index(None, "influencer_id"),
    postgresql_with=DELTAS,
)
