"""What is promised to influencers and in no payment yet, as tables for whoever adds it up."""

from sqlalchemy import Boolean, Date, Integer, Numeric, Text, column, table

# A view (migrations/sql/0022/fees.sql): each fixed fee once, as it was earned, else as it is promised.
FIXED_FEES = table(
    "fixed_fees",
    column("campaign_id", Integer),
    column("influencer_id", Integer),
    column("reference", Text),  # its day or deliverable
    column("due_on", Date),  # null of a deliverable that was not delivered yet
    column("amount", Numeric),
    column("is_earned", Boolean),
)
