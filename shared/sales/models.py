"""Products, customers, what was bought, liked and edited, and the roll-ups of sales."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Date,
    FetchedValue,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import Imported, Key, Money, Versioned, enum
from shared.platform.db import Base
from shared.platform.rollups import DELTAS, HALF_FULL, Rollup
from shared.sales.rules import AdjustField, PurchaseStatus

UTC_NOW = text("CURRENT_TIMESTAMP AT TIME ZONE 'UTC'")  # what the CHECK of adjusts.date_time compares with
DIRECT = text("-1")  # columns.NO_CHANNEL


def _parts_of(name: str, column: str) -> Index:
    """Return the index behind `paging.contains`."""
    return Index(name, column, postgresql_using="gin", postgresql_ops={column: "gin_trgm_ops"})


@event.listens_for(Base.metadata, "before_create")
def _add_extension(_metadata: MetaData, connection: Connection, **_options: object) -> None:
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))


TOLD_OF_RETURNS = (
    *("purchase_id", "channel", "product_id", "returned_quantity", "unit_price", "return_reason", "returned_date"),
    "status",
)


class Product(Versioned, Imported, Base):
    """`sales_quantity` moves with purchases, returns and cancellations; a trigger keeps it so.

    What stock and sales quantity were when the row was made stands in `opening_*`; another trigger notes it.
    """

    __tablename__ = "products"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint("stock_quantity >= 0", name="stock_quantity"),
        CheckConstraint("sales_quantity >= 0", name="sales_quantity"),
        CheckConstraint("product_price >= 0", name="product_price"),
        Index(None, "category", "product_id"),
        Index(None, "title", "product_id"),
        Index(None, "product_price", "product_id"),
        Index("ix_products_off_sale", "product_id", postgresql_where=text("NOT on_sale")),
        _parts_of("ix_products_parts_of_title", "title"),
    )

    product_id: Mapped[int] = mapped_column(primary_key=True)
    stock_quantity: Mapped[int]
    category: Mapped[str] = mapped_column(String(100))
    sales_quantity: Mapped[int]
    description: Mapped[str | None] = mapped_column(Text)
    product_price: Mapped[float]
    on_sale: Mapped[bool]
    title: Mapped[str] = mapped_column(String(100))
    opening_stock: Mapped[int] = mapped_column(server_default=FetchedValue())
    opening_sales: Mapped[int] = mapped_column(server_default=FetchedValue())
    created_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))


class Customer(Versioned, Imported, Base):
    """`channel` is the influencer through whom the customer came, NO_CHANNEL for none."""

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint("since <= CURRENT_DATE", name="since"),
        Index(None, "since", "channel"),
        Index(None, "since", "customer_id"),
        Index(None, "channel", "since", "customer_id"),
        Index("ix_customers_deleted", "customer_id", postgresql_where=text("is_account_deleted")),
        _parts_of("ix_customers_parts_of_name", "customer_name"),
    )

    customer_id: Mapped[int] = mapped_column(primary_key=True)
    customer_name: Mapped[str] = mapped_column(String(50))
    customer_mail: Mapped[str] = mapped_column(String(255), unique=True)
    customer_phone: Mapped[str] = mapped_column(String(15), unique=True)
    customer_address: Mapped[str] = mapped_column(Text)
    channel: Mapped[int | None] = mapped_column(server_default=DIRECT)
    since: Mapped[date]
    is_account_deleted: Mapped[bool]


class Purchase(Versioned, Imported, Base):
    """One order line. Its quantity may be unknown and its day, too; then it counts as 0 units or for no window.

    `stock_kept` says that it took from the product's stock here, so that what comes back returns to it.
    """

    __tablename__ = "bought_by"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("bought_date <= CURRENT_DATE", name="bought_date"),
        CheckConstraint("unit_price >= 0", name="unit_price"),
        CheckConstraint("returned_quantity BETWEEN 0 AND coalesce(quantity, 0)", name="returned_quantity"),
        Index(None, "customer_id"),
        Index(None, "bought_date", "purchase_id"),
        # With it, who bought through a channel is read from the index alone.
        Index(None, "channel", "bought_date", "purchase_id", postgresql_include=["customer_id", "status"]),
        Index(None, "product_id", "bought_date", "purchase_id"),
        Index(None, "status", "bought_date", "purchase_id"),
        Index("ix_bought_by_rating", "rating", postgresql_where=text("rating IS NOT NULL")),
        Index(
            "ix_bought_by_returned",
            "bought_date",
            postgresql_include=TOLD_OF_RETURNS,
            postgresql_where=text("returned_quantity > 0"),
        ),
    )

    purchase_id: Mapped[Key]
    product_id: Mapped[int] = mapped_column(ForeignKey("products.product_id", ondelete="CASCADE"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.customer_id", ondelete="CASCADE"))
    status: Mapped[PurchaseStatus] = mapped_column(enum(PurchaseStatus, "bought_status_enum"))
    channel: Mapped[int | None] = mapped_column(server_default=DIRECT)
    rating: Mapped[int | None]
    quantity: Mapped[int | None]
    bought_date: Mapped[date | None]
    unit_price: Mapped[Money]
    returned_quantity: Mapped[int] = mapped_column(server_default=text("0"))
    returned_date: Mapped[date | None]
    return_reason: Mapped[str | None] = mapped_column(Text)
    stock_kept: Mapped[bool] = mapped_column(server_default=text("false"))


class ReturnLine(Base):
    """A piece of a purchase that came back. A return of several purchases has one line for each."""

    __tablename__ = "return_lines"
    __table_args__ = (
        UniqueConstraint("source", "external_ref", "purchase_id"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index(None, "purchase_id"),
    )

    return_id: Mapped[Key]
    purchase_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("bought_by.purchase_id", ondelete="CASCADE"))
    quantity: Mapped[int]
    returned_date: Mapped[date]
    reason: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    external_ref: Mapped[str | None] = mapped_column(Text)


class Like(Base):
    __tablename__ = "liked_by"
    __table_args__ = (
        UniqueConstraint("customer_id", "product_id"),
        CheckConstraint("liked_date <= CURRENT_DATE", name="liked_date"),
        Index(None, "liked_date", "like_id"),
        Index(None, "channel", "liked_date", "like_id"),
        Index(None, "product_id", "liked_date", "like_id"),
    )

    like_id: Mapped[Key]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.customer_id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.product_id", ondelete="CASCADE"))
    channel: Mapped[int | None] = mapped_column(server_default=DIRECT)
    liked_date: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(Text)  # of imports; null for one recorded here


class Adjustment(Base):
    """An edit of a price, a stock or a sales quantity. `is_active` marks the value in force; `date_time` is UTC."""

    __tablename__ = "adjusts"
    __table_args__ = (
        CheckConstraint("date_time <= (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')", name="date_time"),
        CheckConstraint("old_value >= 0", name="old_value"),
        CheckConstraint("new_value >= 0", name="new_value"),
        Index(None, "user_id"),
        Index(None, "product_id", "field", "date_time"),
    )

    adjustment_id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.user_id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.product_id", ondelete="CASCADE"))
    # The clock of this process may run ahead of the database's, which the CHECK would refuse.
    date_time: Mapped[datetime] = mapped_column(TIMESTAMP, insert_default=UTC_NOW)
    is_active: Mapped[bool]
    field: Mapped[AdjustField] = mapped_column(enum(AdjustField, "adjust_field_enum"))
    old_value: Mapped[float]
    new_value: Mapped[float]


BY_PURCHASE_DAY = ("orders", "units", "returned_units", "ratings", "rating_sum", "gross_cents", "returned_cents")
BY_RETURN_DAY = ("back_units", "back_cents")  # what came back on that day, whenever it was bought
MEASURES = (*BY_PURCHASE_DAY, *BY_RETURN_DAY)


def _measures() -> list[Column[int]]:
    cents = [measure for measure in MEASURES if measure.endswith("_cents")]
    counts = [measure for measure in MEASURES if measure not in cents]
    return [
        *(Column(measure, Integer, nullable=False) for measure in counts),  # together, so that no row is padded
        *(Column(measure, BigInteger, nullable=False) for measure in cents),
    ]


def _deltas(name: str, key: str) -> Table:
    return Table(
        name,
        Base.metadata,
        Column("day", Date, nullable=False),
        Column(key, Integer, nullable=False),
        *_measures(),
        postgresql_with=DELTAS,
    )


def _rollup(name: str, unit: str, key: str, **options: Any) -> Table:
    keys: list[Column[Any]] = [
        Column(unit, Date, primary_key=True),
        Column(key, Integer, primary_key=True, autoincrement=False),
    ]
    return Table(name, Base.metadata, *keys, *_measures(), **options)


# Sums of MEASURES over purchases that are not cancelled and whose day is known; migrations/sql has the triggers.
# Readers take the views of the same name with `exact_` in front, which add the deltas not yet folded in.
sales_channel_deltas = _deltas("sales_channel_deltas", "channel")
sales_product_deltas = _deltas("sales_product_deltas", "product_id")
sales_day_channel = _rollup("sales_day_channel", "day", "channel", postgresql_with=HALF_FULL)
sales_month_channel = _rollup("sales_month_channel", "month", "channel")
sales_day_product = _rollup("sales_day_product", "day", "product_id", postgresql_with=HALF_FULL)
sales_month_product = _rollup("sales_month_product", "month", "product_id")
SALES_OF_CHANNELS = Rollup(sales_channel_deltas, sales_month_channel, sales_day_channel)
SALES_OF_PRODUCTS = Rollup(sales_product_deltas, sales_month_product, sales_day_product)
SALES = (SALES_OF_CHANNELS, SALES_OF_PRODUCTS)


def _customers(name: str, *, key: bool, **options: Any) -> Table:
    return Table(
        name,
        Base.metadata,
        Column("month", Date, primary_key=key, nullable=False),
        Column("channel", Integer, primary_key=key, nullable=False, autoincrement=False),
        Column("new_customers", Integer, nullable=False),
        **options,
    )


# How many customers came when, by which channel; the index of customers by `since` and `channel` serves single days.
NEW_CUSTOMERS = Rollup(
    deltas=_customers("customer_deltas", key=False, postgresql_with=DELTAS),
    months=_customers("customers_month_channel", key=True),
)
