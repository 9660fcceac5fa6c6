"""Every window of a molecule that a guide still cuts, by the terms of rule R27.

A window is 20 bases and its PAM on either strand. It is cut when it has at most ``R27.mismatches``
mismatches and a CFD above ``R27.cfd``; the CFD weighs each of the 16 PAM dinucleotides. A window with a
letter other than A, C, G, T in its 23 bases is no site.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from loxsmith.guides.cutting_frequency import PROTOSPACER, factors_of
from loxsmith.knowledge import cfd_mismatch, cfd_pam, limit
from loxsmith.sequence import UNKNOWN, encode, reverse_complement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint8]
    Places = NDArray[np.intp]
    Scores = NDArray[np.float64]
    Words = NDArray[np.uint64]

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
    return recuts_many((protospacer,), text, circular=circular)[0]


def recuts_many(
    protospacers: Sequence[str], text: str, *, circular: bool = False
) -> tuple[tuple[Cut, ...], ...]:
    """Return for each protospacer what :func:`recuts` returns; the text is read once for all of them.

    Raises:
        RequestError: a protospacer is not 20 of A, C, G, T.

    >>> [len(cuts) for cuts in recuts_many(["ACGT" * 5, "TTTT" * 5], "ACGT" * 5 + "TGG")]
    [1, 0]
    """
    for protospacer in protospacers:
        factors_of(protospacer)
    size = len(text)
    if size < WINDOW:
        return tuple(() for _ in protospacers)
    top = (text + text[: WINDOW - 1] if circular else text).upper()
    strands = (_kept_strands if len(top) <= _KEPT else _strands)(top)
    return tuple(
        tuple(
            sorted(
                (cut for strand in strands for cut in _cuts(protospacer.upper(), strand, size)),
                key=lambda cut: (cut.start, -cut.strand),
            )
        )
        for protospacer in protospacers
    )


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


@dataclass(frozen=True, slots=True)
class _Strand:
    """One strand of a text with the windows whose PAM lets them be cut at all, whatever the guide."""

    strand: int
    read: str
    """The strand, 5'->3'."""
    codes: Codes
    places: Places
    """Where the windows start on ``read``."""
    words: Words
    """Their 20 bases, two bits each."""


_KEPT: Final = 1_000_000
"""Longest text (bases) whose windows are kept for the next guide (judgement: some megabytes each)."""


@lru_cache(maxsize=8)
def _kept_strands(top: str) -> tuple[_Strand, ...]:
    return _strands(top)


def _strands(top: str) -> tuple[_Strand, ...]:
    return _strand(top, 1), _strand(reverse_complement(top), -1)


def _strand(read: str, strand: int) -> _Strand:
    """Pack the windows of plain bases with a PAM that can be cut."""
    import numpy as np

    codes = encode(read)
    known = codes != UNKNOWN
    plain = codes & 3
    pairs = plain[:-1] << 2 | plain[1:]
    fours = pairs[:-2] << 4 | pairs[2:]
    eights = fours[:-4].astype(np.uint16) << 8 | fours[4:]
    sixteens = eights[:-8].astype(np.uint32) << 16 | eights[8:]
    places = np.flatnonzero(_open_pams()[pairs[WINDOW - 2 :]])
    if not known.all():
        unknown_before = np.concatenate([[0], np.cumsum(~known)])
        places = places[unknown_before[places + WINDOW] == unknown_before[places]]
    words = sixteens[places].astype(np.uint64) << np.uint64(8) | fours[places + 16].astype(np.uint64)
    return _Strand(strand, read, codes, places, words)


@cache
def _open_pams() -> NDArray[np.bool_]:
    """Say of each PAM dinucleotide whether a window before it can exceed the CFD limit, were it a perfect match."""
    import numpy as np

    highest = max(1.0, *cfd_mismatch().values())
    best = highest**PROTOSPACER
    return np.array([cfd_pam()[x + y] * best > _terms()[1] for x in "ACGT" for y in "ACGT"])


def _cuts(protospacer: str, strand: _Strand, size: int) -> Iterator[Cut]:
    """Yield the cuts of one strand, whose text may repeat its first bases beyond ``size``."""
    places, mismatches = _similar(protospacer, strand)
    scores = _scores(protospacer, strand.codes, places)
    for at, count, score in zip(places.tolist(), mismatches.tolist(), scores.tolist(), strict=True):
        if score > _terms()[1]:
            start = at if strand.strand > 0 else len(strand.read) - at - PROTOSPACER
            yield Cut(
                start=start % size,
                end=start % size + PROTOSPACER,
                strand=strand.strand,
                sequence=strand.read[at : at + PROTOSPACER],
                pam=strand.read[at + PROTOSPACER : at + WINDOW],
                mismatches=count,
                cfd=score,
            )


_LOW_BITS: Final = int("01" * PROTOSPACER, 2)


def _similar(protospacer: str, strand: _Strand) -> tuple[Places, Codes]:
    """Return where windows start that are similar enough, and their mismatches."""
    import numpy as np

    own = 0
    for base in protospacer:
        own = own << 2 | "ACGT".index(base)
    differing = strand.words ^ np.uint64(own)
    mismatches = np.bitwise_count((differing | differing >> 1) & np.uint64(_LOW_BITS))
    found = np.flatnonzero(mismatches <= _terms()[0])
    return strand.places[found], mismatches[found]


def _scores(protospacer: str, codes: Codes, places: Places) -> Scores:
    """Return the CFD of each place, multiplied in the same order as one window by hand."""
    import numpy as np

    scores = np.ones(len(places), dtype=np.float64)
    if not len(places):
        return scores
    for i, column in enumerate(factors_of(protospacer)):
        scores *= np.array([column[base] for base in "ACGT"])[codes[places + i]]
    weights = np.array([[cfd_pam()[x + y] for y in "ACGT"] for x in "ACGT"])
    return np.asarray(scores * weights[codes[places + WINDOW - 2], codes[places + WINDOW - 1]])
