"""Where wild-type bases lie on another allele, worked out from the document alone.

Outside the changed stretch the answer is exact. Within it exons and neighbouring genes that kept their length
serve as anchors, and designed pieces between two anchors tell where the insertion begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loxsmith.package.document import AlleleInfo, Drawn, Target

NATIVE = frozenset({"exon", "utr", "gene"})
"""Kinds of features that the wild type has too."""

_SCAR = 50
"""Longest foreign stretch (bases) over which the pieces of an exon are still drawn as one."""

_CHANCE = 12
"""Most bases (judgement) that the front of an insertion shares by chance with what follows it in the genome."""

_CHANGES = frozenset({"edit", "guide", "arm", "primer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of wild type that lies unbroken on the allele."""

    start: int
    """First base on the wild type, 0-based."""
    end: int
    """One past the last base on the wild type."""
    shift: int
    """Add it to a wild-type position to get the allele's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """Wild type to allele."""

    runs: tuple[Run, ...]
    """In order on both molecules."""

    def left(self, position: int) -> int:
        """Return the allele boundary that begins at wild-type boundary ``position``."""
        for run in reversed(self.runs):
            if run.start <= position:
                return min(position, run.end) + run.shift
        return self.runs[0].start + self.runs[0].shift

    def right(self, position: int) -> int:
        """Return the allele boundary that ends at wild-type boundary ``position``."""
        for run in self.runs:
            if position <= run.end:
                return max(position, run.start) + run.shift
        return self.runs[-1].end + self.runs[-1].shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The genome window that the wild type is drawn on."""

    chrom: str
    start: int
    """First genome position, 1-based."""
    end: int
    """Last genome position."""
    strand: int

    @classmethod
    def of(cls, target: Target) -> Window:
        """Read ``chrom:start-end:strand``."""
        chrom, span, strand = target.window.rsplit(":", 2)
        start, end = span.split("-")
        return cls(chrom=chrom, start=int(start), end=int(end), strand=-1 if strand == "-" else 1)

    def stretch(self, first: int, last: int) -> tuple[int, int]:
        """Return a genome stretch (1-based, inclusive) as 0-based half-open positions on the wild type."""
        if self.strand == 1:
            return first - self.start, last - self.start + 1
        return self.end - last, self.end - first + 1

    def genome(self, position: int) -> int:
        """Return the genome position of a 0-based wild-type base."""
        return self.start + position if self.strand == 1 else self.end - position


def lift(wild: AlleleInfo, allele: AlleleInfo) -> Lift:
    """Return where the wild type's bases lie on ``allele``, which keeps its orientation."""
    whole = Run(start=0, end=wild.length, shift=0)
    grown = allele.length - wild.length
    if allele.changed is None:
        return Lift(runs=(whole,))
    first, last = changed_on_wild(wild, allele)
    outer = (Run(start=0, end=first, shift=0), Run(start=last, end=wild.length, shift=grown))
    inner = [
        # what reaches out of the changed stretch is known there already, and from better than an anchor
        Run(start=max(one.start - 1, first), end=min(one.end, last), shift=other.start - one.start)
        for one, other in _anchors(wild.features, allele.features)
        if first < one.end and one.start - 1 < last
    ]
    return Lift(runs=tuple(_closed(list(_joined([outer[0], *inner, outer[1]])), allele.features)))


def changed_on_wild(wild: AlleleInfo, allele: AlleleInfo) -> tuple[int, int]:
    """Return the wild-type stretch that the changed one replaces, 0-based half-open; empty for an insertion."""
    if allele.changed is None:
        return 0, 0
    first = min(max(allele.changed[0] - 1, 0), wild.length)
    return first, min(max(first, allele.changed[1] - (allele.length - wild.length)), wild.length)


