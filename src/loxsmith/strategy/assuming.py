"""What a design takes for granted, and what its changes lie in: sentences for the reader."""

from __future__ import annotations

from collections.abc import Sequence

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
    """Name the other genes whose exons a change lies in (R15)."""
    genes = {
        n.symbol
        for n in locus.neighbours
        for a, b in n.exons
        for e in edits
        if e.start < b and max(e.end, e.start + 1) > a
    }
    return tuple(
        f"The change also lies in an exon of {symbol}, which is not judged here (R15)."
        for symbol in sorted(genes)
    )


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
