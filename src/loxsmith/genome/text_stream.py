"""A large text file as a stream of lines, gzip or not, that may be read more than once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from loxsmith.genome.files import read_bytes, stream_bytes


@dataclass(frozen=True, slots=True)
class TextStream:
    """The lines of one file; plain, gzip or bgzip is told by its first bytes."""

    path: Path
    """The file."""

    held: bytes | None = None
    """What a pipe delivered, which cannot be read twice; None for a file on disk."""

    @classmethod
    def of(cls, path: Path) -> TextStream:
        """Return the stream of ``path``.

        Raises:
            DataError: a pipe that delivers nothing, or damaged gzip.
        """
        pipe = path.exists() and not path.is_file() and not path.is_dir()
        return cls(path, read_bytes(path) if pipe else None)

    def lines(self) -> Iterator[str]:
        """Yield the lines without their end, LF, CRLF or CR.

        Bytes come as latin-1, one letter a byte, which is fast and never fails: :func:`mended` turns a text
        that is to be shown into what its writer meant.

        Raises:
            DataError: the file is absent, a folder, unreadable or empty, or its gzip is truncated or damaged.
        """
        blocks: Iterable[bytes] = stream_bytes(self.path) if self.held is None else [self.held]
        rest = b""
        for block in blocks:
            data = rest + block
            # A CR at the very end may be half of a CRLF: it waits for the next block.
            held_back = b"\r" if data.endswith(b"\r") else b""
            data = data.removesuffix(b"\r")
            if b"\r" in data:
                data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            body, feed, tail = data.rpartition(b"\n")
            rest = tail + held_back
            if feed:
                yield from body.decode("latin-1").split("\n")
        if rest:
            yield from rest.removesuffix(b"\r").decode("latin-1").split("\r")


def mended(text: str) -> str:
    """Return latin-1 letters as the UTF-8 they spell, or as they are where they spell none.

    >>> mended("caf\\xc3\\xa9"), mended("caf\\xe9")
    ('café', 'café')
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return text
