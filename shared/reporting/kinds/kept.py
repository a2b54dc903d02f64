"""What charts are drawn from, read once for all charts of a page: they are asked for one by one, at nearly one time.

The version of the data is part of what was asked, so what is kept is never out of date; it is kept for a minute only
because nobody asks for it again after that.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from shared.platform import clock
from shared.reporting.kinds import building
from shared.reporting.kinds.kind import Kind, Read

MOST, SECONDS = 8, 60.0

type _Key = tuple[object, ...]


@dataclass
class _Place:
    """Where an answer will be; who comes while it is computed waits for it."""

    made_at: float
    lock: Lock = field(default_factory=Lock)
    read: Read | None = None

    def filled(self, make: Callable[[], Read]) -> Read:
        with self.lock:
            if self.read is None:
                self.read = make()
            return self.read


_places: OrderedDict[_Key, _Place] = OrderedDict()
_guard = Lock()


def read(session: Session, kind: Kind, query: Any, language: str) -> Read:
    """Return what `building.read` does, perhaps what another chart was drawn from. Nobody may change it."""
    version = building.version_of(session, kind, query)
    key = (kind.slug, query.model_dump_json(), language, version, clock.today())
    return _place(key).filled(lambda: building.read(session, kind, query, language))


def forget() -> None:
    with _guard:
        _places.clear()


def _place(key: _Key) -> _Place:
    now = time.monotonic()
    with _guard:
        if key not in _places or now - _places[key].made_at > SECONDS:
            _places[key] = _Place(now)
        _places.move_to_end(key)
        while len(_places) > MOST:
            _places.popitem(last=False)
        return _places[key]
