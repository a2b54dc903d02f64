"""Child processes that never outlive their parent and say why they died."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from local.errors import ChildDied, StackError, full_disk_is_named

LEASH = Path(__file__).with_name("leash.py")
LOG_TAIL_LINES = 5
KEEP_LOG_BYTES = 20_000_000


def leashed(command: Sequence[str], death_signal: signal.Signals, uid: int | None = None) -> list[str]:
    """The command line that runs `command` so that it gets `death_signal` when this process dies."""
    user = "-" if uid is None else str(uid)
    return [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), str(int(death_signal)), user, *command]


@dataclass
class Child:
    """One process of the stack, in a session of its own, with a log and a pid file."""

    name: str
    command: Sequence[str]
    state: Path
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    grace_seconds: float = 10
    environment: Mapping[str, str] | None = None
    uid: int | None = None
    folder: Path = Path("/")
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.state / "logs" / f"{self.name}.log"

    @property
    def pid_file(self) -> Path:
        return self.state / "pids" / self.name

    @property
    def pid(self) -> int:
        if self.process is None:
            raise StackError(f"{self.name} does not run.")
        return self.process.pid

    def start(self) -> None:
        self.sweep()
        with full_disk_is_named(self.state):
            self._spawn()

    def _spawn(self) -> None:
        for folder in (self.log.parent, self.pid_file.parent):
            folder.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > KEEP_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                leashed(self.command, self.death_signal, self.uid),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                cwd=self.folder,
                start_new_session=True,
            )
        # The time of the start tells a leftover from a stranger who was given the same number.
        self.pid_file.write_text(f"{self.process.pid} {psutil.Process(self.process.pid).create_time()}")

    def sweep(self) -> None:
        """End what a killed parent left behind."""
        leftover = self._leftover()
        if leftover is not None:
            _end(leftover, self.stop_signal, self.grace_seconds)
        self.pid_file.unlink(missing_ok=True)

    def _leftover(self) -> psutil.Process | None:
        try:
            pid, created = self.pid_file.read_text().split()
            process = psutil.Process(int(pid))
            same = abs(process.create_time() - float(created)) < 1
        except (OSError, ValueError, psutil.Error):
            return None
        return process if same else None

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def check(self) -> None:
        """Raise `ChildDied`, in one line with the end of its log, when it ended by itself."""
        if self.process is None or self.process.poll() is None:
            return
        raise ChildDied(f"{self.name} ended with {_ending(self.process.returncode)}: {self.last_words()}")

    def last_words(self) -> str:
        try:
            lines = self.log.read_text(errors="replace").splitlines()
        except OSError:
            lines = []
        said = " | ".join(line.strip() for line in lines[-LOG_TAIL_LINES:] if line.strip())
        return f"{said or 'it said nothing'} (log: {self.log})"

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            self.check()
            if time.monotonic() > deadline:
                raise StackError(f"{self.name} was not ready after {seconds:.0f} s: {self.last_words()}")
            time.sleep(0.03)

    def stop(self) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            _end(psutil.Process(self.process.pid), self.stop_signal, self.grace_seconds)
        self.process.wait()
        self.process = None
        self.pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """SIGKILL, as a crash would: for tests."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def _end(process: psutil.Process, stop_signal: signal.Signals, grace_seconds: float) -> None:
    """Ask it to stop; after the grace period kill it and all its children."""
    try:
        family = process.children(recursive=True)
        process.send_signal(stop_signal)
        process.wait(grace_seconds)
    except psutil.NoSuchProcess:
        return
    except psutil.TimeoutExpired:
        for member in [process, *family]:
            _kill(member)
        psutil.wait_procs([process, *family], timeout=5)


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def _ending(returncode: int) -> str:
    return f"code {returncode}" if returncode >= 0 else f"signal {signal.Signals(-returncode).name}"
