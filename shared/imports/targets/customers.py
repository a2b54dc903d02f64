"""Lists of customers, with the influencer through whom each came."""

from shared.imports.staging import Stage
from shared.imports.targets.common import mapped_columns, reject_shared, settle_repeats, upsert_entity
from shared.imports.targets.references import joins, references_of, settle


def land(stage: Stage) -> None:
    settle_repeats(stage, "external_ref")
    reject_shared(stage, "customers", "customer_mail", "mail")
    reject_shared(stage, "customers", "customer_phone", "phone number")
    references = references_of(stage)
    settle(stage, references, {})
    channel = {"channel": references["channel"].id} if "channel" in references else {}
    upsert_entity(stage, "customers", mapped_columns(stage, "customers") | channel, joins(references))
