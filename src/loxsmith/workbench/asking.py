"""From what was asked to the locus it is made on, for whole designs and for donors alone."""

from __future__ import annotations

from loxsmith.errors import DataError, InfeasibleError, RequestError
from loxsmith.genome import Gene, Genome
from loxsmith.locus import Locus, open_locus
from loxsmith.request import GenomicChange, Request

FLANK = 20_000
"""Bases of the target window beyond gene and arms, on both sides (the contract's target.window)."""

ROOM = 20_000
"""Bases beyond the gene in which arms may lie before the window is cut to size."""


def locus_of(request: Request, genome: Genome) -> Locus:
    """Open the gene that a request is about, with room for every arm.

    Raises:
        RequestError: the gene is not known, or more than one is meant.
        InfeasibleError: a change lies in no coding gene.
        DataError: the gene, or a safe harbour, is not whole on the sequence at hand.
    """
    _must_be_at_hand(request, genome)
    reach = max(request.arms) if request.arms else 0
    return open_locus(
        genome, _gene(request, genome), margin=FLANK + ROOM + reach, transcript=request.transcript
    )


def _must_be_at_hand(request: Request, genome: Genome) -> None:
    """A safe harbour is a real place: without its sequence nothing is designed, least of all with invented arms."""
    if request.kind != "harbour" or request.gene is None:
        return
    if not genome.has_gene(request.gene):
        raise DataError(
            f"The locus of {request.gene} is not in genome {genome.name}, and its arms are never invented.",
            hint="Open an assembly or a GenBank record that holds it, with --fasta and --annotation, or --locus.",
            harbour=request.gene,
        )


def _gene(request: Request, genome: Genome) -> Gene:
    if not genome.annotated:
        raise DataError(
            f"Genome {genome.name} has no annotation, so its genes are not known.",
            hint="Give one with --annotation genes.gff3.",
        )
    if request.gene is not None:
        return genome.gene(request.gene)
    change = next(c for c in request.changes if isinstance(c, GenomicChange))
    contig, at = genome.locate(change.chrom, change.start)
    coding = [
        g for g in genome.genes_in(contig, at, at + 1) if g.transcripts and g.canonical.cds and not g.clipped
    ]
    exonic = [g for g in coding if any(a <= at < b for a, b in g.canonical.cds)]
    found = exonic or coding
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(g.symbol for g in found)
        raise RequestError(
            f"{change.text} lies in {names}.", hint=f"Name one, as in {found[0].symbol} c. or p."
        )
    raise InfeasibleError(
        f"{change.text} lies in no coding gene of {genome.name}.",
        hint="Changes outside genes are not designed yet: name a gene's residue or base.",
    )
