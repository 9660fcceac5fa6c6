"""Critical exons: which exons to delete so that every coding transcript loses its function (rules R10 to R15)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, Uniqueness
from loxsmith.strategy.critical_region import Region
from loxsmith.strategy.exon_doubts import doubts
from loxsmith.strategy.flanks import flank
from loxsmith.strategy.remaining import coding_before, gone_bases, remainder, wild_protein
from loxsmith.strategy.routes import VECTOR_ARM, coding, room


def regions(locus: Locus, unique: Uniqueness) -> tuple[Region, ...]:
    """Judge every set of neighbouring exons of the target transcript, those that can be floxed first and "
    "best first."""
    judge = _Judge(locus, unique)
    count = len(locus.target.exons)
    found = [judge.region(i, j) for i in range(1, count + 1) for j in range(i, count + 1)]
    good = sorted((r for r in found if not r.hindrance), key=lambda r: (*r.rank, r.first))
    return *good, *(r for r in found if r.hindrance)


def nearest(found: tuple[Region, ...], first: int, last: int) -> Region | None:
    """Return the set that can be floxed and differs least from the exons named; of equals the better."""
    good = [r for r in found if not r.hindrance]
    return min(good, key=lambda r: (abs(r.first - first) + abs(r.last - last), r.rank), default=None)


def longest() -> int:
    """Longest stretch one vector carries between its sites (bp): R20's greatest homology less both arms."""
    return limit("R20.total.high").whole - 2 * VECTOR_ARM


class _Judge:
    def __init__(self, locus: Locus, unique: Uniqueness) -> None:
        self.locus = locus
        self.transcripts = coding(locus)
        numbers = range(1, len(locus.target.introns) + 1)
        self.before = {n: flank(locus, unique, n, "acceptor") for n in numbers}
        self.behind = {n: flank(locus, unique, n, "donor") for n in numbers}

    def region(self, first: int, last: int) -> Region:
        """Judge one set of exons."""
        hindrance, rule = self._hindrance(first, last)
        before, behind = self.before.get(first - 1), self.behind.get(last)
        if hindrance or before is None or behind is None:
            return Region(first=first, last=last, hindrance=hindrance, rule=rule)
        gone = (before.at, behind.at)
        left = {t.id: remainder(self.locus, t, gone=gone) for t in self.transcripts}
        region = Region(
            first=first, last=last, before=before, behind=behind, left=left, share=self._share(before.at)
        )
        hindrance, rule = next(self._keeps_function(region, gone, self.transcripts), ("", ""))
        if hindrance:
            return Region(first=first, last=last, hindrance=hindrance, rule=rule)
        return Region(
            first=first, last=last, before=before, behind=behind, left=left, share=region.share,
            doubts=tuple(doubts(self.locus, region)),
        )  # fmt: skip

    def _share(self, at: int) -> float:
        return coding_before(self.locus.target, at) // 3 / max(self.locus.target.residues, 1)

    # -- what forbids --------------------------------------------------------------------------------------

    def _hindrance(self, first: int, last: int) -> tuple[str, str]:
        name = Region(first=first, last=last).name
        target, symbol = self.locus.target, self.locus.gene.symbol
        if not target.introns:
            return (
                f"{symbol} has a single exon, and an artificial intron for the sites is not built here.",
                "R16",
            )
        if first == 1:
            return (
                f"Exon 1 of {symbol} begins with the transcription start: a site in front of it would stand in "
                "the promoter, and what is read once both are gone cannot be said.",
                "R08",
            )
        if last == len(target.exons):
            return (
                f"Exon {last} of {symbol} is the last: a site behind it would stand beyond the polyadenylation "
                "signal, and where the RNA ends once that is gone cannot be said.",
                "R08",
            )
        exons = (target.exons[first - 1][0], target.exons[last - 1][1])
        if exons[1] - exons[0] <= longest() and gone_bases(target, exons) % 3 == 0:
            alone = Region(
                first=first, last=last, left={target.id: remainder(self.locus, target, gone=exons)}
            )
            for why in self._keeps_function(alone, exons, (target,)):
                return why
        for number, spot in ((first - 1, self.before[first - 1]), (last, self.behind[last])):
            if spot is None:
                return self._narrow(number), "R06"
        start, end = self.before[first - 1], self.behind[last]
        if start is not None and end is not None:
            if end.at - start.at > longest():
                return (
                    f"The stretch with {name} of {symbol} is {end.at - start.at} bp long, and one vector "
                    f"carries at most {longest()} bp between the sites.",
                    "R20",
                )
            return self._ends_inside(name, start.at, end.at)
        return "", ""

    def _narrow(self, number: int) -> str:
        a, b = self.locus.target.introns[number - 1]
        return (
            f"Intron {number} of {self.locus.gene.symbol} ({b - a} bp) has no place for a site that keeps "
            f"R06's minimum to every exon of every coding transcript and lies in no exon ({room()} bp are "
            "needed at least)."
        )

    def _ends_inside(self, name: str, start: int, end: int) -> tuple[str, str]:
        for t in self.transcripts[1:]:
            for what, (a, _) in (("first", t.exons[0]), ("last", t.exons[-1])):
                if start <= a < end:
                    return (
                        f"The stretch with {name} of {self.locus.gene.symbol} holds the {what} exon of {t.id}: "
                        "what is read once it is gone cannot be said.",
                        "R11",
                    )
        return "", ""

    def _keeps_function(
        self, region: Region, gone: tuple[int, int], transcripts: Sequence[TranscriptModel]
    ) -> Iterator[tuple[str, str]]:
        """Yield why a deletion would leave a transcript's function, or nothing that can be predicted."""
        for t in transcripts:
            left = (region.left or {})[t.id]
            what, wild = (
                f"{region.name.capitalize()} of {self.locus.gene.symbol}",
                wild_protein(self.locus, t),
            )
            bases = gone_bases(t, gone)
            one = region.first == region.last
            verb = "is" if one else "are"
            if not bases:
                hold = "holds" if one else "hold"
                yield f"{what} {hold} no codon of {t.id}, which would go on making its protein (R11).", "R11"
            elif left.protein == wild:
                yield f"Without {region.name}, {t.id} would still make its whole protein (R11).", "R11"
            elif left.start == "native" and left.behind and bases % 3 == 0:
                yield (
                    f"{what} {verb} phase-symmetric in {t.id}: without {bases // 3} codons the frame goes on, "
                    f"and a protein of {len(left.protein)} residues with the native end is made (R11).",
                    "R11",
                )
            elif not left.closed:
                yield (
                    f"Without {region.name}, no open reading frame of {t.id} can be predicted: "
                    f"{'no stop codon ends it' if left.protein else 'no start codon is left'}.",
                    "R11",
                )
