"""One line a record on stderr, in UTC: the host's own and what the app logs."""

import logging
import sys
import time


def start_logging() -> None:
    form = logging.Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    form.converter = time.gmtime
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(form)
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    host = logging.getLogger("local.host")
    host.addHandler(handler)
    host.propagate = False  # what the app does to the root logger is not to silence the host
    host.setLevel(logging.INFO)
    for noisy in ("azure", "uvicorn"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # The worker library reports each failure; the host does, too, and with the function's name.
    logging.getLogger("azure.functions").setLevel(logging.CRITICAL)
