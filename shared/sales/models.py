"""Products, customers, what was bought, liked and edited, and the roll-ups of sales."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import Imported, Key, Money, Versioned, enum
from shared.platform.db import Base

UTC_NOW = text("CURRENT_TIMESTAMP AT TIME ZONE 'UTC'")  # what the CHECK of adjusts.date_time compares with
DIRECT = text("-1")  # columns.NO_CHANNEL


class PurchaseStatus(StrEnum):
    ORDERED = "ordered"
    COMPLETED = "completed"
    PARTIALLY_RETURNED = "partially_returned"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class AdjustField(StrEnum):
    PRODUCT_PRICE = "product_price"
    STOCK_QUANTITY = "stock_quantity"
    SALES_QUANTITY = "sales_quantity"


class Product(Versioned, Imported, Base):
    """`sales_quantity` moves with purchases, returns and cancellations; a trigger keeps it so."""

    __tablename__ = "products"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint("stock_quantity >= 0", name="stock_quantity"),
        CheckConstraint("sales_quantity >= 0", name="sales_quantity"),
        CheckConstraint("product_price >= 0", name="product_price"),
    )

    product_id: Mapped[int] = mapped_column(primary_key=True)
    stock_quantity: Mapped[int]
    category: Mapped[str] = mapped_column(String(100))
    sales_quantity: Mapped[int]
    description: Mapped[str | None] = mapped_column(Text)
    product_price: Mapped[float]
    on_sale: Mapped[bool]
    title: Mapped[str] = mapped_column(String(100))


class Customer(Versioned, Imported, Base):
    """`channel` is the influencer through whom the customer came, NO_CHANNEL for none."""

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint("since <= CURRENT_DATE", name="since"),
        Index(None, "since", "channel"),
    )

    customer_id: Mapped[int] = mapped_column(primary_key=True)
    customer_name: Mapped[str] = mapped_column(String(50))
    customer_mail: Mapped[str] = mapped_column(String(255), unique=True)
    customer_phone: Mapped[str] = mapped_column(String(15), unique=True)
    customer_address: Mapped[str] = mapped_column(Text)
    channel: Mapped[int | None] = mapped_column(server_default=DIRECT)
    since: Mapped[date]
    is_account_deleted: Mapped[bool]


class Purchase(Imported, Base):
    """One order line. Its quantity may be unknown and its day, too; then it counts as 0 units or for no window."""

    __tablename__ = "bought_by"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("bought_date <= CURRENT_DATE", name="bought_date"),
        CheckConstraint("unit_price >= 0", name="unit_price"),
        CheckConstraint("returned_quantity BETWEEN 0 AND coalesce(quantity, 0)", name="returned_quantity"),
        Index(None, "product_id"),
        Index(None, "customer_id"),
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
        Index(None, "product_id"),
    )

    like_id: Mapped[Key]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.customer_id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.product_id", ondelete="CASCADE"))
    channel: Mapped[int | None] = mapped_column(server_default=DIRECT)
    liked_date: Mapped[date | None]


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


MEASURES = ("orders", "units", "gross_cents", "returned_units", "returned_cents", "ratings", "rating_sum")


def _measures() -> list[Column[int]]:
    return [Column(measure, BigInteger, nullable=False) for measure in MEASURES]


def _key(name: str, kind: type[Integer] | type[Date]) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


# Sums of MEASURES over purchases that are not cancelled and whose day is known; migrations/sql has the triggers.
# Readers take the views of the same name with `exact_` in front, which add the deltas not yet folded in.
sales_deltas = Table(
    "sales_deltas",
    Base.metadata,
    Column("day", Date, nullable=False),
    Column("channel", Integer, nullable=False),
    Column("product_id", Integer, nullable=False),
    *_measures(),
    # Emptied again and again: without a vacuum soon after, readers would wade through what is gone.
    postgresql_with={"autovacuum_vacuum_scale_factor": 0, "autovacuum_vacuum_threshold": 1000},
)
sales_day_channel_product = Table(
    "sales_day_channel_product",
    Base.metadata,
    _key("day", Date),
    _key("channel", Integer),
    _key("product_id", Integer),
    *_measures(),
    Index(None, "product_id", "day"),
)
sales_day_channel = Table("sales_day_channel", Base.metadata, _key("day", Date), _key("channel", Integer), *_measures())
sales_month_channel = Table(
    "sales_month_channel", Base.metadata, _key("month", Date), _key("channel", Integer), *_measures()
)
