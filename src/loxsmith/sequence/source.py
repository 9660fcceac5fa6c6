"""Sources: immutable stretches of real or literal DNA that molecules are pieced together from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Strand = Literal[1, -1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something named that lies on a source: an exon, a gene, a site, a primer."""

    kind: str
    """INSDC feature key, such as ``exon``, ``CDS``, ``protein_bind``."""

    label: str
    """The name a reader sees."""

    segments: tuple[tuple[int, int], ...]
    """Stretches on the source, 0-based half-open, ascending; several for a spliced feature."""

    strand: Literal[1, -1, 0] = 1
    """Strand on the source; 0 when it has none."""

    qualifiers: tuple[tuple[str, str], ...] = ()
    """Further INSDC qualifiers in order, such as ``("note", "...")``."""

    def __post_init__(self) -> None:
        """Refuse a feature without bases or with segments out of order."""
        if not self.segments:
            raise ValueError(f"feature {self.label!r} has no segment")
        last = -1
        for start, end in self.segments:
            if start < 0 or end <= start or start < last:
                raise ValueError(f"feature {self.label!r} has segments out of order: {self.segments}")
            last = end

    @property
    def start(self) -> int:
        """First base, 0-based."""
        return self.segments[0][0]

    @property
    def end(self) -> int:
        """One past the last base."""
        return self.segments[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a genome window comes from."""

    assembly: str
    """Assembly name, such as ``GRCm38``."""

    chrom: str
    """Chromosome or contig as the source states it."""

    start: int
    """Position of the source's first base, 0-based, on that chromosome."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """An immutable stretch of DNA with its features; two sources are equal only if they are the same object.

    ``sequence`` is upper case. Identity, not content, tells sources apart: a part that is used twice is one
    source used twice, and two literals that happen to spell alike stay two.
    """

    name: str
    """What it is, such as ``GRCm38:17`` or ``part:loxP``."""

    sequence: str = field(repr=False)
    """Bases 5'->3', upper case, IUPAC letters."""

    features: tuple[Feature, ...] = field(default=(), repr=False)
    """Features on this source."""

    origin: Origin | None = None
    """Set when the source is a window of a genome."""

    def __post_init__(self) -> None:
        """Refuse lower case and features that leave the source."""
        if self.sequence != self.sequence.upper():
            raise ValueError(f"source {self.name!r} must be upper case")
        for feature in self.features:
            if feature.end > len(self.sequence):
                raise ValueError(f"feature {feature.label!r} ends past the end of source {self.name!r}")

    def __len__(self) -> int:
        """Length in bp."""
        return len(self.sequence)
