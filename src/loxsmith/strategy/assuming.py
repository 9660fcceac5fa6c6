"""What a design takes for granted, and what its changes lie in: sentences for the reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from loxsmith.knowledge import limit
from loxsmith.locus import Locus, usage_of
from loxsmith.request import Request
from loxsmith.strategy.edits import Edit
from loxsmith.strategy.outcome import escaping
from loxsmith.strategy.routes import coding


def touches_splice_site(locus: Locus, at: int) -> bool:
    """Whether an insertion parts the exon bases of a splice site of the target transcript from their intron."""
    before, after = limit("J.splice.exon.last").whole, limit("J.splice.exon.first").whole
    return any(a - before < at <= a or b <= at < b + after for a, b in locus.target.introns)


def near_splice_sites(locus: Locus, edits: Sequence[Edit]) -> tuple[str, ...]:
    """Name the splice sites of the target transcript whose consensus a change touches."""
    found = []
    for number, (start, end) in enumerate(locus.target.introns, 1):
        for what, (a, b) in (
            (f"donor of exon {number}", (start - 3, start + 6)),
            (f"acceptor of exon {number + 1}", (end - 20, end + 2)),
        ):
            if any(e.start < b and max(e.end, e.start + 1) > a for e in edits):
                found.append(
                    f"The change touches the splice {what}: whether it is still spliced there must be tested (R09)."
                )
    return tuple(found)


def shared_exons(locus: Locus, edits: Sequence[Edit]) -> tuple[str, ...]:
    """Name the other genes whose exons a change lies in, and say what it does to their frame (R15)."""
    found = []
    for neighbour in sorted(locus.neighbours, key=lambda n: n.symbol):
        coding = [e for e in edits if _touches(e, neighbour.coding)]
        if coding:
            grown = sum(len(e.alt) - len(e.ref) for e in coding)
            found.append(
                f"The change also lies in the coding sequence of {neighbour.symbol}, on "
                f"{'the same' if neighbour.strand == 1 else 'the other'} strand: it {_to_frame(grown)}, and its "
                "protein, which is not judged here, is changed too (R15)."
            )
        elif any(_touches(e, neighbour.exons) for e in edits):
            found.append(
                f"The change also lies in a non-coding exon of {neighbour.symbol}, which is not judged here (R15)."
            )
    return tuple(dict.fromkeys(found))


def _touches(edit: Edit, stretches: Iterable[tuple[int, int]]) -> bool:
    """Whether an edit lies in a stretch; an insertion does between two of its bases."""
    if edit.start == edit.end:
        return any(a < edit.start < b for a, b in stretches)
    return any(edit.start < b and edit.end > a for a, b in stretches)


def _to_frame(grown: int) -> str:
    if not grown:
        return "exchanges bases there"
    words = "adds" if grown > 0 else "takes away"
    frame = "keeps its frame" if grown % 3 == 0 else "shifts its frame"
    return f"{words} {abs(grown)} bases there, which {frame}"


def first_assumptions(request: Request, locus: Locus) -> tuple[str, ...]:
    """What is said of every design: defaults taken, sex linkage, strain."""
    found = [*request.assumptions, *filter(None, [usage_of(locus).statement])]
    if locus.is_x_linked:
        found.append(
            f"{locus.gene.symbol} is X-linked: males carry the allele as their only copy, and a correctly targeted "
            "male ES clone has no wild-type copy left (R38)."
        )
    if request.strain and "C57BL/6" not in request.strain.upper().replace("B6", "C57BL/6"):
        found.append(
            f"The design is made on {locus.genome.assembly}, not on {request.strain}: sequence arms, guide site and "
            "primers in that strain first (R21)."
        )
    return tuple(found)


def escapes(locus: Locus, edits: Sequence[Edit], what: str) -> tuple[str, ...]:
    missed = [t.id for t in escaping(locus, edits)]
    if not missed or len(missed) == len(coding(locus)):
        return ()
    return (f"{', '.join(missed)} of {locus.gene.symbol} does not carry {what} and stays as it is.",)
