"""The molecule: a piece table. Edits rearrange spans over immutable sources and never copy bases.

Positions are 0-based and half-open on the molecule as drawn. On a circular molecule a position is taken
within ``0..len``, and an interval may not run over the origin: rotate first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from loxsmith.sequence.alphabet import reverse_complement
from loxsmith.sequence.source import Source, Strand


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source, read on one of its strands."""

    source: Source
    start: int
    """First base on the source, 0-based."""
    end: int
    """One past the last base on the source."""
    strand: Strand = 1

    def __post_init__(self) -> None:
        """Refuse a span without bases or past the end of its source."""
        if not 0 <= self.start < self.end <= len(self.source):
            raise ValueError(f"span {self.start}..{self.end} does not fit source {self.source.name!r}")

    def __len__(self) -> int:
        """Length in bp."""
        return self.end - self.start

    @property
    def sequence(self) -> str:
        """The bases as the molecule reads them."""
        text = self.source.sequence[self.start : self.end]
        return text if self.strand == 1 else reverse_complement(text)

    def flipped(self) -> Span:
        """Return the same stretch read on the other strand."""
        return Span(self.source, self.start, self.end, -1 if self.strand == 1 else 1)

    def part(self, start: int, end: int) -> Span:
        """Return the sub-span from ``start`` to ``end``, counted in reading direction."""
        if self.strand == 1:
            return Span(self.source, self.start + start, self.start + end, 1)
        return Span(self.source, self.end - end, self.end - start, -1)

    def continues(self, other: Span) -> bool:
        """Say whether ``other`` follows this span on the source without a gap."""
        if self.source is not other.source or self.strand != other.strand:
            return False
        return self.end == other.start if self.strand == 1 else self.start == other.end


@dataclass(frozen=True, slots=True)
class Place:
    """A base of a source."""

    source: Source
    position: int
    """0-based position on the source."""
    strand: Strand
    """Strand of the source on which the molecule reads it."""


