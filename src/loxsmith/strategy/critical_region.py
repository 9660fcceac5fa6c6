"""A set of neighbouring exons with the places of two sites, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loxsmith.strategy.placing import Spot
from loxsmith.strategy.remaining import Remainder

WEIGHTS: Mapping[str, int] = {
    "R13": 4, "R12": 3, "R14": 3, "R15": 2, "R10": 2, "R06": 1, "R07": 1, "R08": 1,
}  # fmt: skip
"""What a doubt of each rule counts in the ranking (judgement: what may leave function behind before what may
disturb splicing)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A rule that a set of exons does not meet, though it can be built."""

    rule: str
    """Such as ``R13``."""

    text: str
    """One sentence for a reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A set of neighbouring exons with the places of the two sites, as far as it can be built."""

    first: int
    """Number of the first exon of the target transcript, from 1."""

    last: int
    """Number of the last one."""

    hindrance: str = ""
    """Why it cannot be floxed, as a sentence; empty when it can."""

    rule: str = ""
    """The rule that forbids it."""

    before: Spot | None = None
    """Place of the site in the intron in front."""

    behind: Spot | None = None
    """Place of the site in the intron behind."""

    left: Mapping[str, Remainder] | None = None
    """What each coding transcript makes without the stretch, by accession."""

    doubts: tuple[Doubt, ...] = ()
    """What should give a reader pause."""

    share: float = 1.0
    """Fraction of the target protein made in front of the stretch."""

    @property
    def name(self) -> str:
        """The exons for a reader: ``exon 2``, ``exons 2-3``."""
        return f"exon {self.first}" if self.first == self.last else f"exons {self.first}-{self.last}"

    @property
    def words(self) -> str:
        """The exons as a request has them: ``exon 2-3``."""
        return f"exon {self.first}" + ("" if self.first == self.last else f"-{self.last}")

    @property
    def gone(self) -> tuple[int, int]:
        """Stretch of the locus between the two sites, 0-based half-open; only of a set that can be floxed."""
        if self.before is None or self.behind is None:
            raise ValueError(f"{self.name} has no places for sites")
        return self.before.at, self.behind.at

    @property
    def length(self) -> int:
        """Bases between the sites."""
        start, end = self.gone
        return end - start

    @property
    def penalty(self) -> int:
        """Sum of the doubts' weights, each rule counted once."""
        return sum(WEIGHTS[rule] for rule in {d.rule for d in self.doubts})

    @property
    def rank(self) -> tuple[int, float, int, int]:
        """Sorts the better set first: fewer doubts, more 5', fewer exons, shorter."""
        return self.penalty, self.share, self.last - self.first, self.length
