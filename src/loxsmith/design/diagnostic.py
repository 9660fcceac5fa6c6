"""A restriction site that tells the edited allele from the wild type in a PCR product.

Best is a site that the intended and the blocking changes make or remove by themselves; next, of equally small sets
of blocking changes one that does so too; only when asked for, one more silent base.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from loxsmith.design.preferences import Wish
from loxsmith.design.slots import Slot, Substitution
from loxsmith.design.surroundings import Surroundings, spelled
from loxsmith.guides import recuts
from loxsmith.knowledge import Enzyme, enzymes
from loxsmith.locus import Locus
from loxsmith.sequence import IUPAC, is_plain
from loxsmith.strategy import Edit, Strategy

REACH: Final = 150
"""Bases on both sides of the changes in which the enzyme cuts one allele once and the other not at all: a PCR product
of some 300 bp (judgement)."""

RESIZED: Final = 20
"""Change of length (bp) from which the PCR products differ in size, and need no enzyme (judgement)."""

_SHOWN: Final = 2
"""Enzymes that one sentence names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The stretch that is amplified, and what tells its two alleles apart."""

    wish: Wish
    intended: tuple[Edit, ...]
    around: Surroundings
    wild: str
    """The locus."""
    start: int
    """First base of the amplified stretch on the locus, 0-based."""
    end: int
    """One past the last."""
    counts: Mapping[str, int]
    """Sites of each enzyme on the wild type's stretch."""
    made: bool
    """Whether nothing need be looked for: the intended change makes or removes a site, or changes the length."""

    def liked(self, changes: Sequence[Substitution]) -> bool:
        """Say whether these changes of the edited allele make or remove a site."""
        text = list(self.around.text)
        lower, upper = min(c.position for c in changes), max(c.position for c in changes)
        before = self.around.text[max(0, lower - _LONGEST + 1) : upper + _LONGEST]
        for change in changes:
            text[change.position] = change.alt
        after = "".join(text[max(0, lower - _LONGEST + 1) : upper + _LONGEST])
        if _cutters(before) == _cutters(after):
            return False
        back = self.around.back()
        return bool(self.differing([_silent(back[c.position], c.ref, c.alt, "blocking") for c in changes]))

    def settled(self, blocking: Sequence[Edit], protospacer: str) -> tuple[tuple[Edit, ...], str]:
        """Return a further silent change, if one is wanted and needed, and name the site in a sentence."""
        if self.wish == "no" or self.resized:
            return (), ""
        found = self.differing(blocking)
        if found or self.wish != "yes":
            return (), _sentence(found)
        for extra in self._extras(blocking):
            found = self.differing([*blocking, extra])
            if found and not self._is_cut([*blocking, extra], protospacer):
                return (extra,), _sentence(found)
        return (
            (),
            f"No single silent base within {REACH} bp makes or removes a restriction site of the table.",
        )

    @property
    def resized(self) -> bool:
        """Whether the intended change alters the length enough to be seen without an enzyme."""
        return abs(sum(len(e.alt) - len(e.ref) for e in self.intended)) >= RESIZED

    def differing(self, silent: Sequence[Edit]) -> list[tuple[Enzyme, str]]:
        """Enzymes that cut one allele's stretch once and the other's not at all; gained ones first."""
        text, _ = spelled(self.wild, self.start, self.end, [*self.intended, *silent])
        after = _counted(text)
        pairs = {(0, 1): "gained", (1, 0): "lost"}
        found = [(e, pairs.get((self.counts[e.name], after[e.name]), "")) for e in enzymes()]
        return sorted((pair for pair in found if pair[1]), key=lambda pair: pair[1] != "gained")

    def _extras(self, blocking: Sequence[Edit]) -> Iterator[Edit]:
        """Single silent bases in codons that are left as they are, the commoner codons first, then the nearer."""
        taken = {p for e in blocking for p in range(e.start, e.end)}
        back = self.around.back()
        first, last = self.intended[0].start, self.intended[-1].end
        found = []
        for slot in self.around.codons:
            places = [back[at] for at in slot.positions]
            if taken.isdisjoint(places) and self.start <= places[0] and places[-1] < self.end:
                for cost, i, alt in _one_base(slot):
                    away = max(first - places[i], places[i] - last, 0)
                    found.append((cost, away, places[i], alt, slot.spelling[i]))
        for _, _, at, alt, ref in sorted(found):
            yield _silent(at, ref, alt, "diagnostic")

    def _is_cut(self, silent: Sequence[Edit], protospacer: str) -> bool:
        text, _ = spelled(self.wild, self.around.start, self.around.end, [*self.intended, *silent])
        return bool(recuts(protospacer, text))


def digest_of(strategy: Strategy, locus: Locus, around: Surroundings, wish: Wish) -> Digest:
    """Prepare the comparison of the wild type with what ``strategy`` makes of it."""
    wild, edits = locus.molecule.sequence, strategy.edits
    start, end = max(0, edits[0].start - REACH), min(len(wild), edits[-1].end + REACH)
    unmade = Digest(
        wish=wish,
        intended=edits,
        around=around,
        wild=wild,
        start=start,
        end=end,
        counts=_counted(wild[start:end]),
        made=False,
    )
    done = wish == "no" or unmade.resized or bool(unmade.differing(()))
    return replace(unmade, made=done)


def _one_base(slot: Slot) -> Iterator[tuple[int, int, str]]:
    """Alternatives that differ in one base: cost, which base, and what it becomes."""
    costs = slot.costs or tuple(range(len(slot.alternatives)))
    for cost, other in zip(costs, slot.alternatives, strict=True):
        differing = [i for i, (a, b) in enumerate(zip(slot.spelling, other, strict=True)) if a != b]
        if len(differing) == 1:
            yield cost, differing[0], other[differing[0]]


def _silent(at: int, ref: str, alt: str, kind: str) -> Edit:
    return Edit(
        start=at, end=at + 1, ref=ref, alt=alt, kind="diagnostic" if kind == "diagnostic" else "blocking"
    )


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Name and site of each enzyme, and the pattern of a site with ambiguous letters."""
    return tuple(
        (e.name, e.site, re.compile("".join(f"[{IUPAC[letter]}]" for letter in e.site))) for e in enzymes()
    )


_LONGEST: Final = 6
"""Bases of the longest site of the table."""


def _counted(text: str) -> dict[str, int]:
    """Sites of each enzyme, counted up to two; overlapping ones count apart."""
    return {name: _count(text, site, pattern) for name, site, pattern in _patterns()}


def _count(text: str, site: str, pattern: re.Pattern[str]) -> int:
    if is_plain(site):
        first = text.find(site)
        return 0 if first < 0 else 1 if text.find(site, first + 1) < 0 else 2
    found = pattern.search(text)
    return 0 if found is None else 1 if pattern.search(text, found.start() + 1) is None else 2


def _cutters(text: str) -> set[str]:
    return {
        name
        for name, site, pattern in _patterns()
        if (site in text if is_plain(site) else pattern.search(text) is not None)
    }


def _sentence(found: Iterable[tuple[Enzyme, str]]) -> str:
    held = list(found)
    if not held:
        return ""
    verb = held[0][1]
    names = [f"{enzyme.name} ({enzyme.site})" for enzyme, how in held if how == verb][:_SHOWN]
    cut, other = ("edited allele", "wild type") if verb == "gained" else ("wild type", "edited allele")
    return (
        f"A site is {verb}: {' or '.join(names)} cuts the {cut} once and the {other} not at all within {REACH} bp of "
        "the change."
    )
