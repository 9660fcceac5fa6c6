"""What a strategy is: the kind of allele, the reasons, and the promises it must keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from loxsmith.knowledge import Part, Site, part, site
from loxsmith.sequence import Molecule, Source, Strand, reverse_complement
from loxsmith.sequence.source import Feature
from loxsmith.strategy.edits import Edit

Route = Literal["es", "zygote"]
Donor = Literal["vector", "ssodn", "lssdna", "plasmid", "aav"]

_KEYS = {
    "cds": "CDS",
    "cds-fragment": "CDS",
    "promoter": "promoter",
    "enhancer": "enhancer",
    "polyA": "polyA_signal",
    "site": "protein_bind",
    "intron": "intron",
    "splice": "intron",
    "stop-cassette": "terminator",
}
"""INSDC feature keys for the kinds of the parts library; the rest are ``misc_feature``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of designed DNA with a name."""

    name: str
    """What a map shows."""

    sequence: str
    """Bases in the piece's own direction, upper case."""

    strand: Strand = 1
    """-1 when it lies antisense to the gene."""

    kind: str = "literal"
    """Kind of the library part, ``site``, or ``literal``."""

    note: str = ""
    """Source, and a label such as "own composition"."""

    @property
    def text(self) -> str:
        """Bases as drawn, in the gene's direction."""
        return self.sequence if self.strand == 1 else reverse_complement(self.sequence)

    def molecule(self) -> Molecule:
        """The piece as a molecule that carries its own feature."""
        feature = Feature(
            kind=_KEYS.get(self.kind, "misc_feature"),
            label=self.name,
            segments=((0, len(self.sequence)),),
            qualifiers=(("note", self.note),) if self.note else (),
        )
        features = (feature, *_inside(self)) if self.kind == "backbone" else (feature,)
        source = Source(name=f"part:{self.name}", sequence=self.sequence, features=features)
        drawn = Molecule.of(source)
        return drawn if self.strand == 1 else drawn.reverse_complement()


def _inside(backbone: Piece) -> tuple[Feature, ...]:
    """Resistance gene and origin of a plasmid backbone, found by sequence on either strand."""
    found = []
    for element in (part("AmpR"), part("ori")):
        for strand, text in ((1, element.sequence), (-1, reverse_complement(element.sequence))):
            at = backbone.sequence.find(text)
            if at >= 0:
                key = "rep_origin" if element.kind == "backbone" else "gene"
                place = ((at, at + len(text)),)
                found.append(
                    Feature(kind=key, label=element.name, segments=place, strand=1 if strand == 1 else -1)
                )
    return tuple(found)


def from_part(name: str, strand: Strand = 1) -> Piece:
    """Return a library part as a piece."""
    found: Part = part(name)
    note = "; ".join(filter(None, (found.label, f"source: {found.source}")))
    return Piece(name=found.name, sequence=found.sequence, strand=strand, kind=found.kind, note=note)


def from_site(name: str, strand: Strand = 1) -> Piece:
    """Return a recombinase site as a piece."""
    found: Site = site(name)
    return Piece(
        name=found.name, sequence=found.sequence, strand=strand, kind="site", note=f"source: {found.source}"
    )


