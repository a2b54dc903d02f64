"""What is looked at while the system runs: how long ago something was done, how much of it waits.

`GET ready`, `make check-setup` and the metrics read the same parts. A module describes its own in `watch.py`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import text
from sqlalchemy.orm import Session

type State = Literal["ok", "late", "not_yet", "failing"]
type Probe = Callable[[Session], Part]

# The last run of each job that went well, and of these the one that is longest ago.
LAST_RUNS = text("""
    SELECT CAST(extract(epoch FROM clock_timestamp() - min(last)) AS integer)
    FROM (SELECT max(started_at) AS last FROM job_runs WHERE name = ANY(:names) AND outcome = 'done' GROUP BY name) runs
    HAVING count(*) = :expected""")
MAILS = text("""
    SELECT count(*), CAST(extract(epoch FROM clock_timestamp() - min(not_before)) AS integer)
    FROM mail_outbox WHERE sent_at IS NULL AND content IS NOT NULL AND not_before < clock_timestamp()""")


_told: list[Callable[[], Sequence[Probe]]] = []


def tell(probes: Callable[[], Sequence[Probe]]) -> None:
    """Let the metrics tell what these probes find; they are asked for when the metrics are."""
    _told[:] = [probes]


def told() -> list[Probe]:
    return [probe for probes in _told for probe in probes()]


@dataclass(frozen=True)
class Part:
    """One part and how it is; `code` says what is wrong, `detail` what to do about it: the log's, not the public's."""

    name: str
    state: State = "ok"
    code: str | None = None
    detail: str = ""
    age_seconds: int | None = None  # since it was last done, or of the oldest that waits
    waiting: int | None = None


def aged(name: str, age_seconds: int | None, late_after: timedelta, waiting: int | None = None) -> Part:
    """Return a part that is late when its age exceeds `late_after`; without an age it was not done yet."""
    if age_seconds is None:
        return Part(name, "not_yet" if waiting is None else "ok", waiting=waiting)
    late = age_seconds > late_after.total_seconds()
    return Part(name, "late" if late else "ok", "late" if late else None, age_seconds=age_seconds, waiting=waiting)


def last_run(name: str, jobs: Collection[str], late_after: timedelta) -> Probe:
    """Return a probe that tells how long ago the last of `jobs` went well."""

    def probe(session: Session) -> Part:
        given = {"names": list(jobs), "expected": len(jobs)}
        return aged(name, session.execute(LAST_RUNS, given).scalar_one_or_none(), late_after)

    return probe


def mails(session: Session) -> Part:
    waiting, oldest = session.execute(MAILS).one()
    return aged("mails", oldest, timedelta(minutes=15), waiting)
