"""Blob storage that is a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from shared.platform.blobs import BlobProperties, Readable


class Folder:
    """Stands in for blob storage, so that the network is in neither figure."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def properties(self, _container: str, name: str) -> BlobProperties:
        return BlobProperties(name, "one", (self._path / Path(name).name).stat().st_size)

    def list(self, _container: str, _prefix: str = "") -> Iterator[BlobProperties]:
        return iter(())

    @contextmanager
    def open(self, _container: str, name: str) -> Iterator[IO[bytes]]:
        with (self._path / Path(name).name).open("rb") as file:
            yield file

    @contextmanager
    def open_part(self, container: str, name: str, first: int, size: int) -> Iterator[Readable]:
        with self.open(container, name) as file:
            file.seek(first)
            yield Part(file, size)

    def upload(self, *_: object) -> None:
        """Write nothing: whoever helps does not wait to be asked."""

    def delete(self, *_: object) -> None:
        """Nothing was written."""


class Part:
    """So many bytes of a file from where it stands."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._left = size

    def read(self, size: int = -1, /) -> bytes:
        piece = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(piece)
        return piece
