"""Other codons for the same residues, so that two copies of a coding sequence do not pair with each other.

A second copy that spells the first is a repeat: direct, it collapses; inverted, it folds back or turns round. Every
codon that has a synonym is therefore respelled, common codons first, and what a cell or a cloner would read into the
new bases is kept out of them: splice sites, polyadenylation signals, recombinase sites, rare cutters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit, sites, synonymous
from loxsmith.sequence import is_plain, reverse_complement, translate

RUN = 20
"""A run of so many bases shared by the two copies is refused (bp, judgement): the word that repeats are found by."""

WANTED = 12
"""A run of so many shared bases is avoided where the residues allow it (bp, judgement)."""

RARE = 0.1
"""Share among the codons of its residue below which a codon is used only in need (judgement)."""

WIDTH = 12
"""Spellings followed side by side (judgement)."""

ACCEPTOR_SPAN = 12
"""Bases behind a splice acceptor in which no further AG may arise: it would compete (NAGNAG; Hiller 2004, Nat Genet
36:1255)."""

_SAME, _SHORT, _LONG, _BAD = 4.0, 8.0, 60.0, 40.0
"""Costs of an unchanged codon that has a synonym, of a wanted run reached, of a refused one, and of a motif."""

SIGNALS = ("AATAAA", "ATTAAA")
"""Polyadenylation signals (Proudfoot 2011, Genes Dev 25:1770)."""

CUTTERS = (
    "GCGGCCGC", "TTAATTAA", "GCGATCGC", "GTTTAAAC", "ATTTAAAT", "GGCGCGCC", "GGCCGGCC", "CCTGCAGG",
)  # fmt: skip
"""Sites of rare cutters that open a targeting vector (REBASE): NotI, PacI, AsiSI, PmeI, SwaI, AscI, FseI, SbfI. All
are palindromes."""

_DONOR = ("AC", "A", "G", "G", "T", "AG", "A", "G", "T")
"""MAG|GTRAGT (Shapiro & Senapathy 1987, NAR 15:7155)."""

DONOR_FITS = 8
"""Of its nine bases, how many make a likely donor, GT among them (judgement)."""

_TRACT = 10
"""Length of the polypyrimidine tract looked at: (Y)10 N YAG|G (Shapiro & Senapathy 1987)."""

TRACT_FITS = 9
"""Of its ten bases, how many pyrimidines make a likely acceptor (judgement)."""

_REACH = 3 + _TRACT + 2
"""Bases of the longest pattern looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoded:
    """A stretch of a coding sequence in other codons."""

    sequence: str
    """As long as the native stretch, in the gene's direction."""

    changed: int
    """Bases that differ from the native stretch."""

    longest: int
    """Longest run of bases shared with it (bp), the bases left alone at its ends included."""

    motifs: tuple[str, ...]
    """What could not be kept out, in words."""


def recode(
    native: str,
    *,
    phase: int,
    usage: Mapping[str, float],
    first: int,
    last: int = 0,
    both_strands: bool = False,
) -> Recoded:
    """Respell a stretch of coding sequence.

    Args:
        native: the stretch, upper case; it may begin and end within a codon.
        phase: bases at its beginning that belong to a codon begun before it (0-2).
        usage: share of each codon among those of its residue.
        first: bases at the beginning that stay as they are, for the splice acceptor in front of them.
        last: bases at the end that stay, for a donor behind them.
        both_strands: keep motifs out of the other strand too.

    Raises:
        InfeasibleError: the stretch holds unknown bases, or a run of ``RUN`` shared bases cannot be avoided.

    >>> from loxsmith.knowledge import codon_usage
    >>> recode("CTGAGCAAG", phase=0, usage=codon_usage("mouse"), first=0).sequence
    'CTCTCCAAA'
    """
    if not is_plain(native):
        raise InfeasibleError(
            "A coding sequence with unknown bases cannot be respelled in other codons.",
            hint="Give an assembly in which the gene is sequenced, or use --before null.",
        )
    beams = [_Beam(text=native[:phase], cost=0.0, run=phase)]
    at = phase
    while at + 3 <= len(native):
        codon = native[at : at + 3]
        held = at < first or at + 3 > len(native) - last
        options = _options(codon, usage, held=held)
        grown = [_grown(b, o, cost, native, at, first, both_strands) for b in beams for o, cost in options]
        beams = _best(grown)
        at += 3
    made = beams[0].text + native[at:]
    found = Recoded(
        sequence=made,
        changed=sum(a != b for a, b in zip(made, native, strict=True)),
        longest=longest_shared(made, native),
        motifs=_left(made, native, both_strands),
    )
    if found.longest >= RUN + max(first, last):
        raise InfeasibleError(
            f"The coding sequence cannot be respelled far enough: {found.longest} bases in a row stay as they are.",
            hint="Use --before null, which needs no second copy.",
        )
    return found


