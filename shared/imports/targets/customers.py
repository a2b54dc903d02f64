"""Lists of customers, with the influencer through whom each came."""

from psycopg2.sql import SQL, Literal

from shared.imports.staging import Stage
from shared.imports.targets.common import mapped_columns, reject_shared, reject_taken, settle_repeats, upsert_entity
from shared.imports.targets.references import collect, joins, references_of, settle

UNIQUE = {"customer_mail": "mail", "customer_phone": "phone number"}


def judge(stage: Stage) -> None:
    settle_repeats(stage, "external_ref")
    _reject_deleted(stage)
    for column, what in UNIQUE.items():
        reject_shared(stage, "customers", column, what)
    collect(stage, references_of(stage), {})


def land(stage: Stage) -> None:
    _reject_deleted(stage)
    for column, what in UNIQUE.items():
        reject_taken(stage, "customers", column, what)
    references = references_of(stage)
    settle(stage, references)
    channel = {"channel": references["channel"].id} if "channel" in references else {}
    upsert_entity(stage, "customers", mapped_columns(stage, "customers") | channel, joins(references))


def _reject_deleted(stage: Stage) -> None:
    """Refuse lines about customers who were deleted here: whoever sends them should know."""
    stage.reject(
        "external_ref",
        Literal("is a customer whose account was deleted here; nothing of the line is kept"),
        joined=SQL(" JOIN customers c ON c.source = %(namespace)s AND c.external_ref = s.external_ref"),
        where=SQL("c.is_account_deleted"),
    )
