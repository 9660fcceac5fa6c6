"""What the drawer hands over: molecules to build, the edits they carry, and where their arms lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from loxsmith.guides import Guide
from loxsmith.guides.offtargets import OffTargets
from loxsmith.guides.usability import Usability
from loxsmith.locus import Locus
from loxsmith.sequence import Feature, Molecule, Opener, Source
from loxsmith.strategy import Edit, Piece, Strategy, hgvs_coding, hgvs_genomic, hgvs_protein, is_covered

Kind = Literal["targeting vector", "plasmid", "lssDNA", "ssODN", "AAV"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Construct:
    """A molecule to order or to clone."""

    id: str
    """File name without ending: ``vector``, ``donor``."""

    name: str
    """What a map shows."""

    kind: Kind

    molecule: Molecule
    """Drawn in the gene's orientation; a circle begins with its 5' arm."""

    arms: tuple[tuple[int, int], tuple[int, int]]
    """5' and 3' homology arm on the molecule, 0-based half-open."""

    strand: Literal["+", "-"] = "+"
    """Of an oligonucleotide: ``-`` when its own bases are the complement of the drawing."""

    polarity: Literal["", "target", "non-target"] = ""
    """Of an oligonucleotide: the strand its own bases are; ``non-target`` holds protospacer and PAM."""

    selection: tuple[str, ...] = ()
    """Positive and negative markers."""

    linearised_by: str = ""
    """Enzyme that opens a targeting vector; it cuts it once, outside the arms."""

    opener: Opener | None = None
    """How that enzyme cuts; None for a molecule that is used as it is."""

    bonds: int = 0
    """Phosphorothioate bonds at each end of an oligonucleotide."""

    synthesis: tuple[str, ...] = ()
    """What makes it hard to synthesise, one sentence for each kind of fault, stretches counted from 1."""

    expected_yield: str = ""
    """What was published of donors of its kind; empty for targeting vectors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A guide near the change, with what it would take to use it."""

    guide: Guide
    distance: int
    """Bases between its cut and the nearest intended change."""

    blocking: tuple[Edit, ...] | None
    """Silent edits that stop it from cutting the finished allele; None when none were found."""

    other_cuts: int
    """Windows of the wild-type locus, its own aside, that it would cut too."""

    twins: int = 0
    """Those of them that it fits with an NGG PAM and at most R29's single mismatch: they forbid it."""

    other_cfd: float = 0.0
    """Highest CFD of those other windows (0-1)."""

    unblocked: str = ""
    """Why no silent edits are given, as the end of a sentence that begins with the guide."""

    concerns: tuple[str, ...] = ()
    """What its silent edits lie in that is neither codon, intron nor untranslated end of the gene, a sentence each."""

    outside: int = 0
    """How many of the silent bases lie in no codon: in an intron or untranslated."""

    efficiency: float | None = None
    """Predicted cutting, whatever its scale, the higher the better; None when it was not predicted."""

    offtargets: OffTargets | None = None
    """What was found in the genome; None when it was not searched."""

    diagnostic: str = ""
    """Restriction site that its edits, intended and silent together, gain or lose, as a sentence; empty for none."""

    reasons: tuple[str, ...] = ()
    """Why it stands where it does among the candidates, and why it was not chosen, one sentence each."""

    verdict: Usability | None = None
    """What is known of the guide itself and of what lies under it; None when nobody looked."""

    @property
    def usable(self) -> bool:
        """Whether it can be kept from cutting the finished allele, has no other place here, and is fit itself."""
        return self.spare and not self.other_cuts

    @property
    def spare(self) -> bool:
        """Whether it can be used at all: other places of the locus may be like its own, with two mismatches or more."""
        return self.blocking is not None and not self.twins and not self.hindrance

    @property
    def hindrance(self) -> str:
        """Why the guide itself cannot be used, as the end of a sentence; empty when it can."""
        if self.verdict is None or self.verdict.usable:
            return ""
        return f"is unfit: {self.verdict.reasons[0].rstrip('.')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A design as drawn, before anybody has checked it."""

    construct: Construct
    edits: tuple[Edit, ...]
    """Intended and blocking edits on the locus, in its order."""
    arms: tuple[tuple[int, int], tuple[int, int]]
    """5' and 3' homology on the wild-type locus, 0-based half-open."""
    candidates: tuple[Candidate, ...] = ()
    """Guides in rank order; the first is the chosen one. Empty for ES-cell designs."""
    remarks: tuple[str, ...] = ()
    """What the drawer could not do as well as it wanted."""
    notes: tuple[str, ...] = ()
    """What is worth knowing and asks for nothing: a restriction site gained or lost, a number set by the request."""


def edited(locus: Locus, strategy: Strategy, edits: tuple[Edit, ...]) -> Molecule:
    """Return the locus with every edit made, and with the cassette when the strategy has one."""
    molecule = locus.molecule
    blocks = strategy.cassette.blocks("targeted") if strategy.cassette is not None else ()
    changes = [(b.start, b.end, joined(b.pieces)) for b in blocks]
    changes += [
        (e.start, e.end, _insert(e, strategy, _label(e, locus, edits)))
        for e in edits
        if not is_covered(e, [(b.start, b.end) for b in blocks])
    ]
    for start, end, insert in sorted(changes, key=lambda c: c[:2], reverse=True):
        molecule = molecule.replace(start, end, insert)
    return molecule


def joined(pieces: tuple[Piece, ...]) -> Molecule:
    """Return pieces in a row as one molecule that carries their features."""
    molecule = Molecule([])
    for piece in pieces:
        molecule = molecule + piece.molecule()
    return molecule


def _insert(edit: Edit, strategy: Strategy, label: str) -> Molecule:
    if edit.what and strategy.payload and edit.kind == "intended":
        return joined(strategy.payload)
    if not edit.alt:
        return Molecule([])
    feature = Feature(
        kind="variation",
        label=label,
        segments=((0, len(edit.alt)),),
        qualifiers=(("replace", edit.ref.lower()), ("note", f"{edit.kind} change")),
    )
    return Molecule.of(Source(name=label, sequence=edit.alt, features=(feature,)))


def _label(edit: Edit, locus: Locus, edits: tuple[Edit, ...]) -> str:
    """Name an edit by what it is, else by its residue, its coding base, or its place on the chromosome."""
    if edit.what:
        return edit.what
    same = tuple(e for e in edits if e.kind == edit.kind)
    name = hgvs_protein(edit, locus, same) or hgvs_coding(edit, locus) or hgvs_genomic(edit, locus)
    return name if edit.kind == "intended" else f"silent {name}"
