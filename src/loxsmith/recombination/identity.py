"""Whether two molecules are the same DNA, without reading them when they cannot be.

Most molecules of a recombination graph differ in length or in where their sites lie, which costs nothing to see;
equal span tables are equal molecules. Only what is left is compared base by base.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from loxsmith.recombination.sites import find_sites
from loxsmith.sequence import Molecule, reverse_complement


def same(one: Molecule, other: Molecule, *, stranded: bool = True) -> bool:
    """Say whether two molecules are the same DNA.

    Circles are the same whatever base and strand they are drawn from. Linear molecules are compared as drawn,
    or, unless ``stranded``, from either end.
    """
    if one.circular != other.circular or len(one) != len(other):
        return False
    if one == other:
        return True
    if one.circular:
        turned = other.sequence + other.sequence
        return one.sequence in turned or reverse_complement(one.sequence) in turned
    if one.sequence == other.sequence:
        return True
    return not stranded and one.sequence == reverse_complement(other.sequence)


@dataclass(slots=True)
class Register:
    """Gives molecules numbers: the same DNA, the same number."""

    stranded: bool
    """Whether a linear molecule drawn from its other strand is another one."""

    _held: dict[object, list[tuple[Molecule, int]]] = field(default_factory=dict)
    _count: int = 0

    def number(self, molecule: Molecule) -> int:
        """Return the number of a molecule; a molecule not met before gets the next one."""
        bucket = self._held.setdefault(self._layout(molecule), [])
        for known, number in bucket:
            if same(known, molecule, stranded=self.stranded):
                return number
        bucket.append((molecule, self._count))
        self._count += 1
        return self._count - 1

    def _layout(self, molecule: Molecule) -> object:
        """What two molecules must share to be the same, seen without reading them."""
        sites = find_sites(molecule)
        if molecule.circular or not self.stranded:
            names = Counter(placed.site.name for placed in sites)
            return molecule.circular, len(molecule), tuple(sorted(names.items()))
        return len(molecule), tuple((placed.site.name, placed.start, placed.strand) for placed in sites)