class Molecule:
    """An immutable linear or circular DNA molecule.

    >>> site = Molecule.of("ACGT", name="site")
    >>> (Molecule.of("AAAA") + site).invert(2, 6).sequence
    'AAGTTTGT'
    """

    __slots__ = ("__dict__", "circular", "name", "spans")

    def __init__(self, spans: Iterable[Span], *, circular: bool = False, name: str = "") -> None:
        self.spans: tuple[Span, ...] = tuple(_joined(spans))
        self.circular = circular
        self.name = name

    @classmethod
    def of(cls, what: str | Source, *, circular: bool = False, name: str = "") -> Molecule:
        """Make a molecule of one whole source, or of literal bases."""
        source = Source(name=name or "literal", sequence=what.upper()) if isinstance(what, str) else what
        spans = [Span(source, 0, len(source))] if len(source) else []
        return cls(spans, circular=circular, name=name or source.name)

    # -- reading -------------------------------------------------------------------------------------------

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(span) for span in self.spans)]

    def __len__(self) -> int:
        """Length in bp."""
        return self._starts[-1]

    @cached_property
    def sequence(self) -> str:
        """The bases 5'->3' as drawn, read through the spans once and kept."""
        return "".join(span.sequence for span in self.spans)

    @property
    def topology(self) -> str:
        """``linear`` or ``circular``."""
        return "circular" if self.circular else "linear"

    def __repr__(self) -> str:
        """Show name, length, topology and the number of spans."""
        return f"<Molecule {self.name!r} {len(self)} bp {self.topology}, {len(self.spans)} spans>"

    def __eq__(self, other: object) -> bool:
        """Two molecules are equal when their topology and spans are; names do not count."""
        if not isinstance(other, Molecule):
            return NotImplemented
        return self.circular == other.circular and self.spans == other.spans

    def __hash__(self) -> int:
        """Hash by spans and topology."""
        return hash((self.circular, tuple((id(s.source), s.start, s.end, s.strand) for s in self.spans)))

    def placed_spans(self) -> Iterator[tuple[int, Span]]:
        """Yield each span with the position of its first base on the molecule."""
        yield from zip(self._starts, self.spans, strict=False)

    def renamed(self, name: str) -> Molecule:
        """Return the same molecule under another name."""
        return Molecule(self.spans, circular=self.circular, name=name)

    # -- the algebra of edits ------------------------------------------------------------------------------

    def slice(self, start: int, end: int) -> Molecule:
        """Return the linear stretch ``start..end``."""
        self._check(start, end)
        return Molecule(self._cut(start, end), name=self.name)

    def __add__(self, other: Molecule) -> Molecule:
        """Join two linear molecules end to end."""
        self._must_be_linear("join")
        other._must_be_linear("join")
        return Molecule(self.spans + other.spans, name=self.name)

    def replace(self, start: int, end: int, insert: Molecule) -> Molecule:
        """Put the linear ``insert`` in place of ``start..end``."""
        self._check(start, end)
        insert._must_be_linear("insert")
        spans = (*self._cut(0, start), *insert.spans, *self._cut(end, len(self)))
        return Molecule(spans, circular=self.circular, name=self.name)

    def insert(self, at: int, insert: Molecule) -> Molecule:
        """Put the linear ``insert`` between base ``at - 1`` and base ``at``."""
        return self.replace(at, at, insert)

    def delete(self, start: int, end: int) -> Molecule:
        """Leave out ``start..end``."""
        self._check(start, end)
        spans = (*self._cut(0, start), *self._cut(end, len(self)))
        return Molecule(spans, circular=self.circular, name=self.name)

    def invert(self, start: int, end: int) -> Molecule:
        """Turn ``start..end`` round in place."""
        return self.replace(start, end, self.slice(start, end).reverse_complement())

    def excise(self, start: int, end: int) -> tuple[Molecule, Molecule]:
        """Take ``start..end`` out; return what remains and the excised circle."""
        return self.delete(start, end), self.slice(start, end).circularise()

    def reverse_complement(self) -> Molecule:
        """Return the molecule drawn from its other strand."""
        return Molecule(
            (span.flipped() for span in reversed(self.spans)), circular=self.circular, name=self.name
        )

    def circularise(self) -> Molecule:
        """Join the two ends of a linear molecule."""
        self._must_be_linear("circularise")
        return Molecule(self.spans, circular=True, name=self.name)

    def rotate(self, origin: int) -> Molecule:
        """Draw a circular molecule from base ``origin``."""
        self._must_be_circular("rotate")
        return self.linearise(origin).circularise()

    def linearise(self, at: int) -> Molecule:
        """Cut a circular molecule between base ``at - 1`` and base ``at``."""
        self._must_be_circular("linearise")
        self._check(at, at)
        return Molecule((*self._cut(at, len(self)), *self._cut(0, at)), name=self.name)

    def integrate(self, at: int, circle: Molecule, opened_at: int) -> Molecule:
        """Put a circle, opened before its base ``opened_at``, in at ``at``."""
        return self.insert(at, circle.linearise(opened_at))

    # -- lift-over -----------------------------------------------------------------------------------------

    def locate(self, position: int) -> Place:
        """Say which base of which source lies at ``position``."""
        self._check(position, position + 1)
        i = bisect_right(self._starts, position) - 1
        span, offset = self.spans[i], position - self._starts[i]
        if span.strand == 1:
            return Place(span.source, span.start + offset, 1)
        return Place(span.source, span.end - 1 - offset, -1)

    def find(self, source: Source, position: int) -> tuple[tuple[int, Strand], ...]:
        """Return every position at which that base of ``source`` lies here, with the strand it is read on."""
        found: list[tuple[int, Strand]] = []
        for at, span in self.placed_spans():
            if span.source is source and span.start <= position < span.end:
                offset = position - span.start if span.strand == 1 else span.end - 1 - position
                found.append((at + offset, span.strand))
        return tuple(found)

    # -- inside --------------------------------------------------------------------------------------------

    def _cut(self, start: int, end: int) -> Iterator[Span]:
        if start == end:
            return
        starts = self._starts
        for i in range(bisect_right(starts, start) - 1, len(self.spans)):
            at = starts[i]
            if at >= end:
                break
            span = self.spans[i]
            lower, upper = max(start - at, 0), min(end - at, len(span))
            yield span if upper - lower == len(span) else span.part(lower, upper)

    def _check(self, start: int, end: int) -> None:
        if not 0 <= start <= end <= len(self):
            raise IndexError(f"{start}..{end} does not lie within {self!r}")

    def _must_be_linear(self, verb: str) -> None:
        if self.circular:
            raise ValueError(f"cannot {verb} a circular molecule ({self!r}); linearise it first")

    def _must_be_circular(self, verb: str) -> None:
        if not self.circular:
            raise ValueError(f"cannot {verb} a linear molecule ({self!r})")


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Merge neighbours that continue each other, so that edit and undo give the very same table."""
    last: Span | None = None
    for span in spans:
        if last is not None and last.continues(span):
            last = Span(last.source, min(last.start, span.start), max(last.end, span.end), last.strand)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
