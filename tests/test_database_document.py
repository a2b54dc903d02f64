"""The live catalogue against §4 of the system design document, transcribed column by column."""

import re
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

DOCUMENT = {
    "customers": """
        customer_id         | SERIAL (PK)      | NOT NULL
        customer_name       | VARCHAR(50)      | NOT NULL
        customer_mail       | VARCHAR(255)     | NOT NULL, UNIQUE
        customer_phone      | VARCHAR(15)      | NOT NULL, UNIQUE
        customer_address    | TEXT             | NOT NULL
        channel             | INTEGER          | DEFAULT -1
        since               | DATE             | NOT NULL, CHECK (<= CURRENT_DATE)
        is_account_deleted  | BOOLEAN          | NOT NULL""",
    "products": """
        product_id          | SERIAL (PK)      | NOT NULL
        stock_quantity      | INTEGER          | NOT NULL, CHECK (>= 0)
        category            | VARCHAR(100)     | NOT NULL
        sales_quantity      | INTEGER          | NOT NULL, CHECK (>= 0)
        description         | TEXT             | -
        product_price       | DOUBLE PRECISION | NOT NULL, CHECK (>= 0)
        on_sale             | BOOLEAN          | NOT NULL
        title               | VARCHAR(100)     | NOT NULL""",
    "influencers": """
        influencer_id       | SERIAL (PK)      | NOT NULL
        influencer_name     | VARCHAR(50)      | NOT NULL
        platform            | VARCHAR(50)      | NOT NULL
        follower_count      | INTEGER          | NOT NULL, CHECK (>= 0)
        clicked_number      | INTEGER          | NOT NULL, CHECK (>= 0)
        category            | VARCHAR(100)     | NOT NULL
        influencer_mail     | VARCHAR(255)     | NOT NULL, UNIQUE
        still_partner       | BOOLEAN          | NOT NULL
        member_since        | DATE             | NOT NULL, CHECK (<= CURRENT_DATE)""",
    "users": """
        user_id             | SERIAL (PK)      | NOT NULL
        user_role           | user_role_enum   | NOT NULL
        user_mail           | VARCHAR(255)     | NOT NULL, UNIQUE
        user_name           | VARCHAR(50)      | NOT NULL
        user_password       | VARCHAR(100)     | NOT NULL
        is_active           | BOOLEAN          | NOT NULL
        member_since        | DATE             | NOT NULL, CHECK (<= CURRENT_DATE)""",
    "campaigns": """
        campaign_id         | SERIAL (PK)      | NOT NULL
        campaign_name       | VARCHAR(50)      | NOT NULL
        start_date          | DATE             | NOT NULL, CHECK (<= end_date)
        end_date            | DATE             | NOT NULL
        budget              | NUMERIC(10,2)    | NOT NULL, CHECK (>= 0)""",
    "arranges": """
        product_id          | INTEGER          | NOT NULL, FK (products) ON DELETE CASCADE
        influencer_id       | INTEGER          | NOT NULL, FK (influencers) ON DELETE CASCADE
        user_id             | INTEGER          | NOT NULL, FK (users) ON DELETE CASCADE
        campaign_id         | INTEGER          | NOT NULL, FK (campaigns) ON DELETE CASCADE""",
    "payment": """
        campaign_id         | INTEGER          | NOT NULL, FK (campaigns) ON DELETE CASCADE
        influencer_id       | INTEGER          | NOT NULL, FK (influencers) ON DELETE CASCADE
        amount              | NUMERIC(10,2)    | NOT NULL, CHECK (>= 0)
        status              | payment_status_enum | NOT NULL
        date                | DATE             | NOT NULL""",
    "adjusts": """
        user_id             | INTEGER          | NOT NULL, FK (users) ON DELETE CASCADE
        product_id          | INTEGER          | NOT NULL, FK (products) ON DELETE CASCADE
        date_time           | TIMESTAMP        | NOT NULL, CHECK (<= CURRENT_TIMESTAMP)
        is_active           | BOOLEAN          | NOT NULL
        field               | adjust_field_enum | NOT NULL
        old_value           | DOUBLE PRECISION | NOT NULL, CHECK (>= 0)
        new_value           | DOUBLE PRECISION | NOT NULL, CHECK (>= 0)""",
    "bought_by": """
        product_id          | INTEGER          | NOT NULL, FK (products) ON DELETE CASCADE
        customer_id         | INTEGER          | NOT NULL, FK (customers) ON DELETE CASCADE
        status              | bought_status_enum | NOT NULL
        channel             | INTEGER          | DEFAULT -1
        rating              | INTEGER          | CHECK (1 <= rating <= 5)
        quantity            | INTEGER          | CHECK (quantity > 0)
        bought_date         | DATE             | CHECK (<= CURRENT_DATE)""",
    "liked_by": """
        customer_id         | INTEGER          | NOT NULL, FK (customers) ON DELETE CASCADE
        product_id          | INTEGER          | NOT NULL, FK (products) ON DELETE CASCADE
        channel             | INTEGER          | DEFAULT -1
        liked_date          | DATE             | CHECK (<= CURRENT_DATE)""",
}

# Keys and columns that data-model.md adds to the document's tables. Nothing else may be there.
ADDED = {
    "customers": {"source", "external_ref", "version"},
    "products": {"source", "external_ref", "version", "opening_stock", "opening_sales", "created_at"},
    "influencers": {"source", "external_ref", "version", "is_deleted"},
    "users": {"version", "activated_at", "deleted_at"},
    "campaigns": {"source", "external_ref", "version", "status", "ended_on"},
    "arranges": {"arrangement_id"},
    "payment": {
        *("payment_id", "is_computed", "computed_by", "computed_at", "approved_by", "approved_at", "scheduled_for"),
        *("paid_on", "attempts", "status_reason", "version"),
    },
    "adjusts": {"adjustment_id"},
    "bought_by": {
        "purchase_id",
        "unit_price",
        "returned_quantity",
        "returned_date",
        "return_reason",
        "source",
        "external_ref",
        "stock_kept",
        "version",
    },
    "liked_by": {"like_id", "source"},
}

