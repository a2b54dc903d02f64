"""What feeds report per influencer and day; or per ad, spread over the days of its campaign."""

from psycopg2.sql import SQL, Composable, Identifier, Literal

from shared.imports.fields import AMOUNTS, COUNTS, MOST_INT4
from shared.imports.staging import Stage
from shared.imports.targets.common import Landing, listed, names, reject_backwards, settle_repeats, upsert
from shared.imports.targets.references import Derived, Reference, collect, joins, references_of, settle

TABLE = "influencer_metrics"
MOST_DAYS = 1100
SPREAD_NOTE = "The figures of each line are totals: they were spread evenly over the days of its campaign."
KEY = ("influencer_id", "campaign_id", "day", "source", "external_ref")


def judge(stage: Stage) -> None:
    own_key = [name for name in ("influencer", "campaign", "day", "external_ref") if stage.has(name)]
    settle_repeats(stage, *(["external_ref"] if stage.mapping.spread else own_key))
    reject_backwards(stage)
    collect(stage, references_of(stage), _derived(stage))


def land(stage: Stage) -> None:
    references = references_of(stage)
    settle(stage, references)
    if stage.has("clicks"):
        _reject_uncountable(stage, references["influencer"])
    if stage.mapping.spread:
        _spread(stage, references)
    else:
        _upsert(stage, references)


def _reject_uncountable(stage: Stage, influencer: Reference) -> None:
    """Refuse lines whose clicks would not fit into the influencer's total, an integer as the document has it."""
    told = SQL(
        " JOIN (SELECT influencer, sum(clicks) AS clicks FROM staged GROUP BY influencer) told USING (influencer)"
    )
    stage.reject(
        "clicks",
        Literal("makes more clicks of this influencer than can be counted"),
        joined=influencer.join + told,
        where=SQL("its_influencer.clicked_number + told.clicks > {}").format(Literal(MOST_INT4)),
    )


def _derived(stage: Stage) -> Derived:
    if not stage.has("day"):
        return {}
    return {"campaigns": {"start_date": SQL("min(s.day)"), "end_date": SQL("max(s.day)")}}


def _measures(stage: Stage) -> list[str]:
    return [name for name in (*COUNTS, *AMOUNTS) if stage.has(name)]


def _campaign(references: dict[str, Reference]) -> Composable:
    return references["campaign"].id if "campaign" in references else SQL("NULL::integer")


def _upsert(stage: Stage, references: dict[str, Reference]) -> None:
    measures = _measures(stage)
    parts = {
        "influencer": references["influencer"].id,
        "campaign": _campaign(references),
        "namespace": Literal(stage.origin.namespace),
        "ref": SQL("coalesce(s.external_ref, '')" if stage.has("external_ref") else "''"),
        "given": listed([SQL("coalesce(s.{0}, t.{0}, 0)").format(Identifier(name)) for name in measures]),
        "stored": names(measures, "t"),
        "joins": joins(references),
    }
    source = SQL(
        """
        staged s {joins} LEFT JOIN influencer_metrics t
            ON t.influencer_id = {influencer} AND t.campaign_id IS NOT DISTINCT FROM {campaign}
           AND t.day = s.day AND t.source = {namespace} AND t.external_ref = {ref}
        """
    ).format(**parts)
    select = SQL("SELECT {influencer}, {campaign}, s.day, {namespace}, {ref}, {given} FROM {source}").format(
        source=source, **parts
    )
    differs = SQL("({stored}) IS DISTINCT FROM ({given})").format(**parts)
    upsert(stage, Landing(TABLE, source, select, differs, [*KEY, *measures], measures, KEY))


def _spread(stage: Stage, references: dict[str, Reference]) -> None:
    """Spread each line over its campaign's days; a line counts by what became of its days together."""
    measures = _measures(stage)
    stage.reject(
        "campaign",
        Literal(f"lasts longer than {MOST_DAYS} days, too long to spread anything over"),
        joined=references["campaign"].join,
        where=SQL("its_campaign.end_date - its_campaign.start_date >= {}").format(Literal(MOST_DAYS)),
    )
    _make_days(stage, references, measures)
    _compare_days(stage, measures)
    _replace_days(stage, measures)
    stage.notes.append(SPREAD_NOTE)


