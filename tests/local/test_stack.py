"""The stack as the person at the terminal meets it: one line when it cannot start, nothing left when it ends."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import psycopg2
import pytest

from local import ports
from local.children import Child
from local.errors import ChildDied, NoSpace, PortInUse
from local.memory import Memory
from local.stack import Stack
from tests.local.conftest import end, is_running, wait_for

PROJECT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("supervised.py")


class Supervised:
    def __init__(self, state: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(state)],
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        ready, *pids = self.process.stdout.readline().split() or [""]
        assert ready == "ready", self.ending()
        self.children = [int(pid) for pid in pids]

    def ending(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=15)
        return self.process.returncode, said


@pytest.fixture(scope="module")
def state() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="local-stack-"))
    yield folder
    shutil.rmtree(folder)


def test_a_killed_stack_leaves_nothing_and_starts_again(state):
    stack = Supervised(state)
    again = subprocess.run([sys.executable, str(SCRIPT), str(state)], env=os.environ | {"PYTHONPATH": str(PROJECT)},
                           capture_output=True, text=True, check=False)  # fmt: skip
    stack.process.kill()
    stack.ending()

    told = f"Already running on {state} (process {stack.process.pid}): Ctrl-C stops it there.\n"
    assert (again.returncode, again.stderr) == (1, told)
    wait_for(lambda: not any(is_running(pid) for pid in stack.children), 5)


def test_a_dead_part_stops_everything_with_one_line(state):
    stack = Supervised(state)
    end(stack.children[1])

    code, said = stack.ending()

    assert code == 1
    assert said.startswith("azurite ended with signal SIGKILL: ")
    assert said.count("\n") == 1
    assert not any(is_running(pid) for pid in stack.children)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_stop_everything(state, number):
    stack = Supervised(state)
    stack.process.send_signal(number)

    assert stack.ending() == (0, "")
    assert not any(is_running(pid) for pid in stack.children)
    assert not list((state / "pids").iterdir())


def test_too_little_space_is_refused_with_the_folder(tmp_path):
    with pytest.raises(NoSpace, match=f"free for {tmp_path}"):
        Stack(tmp_path, least_free_bytes=10**18).start()


def test_a_full_disk_is_named():
    with pytest.raises(NoSpace, match="No space left while writing to /dev"):
        _write_to_full_device()


def _write_to_full_device() -> None:
    from local.errors import full_disk_is_named

    with full_disk_is_named(Path("/dev/full")), Path("/dev/full").open("w") as file:
        file.write("x")


def test_a_taken_port_is_told_and_a_remembered_one_given_up():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=rf"Port {port} is in use by .*\(process {os.getpid()}\); set PORT="):
            ports.require(port)
        assert ports.pick(port) != port
    assert ports.pick(port) == port


def test_what_is_remembered_is_private(tmp_path):
    Memory(tmp_path / "state.json").recall("key", lambda: "secret")

    assert Memory(tmp_path / "state.json").get("key") == "secret"
    assert (tmp_path / "state.json").stat().st_mode & 0o777 == 0o600


def test_the_pid_of_a_stranger_is_left_alone(tmp_path):
    child = Child("thing", ["/bin/true"], tmp_path)
    child.pid_file.parent.mkdir()
    child.pid_file.write_text(f"{os.getpid()} 1.0")  # our number, another birth
    child.sweep()
    assert not child.pid_file.exists()


def test_a_child_that_dies_at_the_start_is_told_with_its_last_words(tmp_path):
    child = Child("thing", ["/bin/sh", "-c", "echo no luck; exit 3"], tmp_path)
    child.start()
    with pytest.raises(ChildDied, match="thing ended with code 3: no luck"):
        child.wait_until(lambda: False, 5)


def test_postgres_speaks_utc_and_notices_dead_clients(stack):
    connection = psycopg2.connect(stack.postgres.create_database("settings_test"))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('timezone'), current_setting('client_connection_check_interval')")
            assert cursor.fetchone() == ("UTC", "500ms")
    finally:
        connection.close()


def test_a_mail_is_kept_as_it_was_sent(stack):
    import smtplib

    before = len(stack.mail.mails())
    with smtplib.SMTP("127.0.0.1", stack.smtp_port) as server:
        server.sendmail("a@shop.test", ["b@shop.test"], "Subject: Hello\r\n\r\nWorld")

    kept = stack.mail.mails()[before:]
    assert [mail.read_bytes().endswith(b"Subject: Hello\r\n\r\nWorld\r\n") for mail in kept] == [True]


def test_a_link_in_a_mail_can_be_copied(stack):
    import smtplib

    link = f"http://127.0.0.1/reset-password#token={'a1' * 60}"
    sent = EmailMessage()
    sent["From"], sent["To"], sent["Subject"] = "a@shop.test", "b@shop.test", "Wählen"
    sent.set_content(f"Hier: {link}\n", cte="quoted-printable")
    sent.add_alternative(f"<a href='{link}'>Hier</a>", subtype="html")
    with smtplib.SMTP("127.0.0.1", stack.smtp_port) as server:
        server.send_message(sent)

    read = stack.mail.mails()[-1].with_suffix(".txt").read_text(encoding="utf-8")
    assert read.startswith("To: b@shop.test\nSubject: Wählen\n")
    assert f" {link}\n" in read
