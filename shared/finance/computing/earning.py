"""From what changed to lines: reads what has to be looked at, lets the accounts say what is missing, writes it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.finance.computing import lines
from shared.finance.computing.accounts import AccountLines, Known, Version, Work
from shared.finance.computing.plain import note_plain, write_plain
from shared.finance.conversions import days, ledger, purchases
from shared.finance.conversions.clicks import clicks
from shared.finance.conversions.fees import due_fees
from shared.finance.conversions.ledger import AccountKey
from shared.finance.earning import Agreement

VERSIONS = text("SELECT term_id, campaign_id, influencer_id, rules, holding_days FROM looked_at_versions")
CREDITED = text("""
    SELECT DISTINCT c.term_id FROM looked_at_credits c
    JOIN looked_at_days d ON d.influencer_id = c.channel AND c.first <= d.last_day AND c.last >= d.first_day
    ORDER BY 1
""")


@dataclass(frozen=True)
class Earned:
    """How many purchases were looked at, and what was written."""

    purchases: int
    tally: lines.Tally


def earn(session: Session, today: date, influencers: Sequence[int] | None) -> Earned:
    """Write the lines that are missing for these influencers (None: all) by this day."""
    stretches = days.take_notes(session, influencers)
    looked_at = purchases.look_at_purchases(session)
    work = _work(session, today, noted=stretches > 0)
    if not (stretches or work):
        return Earned(0, lines.Tally())
    known = _known(session, today, work)
    note_plain(session, known.versions.values())
    with purchases.new_purchases(session) as sold:
        return Earned(looked_at, lines.write(session, write_plain, _lines(known, work, sold)))


def _work(session: Session, today: date, *, noted: bool) -> dict[AccountKey, Work]:
    work: defaultdict[AccountKey, Work] = defaultdict(Work)
    for fee in due_fees(session, today):
        work[fee.campaign_id, fee.influencer_id].fees.append(fee)
    if noted:
        for one in ledger.outdated(session):
            work[one.standing.campaign_id, one.standing.influencer_id].outdated.append(one)
        for clicked in clicks(session):
            work[clicked.campaign_id, clicked.influencer_id].clicks.append(clicked)
    return work


def _known(session: Session, today: date, work: dict[AccountKey, Work]) -> Known:
    versions = {
        row.term_id: Version(
            row.term_id, (row.campaign_id, row.influencer_id), Agreement.parse(row.rules), row.holding_days
        )
        for row in session.execute(VERSIONS)
    }
    used = set(session.scalars(CREDITED)) | {term_id for one in work.values() for term_id in one.terms}
    used &= versions.keys()
    needing = sorted(one for one in used if versions[one].agreement.needs_sums)
    raising = sorted(one for one in used if versions[one].agreement.raising)
    return Known(
        today=today.toordinal(),
        versions=versions,
        changing=_changing(versions.values()),
        categories=purchases.categories(session),
        sums=ledger.sums(session, needing) if needing else {},
        raisable=ledger.raisable(session, raising),
    )


def _changing(versions: Iterable[Version]) -> frozenset[AccountKey]:
    """Return the accounts of several versions: what is earned under one counts under the next."""
    counted = Counter(version.account for version in versions)
    return frozenset(account for account, count in counted.items() if count > 1)


def _lines(known: Known, work: dict[AccountKey, Work], sold: Iterator[purchases.Sold]) -> Iterator[lines.Line]:
    """Yield what is missing of every account: those that sold something, as they come, then the others."""
    for key, parts in groupby(sold, itemgetter(0, 1)):
        yield from AccountLines(known, key, work.pop(key, Work()), parts)
    for key in sorted(work):
        yield from AccountLines(known, key, work[key], ())
