"""What stands between the beginning of an RNA and its polyadenylation signals: a STOP, or something that is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loxsmith.knowledge import limit
from loxsmith.recombination.elements import Element, find_elements
from loxsmith.recombination.translation import OpenFrame, Rna, read_frame
from loxsmith.sequence import find_all

JOINED = 60
"""Bases between two polyadenylation signals from which they no longer stand in a row: a recombinase site and a start
context have room in it, a coding sequence has not (judgement)."""

PIECE = 8
"""Residues from which a frame counts as a product; eight occur by chance once in 10^10 (judgement)."""


def in_a_row(signals: Sequence[Element]) -> int:
    """Count the signals, from the first on, that follow one another without room for anything between them.

    Args:
        signals: polyadenylation signals by position, the first of them the one that ends the RNA.
    """
    count = min(1, len(signals))
    for one, other in pairwise(signals):
        if other.start - one.end > JOINED:
            break
        count += 1
    return count


def longest_frame(rna: str, start: int, end: int) -> int:
    """Return the residues of the longest frame that an ATG between ``start`` and ``end`` opens.

    Args:
        rna: the RNA's bases, as DNA.
        start: first base of interest, 0-based.
        end: one past the last; frames read on beyond it.
    """
    return max(
        (len(read_frame(rna, at).protein) for at in find_all(rna, "ATG") if start <= at < end), default=0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """A non-coding RNA that an inserted splice acceptor takes and an inserted signal ends."""

    row: int
    """Polyadenylation signals in a row that end it."""

    silent: bool
    """Whether they make a STOP (R41), with nothing to translate between the acceptor and them."""

    frame: OpenFrame | None
    """What is read behind the acceptor; None when nothing is, or the RNA is silent."""

    overlapping: int
    """ATGs in front of the acceptor whose frames run into that frame."""


def caught(rna: Rna, acceptor: int) -> Caught:
    """Read a non-coding RNA behind the acceptor that took it.

    The ATGs in front of the acceptor are passed over, as the annotation passes over them.

    Args:
        rna: the RNA, which ends at a polyadenylation signal.
        acceptor: one past the acceptor on the allele, 0-based.
    """
    last = rna.segments[-1][1]
    entry = rna.from_allele(acceptor) or 0
    signals = [e for e in find_elements(rna.allele).polyas if e.end >= last]
    row = in_a_row(signals)
    before = rna.from_allele(signals[0].start) if signals else None
    made = longest_frame(rna.sequence, entry, len(rna.sequence) if before is None else before)
    if row >= limit("R41.polya").value and made < PIECE:
        return Caught(row=row, silent=True, frame=None, overlapping=0)
    start = rna.sequence.find("ATG", entry)
    if start < 0:
        return Caught(row=row, silent=False, frame=None, overlapping=0)
    earlier = [read_frame(rna.sequence, at) for at in find_all(rna.sequence, "ATG") if at < entry]
    return Caught(
        row=row,
        silent=False,
        frame=read_frame(rna.sequence, start),
        overlapping=sum(one.end > start for one in earlier),
    )
