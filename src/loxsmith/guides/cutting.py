"""Every window of a molecule that a guide still cuts, by the terms of rule R27.

A window is 20 bases and its PAM on either strand. It is cut when it has at most ``R27.mismatches``
mismatches and a CFD above ``R27.cfd``; the CFD weighs each of the 16 PAM dinucleotides. A window with a
letter other than A, C, G, T in its 23 bases is no site.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from loxsmith.guides.cutting_frequency import PROTOSPACER, factors_of
from loxsmith.knowledge import cfd_pam, limit
from loxsmith.sequence import UNKNOWN, encode, reverse_complement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint8]
    Places = NDArray[np.intp]
    Scores = NDArray[np.float64]

PAM: Final = 3
"""Bases of an SpCas9 PAM."""

WINDOW: Final = PROTOSPACER + PAM
"""Bases of a protospacer with its PAM."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One window that a guide cuts."""

    start: int
    """First base of the 20-mer without PAM on the top strand, 0-based."""

    end: int
    """End of the 20-mer; beyond the length where it runs over the origin of a circle."""

    strand: int
    """1 where the top strand reads like the guide, -1 where the bottom strand does."""

    sequence: str
    """The 20 bases, on the strand that reads like the guide."""

    pam: str
    """The three bases behind them."""

    mismatches: int
    """How many of the 20 differ from the guide."""

    cfd: float
    """Cutting frequency relative to a perfect match (0-1)."""

    @property
    def window(self) -> tuple[int, int]:
        """The 23 bases with the PAM on the top strand; below 0 or beyond the length across an origin."""
        return (self.start, self.end + PAM) if self.strand > 0 else (self.start - PAM, self.end)


def recuts(protospacer: str, text: str, *, circular: bool = False) -> tuple[Cut, ...]:
    """Return every window of ``text`` that ``protospacer`` cuts, by position, top strand first.

    Args:
        protospacer: 20 bases, 5'->3', without the PAM.
        text: the top strand; upper or lower case.
        circular: whether windows run on across the origin.

    Raises:
        RequestError: the protospacer is not 20 of A, C, G, T.

    >>> [(cut.start, cut.strand, cut.pam) for cut in recuts("ACGT" * 5, "ACGT" * 5 + "TGG")]
    [(0, 1, 'TGG')]
    """
    factors_of(protospacer)
    size = len(text)
    if size < WINDOW:
        return ()
    top = (text + text[: WINDOW - 1] if circular else text).upper()
    found = [*_strand(protospacer, top, 1, size), *_strand(protospacer, top, -1, size)]
    return tuple(sorted(found, key=lambda cut: (cut.start, -cut.strand)))


def still_cut(protospacer: str, window: str) -> bool:
    """Say whether ``protospacer`` cuts this one window (20 bases and PAM, upper case, guide's strand)."""
    weight = cfd_pam().get(window[-2:])
    if not weight or window[PROTOSPACER] not in "ACGT":
        return False
    most, least = _terms()
    mismatches, score = 0, 1.0
    for base, own, column in zip(window, protospacer.upper(), factors_of(protospacer), strict=False):
        if base != own:
            mismatches += 1
            score *= column.get(base, 0.0)
    return mismatches <= most and score * weight > least


@cache
def _terms() -> tuple[int, float]:
    """The two numbers of rule R27: most mismatches, and the CFD that must be exceeded."""
    return limit("R27.mismatches").whole, limit("R27.cfd").value


def _strand(protospacer: str, top: str, strand: int, size: int) -> Iterator[Cut]:
    """Yield the cuts of one strand of ``top``, which may repeat its first bases beyond ``size``."""
    read = top if strand > 0 else reverse_complement(top)
    codes = encode(read)
    places, mismatches = _similar(encode(protospacer.upper()), codes)
    scores = _scores(protospacer, codes, places)
    for at, count, score in zip(places.tolist(), mismatches.tolist(), scores.tolist(), strict=True):
        if score > _terms()[1]:
            start = at if strand > 0 else len(top) - at - PROTOSPACER
            yield Cut(
                start=start % size,
                end=start % size + PROTOSPACER,
                strand=strand,
                sequence=read[at : at + PROTOSPACER],
                pam=read[at + PROTOSPACER : at + WINDOW],
                mismatches=count,
                cfd=score,
            )


def _similar(guide: Codes, codes: Codes) -> tuple[Places, Codes]:
    """Return where windows of plain bases start that are similar enough, and their mismatches."""
    import numpy as np

    count = len(codes) - WINDOW + 1
    mismatches = np.zeros(count, dtype=np.uint8)
    for i, own in enumerate(guide):
        mismatches += codes[i : i + count] != own
    places = np.flatnonzero(mismatches <= _terms()[0])
    plain = np.ones(len(places), dtype=np.bool_)
    for i in range(WINDOW):
        plain &= codes[places + i] != UNKNOWN
    places = places[plain]
    return places, mismatches[places]


def _scores(protospacer: str, codes: Codes, places: Places) -> Scores:
    """Return the CFD of each place, multiplied in the same order as one window by hand."""
    import numpy as np

    scores = np.ones(len(places), dtype=np.float64)
    for i, column in enumerate(factors_of(protospacer)):
        scores *= np.array([column[base] for base in "ACGT"])[codes[places + i]]
    weights = np.array([[cfd_pam()[x + y] for y in "ACGT"] for x in "ACGT"])
    return np.asarray(scores * weights[codes[places + WINDOW - 2], codes[places + WINDOW - 1]])
