"""From bytes to lines of text, a block at a time: encodings, byte-order marks, line ends, and what is broken.

Memory stays bounded whatever the file holds. A line that cannot be decoded, holds a NUL or does not end is marked
and the next one is read as if nothing had happened.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field

from shared.imports.rows import FileRefusedError, Rejoined
from shared.platform.blobs import Readable

# Small enough to stay in the processor's cache, and for a socket to take while the next one is being converted.
BLOCK = 1 << 17
LONGEST_LINE = 1 << 20  # bytes
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
NOT_DECODED = "bytes that are not text in {encoding}"


@dataclass(slots=True)
class Lines:
    """Consecutive lines, the first being line number `first`.

    `broken` says what ails some of them, by index; `quoted` tells that there may be quotation marks in them.
    """

    first: int
    texts: list[str]
    broken: dict[int, str] = field(default_factory=dict)
    quoted: bool = False

    def after(self, used: int) -> "Lines":
        """Return the lines behind the first `used` ones."""
        broken = {i - used: why for i, why in self.broken.items() if i >= used}
        return Lines(self.first + used, self.texts[used:], broken, self.quoted)

    def followed_by(self, more: "Lines") -> "Lines":
        if not self.texts:
            return more
        broken = self.broken | {i + len(self.texts): why for i, why in more.broken.items()}
        return Lines(self.first, self.texts + more.texts, broken, self.quoted or more.quoted)


def read_lines(stream: Readable, encoding: str | None = None) -> Iterator[Lines]:
    """Yield the lines of `stream` without their ends.

    Args:
        stream: where the bytes come from.
        encoding: how they are encoded; None to find out: by byte-order mark, else UTF-8 if more lines are
            valid in it than not, else Windows-1252.
    """
    found, stream = marked(stream)
    encoding = known_encoding(encoding or found)
    if encoding and encoding.startswith("utf-16"):
        decoder: _Decoder = _Decoder("utf-8", named=encoding)
        stream = Transcoded(stream, encoding)
    else:
        decoder = _Decoder(encoding)
    first = 1
    for raw, overlong in _blocks(stream):
        lines = decoder.lines(raw, first)
        if overlong:
            lines.broken[len(lines.texts) - 1] = f"a line longer than {LONGEST_LINE:,} bytes"
        yield lines
        first += len(lines.texts)


def known_encoding(encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise FileRefusedError(f'The encoding "{encoding}" is not known.') from None
    return "utf-8" if name == "utf-8-sig" else "utf-16-le" if name == "utf-16" else name


def marked(stream: Readable) -> tuple[str | None, Readable]:
    head = read_fully(stream, BLOCK)
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding, Rejoined(head[len(mark) :], stream)
    return _without_mark(head), Rejoined(head, stream)


def _without_mark(head: bytes) -> str | None:
    """Recognise UTF-16 that begins without a mark: every other byte of mostly Latin text is NUL."""
    half = max(1, len(head[:4096]) // 2)
    even, odd = head[:4096:2].count(0), head[1:4096:2].count(0)
    if max(even, odd) * 10 < half * 6:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def read_fully(stream: Readable, size: int) -> bytes:
    pieces = []
    while size > 0 and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


class Transcoded:
    """A stream of another encoding as UTF-8; what cannot be decoded becomes U+FFFD."""

    def __init__(self, stream: Readable, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")

    def read(self, size: int = -1, /) -> bytes:
        while raw := self._stream.read(size):
            if text := self._decoder.decode(raw):
                return text.encode()
        return self._decoder.decode(b"", final=True).encode()


def _blocks(stream: Readable) -> Iterator[tuple[bytes, bool]]:
    """Yield blocks of whole lines; with True one that ends in a line too long to keep."""
    rest = b""
    while piece := stream.read(BLOCK):
        block = rest + piece
        cut = _last_line_end(block)
        if cut:
            yield block[:cut], False
        rest = block[cut:]
        if len(rest) > LONGEST_LINE:
            yield rest[:LONGEST_LINE], True
            rest = _after_line_end(stream)
    if rest:
        yield rest, False


def _last_line_end(block: bytes) -> int:
    """Return where the last line that surely ended ends. A final CR may be half of a CR LF."""
    line_feed = block.rfind(b"\n") + 1
    return line_feed or block.rfind(b"\r", 0, -1) + 1


def _after_line_end(stream: Readable) -> bytes:
    while piece := stream.read(BLOCK):
        ends = [end for end in (piece.find(b"\n"), piece.find(b"\r")) if end >= 0]
        if ends:
            rest = piece[min(ends) :]
            return rest[2:] if rest.startswith(b"\r\n") else rest[1:]
    return b""


class _Decoder:
    def __init__(self, encoding: str | None, named: str | None = None) -> None:
        self._encoding = encoding
        self._named = named

    def lines(self, raw: bytes, first: int) -> Lines:
        if self._encoding is None and not raw.isascii():
            self._encoding = likelier(raw)
        encoding = self._encoding or "ascii"
        try:
            lines = Lines(first, _split(raw.decode(encoding)))
        except UnicodeDecodeError:
            lines = self._line_by_line(raw, first, encoding)
        lines.quoted = b'"' in raw
        if b"\0" in raw:
            _mark(lines, "\0", "a NUL byte")
        if self._named and b"\xef\xbf\xbd" in raw:
            _mark(lines, "\ufffd", NOT_DECODED.format(encoding=self._named.upper()))
        return lines

    @staticmethod
    def _line_by_line(raw: bytes, first: int, encoding: str) -> Lines:
        lines = Lines(first, [])
        for piece in _split(raw.decode("latin-1")):
            try:
                text = piece.encode("latin-1").decode(encoding)
            except UnicodeDecodeError:
                lines.broken[len(lines.texts)] = NOT_DECODED.format(encoding=encoding.upper())
                text = piece.encode("latin-1").decode(encoding, errors="replace")
            lines.texts.append(text)
        return lines


def _mark(lines: Lines, sign: str, reason: str) -> None:
    for index, text in enumerate(lines.texts):
        if sign in text:
            lines.broken.setdefault(index, reason)


def _split(text: str) -> list[str]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def likelier(raw: bytes) -> str:
    """Judge by the lines beyond ASCII: a few broken ones do not make a UTF-8 file another encoding's."""
    valid = broken = 0
    for line in raw.split(b"\n"):
        if not line.isascii():
            try:
                line.decode()
            except UnicodeDecodeError:
                broken += 1
            else:
                valid += 1
    return "utf-8" if valid >= broken else "cp1252"
