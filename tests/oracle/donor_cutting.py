"""Which strand the donor is, and what its guide still cuts."""

from __future__ import annotations

import numpy as np

from oracle.donor_case import Case
from oracle.offtarget_naive import Weights
from oracle.plain_genome import opposite

MOST_MISMATCHES, LEAST_CFD = 4, 0.03
DISTAL, PROXIMAL, LONGEST = 36, 91, 200
"""Of an oligonucleotide: arms by the side of the PAM, and its length."""

WINDOW = 20_000
"""Bases beyond the gene that every allele holds: what a design calls uncut must be uncut there."""


def check_polarity(case: Case) -> None:
    """The label, the sign and the arms are those of the strand that holds protospacer and PAM."""
    molecule = case.told.molecule
    kind, order = molecule["kind"], molecule.get("order")
    chosen = next(guide for guide in case.told.guides if guide["chosen"])
    guide_strand = 1 if chosen["strand"] == "+" else -1
    if kind not in ("ssODN", "lssDNA"):
        return
    if order not in (case.told.drawn, opposite(case.told.drawn)):
        case.wrong.append("the bases to order are not the drawing's, on either strand")
        return
    sign = 1 if order == case.told.drawn else -1
    if molecule["strand"] != ("+" if sign == 1 else "-"):
        case.wrong.append(f"the oligo is said to be {molecule['strand']} of the drawing, and is not")
    # Which strand the bases to order are, by the letters of their first arm.
    arm = order[: molecule["arms"]["5p" if sign == 1 else "3p"]["length"]]
    here = case.plain.texts[case.gene.contig]
    strands = [s for s, text in ((1, here), (-1, opposite(here))) if arm in text]
    if strands != [sign * case.gene.strand]:
        case.wrong.append(f"the bases to order begin on strand {strands}")
    polarity = "non-target" if sign * case.gene.strand == guide_strand else "target"
    if molecule["polarity"] != polarity:
        case.wrong.append(f"the polarity is said to be {molecule['polarity']}, and is {polarity}")
    if kind == "ssODN":
        lengths = (molecule["arms"]["5p"]["length"], molecule["arms"]["3p"]["length"])
        wanted = (DISTAL, PROXIMAL) if guide_strand == case.gene.strand else (PROXIMAL, DISTAL)
        if polarity != "target" or lengths != wanted or len(order) > LONGEST:
            case.wrong.append(f"{polarity} ssODN of {len(order)} nt with arms {lengths}, not {wanted}")


def cuts(guide: str, text: str, weights: Weights, circular: bool = False) -> list[tuple[int, int]]:
    """First base (top strand) and strand of every 23-base window that is cut."""
    found = []
    size = len(text)
    read = text + text[:22] if circular else text
    if len(read) < 23:
        return []
    letters = np.frombuffer(read.encode("ascii"), dtype=np.uint8)
    for strand in (1, -1):
        spelled = guide if strand == 1 else opposite(guide)
        first = 0 if strand == 1 else 3
        count = len(letters) - 22
        different = np.zeros(count, dtype=np.uint8)
        for i, base in enumerate(spelled.encode()):
            different += letters[first + i : first + i + count] != base
        for at in np.flatnonzero(different <= MOST_MISMATCHES).tolist():
            window = read[at : at + 23] if strand == 1 else opposite(read[at : at + 23])
            if set(window) <= set("ACGT") and weights.cfd(guide, window[:20], window[20:]) > LEAST_CFD:
                found.append((at % size, strand))
    return found


def check_cutting(case: Case) -> None:
    """The chosen guide cuts neither the edited allele, nor the donor; the wild type is cut once."""
    chosen = next(guide for guide in case.told.guides if guide["chosen"])
    own = chosen["protospacer"]
    after = cuts(own, case.edited, case.weights)
    before = cuts(own, case.wild, case.weights)
    grown = len(case.tag)
    kept = {(at + grown if at >= case.end else at, strand) for at, strand in before}
    for at, strand in after:
        touched = at + 23 > case.start and at < case.end + grown
        if touched or (at, strand) not in kept:
            case.wrong.append(
                f"the guide still cuts the edited allele at {at - case.lifted(case.at)} of the tag ({strand})"
            )
    circular = case.told.molecule["topology"] == "circular"
    for at, strand in cuts(own, case.told.drawn, case.weights, circular):
        case.wrong.append(f"the guide cuts the donor itself at {at} ({strand})")
    exons = [place for model in case.gene.models for exon in model.exons for place in case.own(*exon)]
    first, last = min(exons) - WINDOW, max(exons) + WINDOW
    within = [at for at, _ in before if first <= at and at + 23 <= last]
    if len(within) != 1:
        case.wrong.append(f"the guide cuts {len(within)} places of the wild-type window")
    for guide in case.told.guides:
        for allele, text in (("wild_type", case.wild), ("targeted", case.edited)):
            found = cuts(guide["protospacer"], text, case.weights)
            near = [at for at, _ in found if first <= at and at + 23 <= last]
            stated = guide["recuts"].get(allele)
            if (stated is True and not found) or (stated is False and near):
                case.wrong.append(
                    f"guide {guide['id']} is said {'to cut' if stated else 'not to cut'} {allele}"
                )
