"""Natural variants of mouse strains, and what one under a guide does to it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from loxsmith.guides.finding_guides import Guide

SEED: Final = 12
"""Bases beside the PAM in which a mismatch weighs most (judgement; from about there the weights of Hsu 2013 rise)."""

FEW: Final = 3
"""Strains that a sentence names before it counts the rest (judgement)."""

Place = Literal["PAM", "seed", "rest"]
"""Where a variant lies under a guide: in what the PAM needs, in the seed, or in the rest of the protospacer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Which part of a chromosome a text is, and in which direction."""

    chromosome: str
    """Name of the chromosome, with or without ``chr``."""

    start: int
    """First base on the sequence that the file of the genome holds, 0-based, top strand."""

    end: int
    """One past the last base."""

    strand: Literal[1, -1] = 1
    """-1 when the text is the bottom strand."""

    offset: int = 0
    """What is added to a position of that sequence to get one of the chromosome (0 for whole chromosomes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One allele that differs from the reference, on a text: positions and bases as the text reads."""

    start: int
    """First base that is replaced, 0-based; equal to ``end`` for an insertion before that base."""

    end: int
    """One past the last base that is replaced."""

    ref: str
    """The text's bases; empty for an insertion."""

    alt: str
    """What stands there instead; empty for a deletion, ``<DEL>`` and the like where the file does not spell it."""

    id: str = ""
    """Name in the source, such as ``rs31280471``; empty when it has none."""

    strains: tuple[str, ...] | None = None
    """Strains of the file that bear it; None when the file does not tell."""

    called: bool = True
    """False when the strain asked for has no genotype here, so that it may or may not bear it."""

    @property
    def is_indel(self) -> bool:
        """Whether it changes the number of bases, or may."""
        return len(self.ref) != len(self.alt) or self.alt.startswith("<")

    def touches(self, start: int, end: int) -> bool:
        """Say whether it changes a base of ``start`` to ``end``, or puts bases between two of them."""
        if self.start == self.end:
            return start < self.start < end
        return self.start < end and self.end > start


@dataclass(frozen=True, kw_only=True)
class Variants:
    """The variants of one text."""

    source: str
    """The file they were read from."""

    strain: str
    """The strain asked for, as the file spells it; empty when none was, or the file does not tell strains apart."""

    strains: tuple[str, ...]
    """The strains that the file tells apart."""

    items: tuple[Variant, ...]
    """By position; those of the strain alone where one is given."""

    note: str = ""
    """What must be said about the strain; empty when there is nothing."""

    def variants_in(self, start: int, end: int) -> tuple[Variant, ...]:
        """Return the variants that touch a stretch of the text (0-based, half-open)."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_right(self._starts, end)
        return tuple(variant for variant in self.items[first:last] if variant.touches(start, end))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(variant.start for variant in self.items)

    @cached_property
    def _longest(self) -> int:
        return max((variant.end - variant.start for variant in self.items), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """A variant under a guide."""

    variant: Variant
    """The variant, on the guide's text."""

    place: Place
    """Where it lies."""

    sentence: str
    """What that means, for people."""

    forbids: bool
    """Whether the guide cannot be used in the strain: the strain is known to bear it, in the PAM or the seed."""

    @property
    def is_against(self) -> bool:
        """Whether it speaks against the guide, rather than being worth a remark."""
        return self.place != "rest" and self.variant.called


def variants_under(guide: Guide, variants: Variants, *, pam: str = "NGG") -> tuple[Under, ...]:
    """Return what lies under a guide, PAM first, then seed, then the rest; within each by position.

    An insertion or deletion counts by where the file puts it; within a repeat that reaches beyond the guide it may
    leave the guide as it is.

    Args:
        guide: a guide of the text that the variants lie on.
        variants: what :func:`read_variants` gave.
        pam: the PAM the nuclease needs, IUPAC; a substitution at one of its N does no harm.
    """
    found = [
        _under(variant, place, guide, variants.strain)
        for variant in variants.variants_in(*guide.window)
        if (place := _place(variant, guide, pam)) is not None
    ]
    return tuple(sorted(found, key=lambda u: (_ORDER[u.place], u.variant.start, u.variant.alt)))


_ORDER: Final = {"PAM": 0, "seed": 1, "rest": 2}


def _place(variant: Variant, guide: Guide, pam: str) -> Place | None:
    """Where a variant of a guide's window lies; None for a substitution at an N of the PAM."""
    lower, upper = guide.window
    behind = upper > guide.end
    if variant.is_indel:
        # Bases put in or taken out between the protospacer and the end of the PAM move the PAM away.
        spoils = variant.touches(guide.end - 1, upper) if behind else variant.touches(lower, guide.start + 1)
        spoils = spoils and not _inside_spacer(variant, guide)
    else:
        needed = _needed(guide, pam)
        spoils = any(variant.touches(at, at + 1) for at in needed)
    if spoils:
        return "PAM"
    if not variant.touches(guide.start, guide.end):
        return None
    seed = (guide.end - SEED, guide.end) if behind else (guide.start, guide.start + SEED)
    return "seed" if variant.touches(*seed) else "rest"


def _inside_spacer(variant: Variant, guide: Guide) -> bool:
    """Whether an insertion or deletion lies wholly within the protospacer."""
    if variant.start == variant.end:
        return guide.start < variant.start < guide.end
    return guide.start <= variant.start and variant.end <= guide.end


def _needed(guide: Guide, pam: str) -> tuple[int, ...]:
    """Positions of the PAM's bases that are not N, on the text."""
    lower, upper = guide.window
    first, last = (guide.end, upper) if upper > guide.end else (lower, guide.start)
    letters = pam.upper() if len(pam) == last - first else "X" * (last - first)
    if guide.strand < 0:
        letters = letters[::-1]
    return tuple(at for at, letter in zip(range(first, last), letters, strict=True) if letter != "N")


def _under(variant: Variant, place: Place, guide: Guide, strain: str) -> Under:
    whose = _whose(variant, strain)
    where, meaning = {
        "PAM": ("in the PAM", "the guide does not cut that allele"),
        "seed": (
            f"under the seed, {_from_pam(variant, guide)}",
            "the guide hardly cuts that allele, if at all",
        ),
        "rest": (
            f"under the protospacer, {_from_pam(variant, guide)}",
            "a mismatch there is often tolerated",
        ),
    }[place]
    return Under(
        variant=variant,
        place=place,
        sentence=f"{_named(variant)} lies {where}, {whose}: {meaning}.",
        forbids=place != "rest" and bool(strain) and variant.called,
    )


def _named(variant: Variant) -> str:
    """Name and alleles, such as ``rs31280471 (A>G)``."""
    return f"{variant.id or 'A variant'} ({variant.ref or '-'}>{variant.alt or '-'})"


def _from_pam(variant: Variant, guide: Guide) -> str:
    """How far the nearest base of the variant lies from the PAM, counted from 1."""
    if guide.window[1] > guide.end:
        count = guide.end - max(variant.start, variant.end - 1)
    else:
        count = variant.start - guide.start + (variant.start < variant.end)
    return f"base {max(count, 1)} from the PAM"


def _whose(variant: Variant, strain: str) -> str:
    if strain:
        return f"in {strain}" if variant.called else f"with no genotype in {strain}"
    if not variant.strains:
        return "in some strains"
    named, rest = variant.strains[:FEW], len(variant.strains) - FEW
    return f"in some strains ({', '.join(named)}{f' and {rest} more' if rest > 0 else ''})"
