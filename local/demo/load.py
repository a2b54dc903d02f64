"""Loads the demo the way a shop would: a source is declared, its file is uploaded by a link, the import runs."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import httpx

from local.demo.data import Shop
from local.demo.mappings import MAPPINGS, NAMESPACE

PRESETS = Path(__file__).parents[2] / "shared" / "imports" / "presets"
# The folder of real files, the preset that reads them, and what they are.
REAL = (
    ("influencer_lists", "instagram_*.csv", "instagram-list", "1,000 Instagram accounts"),
    ("influencer_lists", "youtube_*.csv", "youtube-list", "1,000 YouTube channels"),
    ("ad_performance", "*.csv", "kag-ads", "1,143 advertisements"),
    ("online_retail", "*.csv", "online-retail", "a shop's order lines of December 2010"),
)
LONGEST_IMPORT_SECONDS = 600


class DemoError(Exception):
    """The demo could not be loaded; the message says why."""


@dataclass(frozen=True)
class Upload:
    """One file for one source."""

    slug: str
    file_name: str
    content: Callable[[], bytes]
    namespace: str
    mapping: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    file_name: str
    read: int
    inserted: int
    updated: int
    unchanged: int
    rejected: int


@cache
def demo_shop(last_day: date) -> Shop:
    """Return the generated shop; it takes seconds to make, which a start that loads nothing does not need."""
    return Shop(last_day)


def demo_uploads(last_day: date) -> list[Upload]:
    """Return the generated shop's files, in the order in which they refer to each other."""

    def content(name: str) -> bytes:
        made: bytes = getattr(demo_shop(last_day), name)().content()
        return made

    return [
        Upload(f"demo-{name}", f"demo-{name}.csv", partial(content, name), NAMESPACE, mapping)
        for name, mapping in MAPPINGS.items()
    ]


def real_uploads(folder: Path) -> Iterator[Upload]:
    """Yield the real files that lie in `folder`, none when it is missing."""
    for sub_folder, pattern, slug, _ in REAL:
        mapping = json.loads((PRESETS / f"{slug.replace('-', '_')}.json").read_text(encoding="utf-8"))
        for path in sorted((folder / sub_folder).glob(pattern)):
            yield Upload(slug, path.name, path.read_bytes, slug, mapping)


class Loader:
    """A client of the API that imports files and waits for the runs."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._sources = {source["slug"]: source["source_id"] for source in self._all("imports/sources")}

    def _all(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        cursor: dict[str, str] = {}
        while True:
            page = _json(self._client.get(path, params=query | {"limit": 200} | cursor))
            yield from page["items"]
            if page["next_cursor"] is None:
                return
            cursor = {"cursor": page["next_cursor"]}

    def unfinished(self) -> list[dict[str, Any]]:
        """Return runs that a crash interrupted: they go on by themselves."""
        return [run for state in ("waiting", "running") for run in self._all("imports/runs", state=state)]

    def already_read(self, upload: Upload) -> bool:
        source_id = self._sources.get(upload.slug)
        runs = self._all("imports/runs", source_id=source_id) if source_id else ()
        return any(run["file_name"] == upload.file_name and run["state"] == "done" for run in runs)

    def load(self, upload: Upload, progress: Callable[[float], None]) -> Outcome:
        """Upload one file and wait for its run.

        Raises:
            DemoError: the run failed, or took longer than ten minutes.
        """
        return self.wait(self.begin(upload), progress)

    def begin(self, upload: Upload) -> int:
        """Upload one file and return the key of its run."""
        asked = {"source_id": self._source(upload), "file_name": upload.file_name}
        link = _json(self._client.post("imports/uploads", json=asked))
        put = httpx.put(link["upload_url"], content=upload.content(), headers={"x-ms-blob-type": "BlockBlob"})
        put.raise_for_status()
        return int(link["run_id"])

    def _source(self, upload: Upload) -> int:
        if upload.slug not in self._sources:
            body = {
                "slug": upload.slug,
                "kind": "upload",
                "namespace": upload.namespace,
                "mapping": upload.mapping,
            }
            self._sources[upload.slug] = _json(self._client.post("imports/sources", json=body))["source_id"]
        return int(self._sources[upload.slug])

    def wait(self, run_id: int, progress: Callable[[float], None]) -> Outcome:
        deadline = time.monotonic() + LONGEST_IMPORT_SECONDS
        while time.monotonic() < deadline:
            run = _json(self._client.get(f"imports/runs/{run_id}"))
            progress(run["progress"])
            if run["state"] == "failed":
                raise DemoError(f"{run['file_name']} could not be imported: {run['error']}")
            if run["state"] == "done":
                names = ("read", "inserted", "updated", "unchanged", "rejected")
                return Outcome(run["file_name"], *(run[f"rows_{name}"] for name in names))
            time.sleep(0.2)
        raise DemoError(f"run {run_id} is not done after {LONGEST_IMPORT_SECONDS // 60} minutes")


def _json(response: httpx.Response) -> Any:
    if response.is_error:
        raise DemoError(f"{response.request.method} {response.request.url.path}: {response.text[:500]}")
    return response.json()
