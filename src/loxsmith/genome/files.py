"""Reading a file, whole or in blocks, gzip or not, with one sentence for each way in which that fails."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import chain
from pathlib import Path

from loxsmith.errors import DataError

_GZIP_MAGIC = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BLOCK = 1 << 22
_GZIP = 31
"""zlib's word for a gzip member of any window."""
_BGZF_FIELD = b"BC"
_BGZF_END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
"""The extra field of bgzip's members, and the empty one that ends a whole file (SAMv1, section 4.1)."""


def read_bytes(path: Path) -> bytes:
    """Return the content of ``path``, unpacked when it is gzip (told by its first bytes, not its name).

    Raises:
        DataError: absent, a folder, unreadable, truncated gzip, or empty.
    """
    return b"".join(stream_bytes(path))


def stream_bytes(path: Path, watch: Callable[[bytes], object] | None = None) -> Generator[bytes]:
    """Yield the content of ``path`` block by block, unpacked when it is gzip, bgzip included.

    Args:
        path: the file.
        watch: is given every block as it lies on the disk, before it is unpacked.

    Raises:
        DataError: absent, a folder, unreadable, truncated gzip, or empty.
    """
    raw = _raw(path, watch or bytes)
    first = next(raw, b"")
    blocks: Iterable[bytes] = chain([first], raw)
    if first.startswith(_GZIP_MAGIC):
        blocks = _unpacked(blocks, path)
    told = empty = True
    for block in blocks:
        if told:
            block, told = block.removeprefix(_BYTE_ORDER_MARK), False
        empty = empty and not block.strip()
        yield block
    if empty:
        raise DataError(f"File {path} is empty.", hint="Fetch or export it again.", file=str(path))


def first_bytes(path: Path) -> bytes:
    """Return the first bytes of a file as they lie on the disk; none of a pipe, or when it cannot be read."""
    if not path.is_file():
        return b""
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError:
        return b""


def decode(data: bytes) -> str:
    """Return UTF-8 text, or latin-1 where it is not UTF-8 (old SnapGene and Vector NTI exports)."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def text_lines(text: str) -> list[str]:
    """Split at LF, CRLF or CR only; ``str.splitlines`` would also split at latin-1's 0x85.

    >>> text_lines("a\\r\\nb\\x85c\\rd")
    ['a', 'b\\x85c', 'd']
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def stem(path: Path) -> str:
    """Return the file's name without ``.gz`` and without its format's ending.

    >>> stem(Path("loci/mouse_chr17.fa.gz"))
    'mouse_chr17'
    """
    name = path.name
    if name.lower().endswith(".gz"):
        name = name[:-3]
    return Path(name).stem


def _raw(path: Path, watch: Callable[[bytes], object]) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                watch(block)
                yield block
    except FileNotFoundError as error:
        raise DataError(f"File {path} does not exist.", hint="Check the path.", file=str(path)) from error
    except IsADirectoryError as error:
        raise DataError(
            f"{path} is a folder, not a file.", hint="Name a file in it.", file=str(path)
        ) from error
    except OSError as error:
        raise DataError(
            f"File {path} cannot be read: {error.strerror or error}.",
            hint="Check its permissions.",
            file=str(path),
        ) from error


def _unpacked(blocks: Iterable[bytes], path: Path) -> Iterator[bytes]:
    """Unpack gzip of one member or many, never more than a block at a time."""
    engine, blocked, tail = zlib.decompressobj(_GZIP), False, b""
    for number, packed in enumerate(blocks):
        blocked = blocked or (number == 0 and packed[12:14] == _BGZF_FIELD)
        tail = (tail + packed)[-len(_BGZF_END) :]
        while packed:
            try:
                yield engine.decompress(packed, _BLOCK)
            except zlib.error as error:
                raise _damaged(path) from error
            packed = engine.unconsumed_tail
            if engine.eof:
                # Members follow each other, and zeros may fill up the last block of a tape.
                packed = engine.unused_data.lstrip(b"\0")
                engine = zlib.decompressobj(_GZIP) if packed else engine
    if not engine.eof or (blocked and tail != _BGZF_END):
        raise _damaged(path)


def _damaged(path: Path) -> DataError:
    return DataError(
        f"File {path} is a truncated or damaged gzip file.",
        hint="Fetch it again and compare its size or checksum with the source.",
        file=str(path),
    )
