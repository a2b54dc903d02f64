"""Purchases one by one, for those who calculate themselves: no names, mail or phone numbers of customers."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlalchemy import Select

from shared.analytics.answers import window_of
from shared.analytics.schemas import Ids, Names, WindowQuery
from shared.analytics.windows import ALL
from shared.permissions import Permission
from shared.platform.contract import repeatable
from shared.reporting import detail_queries
from shared.reporting.document import Column, Format
from shared.reporting.kinds import facts
from shared.reporting.kinds.kind import Kind, Section
from shared.sales.rules import PurchaseStatus
from shared.sales.schemas.fields import Channels

COLUMNS = (
    Column("purchase_id", "Purchase", format=Format.INTEGER, width=12),
    Column("bought_date", "Day", format=Format.DAY),
    Column("influencer_name", "Influencer", width=24),
    Column("channel", "Influencer id", format=Format.INTEGER, width=12),
    Column("platform", "Platform", width=14),
    Column("title", "Product", width=30),
    Column("product_id", "Product id", format=Format.INTEGER, width=10),
    Column("category", "Category", width=18),
    Column("customer_id", "Customer", format=Format.INTEGER, width=10),
    Column("status", "State", width=18),
    Column("quantity", "Units", format=Format.INTEGER, width=8),
    Column("unit_price", "Unit price", format=Format.MONEY, width=12),
    Column("gross_revenue", "Gross revenue", format=Format.MONEY, width=14),
    Column("returned_quantity", "Returned units", format=Format.INTEGER, width=10),
    Column("returned_date", "Returned on", format=Format.DAY),
    Column("return_reason", "Reason", width=20),
    Column("rating", "Rating", format=Format.INTEGER, width=8),
)


class PurchasesFilters(WindowQuery):
    """As those of the list of purchases, over a period."""

    influencer_id: Channels = ()
    product_id: Ids = ()
    category: Names = ()
    platform: Names = ()
    status: Annotated[tuple[PurchaseStatus, ...], Field(max_length=10), BeforeValidator(repeatable)] = ()


def statement(filters: PurchasesFilters, text_as: detail_queries.TextAs) -> Select[Any]:
    window = window_of(filters)
    days = None if window.slug == ALL else (window.first, window.last)
    return detail_queries.purchases(filters, days, [column.key for column in COLUMNS], text_as)


PURCHASES = Kind(
    slug="purchases",
    label="Purchases",
    description="Every purchase of a period, one row each, for those who calculate themselves.",
    permission=Permission.PURCHASES_READ,
    reads=("bought_by", "products", "influencers"),
    filters=PurchasesFilters,
    answer=lambda _session, _query: (),
    sections=(Section("purchases", "Purchases", COLUMNS, items=lambda answer: answer),),
    title=lambda _query, _answer: "Purchases",
    period=facts.days,
    formulas=lambda _: [("Gross revenue", "units × unit price, also of what was cancelled or came back")],  # noqa: RUF001 - a formula
    check=facts.check_window,
    detail=statement,
)
