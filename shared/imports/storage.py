"""What imports ask of blob storage; `shared.platform.blobs.BlobStore` does it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import IO, Protocol

from shared.platform.blobs import BlobProperties, Readable

CONTAINER = "imports"
REJECTS = "import-rejects"  # apart, so that what is written there is not taken for a file that arrived


# The folder of requests to help with a run that is large: no source's, since slugs have no dots.
REQUESTS = ".requests"


class Blobs(Protocol):
    def open(self, container: str, name: str) -> AbstractContextManager[Readable]: ...
    def open_part(self, container: str, name: str, first: int, size: int) -> AbstractContextManager[Readable]: ...
    def properties(self, container: str, name: str) -> BlobProperties: ...
    def list(self, container: str, prefix: str = "") -> Iterator[BlobProperties]: ...
    def upload(self, container: str, name: str, content: bytes | IO[bytes], content_type: str) -> None: ...
    def delete(self, container: str, name: str) -> None: ...