ENUMS = {
    "user_role_enum": ["admin", "marketing_manager", "data_analyst", "campaign_manager", "finance_manager"],
    "bought_status_enum": ["ordered", "completed", "partially_returned", "returned", "cancelled"],
    "payment_status_enum": ["pending", "approved", "scheduled", "paid", "failed", "cancelled"],
    "adjust_field_enum": ["product_price", "stock_quantity", "sales_quantity"],
}


@dataclass
class Column:
    type: str
    not_null: bool
    default: str | None = None
    primary_key: bool = False
    unique: bool = False
    checks: set[str] = field(default_factory=set)
    references: str | None = None


def transcribed(table: str) -> dict[str, Column]:
    columns = {}
    for line in DOCUMENT[table].strip().splitlines():
        name, kind, constraints = (part.strip() for part in line.split("|"))
        columns[name] = _column(table, name, kind, constraints)
    return columns


def _column(table: str, name: str, kind: str, constraints: str) -> Column:
    serial = kind == "SERIAL (PK)"
    default = re.search(r"DEFAULT (\S+)", constraints)
    key = re.search(r"FK \((\w+)\) (ON DELETE CASCADE)", constraints)
    return Column(
        type="integer" if serial else kind.lower(),
        not_null="NOT NULL" in constraints,
        default=f"nextval {table}_{name}_seq" if serial else default and default[1],
        primary_key=serial,
        unique="UNIQUE" in constraints,
        checks={_spelled_out(name, check) for check in re.findall(r"CHECK \((.*?)\)$", constraints)},
        references=f"{key[1]} {key[2]}" if key else None,
    )


def _spelled_out(column: str, check: str) -> str:
    between = re.fullmatch(r"(\d+) <= (\w+) <= (\d+)", check)
    if between:
        return f"{between[2]} >= {between[1]} AND {between[2]} <= {between[3]}"
    return check if check.startswith(column) else f"{column} {check}"


COLUMNS = text("""
    SELECT attname, format_type(atttypid, atttypmod) AS type, attnotnull, pg_get_expr(adbin, adrelid) AS default
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attrelid = CAST(:table AS regclass) AND attnum > 0 AND NOT attisdropped
    ORDER BY attnum
""")
CONSTRAINTS = text("""
    SELECT contype, confdeltype, confrelid::regclass::text AS referred, pg_get_constraintdef(oid) AS definition,
           ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS keys (key, place)
                 JOIN pg_attribute ON attrelid = conrelid AND attnum = key ORDER BY place) AS columns
    FROM pg_constraint
    WHERE conrelid = CAST(:table AS regclass) AND contype IN ('p', 'u', 'c', 'f')
""")


def live(session: Session, table: str) -> dict[str, Column]:
    columns = {
        row.attname: Column(_short(row.type), row.attnotnull, _bare(row.default))
        for row in session.execute(COLUMNS, {"table": table})
    }
    for row in session.execute(CONSTRAINTS, {"table": table}):
        _add(columns, row)
    return columns


def _add(columns, constraint):
    first = columns[constraint.columns[0]]
    alone = len(constraint.columns) == 1
    if constraint.contype == "c":
        first.checks.add(_bare(constraint.definition.removeprefix("CHECK ")))
    elif constraint.contype == "f":
        action = {"c": "ON DELETE CASCADE"}.get(constraint.confdeltype, constraint.confdeltype)
        first.references = f"{constraint.referred} {action}"
    elif alone and constraint.contype == "p":
        first.primary_key = True
    elif alone:
        first.unique = True


def _short(kind: str) -> str:
    return kind.replace("character varying", "varchar").replace("timestamp without time zone", "timestamp")


def _bare(expression: str | None) -> str | None:
    """An expression without casts, brackets and quotes; the document names neither them nor the time zone."""
    if expression is None:
        return None
    expression = re.sub(r"::[a-z]+( precision)?|[()]", " ", expression).replace("AT TIME ZONE 'UTC'", "")
    return " ".join(expression.replace("'", "").split())


@pytest.mark.parametrize("table", DOCUMENT)
def test_table_is_the_documents(session, table):
    found = live(session, table)

    assert {name: column for name, column in found.items() if name not in ADDED[table]} == transcribed(table)
    assert set(found) - set(transcribed(table)) == ADDED[table]


@pytest.mark.parametrize("name", ENUMS)
def test_enum_has_the_decided_values(session, name):
    values = session.scalars(
        text("SELECT enumlabel FROM pg_enum WHERE enumtypid = CAST(:name AS regtype) ORDER BY enumsortorder"),
        {"name": name},
    )

    assert list(values) == ENUMS[name]


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("arranges", ["product_id", "influencer_id", "user_id", "campaign_id"]),
        ("liked_by", ["customer_id", "product_id"]),
        ("bought_by", ["source", "external_ref"]),
        ("products", ["source", "external_ref"]),
        ("customers", ["source", "external_ref"]),
        ("influencers", ["source", "external_ref"]),
        ("campaigns", ["source", "external_ref"]),
    ],
)
def test_added_keys_are_unique(session, table, columns):
    rows = session.execute(CONSTRAINTS, {"table": table})

    assert columns in [row.columns for row in rows if row.contype == "u"]
