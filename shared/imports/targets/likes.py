"""Who likes which product, through whom and since when; one like per customer and product."""

from psycopg2.sql import SQL, Composable, Literal

from shared.imports.staging import Stage
from shared.imports.targets.common import Landing, listed, names, settle_repeats, upsert
from shared.imports.targets.references import Derived, Reference, collect, joins, references_of, settle

DIRECT = SQL("-1")
KEY = ("customer_id", "product_id")


def judge(stage: Stage) -> None:
    settle_repeats(stage, "customer", "product")
    references = references_of(stage)
    _reject_deleted(stage, references["customer"])
    collect(stage, references, _derived(stage, references))


def land(stage: Stage) -> None:
    _lock(stage)
    references = references_of(stage)
    _reject_deleted(stage, references["customer"])
    settle(stage, references)
    _upsert(stage, references)


def _lock(stage: Stage) -> None:
    """Keep everybody else from recording likes: the same one may come from here and from any namespace."""
    stage.execute("LOCK TABLE liked_by IN SHARE ROW EXCLUSIVE MODE")


def _reject_deleted(stage: Stage, customer: Reference) -> None:
    stage.reject(
        "customer",
        Literal("is a customer whose account was deleted here; nothing of the line is kept"),
        joined=customer.join,
        where=SQL("its_customer.is_account_deleted"),
    )


def _derived(stage: Stage, references: dict[str, Reference]) -> Derived:
    """Say what follows from the lines about a customer who is new."""
    day = SQL("s.liked_date, " if stage.has("liked_date") else "")
    since = {"since": SQL("min(s.liked_date)")} if stage.has("liked_date") else {}
    first_channel = {"channel": SQL("(array_agg(s.channel ORDER BY {}s.line))[1]").format(day)}
    return {"customers": since | (first_channel if "channel" in references else {})}


def _upsert(stage: Stage, references: dict[str, Reference]) -> None:
    told = _told(stage, references)
    values = [references["customer"].id, references["product"].id, Literal(stage.origin.namespace), *told.values()]
    source = SQL(
        "staged s {joins} LEFT JOIN liked_by t ON t.customer_id = {customer} AND t.product_id = {product}"
    ).format(joins=joins(references), customer=references["customer"].id, product=references["product"].id)
    select = SQL("SELECT {} FROM {}").format(listed(values), source)
    differs = SQL("({}) IS DISTINCT FROM ({})").format(names(list(told), "t"), listed(list(told.values())))
    columns = [*KEY, "source", *told]
    upsert(stage, Landing("liked_by", source, select, differs if told else SQL("false"), columns, list(told), KEY))


def _told(stage: Stage, references: dict[str, Reference]) -> dict[str, Composable]:
    """Return what the file says of a like, over `s`, the references and the like `t` there may be already."""
    told: dict[str, Composable] = {}
    if "channel" in references:
        told["channel"] = SQL("coalesce({}, t.channel, {})").format(references["channel"].id, DIRECT)
    if stage.has("liked_date"):
        told["liked_date"] = SQL("coalesce(s.liked_date, t.liked_date)")
    return told