def spell(pieces: tuple[Piece, ...]) -> str:
    """Bases of pieces in a row, as drawn."""
    return "".join(piece.text for piece in pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of the locus, or a place in it, in whose stead designed DNA stands."""

    start: int
    """First base of the wild-type locus that is gone, 0-based."""

    end: int
    """One past the last; equal to ``start`` where nothing is gone."""

    pieces: tuple[Piece, ...]
    """What stands there; nothing for a plain deletion."""

    def shifted(self, by: int) -> Block:
        """Return the same block ``by`` bases farther along."""
        return Block(start=self.start + by, end=self.end + by, pieces=self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cassette:
    """Designed DNA of an allele that recombinases change: what stands where, in every state."""

    states: tuple[tuple[str, tuple[Block, ...]], ...]
    """Allele id and its blocks, by position: ``targeted`` first, then after each recombinase."""

    @classmethod
    def at(cls, at: int, states: Iterable[tuple[str, tuple[Piece, ...]]]) -> Cassette:
        """A cassette at one place, in front of base ``at`` of the locus."""
        return cls(states=tuple((a, (Block(start=at, end=at, pieces=pieces),)) for a, pieces in states))

    @property
    def start(self) -> int:
        """First base of the locus that the targeted allele replaces, or the first place of an insertion."""
        return self.blocks("targeted")[0].start

    @property
    def end(self) -> int:
        """One past the last; between ``start`` and here the vector carries the locus itself."""
        return self.blocks("targeted")[-1].end

    def blocks(self, allele: str) -> tuple[Block, ...]:
        """Return what stands where in ``allele``."""
        return dict(self.states)[allele]

    def pieces(self, allele: str) -> tuple[Piece, ...]:
        """Return all designed pieces of ``allele``, 5' to 3'."""
        return tuple(piece for block in self.blocks(allele) for piece in block.pieces)

    def edits(self, allele: str) -> tuple[Edit, ...]:
        """Return the blocks of ``allele`` as plain exchanges of bases; what is gone is written as N."""
        return tuple(
            Edit(start=b.start, end=b.end, ref="N" * (b.end - b.start), alt=spell(b.pieces))
            for b in self.blocks(allele)
            if b.pieces or b.end > b.start
        )

    def shifted(self, by: int) -> Cassette:
        """Return the same cassette ``by`` bases farther along the locus."""
        return Cassette(states=tuple((a, tuple(b.shifted(by) for b in blocks)) for a, blocks in self.states))


def is_covered(edit: Edit, stretches: Iterable[tuple[int, int]]) -> bool:
    """Whether an edit lies in a stretch that is replaced, or is the named insertion that a cassette spells out.

    Args:
        edit: on the wild-type locus.
        stretches: what a cassette replaces, 0-based half-open; empty ones are insertions.
    """
    return any(
        (start <= edit.start and edit.end <= end)
        if start < end
        else bool(edit.what) and edit.start == edit.end == start
        for start, end in stretches
    )


def with_blocks(edits: Sequence[Edit], blocks: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return edits and blocks together; an edit that a block takes away or stands for goes with it."""
    kept = [e for e in edits if not is_covered(e, [(b.start, b.end) for b in blocks])]
    return tuple(sorted((*kept, *blocks), key=lambda e: (e.start, e.end)))


# -- promises ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NoProduct:
    """The transcript makes no product with native residues behind ``residues``."""

    transcript: str
    residues: int
    """Native residues that may still be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Makes:
    """The transcript makes exactly these proteins (several behind 2A peptides), and ends in a stop."""

    transcript: str
    chains: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingElse:
    """Base for base, the allele is the wild type with the declared edits and the cassette of its state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneEnd:
    """Every order of the recombinases named ends in this allele."""

    orders: tuple[str, ...]
    """Allele ids that must carry the same sequence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A recombinase finds no two sites left on the allele that recombine."""

    agent: str
    """The recombinase, as the site table spells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCut:
    """The chosen guide does not cut the allele again."""


Claim = NoProduct | Makes | NothingElse | OneEnd | NotCut | Locked


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One thing the finished animal must be, to be proved on the simulated allele."""

    id: str
    allele: str
    """Id of the allele it is about."""
    statement: str
    """One sentence for a reader."""
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Spliced:
    """Sequence of another genome with the introns that are known of it."""

    sequence: str
    """Bases, in the gene's direction."""

    introns: tuple[tuple[int, int], ...]
    """Its introns, 0-based half-open on ``sequence``, ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A strategy that was not chosen."""

    id: str
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """Which allele is built, by which route, and why."""

    id: str
    title: str
    route: Route
    donor: Donor
    edits: tuple[Edit, ...]
    """Intended edits on the locus."""
    payload: tuple[Piece, ...] = ()
    """Pieces of the inserted payload, whose spelling is the ``alt`` of the edit named by them."""
    cassette: Cassette | None = None
    arms: tuple[int, int] | None = None
    """Lengths of the 5' and 3' arm in common use at this place (bp); None for the usual ones of the donor."""
    orders: tuple[tuple[str, ...], ...] = ()
    """Orders in which recombinases act, such as ``("Flp",)`` and ``("Flp", "Cre")``."""
    promises: tuple[Promise, ...]
    why: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """What should give a reader pause before building."""
    settings: tuple[str, ...] = ()
    """Settings of the request (``--set``) that the strategy went by."""
    foreign: tuple[Spliced, ...] = ()
    """Inserted genomic sequence of another genome, whose own splice sites a reader of the allele must know."""
    names: tuple[tuple[str, str], ...] = ()
    """Names that alleles go by, by id: ``("flp", "tm1c")``."""
