from sqlalchemy.orm import Session

from shared.platform import rollups
from shared.sales.models import NEW_CUSTOMERS
from shared.sales.queries import newcomers_of_facts


def rebuild_newcomers(session: Session) -> None:
    """Make the roll-up of new customers anew. Nobody can write customers meanwhile; readers can read."""
    rollups.rebuild(session, {NEW_CUSTOMERS: newcomers_of_facts()}, of="customers")
