"""Cutting a circle open with a restriction enzyme."""

from __future__ import annotations

from dataclasses import dataclass

from loxsmith.sequence.alphabet import reverse_complement
from loxsmith.sequence.molecule import Molecule
from loxsmith.sequence.search import find_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """A restriction enzyme that is to cut a circle once."""

    enzyme: str
    """Its name, such as ``NotI``."""

    site: str
    """Recognition sequence, A, C, G and T only."""

    cut: int
    """The top strand is cut behind this base of the site."""

    def cuts(self, molecule: Molecule) -> tuple[int, ...]:
        """Return the positions (0-based) in front of which the top strand of a molecule is cut, ascending."""
        text = molecule.sequence
        ring = text + text[: len(self.site) - 1] if molecule.circular else text
        found = {at + self.cut for at in find_all(ring, self.site)}
        flipped = reverse_complement(self.site)
        found |= {at + len(self.site) - self.cut for at in find_all(ring, flipped) if flipped != self.site}
        return tuple(sorted({at % len(text) if molecule.circular else at for at in found}))
