"""The orthologue in a second genome: which gene it is, whether it is one, and which residue answers to which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loxsmith.errors import DataError, InfeasibleError
from loxsmith.genome import Gene, Genome
from loxsmith.genome._biopython import align_proteins
from loxsmith.locus import Locus, open_locus
from loxsmith.locus.paralogues import ALIGNED, COVERAGE, IDENTITY, Similarity, similarity
from loxsmith.request import Request
from loxsmith.sequence import is_plain

GENE = "ortholog"
"""Setting that names the gene of the second genome (``--set ortholog=TNF``)."""

TRANSCRIPT = "ortholog.transcript"
"""Setting that names its transcript."""

SETTINGS = (GENE, TRANSCRIPT)
"""Settings that a humanisation reads."""


@dataclass(frozen=True, kw_only=True)
class Orthologue:
    """A gene of a second genome beside the gene it answers to."""

    mouse: Locus
    """The gene that is changed."""

    locus: Locus
    """The other one, from its first to its last base, in its own orientation."""

    similarity: Similarity
    """What the two proteins have in common."""

    pairs: Mapping[int, int]
    """Residue of the mouse protein and the human residue aligned with it, both 1-based; gaps are left out."""

    @property
    def symbol(self) -> str:
        """Symbol in the second genome."""
        return self.locus.gene.symbol

    @property
    def protein(self) -> str:
        """Protein of its transcript, without the stop."""
        return self.locus.protein

    @property
    def coding(self) -> str:
        """Its coding sequence, stop codon included."""
        return self.locus.cds_of(self.locus.target)

    @property
    def backwards(self) -> dict[int, int]:
        """Residue of the human protein and the mouse residue aligned with it, both 1-based."""
        return {human: mouse for mouse, human in self.pairs.items()}

    @property
    def statement(self) -> str:
        """Where the human sequence comes from, as a sentence."""
        found, genome = self.similarity, self.locus.genome
        return (
            f"The human sequence is {self.symbol} ({self.locus.target.id}) of genome {genome.name}, "
            f"{self.locus.window}, sha256 of the genome {genome.sha256[:12]}: {found.identity:.0%} of "
            f"{found.aligned} aligned residues are those of {self.mouse.gene.symbol} ({self.mouse.target.id})."
        )

    def origin(self, start: int, end: int) -> str:
        """Say where a stretch of the human gene lies."""
        genome = self.locus.genome
        return f"{self.symbol} {self.locus.target.id}, {genome.assembly} {self.locus.describe(start, end)}"


def orthologue(request: Request, mouse: Locus, second: Genome | None) -> Orthologue:
    """Find the orthologue of a gene by its symbol or by the name the request gives, and verify it.

    Args:
        request: for ``ortholog`` and ``ortholog.transcript`` among its settings.
        mouse: the gene that is changed.
        second: the genome to look in.

    Raises:
        DataError: there is no second genome, it has no such gene, or the gene is not whole on it.
        RequestError: the gene or transcript named is not there, or several share the name.
        InfeasibleError: the two proteins are not alike.
    """
    gene = _gene(request, mouse, _annotated(mouse, second))
    locus = _opened(request, gene, _annotated(mouse, second))
    if not is_plain(locus.cds_of(locus.target)):
        raise DataError(
            f"The coding sequence of {gene.symbol} has unknown or ambiguous bases in genome {locus.genome.name}.",
            hint="Give an assembly in which this gene is sequenced.",
            gene=gene.symbol,
        )
    found = similarity(mouse.protein, locus.protein)
    if found is None or not found.paralogous:
        raise _unlike(mouse, locus, found)
    _, stretches = align_proteins(mouse.protein, locus.protein)
    pairs = {here + i + 1: there + i + 1 for here, there, size in stretches for i in range(size)}
    return Orthologue(mouse=mouse, locus=locus, similarity=found, pairs=pairs)


def _annotated(mouse: Locus, second: Genome | None) -> Genome:
    if second is None:
        raise DataError(
            f"This change of {mouse.gene.symbol} needs the human gene, and no second genome was given.",
            hint="Name one with --donor-genome NAME, or --donor-fasta FILE with --donor-annotation FILE.",
            gene=mouse.gene.symbol,
        )
    if not second.annotated:
        raise DataError(
            f"The second genome {second.name} has no annotation, so its genes are not known.",
            hint="Give one with --donor-annotation genes.gff3.",
        )
    return second


def _gene(request: Request, mouse: Locus, second: Genome) -> Gene:
    """The gene named, else the one of the same symbol: as it is written, then in any case."""
    named = request.options.get(GENE)
    if named is not None:
        return second.gene(str(named))
    symbol = mouse.gene.symbol
    if not second.has_gene(symbol):
        raise DataError(
            f"Genome {second.name} has no gene called {symbol.upper()}, so the orthologue of {symbol} is not known.",
            hint=f"Name it with --set {GENE}=SYMBOL, or give a genome that holds it.",
            gene=symbol,
        )
    return second.gene(symbol)


def _opened(request: Request, gene: Gene, second: Genome) -> Locus:
    named = request.options.get(TRANSCRIPT)
    try:
        return open_locus(second, gene, margin=0, transcript=None if named is None else str(named))
    except DataError as refusal:
        whole = [t for t in gene.transcripts if t.cds and not t.incomplete] if not gene.clipped else []
        longest = max(whole, key=lambda t: (t.cds_length, t.id), default=None)
        raise DataError(
            refusal.message,
            hint=f"Name a whole transcript of it, as in --set {TRANSCRIPT}={longest.id}."
            if longest
            else "Give a second genome that holds the whole gene.",
            gene=gene.symbol,
            genome=second.name,
        ) from None


def _unlike(mouse: Locus, locus: Locus, found: Similarity | None) -> InfeasibleError:
    names = f"{locus.gene.symbol} of {locus.genome.name} and {mouse.gene.symbol}"
    hint = f"Name the orthologue with --set {GENE}=SYMBOL."
    if found is None:
        return InfeasibleError(f"The proteins of {names} are too long to be aligned.", hint=hint)
    return InfeasibleError(
        f"The proteins of {names} are not alike enough to be orthologues: {found.identity:.0%} of {found.aligned} "
        f"aligned residues are identical, over {found.coverage:.0%} of the shorter one.",
        hint=f"{hint} Asked for are {IDENTITY:.0%} of at least {ALIGNED} residues, over {COVERAGE:.0%}.",
        identity=found.identity,
    )
