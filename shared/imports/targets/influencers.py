"""Lists of influencers."""

from psycopg2.sql import SQL, Literal

from shared.imports.staging import Stage
from shared.imports.targets.common import mapped_columns, reject_shared, reject_taken, settle_repeats, upsert_entity


def judge(stage: Stage) -> None:
    settle_repeats(stage, "external_ref")
    reject_shared(stage, "influencers", "influencer_mail", "mail")


def land(stage: Stage) -> None:
    _reject_deleted(stage)
    reject_taken(stage, "influencers", "influencer_mail", "mail")
    upsert_entity(stage, "influencers", mapped_columns(stage, "influencers"))


def _reject_deleted(stage: Stage) -> None:
    """Refuse lines about influencers who were deleted here: whoever sends them should know."""
    stage.reject(
        "external_ref",
        Literal("is an influencer who was deleted here; nothing of the line is kept"),
        joined=SQL(" JOIN influencers i ON i.source = %(namespace)s AND i.external_ref = s.external_ref"),
        where=SQL("i.is_deleted"),
    )
