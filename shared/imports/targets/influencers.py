"""Lists of influencers."""

from shared.imports.staging import Stage
from shared.imports.targets.common import mapped_columns, reject_shared, settle_repeats, upsert_entity


def land(stage: Stage) -> None:
    settle_repeats(stage, "external_ref")
    reject_shared(stage, "influencers", "influencer_mail", "mail")
    upsert_entity(stage, "influencers", mapped_columns(stage, "influencers"))
