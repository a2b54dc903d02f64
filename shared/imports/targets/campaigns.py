"""Lists of campaigns."""

from psycopg2.sql import SQL, Literal

from shared.imports.staging import Stage
from shared.imports.targets.common import mapped_columns, settle_repeats, upsert_entity


def judge(stage: Stage) -> None:
    settle_repeats(stage, "external_ref")
    stage.reject("end_date", Literal("lies before the start of the campaign"), where=SQL("s.end_date < s.start_date"))


def land(stage: Stage) -> None:
    upsert_entity(stage, "campaigns", mapped_columns(stage, "campaigns"))
