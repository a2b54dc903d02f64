"""Lists of products. Every edit of a price or a stock leaves an adjustment in the name of the source's owner."""

from psycopg2.sql import Identifier, Literal

from shared.imports.staging import Stage
from shared.imports.targets.common import mapped_columns, settle_repeats, upsert_entity

RECORDED = ("product_price", "stock_quantity")


def judge(stage: Stage) -> None:
    settle_repeats(stage, "external_ref")


def land(stage: Stage) -> None:
    _lock(stage)
    for field in RECORDED:
        if stage.has(field):
            _record_edits(stage, field)
    upsert_entity(stage, "products", mapped_columns(stage, "products"))


def _lock(stage: Stage) -> None:
    """Keep everybody else from editing the products, so that the old values recorded are the ones replaced."""
    stage.execute(
        """
        SELECT FROM products t JOIN staged s ON t.source = %(namespace)s AND t.external_ref = s.external_ref
        ORDER BY t.product_id FOR NO KEY UPDATE OF t
        """
    )


def _record_edits(stage: Stage, field: str) -> None:
    """Note each edit, and make what was in force the past.

    Someone whose transaction began after ours may have edited the product before us. His edit lies in our future,
    where the CHECK on `date_time` refuses every change of its row; so it is moved to our instant.
    """
    stage.execute(
        """
        WITH edit AS (
            SELECT t.product_id, t.{field} AS old_value, s.{field} AS new_value
            FROM products t JOIN staged s ON t.source = %(namespace)s AND t.external_ref = s.external_ref
            WHERE s.{field} <> t.{field}
        ), replaced AS (
            UPDATE adjusts a
            SET is_active = false, date_time = least(a.date_time, CURRENT_TIMESTAMP AT TIME ZONE 'UTC')
            FROM edit
            WHERE a.product_id = edit.product_id AND a.field = {name}::adjust_field_enum
                  AND (a.is_active OR a.date_time > CURRENT_TIMESTAMP AT TIME ZONE 'UTC')
        )
        INSERT INTO adjusts (user_id, product_id, date_time, is_active, field, old_value, new_value)
        SELECT %(owner_id)s, product_id, CURRENT_TIMESTAMP AT TIME ZONE 'UTC', true, {name}::adjust_field_enum,
               old_value, new_value
        FROM edit ORDER BY product_id
        """,
        {"field": Identifier(field), "name": Literal(field)},
        owner_id=stage.origin.owner_id,
    )
