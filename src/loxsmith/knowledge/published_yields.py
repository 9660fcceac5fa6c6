"""How often knock-ins in zygotes worked, as published, by kind of donor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from loxsmith.knowledge._files import read_toml
from loxsmith.knowledge.references import Citation, citation

YieldDonor = Literal["ssodn", "lssdna", "plasmid", "aav", "two-ssodn", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedYield:
    """One published figure."""

    id: str
    """The key of the table."""

    donor: YieldDonor
    """Kind of donor; ``any`` where the source's kind was not stated."""

    sentence: str
    """The figure in words, without a full stop."""

    of: str
    """What the figure counts: live pups, founders, genes, projects."""

    source: Citation
    """Where it was published."""

    share_low: float | None = None
    """Lowest share of ``of`` (0-1); None where no share was stated."""

    share_high: float | None = None
    """Highest share of ``of`` (0-1)."""

    @property
    def text(self) -> str:
        """The figure with its source, as one clause."""
        return f"{self.sentence} ({self.source.author} {self.source.year})"


@cache
def published_yields() -> tuple[PublishedYield, ...]:
    """Return every figure, in the table's order.

    >>> next(y.share_high for y in published_yields() if y.donor == "two-ssodn")
    0.0087
    """
    return tuple(
        PublishedYield(id=key, source=citation(row.pop("citation")), **row)
        for key, row in read_toml("yields.toml").items()
    )
