"""UCSC's 2bit files, memory-mapped: four bases a byte, with the unknown and the soft-masked stretches apart.

The format is https://genome.ucsc.edu/FAQ/FAQformat.html#format7, version 0 (32-bit offsets), in either byte order.
"""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from loxsmith.errors import DataError
from loxsmith.genome.ambiguous import AmbiguousLetters
from loxsmith.genome.bases import cut_runs
from loxsmith.genome.model import Interval
from loxsmith.sequence import UNKNOWN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIGNATURE = 0x1A412743
"""The first four bytes, as a number in the byte order of the file."""

_ORDERS = {struct.pack("<I", SIGNATURE): "<", struct.pack(">I", SIGNATURE): ">"}
_HEADER = 16
_BLOCK = 1 << 20
_UNKNOWN_LETTER = ord("N")


def is_twobit(data: bytes) -> bool:
    """Say whether a file that begins with these bytes is 2bit."""
    return data[:4] in _ORDERS


@dataclass(frozen=True, slots=True)
class _Record:
    """Where the parts of one sequence lie."""

    length: int
    """Bases."""

    packed: int
    """Offset of the packed bases."""

    mask: tuple[int, int]
    """Offset of the soft-masked blocks, and their number."""

    unknown: list[int]
    """Stretches of N as start, end, start, end, ..."""


