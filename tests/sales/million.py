"""A shop with a million purchases, made by the database itself, as skewed as real ones are."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

PURCHASES, CUSTOMERS, PRODUCTS, LIKES = 1_000_000, 200_000, 5_000, 300_000
DAYS = 730

# Purchases come day by day; few channels, customers and products have most of them; little is open or rated badly.
ROWS = {
    "products": f"""
        INSERT INTO products (stock_quantity, category, sales_quantity, product_price, on_sale, title, source,
                              external_ref, opening_stock, opening_sales)
        SELECT 100, 'category ' || floor(60 * power((n % 997) / 997.0, 2)), 0, (n % 4000) / 4.0 + 1, n % 50 <> 0,
               'Demo product ' || n, 'shop', 'p' || n, 100, 0
        FROM generate_series(1, {PRODUCTS}) AS n""",
    "customers": f"""
        INSERT INTO customers (customer_name, customer_mail, customer_phone, customer_address, channel, since,
                               is_account_deleted)
        SELECT 'Demo customer ' || n, 'person-' || n || '@shop.example', n::text, 'Nowhere ' || n,
               CASE WHEN n % 3 = 0 THEN -1 ELSE 1 + (n * 7919) % 2000 END,
               CURRENT_DATE - {DAYS} + (n::bigint * {DAYS} / {CUSTOMERS})::integer, n % 1000 = 0
        FROM generate_series(1, {CUSTOMERS}) AS n""",
    "bought_by": f"""
        INSERT INTO bought_by (product_id, customer_id, status, channel, rating, quantity, bought_date, unit_price,
                               returned_quantity, source, external_ref)
        SELECT 1 + floor({PRODUCTS} * power(random(), 2)), 1 + floor({CUSTOMERS} * power(random(), 1.3)),
               CASE WHEN n % 5000 = 0 THEN 'cancelled' WHEN n % 300 = 0 THEN 'returned'
                    WHEN n % 500 = 1 THEN 'partially_returned' WHEN n > {PURCHASES} - 3000 THEN 'ordered'
                    ELSE 'completed' END::bought_status_enum,
               CASE WHEN n % 3 = 0 THEN -1 WHEN n % 997 = 0 THEN NULL ELSE 1 + floor(2000 * power(random(), 2)) END,
               CASE WHEN n % 2000 = 0 THEN 1 WHEN n % 4 = 0 THEN 5 END,
               1 + n % 3, CURRENT_DATE - {DAYS} + (n::bigint * {DAYS} / {PURCHASES})::integer, 1 + n % 100,
               (n % 300 = 0)::integer, CASE WHEN n % 5 = 0 THEN NULL WHEN n % 99991 = 1 THEN 'rare' ELSE 'shop' END,
               n::text
        FROM generate_series(1, {PURCHASES}) AS n""",
    "liked_by": f"""
        INSERT INTO liked_by (customer_id, product_id, channel, liked_date)
        SELECT 1 + n % {CUSTOMERS}, 1 + (n::bigint * 7919 + n / {CUSTOMERS}) % {PRODUCTS},
               CASE WHEN n % 2 = 0 THEN -1 ELSE 1 + n % 2000 END,
               CURRENT_DATE - {DAYS} + (n::bigint * {DAYS} / {LIKES})::integer
        FROM generate_series(1, {LIKES}) AS n""",
}
INDEXES = text("""
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    WHERE indrelid = ANY (CAST(:tables AS regclass[]))
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""")


def fill(engine: Engine) -> None:
    """Fill an empty, migrated database and have it analysed, as autovacuum would."""
    with engine.begin() as connection, _without_indexes(connection):
        # Without triggers and foreign keys, and with the same random numbers each time: rows that are only to be found.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("SELECT setseed(0.5)"))
        for rows in ROWS.values():
            connection.execute(text(rows))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM (ANALYZE) {', '.join(ROWS)}"))


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Leave the indexes out and make them afterwards, which takes a fraction of the time."""
    found = connection.execute(INDEXES, {"tables": list(ROWS)}).all()
    for index in found:
        connection.execute(text(f"DROP INDEX {index.name}"))
    yield
    for index in found:
        connection.execute(text(index.definition))
