"""`kill -9` of the host while it imports, computes payments, renders and ranks: it ends as if nothing had been.

The first day's work is not disturbed; what each of the others leaves behind must equal it.
"""

import random
import sys
import time
from collections import Counter

import pytest

from shared.analytics import jobs as rankings
from shared.finance.books import service as books
from shared.platform import clock, db
from shared.platform.audit_chain import Verification
from tests.faults.conftest import LONG, ROUNDS, Hosted, Say
from tests.faults.working_day import RANKINGS, Day, seed
from tests.sales.shop import rows

KINDS = ("import", "payments", "rendering", "ranking")
MOMENTS = random.Random(9)  # noqa: S311 - any moments will do


def test_killed_in_the_middle_of_everything(hosted: Hosted, say: Say, capsys: pytest.CaptureFixture[str]):
    seed()
    cut_off: Counter[str] = Counter()
    with hosted.client() as client:
        first = Day(hosted, client, 0)
        began = time.monotonic()
        first.begin()
        while first.unfinished():
            time.sleep(0.05)
        seconds = time.monotonic() - began
        first.finish()
        expected = first.state()
        for number in range(1, ROUNDS + 1):
            day = Day(hosted, client, number)
            day.begin()
            time.sleep(MOMENTS.random() ** 2 * seconds)  # rather early, while all four are under way
            hosted.kill()
            cut_off.update(day.unfinished())
            hosted.start()
            day.finish()
            assert day.state() == expected, f"round {number}"
            if LONG:
                with capsys.disabled():
                    sys.stderr.write(f"    round {number} of {ROUNDS}, cut off so far: {dict(cut_off)}\n")
        check_everything()
    for kind in KINDS:
        say(f"{kind}: {ROUNDS} rounds, cut off in the middle {cut_off[kind]} times, ended as without kills")


def check_everything() -> None:
    """The ranking is the one that is computed in peace, the books balance, the audit log is whole."""
    stored = rows(RANKINGS)
    with db.transaction() as session:
        rankings.recompute_rankings(session, clock.today())
    assert stored == rows(RANKINGS)
    assert stored
    with db.snapshot() as session:
        assert set(books.check_books(session).values()) == {0}
        assert list(Verification(session, []).breaches()) == []
