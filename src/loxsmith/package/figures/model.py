"""What a figure is drawn from: a track of named glyphs, and the scale that ties it to a genome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from loxsmith.errors import DataError

KINDS: Final = frozenset(
    {
        "arm",
        "backbone",
        "edit",
        "exon",
        "gene",
        "guide",
        "marker",
        "negative",
        "payload",
        "polyA",
        "primer",
        "promoter",
        "site",
        "splice",
        "stop",
        "utr",
    }
)
"""Every kind of glyph a figure can draw."""

TOPOLOGIES: Final = ("linear", "circular")


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One named stretch (or point) of a track."""

    kind: str
    """One of `KINDS`."""
    label: str
    """What the figure writes beside it; when empty nothing is written, and pointing at it names the kind."""
    start: int
    """First base, 0-based, on the track."""
    end: int
    """One past the last base; equal to ``start`` for a cut between two bases."""
    strand: int
    """+1, -1, or 0 when the thing has no direction."""
    detail: str = ""
    """More words, shown when the reader points at the glyph."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DataError(
                f"A figure cannot draw a {self.kind!r}.", hint=f"Kinds: {', '.join(sorted(KINDS))}."
            )
        if self.strand not in (-1, 0, 1):
            raise DataError(f"The strand of {self.label!r} is {self.strand}; it must be 1, -1 or 0.")
        if not 0 <= self.start <= self.end:
            raise DataError(f"{self.label!r} runs from {self.start} to {self.end}, which is no stretch.")

    @property
    def name(self) -> str:
        """The label, or the kind when there is none."""
        return " ".join(self.label.split()) or self.kind

    @property
    def middle(self) -> float:
        """The centre of the glyph in track coordinates."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Where a stretch of a track comes from, so that a series can join the same bases in two rows."""

    start: int
    """First base on the track, 0-based."""
    end: int
    """One past the last base on the track."""
    source: str
    """Name of the molecule the bases come from, e.g. the window or the vector."""
    first: int
    """Lowest 0-based position of these bases on the source."""
    strand: int = 1
    """-1 when the source is read backwards here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One molecule or one stretch of a chromosome, with what lies on it."""

    id: str
    """Short name, unique in the design."""
    title: str
    """What the reader calls it, e.g. ``after Cre``."""
    subtitle: str
    """One plain sentence, e.g. ``makes TNF p.A223R``."""
    length: int
    """Bases."""
    topology: str
    """``linear`` or ``circular``."""
    glyphs: tuple[Glyph, ...]
    """In any order; on a circle a glyph may run across the origin (``end`` beyond ``length``)."""
    pieces: tuple[Piece, ...] = ()
    """Where the bases come from; when empty, a series compares glyphs instead."""

    def __post_init__(self) -> None:
        if self.topology not in TOPOLOGIES:
            raise DataError(
                f"The topology of {self.id!r} is {self.topology!r}; it must be linear or circular."
            )
        if self.length < 1:
            raise DataError(f"The track {self.id!r} has {self.length} bases; there is nothing to draw.")
        for glyph in self.glyphs:
            self._admit(glyph)

    def _admit(self, glyph: Glyph) -> None:
        wraps = self.topology == "circular" and glyph.start < self.length
        limit = glyph.start + self.length if wraps else self.length
        if glyph.end > limit:
            raise DataError(
                f"{glyph.name!r} ends at {glyph.end}, outside the {self.length} bases of {self.id!r}.",
                hint="Crop the glyph to the track first.",
                track=self.id,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of the track that is genome, base for base."""

    start: int
    """First base on the track, 0-based."""
    end: int
    """One past the last base on the track."""
    first: int
    """1-based genome position of the base at ``start``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How the ruler counts: genome positions along the track, and where the axis may be broken."""

    first: int
    """1-based genome position of the first base of the track (used when ``blocks`` is empty)."""
    strand: int = 1
    """+1 when genome positions grow to the right, -1 when they fall."""
    blocks: tuple[Block, ...] = ()
    """The stretches that are genome when bases were inserted or removed; the rest is foreign."""
    unbroken: int = 24_000
    """Bases drawn to scale before long empty stretches are cut short by break marks."""

    def __post_init__(self) -> None:
        if self.strand not in (-1, 1):
            raise DataError(f"The strand of a ruler is {self.strand}; it must be 1 or -1.")

    def pieces(self, length: int) -> tuple[Block, ...]:
        """Return the genome stretches of a track of ``length`` bases, in order."""
        whole = (Block(start=0, end=length, first=self.first),)
        return tuple(sorted(self.blocks, key=lambda block: block.start)) or whole

    def genome(self, position: int, length: int) -> int | None:
        """Return the 1-based genome position of track base ``position``, or None in foreign bases."""
        for block in self.pieces(length):
            if block.start <= position < block.end:
                return block.first + self.strand * (position - block.start)
        return None
