"""Which ports the stack listens on; a restart finds the same ones again."""

import os
import socket

import psutil

from local.errors import PortInUse

HOST = "127.0.0.1"
FIRST_OF_ORDINARY_USERS = 1024


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a connection of the last run that still lingers does not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def pick(remembered: int | None = None) -> int:
    """The remembered port when nobody else took it, otherwise a free one."""
    if remembered and is_free(remembered):
        return remembered
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def require(port: int) -> None:
    if is_free(port):
        return
    if port < FIRST_OF_ORDINARY_USERS and os.geteuid() != 0:
        raise PortInUse(f"Port {port} is not for ordinary users; set PORT=… to use one from {FIRST_OF_ORDINARY_USERS}.")
    owner = _owner(port)
    raise PortInUse(f"Port {port} is in use{f' by {owner}' if owner else ''}; set PORT=… to use another one.")


def _owner(port: int) -> str | None:
    try:
        connections = psutil.net_connections("tcp")
    except psutil.Error:  # an ordinary user may not look everywhere
        return None
    for connection in connections:
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
            return f"{_name(connection.pid)} (process {connection.pid})"
    return None


def _name(pid: int) -> str:
    try:
        return str(psutil.Process(pid).name())
    except psutil.Error:
        return "an unnamed program"
