"""Whatever happens to a sender, no mail arrives twice."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from local.mailcatcher import MailCatcher
from local.stack import Stack
from shared.platform import mail
from tests.platform.smtp_server import Later, Serve, SlowToSayYes, caught, enqueue, rows, times_caught

pytestmark = pytest.mark.usefixtures("database")

SENDER_THAT_NEVER_STOPS = "from shared.platform import mail\nwhile True: mail.send_due()"


@pytest.mark.parametrize("answer", ["cut", "299 Odd"])
def test_a_mail_the_server_may_have_is_not_sent_again(
    serve: Serve, later: Later, answer: str, caplog: pytest.LogCaptureFixture
):
    server = serve({"data": answer})
    enqueue("unclear")
    assert mail.send_due() == {"interrupted": 1}

    server.answers = {}
    later(timedelta(days=1))
    assert mail.send_due() == {}
    (row,) = rows()
    assert (row.content, row.sent_at, server.offered) == (None, None, 1)
    assert (row.last_error or "").startswith(mail.INTERRUPTED)
    assert f"mail {row.mail_id} is given up" in caplog.text


def test_a_claim_without_an_outcome_is_given_up_after_ten_minutes(
    stack: Stack, later: Later, caplog: pytest.LogCaptureFixture
):
    enqueue("left behind")
    assert mail._claim() is not None
    later(timedelta(minutes=9))
    assert mail.send_due() == {}
    assert rows()[0].content is not None

    later(timedelta(minutes=2))
    assert mail.send_due() == {"interrupted": 1}

    (row,) = rows()
    assert (row.content, row.sent_at, row.last_error) == (None, None, mail.INTERRUPTED)
    assert f"mail {row.mail_id} was {mail.INTERRUPTED}" in caplog.text
    assert mail.send_due() == {}
    assert caught(stack.mail_folder, "left behind") == []


def test_senders_at_once_send_each_mail_once(stack: Stack):
    subjects = [f"at once {n}" for n in range(30)]
    for subject in subjects:
        enqueue(subject)
    barrier = threading.Barrier(4)

    def send(_: int) -> int:
        barrier.wait()
        return mail.send_due()["sent"]

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(send, range(4)))

    assert sum(counts) == 30
    assert min(counts) > 0
    assert times_caught(stack.mail_folder, subjects) == dict.fromkeys(subjects, 1)


def kill_while_the_server_has_it(catcher: MailCatcher) -> None:
    """Start a sender and kill it between the server's having a mail and its hearing of it."""
    before = len(catcher.mails())
    sender = subprocess.Popen([sys.executable, "-c", SENDER_THAT_NEVER_STOPS], cwd=Path(__file__).parents[2])
    deadline = time.monotonic() + 30
    while len(catcher.mails()) == before:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.kill(sender.pid, signal.SIGKILL)
    sender.wait()


def test_a_sender_killed_at_the_worst_moment_sends_nothing_twice(slow_catcher: SlowToSayYes, later: Later):
    rounds, subjects = 4, [f"killed {n}" for n in range(12)]
    for subject in subjects:
        enqueue(subject)
    for _ in range(rounds):
        kill_while_the_server_has_it(slow_catcher)

    assert mail.send_due() == {"sent": 12 - rounds}
    later(timedelta(minutes=11))
    assert mail.send_due() == {"interrupted": rounds}

    assert times_caught(slow_catcher.folder, subjects) == dict.fromkeys(subjects, 1)
    sent = [row.subject for row in rows() if row.sent_at]
    given_up = [row.subject for row in rows() if row.last_error == mail.INTERRUPTED]
    assert (len(sent), len(given_up), {*sent, *given_up}) == (12 - rounds, rounds, set(subjects))
    assert not [row for row in rows() if row.content]
