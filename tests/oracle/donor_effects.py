"""What the edited allele makes, and what it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from oracle.donor_case import Case, bases_of
from oracle.plain_genome import Model, opposite, translated

EXON_LAST, EXON_FIRST, INTRON_FIRST, INTRON_LAST = 3, 2, 6, 20
"""Bases at an intron's ends that no silent change may touch."""


def check_proteins(case: Case) -> None:
    """Every coding transcript makes its protein with the tag where it passes there, and nothing else."""
    for model in case.gene.models:
        if not model.cds:
            continue
        bases = bases_of(case, model.cds)
        skip = model.phases[0 if case.gene.strand == 1 else -1]
        wild = translated("".join(case.wild[place] for place in bases)[skip:])
        made = translated(_spliced(case, model.cds)[skip:])
        before = [i for i, place in enumerate(bases) if place < case.at]
        inside = any(a < case.at < b for a, b in (case.own(*one) for one in model.cds))
        residues, odd = divmod(len(before) - skip, 3)
        tag = case.told.tag
        wanted = wild[:residues] + tag + wild[residues:] if inside and not odd else wild
        if made != wanted and inside and odd:
            if not any(model.id in text and "frame" in text for text in case.told.says):
                case.wrong.append(f"the tag stands out of frame in {model.id}, and nobody says so")
        elif made != wanted:
            case.wrong.append(f"{model.id} makes {_difference(wanted, made)}")
        if model.canonical and not inside:
            case.wrong.append(f"{model.id} does not carry the tag: it stands at an exon's edge")
    changed = {place for place, _, _ in case.exchanged}
    for model in case.gene.models:
        bases = bases_of(case, model.cds)
        if model.cds and changed & {*bases[:3], *bases[-3:]} and model.canonical:
            case.wrong.append(f"the start or stop codon of {model.id} is respelled")


def _spliced(case: Case, intervals: Sequence[tuple[int, int]]) -> str:
    """Intervals of the wild type read on the edited allele: one grows when the tag is put inside it."""
    own = sorted(case.own(start, end) for start, end in intervals)
    return "".join(case.edited[case.lifted(a) : case.lifted(b - 1) + 1] for a, b in own)


def _difference(wanted: str, made: str) -> str:
    at = next(
        (i for i, (a, b) in enumerate(zip(wanted, made, strict=False)) if a != b), min(len(wanted), len(made))
    )
    return f"{made[max(0, at - 3) : at + 6]} for {wanted[max(0, at - 3) : at + 6]} from residue {at + 1}"


def check_neighbours(case: Case) -> None:
    """Coding bases of other genes, whichever strand they are read on, stay what they are."""
    top = case.own(case.start, case.end)
    for gene, model in case.plain.on(case.gene.contig, *top):
        if gene.id == case.gene.id or not model.cds:
            continue
        coding = set(bases_of(case, model.cds))
        silent = _stays(case, model, same=gene.strand == case.gene.strand, forward=gene.strand == 1)
        for place, ref, alt in case.exchanged:
            if place in coding and not silent:
                case.wrong.append(
                    f"{ref}>{alt} at {case.number(place)} lies in the coding sequence of {gene.symbol}"
                )
        within = any(a < case.at < b for a, b in (case.own(*one) for one in model.cds))
        unsaid = f"the tag stands within the coding sequence of {gene.symbol}, and nobody says so"
        said = any(gene.symbol in re.split(r"[^\w.-]+", text) for text in case.told.says)
        if within and not said and unsaid not in case.wrong:
            case.wrong.append(unsaid)


def _stays(case: Case, model: Model, *, same: bool, forward: bool) -> bool:
    """Whether another gene's protein is the same with the exchanged bases, the tag left aside."""
    places = sorted(bases_of(case, model.cds))
    changed = {place: alt for place, _, alt in case.exchanged}
    made = []
    for text in (
        "".join(case.wild[p] for p in places),
        "".join(changed.get(p, case.wild[p]) for p in places),
    ):
        skip = model.phases[0 if forward else -1]
        made.append(translated((text if same else opposite(text))[skip:]))
    return made[0] == made[1]


def check_splicing(case: Case) -> None:
    """No exchanged base lies where a splice site is read, of whichever gene; the tag touches none of its own gene."""
    top = case.own(case.start, case.end)
    for gene, model in case.plain.on(case.gene.contig, *top):
        same = gene.strand == case.gene.strand
        exons = sorted(case.own(*exon) for exon in model.exons)
        for (_, left), (right, _) in pairwise(exons):
            donor, acceptor = (left, 1) if same else (right, -1), (right, 1) if same else (left, -1)
            zones = [_zone(*donor, EXON_LAST, INTRON_FIRST), _zone(*acceptor, INTRON_LAST, EXON_FIRST)]
            for low, high in zones:
                for place, ref, alt in case.exchanged:
                    if low <= place < high:
                        case.wrong.append(
                            f"{ref}>{alt} at {case.number(place)} lies in a splice site of {model.id} ({gene.symbol})"
                        )
            for before in (case.wild[left : left + 2], case.wild[right - 2 : right]):
                after = {
                    case.edited[case.lifted(left) : case.lifted(left) + 2],
                    case.edited[case.lifted(right - 1) - 1 : case.lifted(right - 1) + 1],
                }
                if before not in after:
                    case.wrong.append(f"the intron of {model.id} no longer shows {before}")
            if case.at in (left, right):
                case.wrong.append(f"the tag stands at the very edge of an exon of {model.id} ({gene.symbol})")


def _zone(edge: int, direction: int, before: int, behind: int) -> tuple[int, int]:
    return (edge - before, edge + behind) if direction == 1 else (edge - behind, edge + before)