def _share(measure: str) -> Composable:
    """Return one day's share of a total, exact in sum.

    Every day gets the floor of the n-th part, and as many days as there are units left over get one more. Which
    day comes first in that depends on the line, so that small figures do not all land on the same day.
    """
    unit = SQL("(s.{} * 100)::bigint" if measure in AMOUNTS else "s.{}").format(Identifier(measure))
    share = SQL(
        "(coalesce({0}, 0) / span.n"
        " + (mod(place.i + span.n - mod(span.hash, span.n), span.n) < mod(coalesce({0}, 0), span.n))::integer)"
    ).format(unit)
    return SQL("({} / 100.0)::numeric(12,2)" if measure in AMOUNTS else "{}").format(share)


def _make_days(stage: Stage, references: dict[str, Reference], measures: list[str]) -> None:
    shares = [SQL("{} AS {}").format(_share(measure), Identifier(measure)) for measure in measures]
    stage.execute("DROP TABLE IF EXISTS days, spread_lines")
    stage.execute(
        """
        CREATE TEMP TABLE days ON COMMIT DROP AS
        SELECT {influencer} AS influencer_id, {campaign} AS campaign_id, s.external_ref,
               its_campaign.start_date + place.i AS day, {shares}
        FROM staged s {joins}
        CROSS JOIN LATERAL (
            SELECT its_campaign.end_date - its_campaign.start_date + 1 AS n,
                   ('x' || left(md5(s.external_ref), 7))::bit(28)::integer AS hash
        ) AS span
        CROSS JOIN LATERAL generate_series(0, span.n - 1) AS place (i)
        """,
        {
            "influencer": references["influencer"].id,
            "campaign": references["campaign"].id,
            "shares": listed(shares),
            "joins": joins(references),
        },
    )


def _compare_days(stage: Stage, measures: list[str]) -> None:
    """Note per line whether it is known and whether any of its days is another than it was."""
    stage.execute(
        """
        CREATE TEMP TABLE spread_lines ON COMMIT DROP AS
        SELECT external_ref, count(t.metric_id) > 0 AS known,
               bool_or(d.n IS NULL OR t.metric_id IS NULL OR ({stored}) IS DISTINCT FROM ({given})) AS differs
        FROM (SELECT *, 1 AS n FROM days) AS d
        FULL JOIN (
            SELECT * FROM influencer_metrics
            WHERE source = %(namespace)s AND external_ref IN (SELECT external_ref FROM days)
        ) AS t USING (external_ref, influencer_id, campaign_id, day)
        GROUP BY external_ref
        """,
        {"stored": names(measures, "t"), "given": names(measures, "d")},
    )
    new, changed, same = stage.one(
        """
        SELECT count(*) FILTER (WHERE NOT known), count(*) FILTER (WHERE known AND differs),
               count(*) FILTER (WHERE known AND NOT differs)
        FROM spread_lines
        """
    )
    stage.counts.inserted += new
    stage.counts.updated += changed
    stage.counts.unchanged += same


def _replace_days(stage: Stage, measures: list[str]) -> None:
    stage.execute(
        """
        WITH gone AS (
            DELETE FROM influencer_metrics t USING spread_lines l
            WHERE t.source = %(namespace)s AND t.external_ref = l.external_ref AND l.differs
            RETURNING t.*
        )
        INSERT INTO import_changes (run_id, table_name, row_id, deleted, old)
        SELECT %(run_id)s, {table}, gone.metric_id, true, to_jsonb(gone) FROM gone
        """,
        {"table": Literal(TABLE)},
    )
    with stage.making(TABLE, "metric_id"):
        stage.execute(
            """
            INSERT INTO influencer_metrics ({key}, {measures})
            SELECT d.influencer_id, d.campaign_id, d.day, %(namespace)s, d.external_ref, {given}
            FROM days d JOIN spread_lines l USING (external_ref) WHERE l.differs
            """,
            {"key": names(KEY), "measures": names(measures), "given": names(measures, "d")},
        )
