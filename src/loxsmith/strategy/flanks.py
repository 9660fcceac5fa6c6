"""Places for two sites on either side of exons: one in the intron before, one in the intron behind (R06-R08)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from loxsmith.knowledge import limit
from loxsmith.locus import Locus, Uniqueness
from loxsmith.strategy.placing import CLEAR, Spot
from loxsmith.strategy.routes import coding

FARTHER = 1000
"""Bases that a site may move away from its exon to get clear of repeats (judgement: the stretch between the sites
should stay short, R10)."""


def flank(locus: Locus, unique: Uniqueness, intron: int, near: Literal["acceptor", "donor"]) -> Spot | None:
    """Return the place in an intron of the target transcript that lies nearest to one of its ends.

    The distances of R06 are kept to the exons of every coding transcript, and no exon of any gene is entered.
    Defaults come before minimum distances, and a place clear of repeats before another.

    Args:
        locus: the locus.
        unique: its repeats.
        intron: number of the intron, from 1.
        near: the end that the site shall lie close to.
    """
    start, end = locus.target.introns[intron - 1]
    barred = _barred(locus, start, end)
    for roomy in (True, False):
        word = "default" if roomy else "stop"
        before, after = limit(f"R06.donor.{word}").whole, limit(f"R06.acceptor.{word}").whole
        free = _free(locus, start, end, before, after, barred)
        places = range(end, start - 1, -1) if near == "acceptor" else range(start, end + 1)
        zone = [at for at in places if free[at - start]]
        if not zone:
            continue
        close = [at for at in zone if abs(at - zone[0]) <= FARTHER]
        clear = next((at for at in close if unique.is_clear(at - CLEAR, at + CLEAR)), None)
        at = zone[0] if clear is None else clear
        return Spot(
            at=at,
            intron=intron,
            from_donor=at - max(b for b in _ends(locus) if b <= at),
            to_acceptor=min(a for a in _starts(locus) if a >= at) - at,
            roomy=roomy,
            clear=clear is not None,
        )
    return None


def _free(locus: Locus, start: int, end: int, before: int, after: int, barred: list[bool]) -> list[bool]:
    """Flag the places of an intron that keep their distance to every exon of every coding transcript."""
    free = [not flag for flag in barred]
    for b in _ends(locus):
        _clear(free, start, max(b, start), min(b + before, end + 1))
    for a in _starts(locus):
        _clear(free, start, max(a - after + 1, start), min(a + 1, end + 1))
    return free


def _clear(free: list[bool], offset: int, first: int, last: int) -> None:
    for at in range(first, last):
        free[at - offset] = False


def _ends(locus: Locus) -> list[int]:
    return [b for t in coding(locus) for _, b in t.exons]


def _starts(locus: Locus) -> list[int]:
    return [a for t in coding(locus) for a, _ in t.exons]


def _barred(locus: Locus, start: int, end: int) -> list[bool]:
    """Flag the places that lie within an exon of another gene or of any transcript."""
    barred = [False] * (end - start + 1)
    neighbours: Iterable[tuple[int, int]] = (e for n in locus.neighbours for e in n.exons)
    for a, b in (*neighbours, *(e for t in locus.transcripts for e in t.exons)):
        for at in range(max(a + 1, start), min(b - 1, end) + 1):
            barred[at - start] = True
    return barred
