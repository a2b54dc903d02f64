"""A stack as a program of its own, for tests that end it: `python supervised.py STATE`."""

import signal
import sys
from pathlib import Path

from local.errors import StackError
from local.stack import Stack

if __name__ == "__main__":
    # A shell starts its background jobs with SIGINT ignored; both signals are to stop us all the same.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        with Stack(Path(sys.argv[1]), durable=False) as stack:
            sys.stdout.write(f"ready {' '.join(str(child.pid) for child in stack.children)}\n")
            sys.stdout.flush()
            raise SystemExit(stack.run_until_stopped())
    except KeyboardInterrupt:
        raise SystemExit(0) from None
    except StackError as problem:
        raise SystemExit(str(problem)) from None
