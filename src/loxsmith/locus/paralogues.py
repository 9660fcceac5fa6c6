"""Which genes are paralogues of a gene, by how much their proteins have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import exp
from typing import Final
from weakref import WeakKeyDictionary

from loxsmith.errors import RequestError
from loxsmith.genome import Gene, Genome
from loxsmith.genome._biopython import align_proteins
from loxsmith.sequence import translate

IDENTITY: Final = 0.30
"""Least share of identical residues: above roughly 30 %, nine in ten pairs were homologous (Rost 1999,
Protein Eng 12:85, doi:10.1093/protein/12.2.85)."""

ALIGNED: Final = 50
"""Least residues aligned (judgement: chance reaches 30 % over fewer)."""

COVERAGE: Final = 0.50
"""Least share of the shorter protein that is aligned (judgement: more than a shared domain)."""

CHANCE: Final = 0.001
"""Most alignments as good that two proteins of these lengths would have by chance; without it, three of the 51 pairs
of unrelated genes around human TNF would pass. The figure is Pearson's 2013 for inferring homology (Curr Protoc
Bioinformatics 3.1, doi:10.1002/0471250953.bi0301s42); to ask it of a single pair is a judgement."""

LAMBDA, K = 0.267, 0.041
"""How scores with BLOSUM62 and gaps of 11 + 1 are distributed by chance: as in NCBI BLAST (blast_stat.c)."""

CELLS: Final = 100_000_000
"""Largest product of two proteins' lengths that is aligned (judgement: 0.2 GB of memory; of mouse genes only the
giants such as titin exceed it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """What two proteins have in common, by their best local alignment."""

    identical: int
    """Identical residues in it."""

    aligned: int
    """Pairs of residues in it, gaps not counted."""

    shorter: int
    """Residues of the shorter protein."""

    chance: float
    """Alignments with as high a score expected by chance between two proteins of their lengths (an E-value)."""

    @property
    def identity(self) -> float:
        """Identical residues as a fraction of those aligned, 0-1."""
        return self.identical / self.aligned if self.aligned else 0.0

    @property
    def coverage(self) -> float:
        """Aligned residues as a fraction of the shorter protein, 0-1."""
        return self.aligned / self.shorter if self.shorter else 0.0

    @property
    def paralogous(self) -> bool:
        """Whether that is enough for two genes of one genome to be called paralogues."""
        alike = self.identity >= IDENTITY and self.aligned >= ALIGNED and self.coverage >= COVERAGE
        return alike and self.chance <= CHANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Paralogues:
    """The paralogues of a gene among some others."""

    identity: Mapping[str, float]
    """Symbol of each paralogue, and the share of identical residues (0-1)."""

    unknown: tuple[str, ...]
    """Symbols of those that cannot be told: no whole protein is known of them, or of the gene itself."""

    def identity_of(self, label: str) -> float | None:
        """Return the highest identity of a paralogue in a label as a site carries it; None when none is in it.

        Args:
            label: a symbol, or several joined by commas.

        >>> Paralogues(identity={"Garl2": 0.6}, unknown=()).identity_of("Tindra,Garl2")
        0.6
        """
        names = (label, *_parts(label))
        return max((self.identity[name] for name in names if name in self.identity), default=None)


def paralogues(genome: Genome, gene: Gene, others: Iterable[str]) -> Paralogues:
    """Return which of the named genes are paralogues of ``gene``.

    The proteins of the canonical transcripts are aligned: at least 30 % of the aligned residues are identical, over
    at least 50 residues and half of the shorter protein, and chance alone would not give as good an alignment.

    Args:
        genome: the genome that holds them all.
        gene: the gene.
        others: symbols or accessions, several joined by commas as sites carry them; the gene itself is passed over.
    """
    identity: dict[str, float] = {}
    unknown: dict[str, None] = {}
    for name in dict.fromkeys(name for label in others for name in _names(genome, label)):
        try:
            other = genome.gene(name)
        except RequestError:  # No gene of that name, or several.
            unknown[name] = None
            continue
        if other.id == gene.id:
            continue
        similar = similarity_of(genome, gene, other)
        if similar is None:
            unknown[name] = None
        elif similar.paralogous:
            identity[name] = similar.identity
    return Paralogues(identity=identity, unknown=tuple(unknown))


def similarity_of(genome: Genome, one: Gene, other: Gene) -> Similarity | None:
    """Return what the proteins of two genes have in common, the same in either order.

    None when one of them has no whole protein, or both are too long to be aligned.
    """
    first, second = sorted((one, other), key=lambda gene: gene.id)
    known = _SIMILAR.setdefault(genome, {})
    pair = first.id, second.id
    if pair not in known:
        a, b = protein_of(genome, first), protein_of(genome, second)
        known[pair] = None if a is None or b is None else similarity(a, b)
    return known[pair]


def similarity(one: str, other: str) -> Similarity | None:
    """Return what two proteins have in common; None when they are too long to be aligned.

    Args:
        one: residues in one-letter code.
        other: likewise.

    >>> found = similarity("MKTAYIAKQRQISFVKSHF", "MKTAYLAKQRQISFVKSHF")
    >>> found.identical, found.aligned, found.paralogous
    (18, 19, False)
    """
    if len(one) * len(other) > CELLS:
        return None
    score, stretches = align_proteins(one, other)
    pairs = [(one[at + i], other[there + i]) for at, there, size in stretches for i in range(size)]
    return Similarity(
        identical=sum(a == b != _ANY for a, b in pairs),
        aligned=len(pairs),
        shorter=min(len(one), len(other)),
        chance=K * len(one) * len(other) * exp(-LAMBDA * score),
    )


def protein_of(genome: Genome, gene: Gene) -> str | None:
    """Return the protein of the canonical transcript; None when it has none that is whole.

    A stop codon within (selenocysteine, or a flaw of the annotation) becomes X.
    """
    if not gene.transcripts:
        return None
    transcript = gene.canonical
    if not transcript.cds or transcript.incomplete:
        return None
    bases = "".join(genome.fetch(gene.contig, start, end, transcript.strand) for start, end in transcript.cds)
    return translate(bases).removesuffix("*").replace("*", _ANY) or None


_ANY = "X"
"""A residue that is not known; two of them are not called identical."""

_SIMILAR: WeakKeyDictionary[Genome, dict[tuple[str, str], Similarity | None]] = WeakKeyDictionary()
"""Pairs of genes that were aligned, by accession: a list of guides asks for the same ones again and again."""


def _names(genome: Genome, label: str) -> Iterator[str]:
    """Yield the symbols of a label; a comma may be part of one."""
    if label and genome.has_gene(label):
        yield label
    else:
        yield from _parts(label)


def _parts(label: str) -> tuple[str, ...]:
    return tuple(name for part in label.split(",") if (name := part.strip()))
