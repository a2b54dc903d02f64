"""What customers were in touch with, for attribution: the touches of one window in their order, in one statement."""

from datetime import date
from typing import Any, Protocol

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from shared.analytics.attribution.catalogue import MICRO
from shared.analytics.attribution.scope import Scope
from shared.analytics.queries.cube import chosen_products
from shared.campaigns.credits import belongs, credited_stretches, part_of
from shared.influencers.models import Influencer
from shared.platform.columns import NO_CHANNEL
from shared.platform.rollups import WORK_MEMORY
from shared.sales.models import Customer, Like, Purchase
from shared.sales.rules import PurchaseStatus

EPOCH = date(2000, 1, 1)  # days are counted from here
SEEN, BOUGHT = 0, 1  # of what happened on one day, buying comes last
WHOLE = literal_column(str(MICRO), Integer)
NOTHING = literal_column("0", Integer)


def touches(scope: Scope) -> Select[*tuple[Any, ...]]:
    """Return customer_id, moment, channel, micro and cents, ordered by the first three, none of them null.

    A moment is twice the number of days since EPOCH, plus 1 for purchases. What happened to a customer on one day
    through one channel is one row, purchases apart from the rest. `micro` counts the conversions in millionths (0: a
    touch and no more), `cents` their net revenue. What came through no channel is no touch, so before the window it is
    left out. Under a filter by product or campaign only customers with such a purchase are returned.
    """
    buyers = _buyers(scope).cte("buyers") if scope.narrowed else None
    parts = union_all(
        _bought(scope, buyers),
        _seen(scope, Like, Like.liked_date, buyers),
        _seen(scope, Customer, Customer.since, buyers),
    ).subquery("touched")
    key = (parts.c.customer_id, parts.c.moment, parts.c.channel)
    counted = (cast(func.sum(parts.c.micro), BigInteger), cast(func.sum(parts.c.cents), BigInteger))
    return select(*key, *counted).group_by(*key).order_by(*key)


def first_moment(day: date) -> int:
    return 2 * (day - EPOCH).days


def influencer_ids(session: Session) -> list[int]:
    return list(session.scalars(select(Influencer.influencer_id).order_by(Influencer.influencer_id)))


# One row of COPY in binary: the number of fields, then the length and value of each.
FIELDS = ("customer", "moment", "channel", "micro", "cents")
ROW = [
    ("fields", ">i2"),
    *(field for name in FIELDS[:3] for field in ((f"{name}_length", ">i4"), (name, ">i4"))),
    *(field for name in FIELDS[3:] for field in ((f"{name}_length", ">i4"), (name, ">i8"))),
]
HEADER = 19


class Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


def copy_touches(session: Session, statement: Select[Any], sink: Sink) -> None:
    """Write the rows of `touches` in PostgreSQL's binary format of COPY: HEADER bytes, then a ROW each."""
    session.execute(select(func.set_config("work_mem", WORK_MEMORY, True)))
    # Hardly two rows are of one group, and they have to be sorted anyway: a hash would only be work on top.
    session.execute(select(func.set_config("enable_hashagg", "off", True)))
    cursor: Any = session.connection().connection.cursor()
    with cursor:
        cursor.copy_expert(f"COPY ({filled(session, statement)}) TO STDOUT (FORMAT binary)", sink)
    session.execute(select(func.set_config("enable_hashagg", "on", True)))


def filled(session: Session, statement: Select[Any]) -> str:
    """Return the statement with its values, as COPY takes no parameters."""
    connection = session.connection()
    compiled = statement.compile(connection, compile_kwargs={"render_postcompile": True})
    cursor: Any = connection.connection.cursor()
    with cursor:
        text: str = cursor.mogrify(str(compiled), compiled.params).decode()
    return text


def _moment(day: Any, kind: int) -> ColumnElement[int]:
    days: ColumnElement[int] = day - literal_column(f"DATE '{EPOCH}'", Date)
    return days * 2 + literal_column(str(kind), Integer)


def _seen(scope: Scope, of: type[Like | Customer], day: Any, buyers: CTE | None) -> Select[*tuple[Any, ...]]:
    channel = func.coalesce(of.channel, NO_CHANNEL)
    return select(
        of.customer_id,
        _moment(day, SEEN).label("moment"),
        channel.label("channel"),
        NOTHING.label("micro"),
        cast(NOTHING, BigInteger).label("cents"),
    ).where(*_within(scope, day, channel), *_of_buyers(of.customer_id, buyers))


def _bought(scope: Scope, buyers: CTE | None) -> Select[*tuple[Any, ...]]:
    channel, day = func.coalesce(Purchase.channel, NO_CHANNEL), Purchase.bought_date
    source, micro, cents, counts = _counted(scope)
    return (
        select(
            Purchase.customer_id,
            _moment(day, BOUGHT).label("moment"),
            channel.label("channel"),
            case((counts, micro), else_=NOTHING).label("micro"),
            case((counts, cents), else_=cast(NOTHING, BigInteger)).label("cents"),
        )
        .select_from(source)
        .where(
            *_within(scope, day, channel),
            Purchase.status != PurchaseStatus.CANCELLED,
            *_of_buyers(Purchase.customer_id, buyers),
        )
    )


def _within(scope: Scope, day: Any, channel: ColumnElement[int]) -> list[ColumnElement[bool]]:
    return [day.between(scope.since, scope.window.last), or_(channel != NO_CHANNEL, day >= scope.window.first)]


def _of_buyers(customer_id: Any, buyers: CTE | None) -> list[ColumnElement[bool]]:
    return [] if buyers is None else [customer_id.in_(select(buyers.c.customer_id))]


def _buyers(scope: Scope) -> Select[int]:
    """Return who made a conversion, so that narrow questions do not read everybody's touches."""
    source, _, _, counts = _counted(scope)
    statement = select(Purchase.customer_id).select_from(source).distinct()
    return statement.where(
        Purchase.bought_date <= scope.window.last, Purchase.status != PurchaseStatus.CANCELLED, counts
    )


def _counted(scope: Scope) -> tuple[FromClause, ColumnElement[int], ColumnElement[int], ColumnElement[bool]]:
    """Return where purchases are read from, their millionths and cents, and which of them are conversions."""
    source: FromClause = Purchase.__table__
    conditions = [Purchase.bought_date >= scope.window.first]
    micro: ColumnElement[int] = WHOLE
    price = cast(Purchase.unit_price * 100, BigInteger)
    gross = func.coalesce(Purchase.quantity, 0) * price
    returned = Purchase.returned_quantity * price
    cents: ColumnElement[int] = gross - returned
    if scope.filters.by_product:
        conditions.append(Purchase.product_id.in_(chosen_products(scope.filters)))
    if scope.filters.campaign_id:
        credited = credited_stretches()
        chosen = credited.c.campaign_id.in_(scope.filters.campaign_id)
        purchase = Purchase.__table__
        source = source.outerjoin(credited, and_(belongs(purchase, purchase.c.bought_date, credited), chosen))
        conditions.append(credited.c.campaign_id.is_not(None))
        micro = cast(part_of(WHOLE, credited, cents=True), Integer)
        # Each by itself, as everywhere: a part of the difference may be a cent off.
        cents = part_of(gross, credited, cents=True) - part_of(returned, credited, cents=True)
    return source, micro, cents, and_(*conditions)
