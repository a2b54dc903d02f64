"""One record, one line on stderr, in UTC: the host's own and what the app logs."""

import logging
import sys
import time


class ForgeryProof(logging.Formatter):
    """What a record quotes cannot begin a line that looks like another record (ASVS 16.4.1).

    Further lines, of a traceback say, stand indented; characters that are not printable are written as escapes.
    """

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        return "\n    ".join(map(_printable, super().format(record).split("\n")))


def _printable(line: str) -> str:
    shown = (one if one.isprintable() or one == "\t" else one.encode("unicode_escape").decode() for one in line)
    return line if line.isprintable() else "".join(shown)


def start_logging() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ForgeryProof())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    host = logging.getLogger("local.host")
    host.addHandler(handler)
    host.propagate = False  # what the app does to the root logger is not to silence the host
    host.setLevel(logging.INFO)
    for noisy in ("azure", "uvicorn"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # The worker library reports each failure; the host does, too, and with the function's name.
    logging.getLogger("azure.functions").setLevel(logging.CRITICAL)
