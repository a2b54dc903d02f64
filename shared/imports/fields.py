"""Which fields a file can fill in each target, of which type, and which it must.

`product`, `customer`, `channel`, `influencer`, `campaign` and `order` are references: their text is the external_ref of
another record. `product.title` and the like are what that record is made of when it is not there yet.
"""

from dataclasses import dataclass
from enum import StrEnum

UNKNOWN_CUSTOMER = "(unknown)"  # the external_ref of the customer who stands for all blank ones of a namespace
MOST_INT4 = 2**31 - 1
MOST_INT8 = 2**63 - 1


class Kind(StrEnum):
    """What a field holds; each says which types of a mapping can fill it."""

    TEXT = "text"
    MAIL = "mail"
    REFERENCE = "reference"
    INTEGER = "integer"
    MONEY = "money"
    RATIO = "ratio"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Field:
    """A field of a target; `sql_type` is the type of its column in the staging table."""

    kind: Kind
    sql_type: str
    required: bool = False
    longest: int | None = None
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()
    not_in_future: bool = False


def text(longest: int | None = None, *, required: bool = False) -> Field:
    return Field(Kind.TEXT, "text", required, longest)


def mail() -> Field:
    return Field(Kind.MAIL, "text", longest=255)


def reference(*, required: bool = False) -> Field:
    return Field(Kind.REFERENCE, "text", required, longest=200)


def whole(least: int = 0, most: int = MOST_INT4, *, required: bool = False) -> Field:
    sql_type = "integer" if most <= MOST_INT4 else "bigint"
    return Field(Kind.INTEGER, sql_type, required, least=least, most=most)


def amount(most: int = 10**10 - 1, *, required: bool = False) -> Field:
    return Field(Kind.MONEY, "numeric(12,2)", required, least=0, most=most)


def ratio(most: int = 100) -> Field:
    return Field(Kind.RATIO, "double precision", least=0, most=most)


def date(*, required: bool = False, not_in_future: bool = False) -> Field:
    return Field(Kind.DATE, "date", required, not_in_future=not_in_future)


def boolean() -> Field:
    return Field(Kind.BOOLEAN, "boolean")


def choice(*choices: str) -> Field:
    return Field(Kind.TEXT, "text", choices=choices)


EXTERNAL_REF = reference(required=True)

PRODUCT = {
    "title": text(100),
    "category": text(100),
    "description": text(),
    "product_price": amount(),
    "stock_quantity": whole(),
    "on_sale": boolean(),
}
CUSTOMER = {
    "customer_name": text(50),
    "customer_mail": mail(),
    "customer_phone": text(15),
    "customer_address": text(),
    "since": date(not_in_future=True),
}
INFLUENCER = {
    "influencer_name": text(50),
    "platform": text(50),
    "follower_count": whole(),
    "category": text(100),
    "influencer_mail": mail(),
    "still_partner": boolean(),
    "member_since": date(not_in_future=True),
}
CAMPAIGN = {
    "campaign_name": text(50),
    "start_date": date(),
    "end_date": date(),
    "budget": amount(10**8 - 1),
}
COUNTS = ("impressions", "clicks", "likes", "comments", "shares", "saves", "conversions")
AMOUNTS = ("spend", "revenue")


class Target(StrEnum):
    INFLUENCERS = "influencers"
    PRODUCTS = "products"
    CUSTOMERS = "customers"
    CAMPAIGNS = "campaigns"
    ORDERS = "orders"
    RETURNS = "returns"
    LIKES = "likes"
    DAILY_METRICS = "daily_metrics"
    SNAPSHOTS = "snapshots"
    EXPENSES = "expenses"


# What a reference is called in a mapping, the table it points at, and what its records are made of.
REFERENCES: dict[str, str] = {
    "product": "products",
    "channel": "influencers",
    "customer": "customers",  # after the channel, which a new customer has, too
    "influencer": "influencers",
    "campaign": "campaigns",
    "order": "bought_by",
}


def _attributes(entity: str, fields: dict[str, Field]) -> dict[str, Field]:
    return {f"{entity}.{name}": field for name, field in fields.items()}


FIELDS: dict[Target, dict[str, Field]] = {
    Target.INFLUENCERS: {"external_ref": EXTERNAL_REF} | INFLUENCER,
    Target.PRODUCTS: {"external_ref": EXTERNAL_REF} | PRODUCT,
    Target.CUSTOMERS: {"external_ref": EXTERNAL_REF} | CUSTOMER | {"channel": reference()},
    Target.CAMPAIGNS: {"external_ref": EXTERNAL_REF}
    | CAMPAIGN
    | {"start_date": date(required=True), "end_date": date(required=True)},
    Target.ORDERS: {
        "external_ref": EXTERNAL_REF,
        "product": reference(required=True),
        "customer": reference(),
        "channel": reference(),
        "status": choice("ordered", "completed", "cancelled"),
        "rating": whole(1, 5),
        "quantity": whole(1, required=True),
        "bought_date": date(required=True, not_in_future=True),
        "unit_price": amount(),
    }
    | _attributes("product", PRODUCT)
    | _attributes("customer", CUSTOMER)
    | _attributes("influencer", INFLUENCER),
    Target.RETURNS: {
        "external_ref": EXTERNAL_REF,
        "order": reference(required=True),
        "quantity": whole(1),
        "returned_date": date(required=True, not_in_future=True),
        "reason": text(500),
    },
    Target.LIKES: {
        "customer": reference(required=True),
        "product": reference(required=True),
        "channel": reference(),
        "liked_date": date(not_in_future=True),
    }
    | _attributes("product", PRODUCT)
    | _attributes("customer", CUSTOMER)
    | _attributes("influencer", INFLUENCER),
    Target.DAILY_METRICS: {
        "external_ref": reference(),
        "influencer": reference(required=True),
        "campaign": reference(),
        "day": date(),
    }
    | {name: whole(0, MOST_INT8) for name in COUNTS}
    | {"clicks": whole()}  # they are added up in influencers.clicked_number
    | {name: amount() for name in AMOUNTS}
    | _attributes("influencer", INFLUENCER)
    | _attributes("campaign", CAMPAIGN),
    Target.SNAPSHOTS: {
        "influencer": reference(required=True),
        "day": date(required=True, not_in_future=True),
        "followers": whole(0, MOST_INT8, required=True),
        "engagement_rate": ratio(),
    }
    | _attributes("influencer", INFLUENCER),
    Target.EXPENSES: {
        "external_ref": EXTERNAL_REF,
        "campaign": reference(required=True),
        "influencer": reference(),
        "cost_category": text(100, required=True),
        "expense_date": date(required=True),
        "amount": amount(required=True),
        "description": text(),
    }
    | _attributes("influencer", INFLUENCER)
    | _attributes("campaign", CAMPAIGN),
}
