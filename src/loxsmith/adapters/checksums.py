"""Sums over files: the BSD sum of Ensembl's CHECKSUMS, MD5 and SHA-256, always read in pieces."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Protocol

from loxsmith.genome.sources import Checksum

_PIECE = 1 << 20
_LINE = re.compile(r"^(\d+)[ \t]+(\d+)[ \t]+(\S+)[ \t]*$")


class Sum(Protocol):
    """Something that reads bytes and says what they add up to."""

    def update(self, data: bytes, /) -> None:
        """Read on."""

    def value(self) -> str:
        """Return the sum as ``Checksum.value`` writes it."""
        ...


class BsdSum:
    """What the command ``sum`` prints: rotate 16 bits to the right, add the byte, drop the carry.

    >>> total = BsdSum()
    >>> total.update(b"loxP")
    >>> total.value()
    '16565 1'
    """

    def __init__(self) -> None:
        # The state is kept rotated, so that one look-up does both steps: this loop runs over a gigabyte.
        self._rotated = 0
        self._length = 0

    def update(self, data: bytes, /) -> None:
        """Read on."""
        table, state = _rotations(), self._rotated
        for byte in data:
            state = table[state + byte]
        self._rotated = state
        self._length += len(data)

    def value(self) -> str:
        """Return sum and 1-KiB blocks, a begun block counted."""
        total = (self._rotated << 1 | self._rotated >> 15) & 0xFFFF
        return f"{total} {-(-self._length // 1024)}"


class _Digest:
    def __init__(self, name: str) -> None:
        import hashlib

        self._digest = hashlib.new(name, usedforsecurity=False)

    def update(self, data: bytes, /) -> None:
        self._digest.update(data)

    def value(self) -> str:
        return self._digest.hexdigest()


@cache
def _rotations() -> list[int]:
    """Return for every sum of state and byte the 16 bits of it, rotated to the right by one."""
    kept = (value & 0xFFFF for value in range(0x10000 + 0xFF))
    return [value >> 1 | (value & 1) << 15 for value in kept]


def sum_of(path: Path, kind: str, watch: Callable[[int], None] | None = None) -> str:
    """Return what a file adds up to.

    Args:
        path: the file.
        kind: ``bsd``, ``md5`` or ``sha256``.
        watch: told the bytes read so far.
    """
    total: Sum = BsdSum() if kind == "bsd" else _Digest(kind)
    read = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            total.update(piece)
            read += len(piece)
            if watch is not None:
                watch(read)
    return total.value()


def read_checksums(text: str) -> dict[str, tuple[Checksum, int]]:
    """Read a CHECKSUMS file of Ensembl: for each file its sum, and its size in bytes rounded up to KiB.

    >>> read_checksums("33765    20 README\\n")["README"][1]
    20480
    """
    found = {}
    for line in text.splitlines():
        if match := _LINE.match(line):
            total, blocks, name = int(match[1]), int(match[2]), match[3].rpartition("/")[2]
            found[name] = Checksum(kind="bsd", value=f"{total} {blocks}"), blocks * 1024
    return found
