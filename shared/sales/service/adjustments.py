"""The record of edits to a product's price, stock and sales quantity."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, or_, update
from sqlalchemy.orm import Session

from shared.sales.models import UTC_NOW, Adjustment, Product
from shared.sales.rules import AdjustField


def record_adjustments(
    session: Session, user_id: int, product: Product, edits: Mapping[AdjustField, tuple[float, float]]
) -> None:
    """Note who changed what, from what to what; each is the one in force of its field from now on.

    Args:
        session: the unit of work that makes the edits; the product is locked in it.
        user_id: who edits.
        product: what is edited.
        edits: the value before and after of each field that changes.
    """
    _settle(session, product, [*edits])
    session.add_all(
        Adjustment(
            user_id=user_id,
            product_id=product.product_id,
            is_active=True,
            field=field,
            old_value=old_value,
            new_value=new_value,
        )
        for field, (old_value, new_value) in edits.items()
    )


def _settle(session: Session, product: Product, fields: Sequence[AdjustField]) -> None:
    """Make what was in force of these fields the past.

    An edit carries the instant at which its transaction began. One that began after ours and had the product before us
    lies in our future, where the CHECK on `date_time` refuses even a change of `is_active`; but it was before us, so
    it is moved to our instant, and the order of the keys tells the two apart.
    """
    lies_ahead = Adjustment.date_time > UTC_NOW
    earlier = update(Adjustment).where(
        Adjustment.product_id == product.product_id,
        Adjustment.field.in_(fields),
        or_(Adjustment.is_active, lies_ahead),
    )
    settled = earlier.values(is_active=False, date_time=func.least(Adjustment.date_time, UTC_NOW))
    session.execute(settled, execution_options={"synchronize_session": False})
