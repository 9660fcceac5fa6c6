"""Every window of a genome that bears a PAM, packed two bits a base.

A site is a protospacer of 20 bases beside a PAM of a set, on either strand, with a letter other than A, C, G, T in
neither. It is kept as five numbers: the ten bases beside the PAM (``proximal``) and the ten beyond (``distal``),
each in 20 bits and read on the site's own strand; its place in the genome; its strand; and which spelling of the PAM
it bears.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from loxsmith.guides.cutting_frequency import PROTOSPACER
from loxsmith.guides.pam import Pam
from loxsmith.sequence import UNKNOWN, encode, reverse_complement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from loxsmith.genome import Genome

    Numbers = NDArray[np.integer[Any]]

HALF: Final = PROTOSPACER // 2
"""Bases of one half of a protospacer."""

MINUS: Final = 1 << 20
"""Bit of a packed word that is set on the minus strand; below it one half, above it the PAM's number."""

PAM_SHIFT: Final = 21
"""First bit of the PAM's number in a packed word."""

CHUNK: Final = 1 << 20
"""Bases looked at together: few enough that the arrays stay in a processor's cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """Packed sites, one of each array a site."""

    proximal: Numbers
    """The ten bases beside the PAM."""

    distal: Numbers
    """The ten bases beyond."""

    place: Numbers
    """First base of the protospacer on the top strand, 0-based, counted over all contigs in a row."""

    tail: Numbers
    """Strand and PAM as in a packed word: ``MINUS``, and the PAM's number from ``PAM_SHIFT``."""

    def __len__(self) -> int:
        """Count the sites."""
        return len(self.place)


class SiteScan:
    """Walks through a genome once, yielding its sites stretch by stretch, the plus strand first; memory stays bounded.

    Args:
        genome: what is searched.
        pam: the PAM and its weaker ones.
        progress: told how many bases have been looked at.
    """

    def __init__(self, genome: Genome, pam: Pam, progress: Callable[[int], None] | None = None) -> None:
        self._genome, self._pam, self._progress = genome, pam, progress
        self.known = 0
        """Bases so far that are A, C, G or T: only they can be searched."""

    def __iter__(self) -> Iterator[Sites]:
        """Yield the sites."""
        import numpy as np

        reach = self._pam.window - 1
        before = 0
        for contig in self._genome.contigs:
            for start in range(0, contig.length, CHUNK):
                end = min(start + CHUNK, contig.length)
                codes = self._genome.codes(contig.name, start, min(end + reach, contig.length))
                self.known += int(np.count_nonzero(codes[: end - start] != UNKNOWN))
                yield from sites_in(codes, self._pam, before + start)
                if self._progress is not None:
                    self._progress(before + end)
            before += contig.length


def packed(guides: Sequence[str], pam: Pam) -> tuple[Numbers, Numbers]:
    """Return the proximal and distal halves of guides as numbers, to be held against sites.

    Args:
        guides: 20 of A, C, G, T each, upper case.
        pam: which half lies beside it.
    """
    import numpy as np

    codes = np.array([encode(guide) for guide in guides], dtype=np.uint32).reshape(-1, PROTOSPACER)
    powers = np.array([1 << 2 * (HALF - 1 - i) for i in range(HALF)], dtype=np.uint32)
    first, second = codes[:, :HALF] @ powers, codes[:, HALF:] @ powers
    return (second, first) if pam.side == 3 else (first, second)


def sites_in(codes: NDArray[np.uint8], pam: Pam, before: int) -> Iterator[Sites]:
    """Yield the sites of one stretch on the plus and on the minus strand; ``before`` is the place of its first base."""
    import numpy as np

    count = len(codes) - pam.window + 1
    if count <= 0:
        return
    plain = _plain(codes, pam.window)
    pairs, tens = _pairs_and_tens(codes)
    for strand in (1, -1):
        behind = (pam.side == 3) == (strand == 1)
        numbers = _pam_numbers(pam, strand)
        at_pam = PROTOSPACER if behind else 0
        found = _mers(codes, pairs, len(pam.pattern))[at_pam : at_pam + count]
        fits = numbers[found] >= 0
        if plain is not None:
            fits &= plain
        at = np.flatnonzero(fits)
        first = at if behind else at + len(pam.pattern)
        left, right = tens[first], tens[first + HALF]
        if strand == -1:
            left, right = _turned()[right], _turned()[left]
        proximal, distal = (right, left) if pam.side == 3 else (left, right)
        tail = numbers[found[at]].astype(np.uint32) << PAM_SHIFT
        yield Sites(
            proximal=proximal,
            distal=distal,
            place=(first + before).astype(np.uint32),
            tail=tail if strand == 1 else tail | np.uint32(MINUS),
        )


def _plain(codes: NDArray[np.uint8], window: int) -> NDArray[np.bool_] | None:
    """Say of each window whether all its bases are known; None when all are."""
    import numpy as np

    unknown = codes == UNKNOWN
    if not unknown.any():
        return None
    sums = np.concatenate(([0], np.cumsum(unknown, dtype=np.int32)))
    return np.asarray(sums[window:] == sums[:-window])


def _pairs_and_tens(codes: NDArray[np.uint8]) -> tuple[Numbers, Numbers]:
    """Return the number of every two and every ten bases in a row; an unknown base counts as A."""
    import numpy as np

    ones = (codes & 3).astype(np.uint32)
    twos = (ones[:-1] << 2) | ones[1:]
    fours = (twos[:-2] << 4) | twos[2:]
    eights = (fours[:-4] << 8) | fours[4:]
    return twos, (eights[:-2] << 4) | twos[8:]


def _mers(codes: NDArray[np.uint8], pairs: Numbers, size: int) -> Numbers:
    """Return the number of every ``size`` bases in a row."""
    import numpy as np

    if size == 1:
        return (codes & 3).astype(np.uint32)
    found = pairs
    for more in range(2, size):
        found = (found[:-1] << 2) | (codes[more:] & 3)
    return found


@cache
def _pam_numbers(pam: Pam, strand: int) -> NDArray[np.int16]:
    """Return, for every run of bases as long as the PAM on the top strand, which spelling it is, or -1."""
    import numpy as np

    numbers = np.full(4 ** len(pam.pattern), -1, dtype=np.int16)
    for number, spelling in enumerate(pam.spellings):
        read = spelling if strand == 1 else reverse_complement(spelling)
        value = 0
        for code in encode(read).tolist():
            value = 4 * value + code
        numbers[value] = number
    return numbers


@cache
def _turned() -> Numbers:
    """Return the reverse complement of every ten bases, by their number."""
    import numpy as np

    forward = np.arange(4**HALF, dtype=np.uint32)
    turned = np.zeros_like(forward)
    for i in range(HALF):
        turned |= (3 - ((forward >> 2 * i) & 3)) << 2 * (HALF - 1 - i)
    return turned
