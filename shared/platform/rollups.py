"""Roll-ups that are exact at any moment: what their tables hold plus the deltas that triggers noted since.

Tables begin with their two keys (a day or month, and whom it is about); all other columns are sums.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    FromClause,
    Integer,
    Select,
    Table,
    TableClause,
    cast,
    column,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import Session

from shared.platform import db

# Emptied again and again: without a vacuum soon after, readers would wade through what is gone.
DELTAS = {"autovacuum_vacuum_scale_factor": 0, "autovacuum_vacuum_threshold": 1000}
HALF_FULL = {"fillfactor": 50}  # room for the new row beside the old one when deltas are folded in

MOST_AT_ONCE = 1_000_000  # in one pass over the pages: five of a fifth each take 1.5 times as long
# Millions of groups; with the usual few megabytes the sums would go to the disk and back.
WORK_MEMORY = "128MB"


@dataclass(frozen=True)
class Rollup:
    """What was noted, and the tables that it is added to; without `days` the deltas are by month already."""

    deltas: Table
    months: Table
    days: Table | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        return (self.months,) if self.days is None else (self.days, self.months)


@dataclass(frozen=True)
class RollupDifference:
    """A roll-up row that is not what the facts say. Measures in the order of the roll-up's columns."""

    rollup: str
    key: tuple[Any, ...]
    facts: tuple[int, ...]
    rolled_up: tuple[int, ...]


def exact(rolled_up: Table) -> TableClause:
    """Return the view that adds open deltas to a roll-up: one key can appear in several rows, so take sums."""
    return table(f"exact_{rolled_up.name}", *(column(each.name, each.type) for each in rolled_up.c))


def measures_of(rolled_up: FromClause) -> list[str]:
    return [each.name for each in rolled_up.c][2:]


