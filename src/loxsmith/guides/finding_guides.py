"""Finds the guides that cut within a stretch, and orders them by their distance from a change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loxsmith.guides.cutting_frequency import PROTOSPACER
from loxsmith.guides.pam import Pam, Side, pam_of
from loxsmith.sequence import IUPAC, reverse_complement


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A protospacer with a PAM at one place of a text."""

    protospacer: str
    """The 20 bases, 5'->3' on the strand that holds the PAM."""

    pam: str
    """The bases of the PAM beside it, on the same strand."""

    start: int
    """First base of the 20-mer without PAM on the top strand, 0-based."""

    end: int
    """End of the 20-mer on the top strand."""

    strand: int
    """1 where the top strand holds protospacer and PAM, -1 where the bottom strand does."""

    side: Side = 3
    """3 when the PAM lies 3' of the protospacer, 5 when it lies 5' of it."""

    cuts: tuple[int, int] = (3, 3)
    """Bases between the protospacer's PAM end and the cut of the PAM-bearing strand, and of the other strand.

    SpCas9 cuts blunt, three base pairs before the PAM (Jinek 2012, Science 337:816)."""

    @property
    def cut(self) -> int:
        """The base right of the cut on the top strand, 0-based: the cut lies between ``cut - 1`` and ``cut``.

        Counted from 1, the same number names the base left of the cut. Of a staggered cut it is that of the strand
        that bears the PAM.
        """
        return self._at(self.cuts[0])

    @property
    def other_cut(self) -> int:
        """The cut of the other strand, counted alike; equal to :attr:`cut` when the ends are blunt."""
        return self._at(self.cuts[1])

    @property
    def window(self) -> tuple[int, int]:
        """Protospacer and PAM on the top strand."""
        if self._pam_is_right:
            return self.start, self.end + len(self.pam)
        return self.start - len(self.pam), self.end

    @property
    def _pam_is_right(self) -> bool:
        return (self.side == 3) == (self.strand > 0)

    def _at(self, bases: int) -> int:
        return self.end - bases if self._pam_is_right else self.start + bases


def find_guides(text: str, start: int, end: int, *, pam: str | Pam = "NGG") -> tuple[Guide, ...]:
    """Return the guides of both strands whose cut lies in ``start`` to ``end``, both included.

    Args:
        text: the top strand; a window with any letter but A, C, G, T is no guide.
        start: lowest cut, as :attr:`Guide.cut` counts it.
        end: highest cut.
        pam: the PAM, or its IUPAC letters.

    Returns:
        guides by position, the top strand first.

    Raises:
        RequestError: the PAM is not made of IUPAC letters.

    >>> [(guide.start, guide.strand, guide.cut) for guide in find_guides("A" * 21 + "GG", 0, 23)]
    [(0, 1, 17)]
    """
    asked = pam if isinstance(pam, Pam) else pam_of(pam)
    top = text.upper()
    found = (guide for strand in (1, -1) for guide in _on_strand(top, strand, start, end, asked))
    return tuple(sorted(found, key=lambda guide: (guide.start, -guide.strand)))


def cut_distance(cut: int, start: int, end: int) -> int:
    """Return the bases between a cut and a change at ``start``-``end`` (0 = adjacent or inside).

    Args:
        cut: as :attr:`Guide.cut` counts it.
        start: first changed base; for an insertion the base after it, equal to ``end``.
        end: end of the changed bases.

    >>> cut_distance(17, 20, 21), cut_distance(17, 17, 17), cut_distance(17, 10, 15)
    (3, 0, 2)
    """
    return max(start - cut, cut - end, 0)


def order_guides(guides: Iterable[Guide], edit_interval: tuple[int, int]) -> tuple[Guide, ...]:
    """Order guides by the distance of their cut from a change, then by position, top strand first.

    Args:
        guides: in any order.
        edit_interval: the change, half-open; an insertion has equal ends.
    """
    start, end = edit_interval
    return tuple(
        sorted(guides, key=lambda guide: (cut_distance(guide.cut, start, end), guide.start, -guide.strand))
    )


def _on_strand(text: str, strand: int, start: int, end: int, pam: Pam) -> Iterator[Guide]:
    """Yield the guides of one strand, by position."""
    size = len(pam.pattern)
    right = (pam.side == 3) == (strand > 0)
    letters = _classes(pam.pattern if strand > 0 else reverse_complement(pam.pattern))
    bases = "[ACGT]" * PROTOSPACER
    inside = PROTOSPACER - pam.cuts[0] if right else size + pam.cuts[0]
    for at in _windows(
        text, bases + letters if right else letters + bases, pam.window, start - inside, end - inside
    ):
        read = text[at : at + pam.window]
        read = read if strand > 0 else reverse_complement(read)
        first = at if right else at + size
        yield Guide(
            protospacer=read[:PROTOSPACER] if pam.side == 3 else read[size:],
            pam=read[PROTOSPACER:] if pam.side == 3 else read[:size],
            start=first,
            end=first + PROTOSPACER,
            strand=strand,
            side=pam.side,
            cuts=pam.cuts,
        )


def _windows(text: str, pattern: str, size: int, first: int, last: int) -> Iterator[int]:
    """Yield the starts in ``first`` to ``last``, both included, at which ``pattern`` fits."""
    low, high = max(first, 0), min(last, len(text) - size)
    if low <= high:
        hits = re.compile(f"(?={pattern})").finditer(text, low, high + size)
        yield from (hit.start() for hit in hits)


def _classes(letters: str) -> str:
    """Write IUPAC letters as a regular expression over plain bases."""
    return "".join(f"[{IUPAC[letter]}]" for letter in letters)
