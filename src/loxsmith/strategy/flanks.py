"""Places for two sites on either side of exons: one in the intron before, one in the intron behind (R06-R08)."""

from __future__ import annotations

from collections.abc import Sequence
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

    The distances of R06 are kept to the exons of every coding transcript, and no exon of another gene is entered.
    Exons of transcripts that code for nothing (retained introns, mostly) are entered where nothing else is left.
    Defaults come before minimum distances, and a place clear of repeats before another. A place that keeps only the
    minimum shares what room there is between both ends.

    Args:
        locus: the locus.
        unique: its repeats.
        intron: number of the intron, from 1.
        near: the end that the site shall lie close to.
    """
    start, end = locus.target.introns[intron - 1]
    ends, starts = _edges(locus, start, end)
    for silent, roomy in ((False, True), (False, False), (True, True), (True, False)):
        word = "default" if roomy else "stop"
        before, after = limit(f"R06.donor.{word}").whole, limit(f"R06.acceptor.{word}").whole
        barred = _barred(locus, start, end, silent=silent)
        for b in ends:
            _bar(barred, start, b, b + before)
        for a in starts:
            _bar(barred, start, a - after + 1, a + 1)
        places = range(end, start - 1, -1) if near == "acceptor" else range(start, end + 1)
        zone = [at for at in places if not barred[at - start]]
        if not zone:
            continue
        if not roomy:
            zone.sort(key=lambda at: -_slack(ends, starts, at))
        close = [at for at in zone if abs(at - zone[0]) <= FARTHER]
        clear = next((at for at in close if unique.is_clear(at - CLEAR, at + CLEAR)), None)
        at = zone[0] if clear is None else clear
        from_donor, to_acceptor = _reach(ends, starts, at)
        return Spot(
            at=at,
            intron=intron,
            from_donor=from_donor,
            to_acceptor=to_acceptor,
            roomy=roomy,
            clear=clear is not None,
        )
    return None


def _edges(locus: Locus, start: int, end: int) -> tuple[list[int], list[int]]:
    """Ends and starts of the coding transcripts' exons that a site in an intron must keep away from."""
    before, after = limit("R06.donor.default").whole, limit("R06.acceptor.default").whole
    exons = {e for t in coding(locus) for e in t.exons}
    return (
        sorted(b for _, b in exons if start - before <= b <= end),
        sorted(a for a, _ in exons if start <= a <= end + after),
    )


def _reach(ends: Sequence[int], starts: Sequence[int], at: int) -> tuple[int, int]:
    """Bases to the nearest exon of a coding transcript in front of a place, and behind it."""
    return at - max(b for b in ends if b <= at), min(a for a in starts if a >= at) - at


def _slack(ends: Sequence[int], starts: Sequence[int], at: int) -> float:
    """The smaller of both distances, each as a fraction of its default: a tight place shares what room there is."""
    before, after = _reach(ends, starts, at)
    return min(before / limit("R06.donor.default").whole, after / limit("R06.acceptor.default").whole)


def _bar(barred: list[bool], offset: int, first: int, last: int) -> None:
    for at in range(max(first, offset), min(last, offset + len(barred))):
        barred[at - offset] = True


def _barred(locus: Locus, start: int, end: int, *, silent: bool) -> list[bool]:
    """Flag the places within an exon of another gene or of this one, those of non-coding transcripts only on wish."""
    barred = [False] * (end - start + 1)
    own = (e for t in locus.transcripts if t.cds or not silent for e in t.exons)
    for a, b in (*own, *(e for n in locus.neighbours for e in n.exons)):
        _bar(barred, start, a, b + 1)
    return barred


def silent_exons(locus: Locus, at: int) -> tuple[str, ...]:
    """Name the transcripts that code for nothing and have an exon at this place."""
    return tuple(t.id for t in locus.transcripts if not t.cds and any(a <= at <= b for a, b in t.exons))