def healed(features: Iterable[Drawn], wild: Iterable[Drawn] = ()) -> tuple[Drawn, ...]:
    """Join the pieces of a native feature that a small edit cuts apart.

    Args:
        features: what lies on the allele.
        wild: what lies on the wild type. Of a feature that the allele has more of, pieces are copies: they are joined
            over an edit only.
    """
    found: list[Drawn] = []
    latest: dict[Name, int] = {}
    drawn = sorted(features, key=lambda d: (d.start, d.end))
    doubled = _doubled(drawn, list(wild))
    edits = [d for d in drawn if d.kind == "edit"]
    for one in drawn:
        name = _name(one)
        at = latest.get(name)
        if one.kind in NATIVE and at is not None and _is_scar(found[at], one, found[at + 1 :]):
            gap = found[at].end, one.start
            if name not in doubled or any(gap[0] < e.start and e.end < gap[1] for e in edits):
                found[at] = found[at].model_copy(update={"end": one.end})
                continue
        latest[name] = len(found)
        found.append(one)
    return tuple(found)


Name = tuple[str, str, str]


def _name(drawn: Drawn) -> Name:
    return drawn.kind, drawn.label, drawn.strand


def _is_scar(before: Drawn, after: Drawn, between: Iterable[Drawn]) -> bool:
    """Say whether two pieces lie close, with no other part of a gene begun between them."""
    return 0 < after.start - before.end <= _SCAR + 1 and not any(
        d.kind in NATIVE - {"gene"} and before.end < d.start for d in between
    )


def _doubled(features: Iterable[Drawn], wild: Sequence[Drawn]) -> frozenset[Name]:
    """Name the native features that an allele has more bases of than the wild type."""
    if not wild:
        return frozenset()
    held, whole = Counter[Name](), Counter[Name]()
    for count, drawn in ((held, features), (whole, wild)):
        for one in drawn:
            count[_name(one)] += one.end - one.start + 1
    return frozenset(name for name in held if held[name] > whole[name])


def _anchors(wild: Iterable[Drawn], allele: Iterable[Drawn]) -> Iterator[tuple[Drawn, Drawn]]:
    """Yield native features that both have exactly once, with their length kept."""
    normal = tuple(wild)
    ours, theirs = ([d for d in healed(drawn, normal) if d.kind in NATIVE] for drawn in (normal, allele))
    counts = [Counter(map(_key, drawn)) for drawn in (ours, theirs)]
    found = {_key(d): d for d in theirs}
    for one in sorted(ours, key=lambda d: (d.start, d.end)):
        if counts[0][_key(one)] == counts[1][_key(one)] == 1:
            yield one, found[_key(one)]


def _key(drawn: Drawn) -> tuple[str, str, str, int]:
    return drawn.kind, drawn.label, drawn.strand, drawn.end - drawn.start


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Merge runs with one shift; leave out a run that goes backwards, such as an inverted exon."""
    held = runs[0]
    for run in runs[1:]:
        if run.shift == held.shift:
            held = Run(start=held.start, end=max(held.end, run.end), shift=held.shift)
        elif run.start >= held.end and run.start + run.shift >= held.end + held.shift:
            yield held
            held = run
    yield held


def _closed(runs: list[Run], features: Iterable[Drawn]) -> Iterator[Run]:
    """Let neighbouring runs meet where the designed pieces between them begin.

    The bases in front of an insertion may by chance equal its own first ones, so the first piece may begin a
    few bases before the stretch that differs.
    """
    foreign = sorted((d.start - 1, d.end) for d in features if d.kind not in NATIVE | _CHANGES)
    for index, run in enumerate(runs[1:], 1):
        before = runs[index - 1]
        low, high = before.end + before.shift, run.start + run.shift
        at = next((a for a, b in foreign if low - _CHANCE <= a < high and b > low), None)
        if at is None or run.shift < before.shift or at - low > run.start - before.end:
            continue
        split = max(before.start, before.end + at - low)
        runs[index - 1] = Run(start=before.start, end=split, shift=before.shift)
        runs[index] = Run(start=split, end=run.end, shift=run.shift)
    yield from runs
