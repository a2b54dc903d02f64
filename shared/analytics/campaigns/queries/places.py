"""Where people live, as their addresses say: countries and places in them, no more."""

from sqlalchemy import CTE, String, Subquery, Text, Values, case, cast, column, func, null, select, values
from sqlalchemy.dialects.postgresql import ARRAY

from shared.analytics.campaigns.regions import written_countries
from shared.sales.models import Customer

# A postal code, a house number; and the end of an address in the USA, which names no country.
NUMBER = r"[\w-]*\d[\w-]*"
STATE_AND_CODE = r",\s*[A-Za-z]{2}\.?\s+\d{5}(-\d{4})?\s*$"
BETWEEN_PARTS = r"\s*[,;\n]\s*"
AROUND_PARTS = " ,;.\n\r\t"
LEAST_LETTERS = 3  # a shorter place is the code of a state


def places_of(people: CTE) -> CTE:
    """Return orders, net_cents, code and country, place of each person; null where the address tells none.

    Columns of `people`: customer_id, orders, net_cents.
    """
    country, addressed = _known(), _addressed(people)
    length = func.cardinality(addressed.c.parts)
    at = case((country.c.code.is_(None), length), else_=length - 1)
    # The first part is a street or a name: no place.
    place = case((at > 1, func.btrim(addressed.c.parts[at], " .-")))
    return (
        select(
            addressed.c.orders,
            addressed.c.net_cents,
            country.c.code,
            country.c.country,
            case((func.length(place) >= LEAST_LETTERS, place)).label("place"),
        )
        .outerjoin(country, country.c.written == func.btrim(addressed.c.parts[length], " ."))
        .cte("found")
        .prefix_with("MATERIALIZED")
    )


def countries_of(people: CTE) -> CTE:
    """Return customer_id and code of each person; null where the address tells no country.

    Column of `people`: customer_id.
    """
    country, addressed = _known(), _addressed(people)
    last = func.btrim(addressed.c.parts[func.cardinality(addressed.c.parts)], " .")
    found = select(addressed.c.customer_id, country.c.code).outerjoin(country, country.c.written == last)
    return found.cte("found").prefix_with("MATERIALIZED")


def _known() -> Values:
    known = written_countries()
    return values(column("written", String), column("code", String), column("country", String), name="known").data(
        [(written, each.code, each.name) for written, each in known.items()]
    )


def _addressed(people: CTE) -> Subquery:
    """Return the people with the parts of their address, null of whoever was deleted."""
    ended = func.regexp_replace(Customer.customer_address, STATE_AND_CODE, ", usa")
    words = func.regexp_replace(func.lower(ended), NUMBER, "", "g")
    trimmed = func.btrim(words, AROUND_PARTS)
    split = func.array_remove(func.regexp_split_to_array(trimmed, BETWEEN_PARTS), "", type_=ARRAY(Text))
    return (
        select(people, split.label("parts"))
        .join(Customer, Customer.customer_id == people.c.customer_id)
        .where(~Customer.is_account_deleted)
        .union_all(
            select(people, cast(null(), ARRAY(Text)))
            .join(Customer, Customer.customer_id == people.c.customer_id)
            .where(Customer.is_account_deleted)
        )
        .subquery("addressed")
    )
