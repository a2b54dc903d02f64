"""When customers came, and by which channel."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from shared.platform.columns import NO_CHANNEL
from shared.platform.rollups import RollupDifference, differences, exact, first_of_month
from shared.sales.models import NEW_CUSTOMERS, Customer

exact_customers_month_channel = exact(NEW_CUSTOMERS.months)

channel_they_came_by = func.coalesce(Customer.channel, NO_CHANNEL)


def newcomers_of_facts() -> Select[Any]:
    """Return the roll-up of new customers as the customers give it. Reads all of them."""
    month = first_of_month(Customer.since.expression).label("month")
    channel = channel_they_came_by.label("channel")
    return select(month, channel, func.count().label("new_customers")).group_by(month, channel)


def newcomer_differences(session: Session, limit: int = 100) -> list[RollupDifference]:
    """Compare the roll-up of new customers with the customers; at most `limit` differences."""
    return differences(session, {NEW_CUSTOMERS: newcomers_of_facts()}, limit)
