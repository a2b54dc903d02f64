"""Followers and engagement of influencers as they stood on a day."""

from psycopg2.sql import SQL, Literal

from shared.imports.staging import Stage
from shared.imports.targets.common import Landing, listed, names, settle_repeats, upsert
from shared.imports.targets.references import Reference, collect, joins, references_of, settle

KEY = ("influencer_id", "day", "source")


def judge(stage: Stage) -> None:
    settle_repeats(stage, "influencer", "day")
    collect(stage, references_of(stage), {})


def land(stage: Stage) -> None:
    references = references_of(stage)
    settle(stage, references)
    _upsert(stage, references)


def _upsert(stage: Stage, references: dict[str, Reference]) -> None:
    measured = ["followers"]
    values = [SQL("s.followers")]
    if stage.has("engagement_rate"):
        measured.append("engagement_rate")
        values.append(SQL("coalesce(s.engagement_rate, t.engagement_rate)"))
    parts = {
        "influencer": references["influencer"].id,
        "namespace": Literal(stage.origin.namespace),
        "joins": joins(references),
        "values": listed(values),
        "stored": names(measured, "t"),
    }
    source = SQL(
        """
        staged s {joins} LEFT JOIN influencer_snapshots t
            ON t.influencer_id = {influencer} AND t.day = s.day AND t.source = {namespace}
        """
    ).format(**parts)
    select = SQL("SELECT {influencer}, s.day, {namespace}, {values} FROM {source}").format(source=source, **parts)
    differs = SQL("({stored}) IS DISTINCT FROM ({values})").format(**parts)
    upsert(stage, Landing("influencer_snapshots", source, select, differs, [*KEY, *measured], measured, KEY))
