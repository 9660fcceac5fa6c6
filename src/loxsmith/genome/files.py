"""Reading a file whole, gzip or not, with one sentence for each way in which that fails."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from loxsmith.errors import DataError

_GZIP_MAGIC = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_bytes(path: Path) -> bytes:
    """Return the content of ``path``, unpacked when it is gzip (told by its first bytes, not its name).

    Raises:
        DataError: absent, a folder, unreadable, truncated gzip, or empty.
    """
    data = _raw(path)
    if data.startswith(_GZIP_MAGIC):
        data = _unpacked(data, path)
    data = data.removeprefix(_BYTE_ORDER_MARK)
    if not data.strip():
        raise DataError(f"File {path} is empty.", hint="Fetch or export it again.", file=str(path))
    return data


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


def _raw(path: Path) -> bytes:
    try:
        return path.read_bytes()
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


def _unpacked(data: bytes, path: Path) -> bytes:
    try:
        return gzip.decompress(data)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(
            f"File {path} is a truncated or damaged gzip file.",
            hint="Fetch it again and compare its size or checksum with the source.",
            file=str(path),
        ) from error