class TwoBit:
    """A 2bit file whose bases are read where they lie.

    Args:
        path: the file.
        ambiguous: file of the letters beyond ACGTN that 2bit cannot hold; None when there are none.
        data: its content, where that does not lie in the file as it is (because the file is compressed).

    Raises:
        DataError: absent, not 2bit, of another version, or truncated.
    """

    def __init__(self, path: Path, ambiguous: Path | None = None, *, data: bytes | None = None) -> None:
        self.path = path
        self._given = (path, ambiguous, data)
        self._data = _mapped(path) if data is None else data
        order = _ORDERS.get(bytes(self._data[:4]))
        if order is None:
            _refuse(path, "is not a 2bit file", "Give a .2bit file, or the FASTA it was made from.")
        self._order = order
        if len(self._data) < _HEADER:
            self._truncated()
        _, version, self.count, _ = struct.unpack_from(f"{order}4I", self._data)
        if version != 0:
            _refuse(path, f"is 2bit of version {version}, not 0", "Convert it with UCSC's faToTwoBit.")
        self._ambiguous = AmbiguousLetters(ambiguous)
        self._records: dict[str, _Record] = {}
        self._index: dict[str, int] = {}

    def __reduce__(self) -> tuple[type[TwoBit], tuple[Path, Path | None]]:
        """Travel to another process as the file's name."""
        return TwoBit, self._given[:2]

    @property
    def offsets(self) -> dict[str, int]:
        """Where each sequence's record begins, by its name, in file order."""
        if not self._index:
            self._index = self._read_index()
        return self._index

    @property
    def lengths(self) -> dict[str, int]:
        """Bases of each sequence in file order, once every record is known to lie within the file."""
        return {name: self._record(name).length for name in self.offsets}

    def codes(self, contig: str, start: int, end: int) -> NDArray[np.uint8]:
        """Return a stretch as 0-3 for A, C, G, T and 4 for every other letter; 0-based half-open."""
        record = self._record(contig)
        codes = self._unpacked(record, start, end, _table(bytes((3, 1, 0, 2))))
        for low, high in cut_runs(record.unknown, start, end):
            codes[low - start : high - start] = UNKNOWN
        return codes

    def fetch(self, contig: str, start: int, end: int) -> str:
        """Return the letters of a stretch, upper case; 0-based half-open."""
        record = self._record(contig)
        letters = self._unpacked(record, start, end, _table(b"TCAG"))
        for low, high in cut_runs(record.unknown, start, end):
            letters[low - start : high - start] = _UNKNOWN_LETTER
        for at, text in self._ambiguous.within(contig, start, end):
            letters[at - start : at - start + len(text)] = list(text)
        return letters.tobytes().decode("ascii")

    def masked(self, contig: str, start: int, end: int) -> tuple[Interval, ...]:
        """Return the soft-masked stretches within ``start..end``, cut at its edges; 0-based half-open."""
        offset, count = self._record(contig).mask
        starts = self._numbers(offset, count)
        lengths = self._numbers(offset + 4 * count, count)
        first, last = bisect_right(starts, start), bisect_left(starts, end)
        pairs = zip(starts[max(first - 1, 0) : last], lengths[max(first - 1, 0) : last], strict=True)
        cut = ((max(int(at), start), min(int(at) + int(size), end)) for at, size in pairs)
        return tuple((low, high) for low, high in cut if low < high)

    # -- inside --------------------------------------------------------------------------------------------

    def _unpacked(
        self, record: _Record, start: int, end: int, table: NDArray[np.uint32]
    ) -> NDArray[np.uint8]:
        """Spell every byte through a table of 256 x 4, a block at a time so that the indices stay small."""
        import numpy as np

        first, last = start >> 2, (end + 3) >> 2
        packed = np.frombuffer(self._data, np.uint8, last - first, record.packed + first)
        spelled = np.empty(last - first, np.uint32)
        for at in range(0, last - first, _BLOCK):
            part = slice(at, at + _BLOCK)
            np.take(table, packed[part], out=spelled[part], mode="clip")
        return spelled.view(np.uint8)[start - 4 * first : end - 4 * first]

    def _numbers(self, offset: int, count: int) -> NDArray[np.uint32]:
        import numpy as np

        return np.frombuffer(self._data, f"{self._order}u4", count, offset)

    def _record(self, contig: str) -> _Record:
        record = self._records.get(contig)
        if record is None:
            record = self._records[contig] = self._read_record(contig, self.offsets[contig])
        return record

    def _read_index(self) -> dict[str, int]:
        offsets: dict[str, int] = {}
        at, number = _HEADER, struct.Struct(f"{self._order}I")
        try:
            for _ in range(self.count):
                end = at + 1 + self._data[at]
                name = self._data[at + 1 : end].decode("utf-8", "replace")
                (offset,) = number.unpack_from(self._data, end)
                if name in offsets:
                    self._damaged(f"names the sequence {name!r} twice")
                if name.split() != [name]:
                    self._damaged(f"calls a sequence {name!r}, which is no word")
                offsets[name] = offset
                at = end + 4
        except (IndexError, struct.error):
            self._truncated()
        if not offsets:
            _refuse(self.path, "holds no sequence", "Make it again from its FASTA file.")
        return offsets

    def _read_record(self, name: str, offset: int) -> _Record:
        number = struct.Struct(f"{self._order}I")
        try:
            (length,) = number.unpack_from(self._data, offset)
            (unknown,) = number.unpack_from(self._data, offset + 4)
            (masked,) = number.unpack_from(self._data, offset + 8 + 8 * unknown)
        except struct.error:
            self._truncated()
        mask = offset + 12 + 8 * unknown
        packed = mask + 8 * masked + 4
        if packed + (length + 3) // 4 > len(self._data):
            self._truncated()
        if length == 0:
            self._damaged(f"holds no bases of {name!r}")
        edges = self._edges(offset + 8, unknown)
        if any(low > high for low, high in pairwise(edges)):
            self._damaged(f"has stretches of N of {name!r} out of order")
        if edges and edges[-1] > length:
            self._damaged(f"has a stretch of N past the end of {name!r}")
        return _Record(length, packed, (mask, masked), edges)

    def _edges(self, offset: int, count: int) -> list[int]:
        """Return blocks as start, end, start, end, ..."""
        starts = self._numbers(offset, count).tolist()
        sizes = self._numbers(offset + 4 * count, count).tolist()
        return [edge for start, size in zip(starts, sizes, strict=True) for edge in (start, start + size)]

    def _truncated(self) -> NoReturn:
        _refuse(self.path, "is a truncated 2bit file", "Fetch it again and compare its size with the source.")

    def _damaged(self, what: str) -> NoReturn:
        _refuse(self.path, f"is a damaged 2bit file: it {what}", "Fetch it again, or give the FASTA file.")


def _mapped(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except ValueError:
        return b""  # an empty file cannot be mapped
    except OSError as error:
        reason = (
            "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        )
        raise DataError(f"File {path} {reason}.", hint="Check the path.", file=str(path)) from error


def _refuse(path: Path, what: str, hint: str) -> NoReturn:
    raise DataError(f"File {path} {what}.", hint=hint, file=str(path))


@cache
def _table(alphabet: bytes) -> NDArray[np.uint32]:
    """Return what the four bases of every byte spell, the first base in the highest bits, as four bytes in one.

    Args:
        alphabet: what T, C, A and G, 2bit's 0 to 3, are spelled as.
    """
    import numpy as np

    spelled = bytes(alphabet[byte >> shift & 3] for byte in range(256) for shift in (6, 4, 2, 0))
    return np.frombuffer(spelled, np.uint32)