def longest_shared(one: str, other: str) -> int:
    """Length of the longest run of bases at the same places of two equally long stretches.

    >>> longest_shared("AACCGG", "AATCGG")
    3
    """
    best = run = 0
    for a, b in zip(one, other, strict=True):
        run = run + 1 if a == b else 0
        best = max(best, run)
    return best


# -- the search --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Beam:
    text: str
    cost: float
    run: int
    """Shared bases in a row at its end."""


def _options(codon: str, usage: Mapping[str, float], *, held: bool) -> Sequence[tuple[str, float]]:
    others = () if held or translate(codon) == "*" else synonymous(codon)
    common = [c for c in others if usage[c] >= RARE] or list(others)
    if not common:
        return ((codon, 0.0),)
    return ((codon, _SAME), *((c, -log(max(usage[c], 0.001))) for c in common))


def _grown(
    beam: _Beam, codon: str, cost: float, native: str, at: int, first: int, both_strands: bool
) -> _Beam:
    text, run = beam.text + codon, beam.run
    for offset in range(3):
        run = run + 1 if codon[offset] == native[at + offset] else 0
        cost += _SHORT if run == WANTED else _LONG if run == RUN else 0.0
    if at + 3 > first:
        tail = text[max(0, len(text) - _REACH - 2) :]
        cost += _BAD * sum(end > len(tail) - 3 for _, end in _motifs(tail, both_strands))
        if first and at < ACCEPTOR_SPAN:
            cost += _BAD * (text[:ACCEPTOR_SPAN].count("AG") > native[:ACCEPTOR_SPAN].count("AG"))
    return _Beam(text=text, cost=beam.cost + cost, run=run)


def _best(beams: Sequence[_Beam]) -> list[_Beam]:
    """The cheapest, one for each ending: what lies farther back no longer matters."""
    found: dict[tuple[str, int], _Beam] = {}
    for beam in sorted(beams, key=lambda b: (b.cost, b.text)):
        found.setdefault((beam.text[-_REACH:], min(beam.run, RUN)), beam)
    return list(found.values())[:WIDTH]


# -- what is kept out --------------------------------------------------------------------------------------


def donors(text: str) -> Iterator[int]:
    """Yield the first intron base of every likely splice donor of ``text``."""
    at = text.find("GT")
    while at >= 0:
        window = text[at - 3 : at + 6] if at >= 3 else ""
        if len(window) == 9 and sum(b in w for b, w in zip(window, _DONOR, strict=True)) >= DONOR_FITS:
            yield at
        at = text.find("GT", at + 1)


def acceptors(text: str) -> Iterator[int]:
    """Yield the first exon base of every likely splice acceptor of ``text``."""
    at = text.find("AG")
    while at >= 0:
        tract = text[at - 2 - _TRACT : at - 2] if at >= 2 + _TRACT else ""
        edged = bool(tract) and text[at - 1] in "CT" and text[at + 2 : at + 3] == "G"
        if edged and sum(base in "CT" for base in tract) >= TRACT_FITS:
            yield at + 2
        at = text.find("AG", at + 1)


def signals(text: str) -> Iterator[int]:
    """Yield the first base of every polyadenylation signal of ``text``."""
    for signal in SIGNALS:
        at = text.find(signal)
        while at >= 0:
            yield at
            at = text.find(signal, at + 1)


def _motifs(text: str, both_strands: bool) -> Iterator[tuple[str, int]]:
    """Yield what is to be kept out of ``text``, with the place one past its end."""
    for cutter in CUTTERS:
        if (at := text.find(cutter)) >= 0:
            yield f"the site {cutter} of a rare cutter", at + len(cutter)
    yield from (("a likely splice donor", at + 6) for at in donors(text))
    yield from (("a likely splice acceptor", at + 1) for at in acceptors(text))
    yield from (("a polyadenylation signal", at + 6) for at in signals(text))
    if both_strands:
        turned, size = reverse_complement(text), len(text)
        yield from (("a likely splice donor on the other strand", size - at + 3) for at in donors(turned))
        yield from (
            ("a likely splice acceptor on the other strand", size - at + 2 + _TRACT + 2)
            for at in acceptors(turned)
        )
        yield from (("a polyadenylation signal on the other strand", size - at) for at in signals(turned))


def _left(made: str, native: str, both_strands: bool) -> tuple[str, ...]:
    """Name what is in the new spelling and was not in the old."""
    old = [name for name, _ in _motifs(native, both_strands)]
    names = [name for name, _ in _motifs(made, both_strands)]
    found = [name for name in dict.fromkeys(names) if names.count(name) > old.count(name)]
    found += [f"the site {name}" for name, bases in _sites() if bases in made]
    return tuple(found)


@cache
def _sites() -> tuple[tuple[str, str], ...]:
    return tuple((s.name, text) for s in sites() for text in (s.minimal, reverse_complement(s.minimal)))


def edge_bases() -> tuple[int, int]:
    """Exon bases left alone behind an acceptor and in front of a donor."""
    return limit("J.splice.exon.first").whole, limit("J.splice.exon.last").whole
