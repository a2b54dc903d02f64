"""`python -I leash.py PARENT SIGNAL UID COMMAND …`: becomes COMMAND, and gets SIGNAL when its parent dies.

A program of its own rather than a preexec_fn, which is not safe in a parent with threads. Run by path, so that it
needs nothing but the interpreter. UID is "-" or the user to become, which has to happen first: the kernel forgets the
death signal when the user changes.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def become(uid: int) -> None:
    user = pwd.getpwuid(uid)
    os.initgroups(user.pw_name, user.pw_gid)
    os.setgid(user.pw_gid)
    os.setuid(uid)


def main(parent: str, death_signal: str, uid: str, *command: str) -> None:
    if uid != "-":
        become(int(uid))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death_signal))
    if os.getppid() != int(parent):  # the parent died before the leash was on
        raise SystemExit(1)
    os.execv(command[0], command)  # noqa: S606  # becoming another program is the purpose


if __name__ == "__main__":
    main(*sys.argv[1:])
