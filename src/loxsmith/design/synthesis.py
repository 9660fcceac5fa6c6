"""Whether a molecule can be synthesised: length, GC content, runs, repeats, hairpins, unwanted sites.

Each check names the stretch on the molecule (from 1, both ends included) and the limit it missed. The limits are
judgement where suppliers publish none: they warn and forbid nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from loxsmith.knowledge import Limit, limit
from loxsmith.sequence import encode, reverse_complement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Product = Literal["oligo", "lssdna", "fragment"]

ENZYMES: Final[Mapping[str, str]] = {
    "BsaI": "GGTCTC", "BsmBI": "CGTCTC", "BbsI": "GAAGAC", "SapI": "GCTCTTC", "PaqCI": "CACCTGC",
}  # fmt: skip
"""Enzymes that cut beside their site, used to clone donors: recognition sequences (REBASE)."""

_LENGTH: Final = {"oligo": "R25.length", "lssdna": "R24.total", "fragment": "J.synthesis.fragment.length"}

_SHOWN: Final = 5
"""Stretches that one sentence names; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One stretch that makes synthesis harder."""

    kind: Literal["length", "GC", "GC window", "run", "direct repeat", "inverted repeat", "hairpin", "site"]

    places: tuple[tuple[int, int], ...]
    """Stretches on the molecule, 0-based half-open; two for a repeat or a hairpin's stem."""

    observed: str
    """What was found there."""

    limit: str
    """The limit that it misses, with its source."""

    @property
    def stretch(self) -> str:
        """The places as people write them, from 1."""
        return " and ".join(f"{a + 1}-{b}" for a, b in self.places)


def flaws(text: str, product: Product, avoid: Iterable[str] = ()) -> tuple[Flaw, ...]:
    """Return everything about ``text`` that makes it hard to synthesise as ``product``.

    Args:
        text: the molecule's bases, upper case, as a straight line.
        product: ``oligo``, ``lssdna`` or ``fragment``; each has limits of its own.
        avoid: names out of :data:`ENZYMES` whose sites must not be there.

    Raises:
        KeyError: an enzyme is not in the table.

    >>> [(f.kind, f.stretch) for f in flaws("ACGT" + "A" * 9 + "CGTC" * 4, "oligo")]
    [('run', '5-13')]
    """
    found = [
        *_length(text, product),
        *_gc(text, product),
        *_runs(text, product),
        *_distinct(_direct(text, product)),
        *_distinct(_inverted(text, product)),
        *_sites(text, avoid),
    ]
    return tuple(found)


def sentences(found: Iterable[Flaw]) -> tuple[str, ...]:
    """Write flaws as one sentence for each kind and limit, with every stretch that has room in it."""
    groups: dict[tuple[str, str], list[Flaw]] = {}
    for flaw in found:
        groups.setdefault((flaw.kind, flaw.limit), []).append(flaw)
    return tuple(_sentence(kind, bound, group) for (kind, bound), group in groups.items())


def _sentence(kind: str, bound: str, group: list[Flaw]) -> str:
    shown = "; ".join(f"{flaw.observed} at {flaw.stretch}" for flaw in group[:_SHOWN])
    more = f"; and {len(group) - _SHOWN} more" if len(group) > _SHOWN else ""
    return f"Synthesis, {kind}: {shown}{more}; {bound}."


# -- the checks --------------------------------------------------------------------------------------------


def _term(product: Product, name: str) -> Limit:
    return limit(f"J.synthesis.{product}.{name}")


def _why(words: str, *held: Limit) -> str:
    source = held[0].source
    return f"{words} ({source if 'judgement' not in source else 'judgement'})"


def _length(text: str, product: Product) -> Iterator[Flaw]:
    most = limit(_LENGTH[product])
    if len(text) > most.whole:
        rule = most.rule if most.rule != "J" else most.source
        yield Flaw(
            kind="length",
            places=((0, len(text)),),
            observed=f"{len(text)} {most.unit}",
            limit=f"at most {most.whole} are made in one piece ({rule})",
        )


def _gc(text: str, product: Product) -> Iterator[Flaw]:
    """The whole molecule first, then every window, overlapping ones as one stretch."""
    if not text:
        return
    low, high = _term(product, "gc.low"), _term(product, "gc.high")
    share = sum(text.count(base) for base in "GC") / len(text)
    if not low.value <= share <= high.value:
        yield Flaw(
            kind="GC",
            places=((0, len(text)),),
            observed=f"{share:.0%}",
            limit=_why(f"{low.value:.0%}-{high.value:.0%} is wanted overall", low),
        )
    size = limit("J.synthesis.window").whole
    low, high = _term(product, "window.low"), _term(product, "window.high")
    bound = _why(f"{low.value:.0%}-{high.value:.0%} is wanted in every {size} nt", low)
    counts = _window_gc(text, size)
    for start, end in _stretches([not low.value <= n / size <= high.value for n in counts], size):
        inside = counts[start : end - size + 1]
        worst = max(inside, key=lambda n: abs(n / size - 0.5))
        yield Flaw(kind="GC window", places=((start, end),), observed=f"{worst / size:.0%}", limit=bound)


def _window_gc(text: str, size: int) -> list[int]:
    if len(text) < size:
        return []
    flags = [base in "GC" for base in text]
    counts = [sum(flags[:size])]
    for gone, come in zip(flags, flags[size:], strict=False):
        counts.append(counts[-1] - gone + come)
    return counts


