"""From what was asked to the locus it is made on, for whole designs and for donors alone."""

from __future__ import annotations

from loxsmith.errors import DataError, InfeasibleError, RequestError
from loxsmith.genome import Gene, Genome
from loxsmith.knowledge import harbour
from loxsmith.locus import Locus, harbour_gene, open_locus
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
    margin = FLANK + ROOM + (max(request.arms) if request.arms else 0)
    if request.kind == "harbour" and request.gene is not None:
        gene = harbour_gene(genome, harbour(request.gene))
        return open_locus(genome, gene, margin=margin, transcript=request.transcript, coding=False)
    return open_locus(genome, _gene(request, genome), margin=margin, transcript=request.transcript)


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
