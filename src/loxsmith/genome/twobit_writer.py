"""Writing a 2bit file while its sequences stream by, in memory that does not grow with them."""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from loxsmith.errors import DataError
from loxsmith.genome.twobit import SIGNATURE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FOUR_BYTES = (1 << 32) - 1
"""The largest offset of version 0."""

_LONGEST_NAME = 255
_PLAIN = b"ACGTNacgtn"
_COPIED = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A finished sequence and where its parts lie in the draft."""

    name: bytes
    """Name, as the index spells it."""

    length: int
    """Bases."""

    start: int
    """Offset of the packed bases in the draft; the blocks follow them."""

    unknown: int
    """Number of stretches of N."""

    masked: int
    """Number of soft-masked stretches."""

    @property
    def packed(self) -> int:
        """Bytes of the packed bases."""
        return (self.length + 3) // 4

    @property
    def blocks(self) -> int:
        """Bytes of the blocks."""
        return 8 * (self.unknown + self.masked)

    @property
    def size(self) -> int:
        """Bytes of the record in the 2bit file."""
        return 16 + self.blocks + self.packed


class TwoBitWriter:
    """Takes sequences piece by piece; :meth:`close` puts the 2bit file together.

    Packed bases wait in a draft beside the file, because 2bit wants its index and its blocks before them.

    Args:
        path: the 2bit file to make.
        ambiguous: the file for letters beyond ACGTN, which 2bit itself gets as N; made only when there are some.
    """

    def __init__(self, path: Path, ambiguous: Path) -> None:
        self._path = path
        self._draft_path = path.with_name(path.name + ".draft")
        self._ambiguous_path = ambiguous
        self._draft: BinaryIO = self._draft_path.open("wb")
        self._ambiguous: BinaryIO | None = None
        self._done: list[_Written] = []
        self._begin(b"")

    def __enter__(self) -> TwoBitWriter:
        """Return the writer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the files, whatever happened."""
        for file in (self._draft, self._ambiguous):
            if file is not None:
                file.close()
        self._draft_path.unlink(missing_ok=True)

    def begin(self, name: str) -> None:
        """Start the next sequence.

        Raises:
            DataError: 2bit cannot hold a name of that length.
        """
        spelled = name.encode()
        if len(spelled) > _LONGEST_NAME:
            raise DataError(
                f"The sequence name {name[:40]!r}... has {len(spelled)} letters, but 2bit takes {_LONGEST_NAME}.",
                hint="Shorten it in the FASTA file.",
            )
        self._begin(spelled)

    def _begin(self, name: bytes) -> None:
        self._name, self._length, self._start = name, 0, self._draft.tell()
        self._rest = b""
        self._upper = False
        self._unknown, self._mask = _Runs(), _Runs()

    def add(self, letters: bytes) -> None:
        """Take the next letters: IUPAC bases of either case, lower case for what is soft-masked."""
        import numpy as np

        lower = np.frombuffer(letters, np.uint8) > ord("Z")
        self._upper = self._upper or not lower.all()
        self._mask.add(lower, self._length)
        codes = np.frombuffer(letters.translate(_codes()), np.uint8)
        self._unknown.add(codes == 4, self._length)
        if letters.translate(None, _PLAIN):
            self._keep_ambiguous(letters)
        self._length += len(letters)
        self._pack((codes & 3).tobytes())

    def end(self) -> int:
        """Finish the sequence; return its length. A mask over all of it says nothing, and is dropped."""
        if self._rest:
            self._pack(bytes(-len(self._rest) % 4))
        mask = self._mask if self._upper else _Runs()
        for runs in (self._unknown, mask):
            self._draft.write(runs.blocks())
        written = _Written(
            name=self._name,
            length=self._length,
            start=self._start,
            unknown=len(self._unknown),
            masked=len(mask),
        )
        self._done.append(written)
        return written.length

    def close(self) -> int:
        """Put the file together; return the size of what stands before the first sequence.

        Raises:
            DataError: the genome is too large for 2bit of version 0.
        """
        self._draft.close()
        if self._ambiguous is not None:
            self._ambiguous.close()
        head = 16 + sum(5 + len(written.name) for written in self._done)
        if head + sum(written.size for written in self._done[:-1]) > _FOUR_BYTES:
            _too_large(self._path)
        with self._draft_path.open("rb") as draft, self._path.open("wb") as out:
            out.write(struct.pack("<4I", SIGNATURE, 0, len(self._done), 0))
            offset = head
            for written in self._done:
                out.write(bytes([len(written.name)]) + written.name + struct.pack("<I", offset))
                offset += written.size
            for written in self._done:
                _copy_record(written, draft, out)
        return head

    def _pack(self, codes: bytes) -> None:
        """Write four bases a byte, the first in the highest bits; keep up to three for later."""
        import numpy as np

        codes = self._rest + codes if self._rest else codes
        whole = len(codes) // 4 * 4
        self._rest = codes[whole:]
        four = np.frombuffer(codes, "<u4", whole // 4)
        # The first base of four stands in the lowest byte of the number, and shall stand in the highest bits.
        packed = (four << 6) | (four >> 4) | (four >> 14) | (four >> 24)
        self._draft.write(packed.astype(np.uint8).tobytes())

    def _keep_ambiguous(self, letters: bytes) -> None:
        import numpy as np

        if self._ambiguous is None:
            self._ambiguous = self._ambiguous_path.open("wb")
        upper = letters.upper()
        strange = np.frombuffer(upper.translate(_strange()), np.uint8) == 1
        edges = _edges(strange)
        for low, high in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            self._ambiguous.write(b"%s\t%d\t%s\n" % (self._name, self._length + low, upper[low:high]))


class _Runs:
    """Stretches of one kind along a sequence, gathered piece by piece."""

    def __init__(self) -> None:
        self._edges = array("Q")

    def add(self, flags: NDArray[np.bool_], at: int) -> None:
        """Take the flags of the next piece, which begins at ``at``; a run may go on over its edge."""
        import numpy as np

        if not flags.any():
            return
        edges = _edges(flags) + at
        if self._edges and self._edges[-1] == edges[0]:
            self._edges.pop()
            edges = edges[1:]
        self._edges.frombytes(edges.astype(np.uint64).tobytes())

    def blocks(self) -> bytes:
        """Return starts, then sizes, as 2bit wants them."""
        import numpy as np

        edges = np.frombuffer(self._edges.tobytes(), np.uint64)
        starts, ends = edges[::2], edges[1::2]
        return starts.astype("<u4").tobytes() + (ends - starts).astype("<u4").tobytes()

    def __len__(self) -> int:
        """Count the runs."""
        return len(self._edges) // 2


def _edges(flags: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return start, end, start, end, ... of the runs of true flags."""
    import numpy as np

    framed = np.zeros(len(flags) + 2, np.bool_)
    framed[1:-1] = flags
    return np.flatnonzero(framed[1:] != framed[:-1])


def _copy_record(written: _Written, draft: BinaryIO, out: BinaryIO) -> None:
    draft.seek(written.start + written.packed)
    unknown = draft.read(8 * written.unknown)
    masked = draft.read(8 * written.masked)
    out.write(struct.pack("<II", written.length, written.unknown) + unknown)
    out.write(struct.pack("<I", written.masked) + masked + struct.pack("<I", 0))
    draft.seek(written.start)
    left = written.packed
    while left > _COPIED:
        out.write(draft.read(_COPIED))
        left -= _COPIED
    out.write(draft.read(left))


def _too_large(path: Path) -> NoReturn:
    raise DataError(
        f"The genome does not fit into {path.name}, which holds up to 4 GB, some 17 Gb of sequence.",
        hint="Add a part of the assembly.",
        file=str(path),
    )


@cache
def _codes() -> bytes:
    table = bytearray([4] * 256)
    for code, letter in enumerate("TCAG"):
        table[ord(letter)] = table[ord(letter.lower())] = code
    return bytes(table)


@cache
def _strange() -> bytes:
    return bytes(
        0 if chr(byte).upper().encode("latin-1", "replace") in b"ACGTN" else 1 for byte in range(256)
    )