def _stretches(flags: list[bool], size: int) -> Iterator[tuple[int, int]]:
    """Join neighbouring windows that are flagged into stretches."""
    start = None
    for at, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = at
        elif not flag and start is not None:
            yield start, at - 1 + size
            start = None


def _runs(text: str, product: Product) -> Iterator[Flaw]:
    for bases, name in (("AT", "run.at"), ("GC", "run.gc")):
        held = _term(product, name)
        for hit in re.finditer(rf"([{bases}])\1{{{held.whole - 1},}}", text):
            yield Flaw(
                kind="run",
                places=((hit.start(), hit.end()),),
                observed=f"{hit.end() - hit.start()} x {hit[1]}",
                limit=_why(f"fewer than {held.whole} of {bases[0]} or {bases[1]} in a row are wanted", held),
            )


def _direct(text: str, product: Product) -> Iterator[Flaw]:
    """The same bases twice, each pair stretched as far as it goes."""
    held = _term(product, "repeat")
    bound = _why(f"no {held.whole} nt should come twice", held)
    for one, other, length in _matches(text, text, held.whole):
        if one < other:
            yield Flaw(
                kind="direct repeat",
                places=((one, one + length), (other, other + length)),
                observed=f"{length} nt twice",
                limit=bound,
            )


def _inverted(text: str, product: Product) -> Iterator[Flaw]:
    """Two stretches that pair: a hairpin where they lie close together, an inverted repeat otherwise."""
    stem, reach, repeat = (_term(product, name) for name in ("stem", "reach", "repeat"))
    loop = limit("J.synthesis.loop").whole
    backward = reverse_complement(text)
    for one, other, length in _matches(text, backward, min(stem.whole, repeat.whole)):
        left, right = sorted(((one, one + length), (len(text) - other - length, len(text) - other)))
        if one != left[0] or left == right:  # each pair is met from both of its halves
            continue
        if right[0] - left[1] < loop:  # a palindrome folds only where a loop is left between its halves
            half = (right[1] - left[0] - loop) // 2
            left, right = (left[0], left[0] + half), (right[1] - half, right[1])
        size = left[1] - left[0]
        if size >= stem.whole and right[1] - left[0] <= reach.whole:
            bound = _why(f"stems stay below {stem.whole} nt within {reach.whole} nt", stem)
            yield Flaw(kind="hairpin", places=(left, right), observed=f"stem of {size} nt", limit=bound)
        elif size >= repeat.whole:
            bound = _why(f"no {repeat.whole} nt should come again inverted", repeat)
            yield Flaw(
                kind="inverted repeat", places=(left, right), observed=f"{size} nt inverted", limit=bound
            )


def _distinct(found: Iterable[Flaw]) -> Iterator[Flaw]:
    """Leave out what lies within a longer one: a tandem repeat is one fault, not one for each of its units."""
    kept: list[tuple[tuple[int, int], ...]] = []
    for flaw in sorted(found, key=lambda f: (-_width(f), f.places)):
        if not any(all(_within(place, held) for place in flaw.places) for held in kept):
            kept.append(flaw.places)
            yield flaw


def _width(flaw: Flaw) -> int:
    return flaw.places[0][1] - flaw.places[0][0]


def _within(place: tuple[int, int], held: tuple[tuple[int, int], ...]) -> bool:
    return any(a <= place[0] and place[1] <= b for a, b in held)


def _sites(text: str, avoid: Iterable[str]) -> Iterator[Flaw]:
    for name in avoid:
        site = ENZYMES[name]
        for spelled in sorted({site, reverse_complement(site)}):
            for hit in re.finditer(f"(?={spelled})", text):
                yield Flaw(
                    kind="site",
                    places=((hit.start(), hit.start() + len(site)),),
                    observed=f"{name} ({spelled})",
                    limit=f"{name} is to be used for cloning",
                )


# -- words that occur twice --------------------------------------------------------------------------------


def _matches(text: str, other: str, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield where ``text`` and ``other`` share ``size`` bases or more, each match stretched to its full length.

    A match of a text with itself in place is left out. Yields (start in text, start in other, length).
    """
    if len(text) < size or len(other) < size:
        return
    import numpy as np

    one, two = _words(text, size), _words(other, size)
    order = np.argsort(two, kind="stable")
    low = np.searchsorted(two[order], one, side="left")
    high = np.searchsorted(two[order], one, side="right")
    pairs: dict[int, list[int]] = {}
    for at in np.flatnonzero(high > low).tolist():
        for to in order[low[at] : high[at]].tolist():
            if text is not other or at != to:
                pairs.setdefault(to - at, []).append(at)
    for shift, starts in sorted(pairs.items()):
        for start, end in _joined(starts, size):
            yield start, start + shift, end - start


def _joined(starts: list[int], size: int) -> Iterator[tuple[int, int]]:
    """Join words that follow each other base by base on one diagonal."""
    first = last = starts[0]
    for at in starts[1:]:
        if at != last + 1:
            yield first, last + size
            first = at
        last = at
    yield first, last + size


def _words(text: str, size: int) -> NDArray[np.uint64]:
    """Code every word of plain bases as a number; words are at most 31 bases long."""
    import numpy as np

    codes = encode(text).astype(np.uint64)
    words = np.zeros(len(text) - size + 1, dtype=np.uint64)
    for i in range(size):
        words = (words << np.uint64(2)) | (codes[i : i + len(words)] & np.uint64(3))
    return words
