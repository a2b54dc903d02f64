"""Make the roll-ups of sales anew from the facts."""

from sqlalchemy.orm import Session

from shared.platform import rollups
from shared.sales import queries


def rebuild_rollups(session: Session) -> None:
    """Make the roll-ups anew from all purchases and returns. Nobody can write them meanwhile; readers can read."""
    rollups.rebuild(session, queries.sales_of_facts(), of="bought_by, return_lines")
