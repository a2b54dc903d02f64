"""From bytes to pieces of text that know nothing of lines: JSON may be one line of gigabytes.

What cannot be decoded is not lost and not guessed: it becomes a character that no text holds, and whoever finds one in
a value refuses that value.
"""

import codecs
from collections.abc import Iterator
from itertools import chain

from shared.imports.text_lines import BLOCK, Transcoded, known_encoding, marked, read_fully
from shared.platform.blobs import Readable

UNDECODED = "\udcff"


def read_text(stream: Readable, encoding: str | None = None) -> Iterator[str]:
    """Yield the text of `stream`; what cannot be decoded as lone surrogates.

    Args:
        stream: where the bytes come from.
        encoding: how they are encoded; None to find out: by byte-order mark, else UTF-8 if that makes more
            characters than errors, else Windows-1252.
    """
    found, stream = marked(stream)
    encoding = known_encoding(encoding or found)
    from_utf_16 = encoding is not None and encoding.startswith("utf-16")
    if from_utf_16 and encoding:
        stream, encoding = Transcoded(stream, encoding), "utf-8"
    head = read_fully(stream, BLOCK)
    decoder = codecs.getincrementaldecoder(encoding or likelier(head))(errors="surrogateescape")
    for piece in chain([head], iter(lambda: stream.read(BLOCK), b"")):
        if text := decoder.decode(piece):
            yield _with_gaps(text) if from_utf_16 else text
    if text := decoder.decode(b"", final=True):
        yield text


def _with_gaps(text: str) -> str:
    return text.replace("\ufffd", UNDECODED)


def likelier(head: bytes) -> str:
    """Judge by the characters beyond ASCII; the last one may be cut."""
    text = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape").decode(head)
    beyond = [sign for sign in text if not sign.isascii()]
    errors = sum(map(is_undecoded, beyond))
    return "utf-8" if len(beyond) >= 2 * errors else "cp1252"


def is_undecoded(sign: str) -> bool:
    return "\ud800" <= sign <= "\udfff"