def first_of_month(day: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(func.date_trunc("month", cast(day, TIMESTAMP)), Date)


def sums(of: FromClause, measures: Sequence[str]) -> list[ColumnElement[int]]:
    """Return the sum of each of `measures` in `of`, under its own name."""
    return [cast(func.sum(of.c[measure]), BigInteger).label(measure) for measure in measures]


def fold(session: Session, rollup: Rollup, at_most: int = MOST_AT_ONCE) -> int:
    """Add noted changes to the roll-up and drop them; one statement: readers see before or after.

    Returns the number of changes folded in, which is less than `at_most` when none are left; 0 also while another
    session is at it.
    """
    if not session.scalar(select(func.pg_try_advisory_xact_lock(_lock(rollup)))):
        return 0
    ctid: ColumnElement[Any] = column("ctid")
    some = select(ctid).select_from(rollup.deltas).limit(at_most)
    folded = delete(rollup.deltas).where(ctid.in_(some)).returning(*rollup.deltas.c).cte("folded")
    added = (_added(folded, into) for into in rollup.tables)
    counted = select(func.count()).select_from(folded)
    return session.scalars(counted.add_cte(*(one.cte(f"fold_{n}") for n, one in enumerate(added)))).one()


def fold_all(rollup: Rollup, at_most: int = MOST_AT_ONCE) -> int:
    """Fold the changes noted so far into the roll-up, `at_most` in one transaction; return how many."""
    folded = 0
    while True:
        with db.transaction() as session:
            now = fold(session, rollup, at_most)
        folded += now
        if now < at_most:
            return folded


type Facts = Mapping[Rollup, Select[Any]]


def rebuild(session: Session, facts: Facts, *, of: str) -> None:
    """Make roll-ups anew from `facts`, sums by the finest keys of each, with the writers of the tables `of` locked out.

    One statement fills the finest tables, so that what their facts have in common is read once.
    """
    for rollup in facts:
        session.execute(select(func.pg_advisory_xact_lock(_lock(rollup))))
    session.execute(text(f"LOCK TABLE {of} IN SHARE MODE"))
    session.execute(select(func.set_config("work_mem", WORK_MEMORY, True)))
    for rollup in facts:
        for emptied in (rollup.deltas, *rollup.tables):
            session.execute(delete(emptied))
    fills = [_filled(rollup.tables[0], rows.order_by(*_first_two(rows))) for rollup, rows in facts.items()]
    session.execute(select(literal(1)).add_cte(*(one.cte(f"fill_{n}") for n, one in enumerate(fills))))
    for rollup in facts:
        finest, *coarser = rollup.tables
        for into in coarser:
            session.execute(_filled(into, _summed(finest, into)))


def differences(session: Session, facts: Facts, limit: int = 100) -> list[RollupDifference]:
    """Compare roll-ups and open deltas with `facts`, sums by the finest keys of each.

    One statement, so that nothing can happen between the two sides; at most `limit` differences of each table.
    """
    session.execute(select(func.set_config("work_mem", WORK_MEMORY, True)))
    found = []
    for rows in session.execute(union_all(*_all_different(facts, limit))):
        name, first, second, *measures = rows
        half = len(measures) // 2
        found.append(RollupDifference(name, (first, second), tuple(measures[:half]), tuple(measures[half:])))
    return found


def _all_different(facts: Facts, limit: int) -> Iterator[Select[Any]]:
    for number, (rollup, rows) in enumerate(facts.items()):
        said = rows.cte(f"facts_{number}").prefix_with("MATERIALIZED")
        yield from (_different(exact(one), said, measures_of(one), limit) for one in rollup.tables)


def _first_two(rows: Select[Any]) -> list[ColumnElement[Any]]:
    return list(rows.selected_columns)[:2]


def _lock(rollup: Rollup) -> Any:
    return func.hashtext(rollup.deltas.name)


def _added(folded: FromClause, into: Table) -> Insert:
    """Return the upsert of the sums of `folded`, in the order of the keys: neighbours share pages."""
    filled = _filled(into, _summed(folded, into))
    return filled.on_conflict_do_update(
        constraint=into.primary_key,
        set_={measure: into.c[measure] + filled.excluded[measure] for measure in measures_of(into)},
    )


def _summed(of: FromClause, into: Table) -> Select[Any]:
    key = _keys(of, into)
    return select(*key, *sums(of, measures_of(into))).group_by(*key).order_by(*key)


def _keys(of: FromClause, into: FromClause) -> list[ColumnElement[Any]]:
    """Return the keys of `into` as `of` gives them: a month may have to be made of a day."""
    (has, other), (wants, _) = list(of.c)[:2], list(into.c)[:2]
    return [has if has.name == wants.name else first_of_month(has), other]


def _filled(into: Table, rows: Select[Any]) -> Insert:
    """Return the insert of `rows`: two keys and measures, in any order, by their names."""
    keys = [each.name for each in into.c][:2]
    return insert(into).from_select(keys + [each.name for each in list(rows.selected_columns)[2:]], rows)


def _different(view: TableClause, facts: FromClause, measures: Sequence[str], limit: int) -> Select[Any]:
    both = _side_by_side(view, facts, measures).subquery()
    keys = (both.c.period, both.c.of)
    said = [cast(func.sum(both.c[f"said_{measure}"]), BigInteger) for measure in measures]
    held = [cast(func.sum(both.c[f"held_{measure}"]), BigInteger) for measure in measures]
    return (
        select(literal(view.name), *keys, *said, *held)
        .group_by(*keys)
        .having(or_(*(one != other for one, other in zip(said, held, strict=True))))
        .order_by(*keys)
        .limit(limit)
    )


def _side_by_side(view: TableClause, facts: FromClause, measures: Sequence[str]) -> CompoundSelect[Any]:
    nothing: ColumnElement[int] = literal_column("0", Integer)
    period, of = _keys(facts, view)
    said = [facts.c[measure].label(f"said_{measure}") for measure in measures]
    none = [nothing.label(f"held_{measure}") for measure in measures]
    return union_all(
        select(period.label("period"), of.label("of"), *said, *none),
        select(*list(view.c)[:2], *(nothing for _ in measures), *(view.c[measure] for measure in measures)),
    )
