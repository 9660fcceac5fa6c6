"""Slots: places of an allele that may be spelled otherwise without changing what it means.

Several alleles that carry the same change may be laid end to end, with a run of N between them; a slot's echoes
are its bases on the further ones, and count once.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from loxsmith.knowledge import synonymous
from loxsmith.sequence import GENETIC_CODE

_NEVER_USED: Final = 1e-4
"""Relative adaptiveness of a codon that a table never counts (judgement): the logarithm of 0 is not to be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place that may be respelled without changing what the allele means."""

    positions: tuple[int, ...]
    """0-based positions on the allele, ascending: a codon's three bases (an intron may part them), or one."""

    spelling: str
    """The present bases at the positions."""

    alternatives: tuple[str, ...]
    """Other allowed spellings, the preferred first."""

    costs: tuple[int, ...] = ()
    """How unwelcome each alternative is, ascending; by default its place in the row."""

    echoes: tuple[tuple[int, ...], ...] = ()
    """The same bases on further alleles, which lie behind this one in the text."""

    def __post_init__(self) -> None:
        """Check that positions ascend and every spelling has one base for each."""
        if list(self.positions) != sorted(set(self.positions)) or not self.positions:
            raise ValueError(f"the positions {self.positions} of a slot must ascend")
        spellings = (self.spelling, *self.alternatives)
        if any(len(text) != len(self.positions) for text in spellings) or len(set(spellings)) < len(
            spellings
        ):
            raise ValueError(f"{spellings} are not different spellings of {len(self.positions)} bases")
        if self.costs and (
            len(self.costs) != len(self.alternatives) or list(self.costs) != sorted(self.costs)
        ):
            raise ValueError(f"the costs {self.costs} are not those of {len(self.alternatives)} alternatives")
        if any(len(echo) != len(self.positions) for echo in self.echoes):
            raise ValueError(f"an echo of {self.positions} has another number of bases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """One base exchanged."""

    position: int
    """0-based position on the allele; on the first, where several lie in a row."""

    ref: str
    """The base before."""

    alt: str
    """The base after."""


def coding_slots(
    text: str,
    codons: Iterable[tuple[int, int, int]],
    *,
    usage: Mapping[str, float],
    frozen: Container[int],
) -> tuple[Slot, ...]:
    """Return one slot per codon that has another spelling, in the order of the text.

    Alternatives cost what they lack in relative adaptiveness (Sharp & Li 1987, NAR 15:1281), in thousandths of
    its logarithm, so that costs add up over codons; equal ones stand in the order of the alphabet.

    Args:
        text: the allele, drawn in the gene's orientation.
        codons: the three positions of each codon.
        usage: share of each codon among those of its residue (0-1).
        frozen: positions that must stay, such as splice bases and the intended change.

    >>> coding_slots("TAC", [(0, 1, 2)], usage={"TAC": 0.6, "TAT": 0.4}, frozen=())[0].alternatives
    ('TAT',)
    """
    slots: list[Slot] = []
    for positions in codons:
        spelling = "".join(text[position] for position in positions)
        # A stop is left as it is: the three differ in how often they are read through.
        if GENETIC_CODE.get(spelling, "*") == "*":
            continue
        kept = [i for i, position in enumerate(positions) if position in frozen]
        family = synonymous(spelling)
        others = [other for other in family if all(other[i] == spelling[i] for i in kept)]
        if others:
            most = max(usage[codon] for codon in (spelling, *family))
            costs = {other: _cost_of(usage[other], most) for other in others}
            others.sort(key=lambda other: (costs[other], other))
            slots.append(
                Slot(
                    positions=positions,
                    spelling=spelling,
                    alternatives=tuple(others),
                    costs=tuple(costs[other] for other in others),
                )
            )
    return tuple(sorted(slots, key=lambda slot: slot.positions))


def _cost_of(share: float, most: float) -> int:
    adaptiveness = max(share / most, _NEVER_USED) if most else 1.0
    return round(-1000 * log(adaptiveness))


def must_fit(text: str, slots: Sequence[Slot]) -> None:
    """Refuse slots that do not fit the text or share a base.

    Raises:
        ValueError: they do.
    """
    taken: set[int] = set()
    for slot in slots:
        for positions in (slot.positions, *slot.echoes):
            if "".join(text[position] for position in positions) != slot.spelling:
                raise ValueError(f"the text does not read {slot.spelling} at {positions}")
            if not taken.isdisjoint(positions):
                raise ValueError(f"two slots share a base of {positions}")
            taken.update(positions)
