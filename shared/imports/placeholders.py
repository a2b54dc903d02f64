"""What stands in a NOT NULL column when a file has nothing for it: recognisable as such, and declared only here.

Every expression is SQL over `ref`, the record's external_ref, and the parameter `namespace`. A constant or template
in the mapping comes first. docs/imports.md shows this table; a test compares them.
"""

from dataclasses import dataclass

from psycopg2.sql import SQL, Composable


@dataclass(frozen=True)
class Placeholder:
    sql: Composable
    shown: str


def _plain(text: str, shown: str | None = None) -> Placeholder:
    return Placeholder(SQL(text), shown or text.strip("'"))


# A reference that makes a readable local part is used as it is, any other by its hash, so that no two are alike.
_LOCAL_PART = "CASE WHEN ref ~ '^[a-z0-9]+([._-][a-z0-9]+)*$' AND length(ref) <= 50 THEN ref ELSE md5(ref) END"
_MAIL = Placeholder(SQL(f"{_LOCAL_PART} || '@' || %(namespace)s || '.invalid'"), "<ref or its md5>@<namespace>.invalid")
_PHONE = Placeholder(SQL("'?' || left(md5(%(namespace)s || '/' || ref), 14)"), "? and 14 hexadecimal digits")
_NEVER = _plain("DATE '1970-01-01'", "1970-01-01")
_UNCATEGORISED = _plain("'uncategorised'")
_ZERO = _plain("0")
_STATUS = Placeholder(
    SQL(
        "CASE WHEN end_date < CURRENT_DATE THEN 'completed' WHEN start_date <= CURRENT_DATE THEN 'running'"
        " ELSE 'approved' END::campaign_status_enum"
    ),
    "completed, running or approved, by its dates",
)

PLACEHOLDERS: dict[str, dict[str, Placeholder]] = {
    "products": {
        "title": Placeholder(SQL("left('untitled ' || ref, 100)"), "untitled <ref>"),
        "category": _UNCATEGORISED,
        "description": _plain("NULL", "nothing"),
        "product_price": Placeholder(SQL("0::double precision"), "0, or the last price in a file of orders"),
        "stock_quantity": _ZERO,
        "sales_quantity": _ZERO,
        "on_sale": _plain("true"),
    },
    "customers": {
        "customer_name": Placeholder(SQL("left('unnamed ' || ref, 50)"), "unnamed <ref>; unnamed (unknown) for blanks"),
        "customer_mail": _MAIL,
        "customer_phone": _PHONE,
        "customer_address": _plain("'unknown address'"),
        "channel": Placeholder(SQL("-1"), "-1, or the channel of the first order in a file of orders"),
        "since": Placeholder(_NEVER.sql, "1970-01-01, or the day of the first order in a file of orders"),
        "is_account_deleted": _plain("false"),
    },
    "influencers": {
        "influencer_name": Placeholder(SQL("left('unnamed ' || ref, 50)"), "unnamed <ref>"),
        "platform": _plain("'unknown'"),
        "follower_count": _ZERO,
        "clicked_number": _ZERO,
        "category": _UNCATEGORISED,
        "influencer_mail": _MAIL,
        "still_partner": _plain("false"),
        "member_since": _NEVER,
    },
    "campaigns": {
        "campaign_name": Placeholder(SQL("left('unnamed ' || ref, 50)"), "unnamed <ref>"),
        "start_date": Placeholder(_NEVER.sql, "1970-01-01, or the first day in a file of figures"),
        "end_date": Placeholder(_NEVER.sql, "1970-01-01, or the last day in a file of figures"),
        "budget": _ZERO,
        "status": _STATUS,
    },
}
