"""A slow, obvious second opinion on the readout: every base carries where it came from.

An allele is a list of bases with their wild-type position, edited as a list. The oracle never aligns: it looks
the exon boundaries up by provenance, joins them and translates with a codon table written out here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

_CODONS = dict(
    zip(
        map("".join, product("TCAG", repeat=3)),
        "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
        strict=True,
    )
)
_OTHER = {"A": "T", "C": "G", "G": "C", "T": "A"}


@dataclass(frozen=True)
class Base:
    """One base of an allele."""

    letter: str
    wild: int | None
    """Wild-type position; None for a base that an edit brought."""
    strand: int = 1


class Traced:
    """An allele whose every base knows its origin."""

    def __init__(self, wild: str) -> None:
        self.bases = [Base(letter, i) for i, letter in enumerate(wild)]
        self.edges: list[int | None] = []

    @property
    def text(self) -> str:
        return "".join(base.letter for base in self.bases)

    def substitute(self, at: int, text: str) -> None:
        """Replace bases one by one: they keep their place."""
        for i, letter in enumerate(text):
            old = self.bases[at + i]
            self.bases[at + i] = Base(letter, old.wild, old.strand)

    def insert(self, at: int, text: str) -> None:
        self.bases[at:at] = [Base(letter, None) for letter in text]

    def delete(self, start: int, end: int) -> None:
        del self.bases[start:end]

    def invert(self, start: int, end: int) -> None:
        turned = [Base(_OTHER[b.letter], b.wild, -b.strand) for b in reversed(self.bases[start:end])]
        self.bases[start:end] = turned

    def duplicate(self, start: int, end: int) -> None:
        self.bases[end:end] = self.bases[start:end]

    def places(self, wild: int) -> list[int]:
        """Positions of a wild-type base that still lies on the top strand."""
        return [i for i, b in enumerate(self.bases) if b.wild == wild and b.strand == 1]

    def edges_near(self, reach: int) -> set[int]:
        """Positions within ``reach`` of a place where neighbours were not neighbours before, or of a new base."""
        breaks = [i for i in range(1, len(self.bases)) if not _follows(self.bases[i - 1], self.bases[i])]
        return {p for i in breaks for p in range(i - reach, i + reach)}


def _follows(one: Base, other: Base) -> bool:
    if one.wild is None or other.wild is None:
        return one.wild is other.wild
    return one.strand == other.strand and other.wild == one.wild + one.strand


def mature(allele: Traced, exons: Sequence[tuple[int, int]]) -> str:
    """Join the exons of an allele whose introns' edges are untouched.

    An exon reaches from behind the last base of the intron before it to the first base of the one behind it.
    An exon that has lost both of these neighbours is gone.
    """
    text, rna = allele.text, ""
    for number, (start, end) in enumerate(exons):
        before = allele.places(start) if number == 0 else [p + 1 for p in allele.places(start - 1)]
        last = number == len(exons) - 1
        behind = [p + 1 for p in allele.places(end - 1)] if last else allele.places(end)
        if not before and not behind:
            continue
        (a,), (b,) = before, behind
        rna += text[a:b]
    return rna


def protein_of(rna: str, start: int) -> str:
    """Translate from ``start`` to the first stop."""
    made = ""
    for i in range(start, len(rna) - 2, 3):
        residue = _CODONS[rna[i : i + 3]]
        if residue == "*":
            break
        made += residue
    return made


# -- a gene to try things on -------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToyGene:
    """A made-up gene: wild-type sequence, exons and coding stretches (0-based, half-open)."""

    wild: str
    exons: tuple[tuple[int, int], ...]
    cds: tuple[tuple[int, int], ...]

    @property
    def protein(self) -> str:
        return protein_of("".join(self.wild[a:b] for a, b in self.cds), 0)

    def codon(self, residue: int) -> int:
        """Position of the first base of a codon (1-based residue)."""
        return [p for a, b in self.cds for p in range(a, b)][3 * residue - 3]


def toy_gene(seed: int = 1, *, coding: Sequence[int] = (90, 131, 121, 150), leader: bool = False) -> ToyGene:
    """Build a gene of one exon for each entry of ``coding`` (coding bases), with 700-bp introns.

    Args:
        seed: of the random bases.
        coding: coding bases of each exon, together a multiple of three.
        leader: whether a further exon, all 5'UTR, comes first.
    """
    random = Random(seed)
    codons = [c for c, residue in _CODONS.items() if residue not in "*M"]
    bases = "ATG" + "".join(random.choices(codons, k=sum(coding) // 3 - 2)) + "TAA"
    exons: list[tuple[int, int]] = []
    cds: list[tuple[int, int]] = []
    text = _noise(random, 600)
    if leader:
        exons.append((600, 720))
        text += _noise(random, 120) + _intron(random)
    for number, length in enumerate(coding):
        start = len(text)
        text += _noise(random, 100) if number == 0 else ""
        cds.append((len(text), len(text) + length))
        text += bases[:length]
        bases = bases[length:]
        last = number == len(coding) - 1
        text += _noise(random, 250) if last else ""
        exons.append((start, len(text)))
        text += _noise(random, 600) if last else _intron(random)
    return ToyGene(wild=text, exons=tuple(exons), cds=tuple(cds))


def _intron(random: Random) -> str:
    return "GTAAGT" + _noise(random, 660) + "TACTAACTTTCTTTTCCTCTTTCTTTGCACAG"


def _noise(random: Random, length: int) -> str:
    """Random bases without ATG on the top strand."""
    text = ""
    while len(text) < length:
        letter = random.choice("ACGT")
        text += "C" if (text + letter).endswith("ATG") else letter
    return text
