"""Bases as small numbers: 0-3 for A, C, G, T, and 4 for every letter that names no single base."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNKNOWN: Final = 4
"""Code of any letter that is not A, C, G or T; codes run 0-3 in that order, so 3 minus a code is its complement."""


def encode(text: str) -> NDArray[np.uint8]:
    """Return one code a letter, of either case.

    >>> encode("ACgtN").tolist()
    [0, 1, 2, 3, 4]
    """
    import numpy as np

    return np.frombuffer(text.encode("ascii", "replace").translate(_table()), dtype=np.uint8)


def decode(codes: NDArray[np.uint8]) -> str:
    """Return the letters of codes 0-3, upper case, and N for code 4.

    >>> decode(encode("acgtn"))
    'ACGTN'
    """
    return codes.tobytes().translate(_LETTERS).decode("ascii")


_LETTERS: Final = b"ACGTN" + b"N" * 251


@cache
def _table() -> bytes:
    table = bytearray([UNKNOWN] * 256)
    for code, base in enumerate("ACGT"):
        table[ord(base)] = table[ord(base.lower())] = code
    return bytes(table)
