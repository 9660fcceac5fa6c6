"""One tag, its donor, and the edited allele that follows from the donor's letters and the genome's text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oracle.offtarget_naive import Weights
from oracle.plain_genome import Locus, Model, Plain, opposite, translated

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a design states."""

    gene: str
    end: str
    """``N`` or ``C``."""
    tag: str
    """Residues that are to be put in."""
    drawn: str
    """The donor as drawn, in the gene's direction; of a circle, from its first base."""
    molecule: Row
    guides: Sequence[Row]
    edits: Sequence[Row]
    says: Sequence[str] = ()
    """Sentences for the reader."""


@dataclass
class Case:
    """The edit as it was found, on the gene's own strand of its contig."""

    told: Told
    plain: Plain
    weights: Weights
    gene: Locus
    wild: str
    start: int = 0
    """Where the donor's first base comes to lie."""
    end: int = 0
    at: int = 0
    """The tag goes in front of this base."""
    tag: str = ""
    """Bases put in."""
    exchanged: list[tuple[int, str, str]] = field(default_factory=list)
    """Single bases exchanged, as wild-type place, base before, base after."""
    edited: str = ""
    wrong: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bases of the contig."""
        return len(self.wild)

    def own(self, start: int, end: int) -> tuple[int, int]:
        """A top-strand interval on the gene's strand, or back."""
        return (start, end) if self.gene.strand == 1 else (self.size - end, self.size - start)

    def number(self, position: int) -> int:
        """1-based place on the printed chromosome of a base of the gene's strand."""
        top = position if self.gene.strand == 1 else self.size - 1 - position
        return top + self.plain.places[self.gene.contig][1] + 1

    def lifted(self, position: int) -> int:
        """Where a wild-type base lies in the edited text."""
        return position + (len(self.tag) if position >= self.at else 0)


def place_donor(case: Case) -> bool:
    """Put the donor where its arms fit, and there alone."""
    told, arms = case.told, case.told.molecule["arms"]
    five, three = arms["5p"], arms["3p"]
    for name, arm in arms.items():
        if arm["length"] != arm["end"] - arm["start"] + 1:
            case.wrong.append(f"arm {name} states {arm['length']} bp and {arm['start']}-{arm['end']}")
    if told.molecule["topology"] == "linear" and (five["start"], three["end"]) != (1, len(told.drawn)):
        case.wrong.append("the arms are not the donor's ends")
    letters = told.drawn[five["start"] - 1 : three["end"]]
    left, right = letters[: five["length"]], letters[-three["length"] :]
    places = list(_everywhere(case.plain, left, right, case.gene))
    warned = any("may be copied" in text or "could be copied" in text for text in told.says)
    if len(places) > 1 and not warned:
        case.wrong.append(f"the arms fit {len(places)} places in the genome, and nobody says so")
    coding = bases_of(case, target_of(case).cds)
    at, end = next(
        (place for place, here in places if here and place[0] < coding[-1] and place[1] > coding[0]), (0, 0)
    )
    if not end:
        case.wrong.append("the arms do not fit the gene in its own direction")
        return False
    case.start, case.end = at, end
    case.edited = case.wild[:at] + letters + case.wild[end:]
    for name, low, high in (("5p", at, at + len(left)), ("3p", end - len(right), end)):
        first, last = sorted((case.number(low), case.number(high - 1)))
        sign = "+" if case.gene.strand == 1 else "-"
        stated = f"{case.plain.places[case.gene.contig][0]}:{first}-{last}:{sign}"
        if arms[name]["genome"] != stated:
            case.wrong.append(f"arm {name} is said to be {arms[name]['genome']}, and is {stated}")
    return True


def _everywhere(plain: Plain, left: str, right: str, gene: Locus) -> Iterator[tuple[tuple[int, int], bool]]:
    """Yield where the left arm is followed by the right one within 10 kb, on any strand of any contig."""
    for name, text in plain.texts.items():
        for strand in (1, -1):
            # The strand is searched with the arms turned, so that no contig need be turned.
            one, two = (left, right) if strand == 1 else (opposite(right), opposite(left))
            for at in _all(text, one):
                other = text.find(two, at + len(one), at + len(one) + 10_000)
                if other >= 0:
                    found = (at, other + len(two))
                    if strand == -1:
                        found = (len(text) - found[1], len(text) - found[0])
                    yield found, (name, strand) == (gene.contig, gene.strand)


def _all(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def find_tag(case: Case) -> bool:
    """See the edit as the tag at its place and single bases exchanged."""
    model = target_of(case)
    bases = bases_of(case, model.cds)
    behind = _behind(case) if case.told.end == "N" else len(bases) // 3 - 1
    case.at = bases[3 * behind - 1] + 1 if case.told.end == "N" else bases[-3]
    old = case.wild[case.start : case.end]
    new = case.edited[case.start : case.end + len(case.edited) - len(case.wild)]
    grown = len(new) - len(old)
    at = case.at - case.start
    case.tag = new[at : at + grown]
    if grown <= 0 or translated(case.tag) != case.told.tag or grown % 3:
        case.wrong.append(f"not the tag, but {case.tag or 'nothing'} stands behind residue {behind}")
        return False
    rest = new[:at] + new[at + grown :]
    case.exchanged = [
        (case.start + i, a, b) for i, (a, b) in enumerate(zip(old, rest, strict=True)) if a != b
    ]
    arms = case.told.molecule["arms"]
    first = min([case.at, *(place for place, _, _ in case.exchanged)])
    last = max([case.at, *(place + 1 for place, _, _ in case.exchanged)])
    counted = (first - case.start, case.end - last)
    if counted != (arms["5p"]["length"], arms["3p"]["length"]):
        case.wrong.append(
            f"arms {arms['5p']['length']}/{arms['3p']['length']} are not counted from the outermost change: {counted}"
        )
    return True


def target_of(case: Case) -> Model:
    """The transcript that residues are counted on."""
    (model,) = [model for model in case.gene.models if model.canonical]
    return model


def _behind(case: Case) -> int:
    """Residue behind which an N-terminal tag is said to stand; 1 when nothing is said."""
    found = [re.search(r"stands? behind residue (\d+)", text) for text in case.told.says]
    return next((int(match.group(1)) for match in found if match), 1)


def bases_of(case: Case, intervals: Sequence[tuple[int, int]]) -> list[int]:
    """Every base of intervals, on the gene's strand and in its order."""
    own = sorted(case.own(start, end) for start, end in intervals)
    return [place for start, end in own for place in range(start, end)]
