"""What campaigns cost beside the payments; entered in the name of the source's owner."""

from psycopg2.sql import SQL, Composable, Literal

from shared.imports.staging import Stage
from shared.imports.targets.common import Landing, listed, names, reject_backwards, settle_repeats, upsert
from shared.imports.targets.references import Derived, Reference, collect, joins, references_of, settle

DAYS: Derived = {"campaigns": {"start_date": SQL("min(s.expense_date)"), "end_date": SQL("max(s.expense_date)")}}


def judge(stage: Stage) -> None:
    settle_repeats(stage, "external_ref")
    reject_backwards(stage)
    collect(stage, references_of(stage), DAYS)


def land(stage: Stage) -> None:
    references = references_of(stage)
    settle(stage, references)
    _upsert(stage, references)


def _upsert(stage: Stage, references: dict[str, Reference]) -> None:
    values = _values(stage, references)
    parts = {
        "namespace": Literal(stage.origin.namespace),
        "owner": Literal(stage.origin.owner_id),
        "joins": joins(references),
        "values": listed(list(values.values())),
        "stored": names(list(values), "t"),
    }
    source = SQL(
        "staged s {joins} LEFT JOIN expenses t ON t.source = {namespace} AND t.external_ref = s.external_ref"
    ).format(**parts)
    select = SQL("SELECT {namespace}, s.external_ref, {owner}, {values} FROM {source}").format(source=source, **parts)
    differs = SQL("({stored}) IS DISTINCT FROM ({values})").format(**parts)
    columns = ["source", "external_ref", "created_by", *values]
    upsert(stage, Landing("expenses", source, select, differs, columns, list(values)))


def _values(stage: Stage, references: dict[str, Reference]) -> dict[str, Composable]:
    values: dict[str, Composable] = {
        "campaign_id": references["campaign"].id,
        "cost_category": SQL("s.cost_category"),
        "expense_date": SQL("s.expense_date"),
        "amount": SQL("s.amount"),
    }
    if "influencer" in references:
        values["influencer_id"] = SQL("coalesce({}, t.influencer_id)").format(references["influencer"].id)
    if stage.has("description"):
        values["description"] = SQL("coalesce(s.description, t.description)")
    return values
