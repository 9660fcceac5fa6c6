"""Whether an end of a gene can be tagged at all by a donor with a guide: nothing but where guides and arms fit."""

from __future__ import annotations

from collections.abc import Iterator

from oracle.donor_cutting import WINDOW, cuts
from oracle.offtarget_naive import Weights, scan_many
from oracle.plain_genome import Plain, opposite

REACH = 100
"""Bases between cut and tag beyond which not even a plasmid's tract is relied on."""

ARMS = 127
"""Bases of an oligonucleotide's two arms together."""


def obstacle(plain: Plain, symbol: str, end: str, weights: Weights) -> str:
    """Say why an end cannot be tagged; empty when it can.

    There must be an NGG guide within ``REACH`` of the tag that cuts nothing else within ``WINDOW`` of the gene and fits
    nothing else in the genome with at most one mismatch, and the bases round the tag must not be there a second time.
    """
    gene = plain.gene(symbol)
    text = plain.texts[gene.contig]
    (model,) = [model for model in gene.models if model.canonical]
    (first, _), (_, last) = model.cds[0], model.cds[-1]
    at = {(1, "N"): first + 3, (1, "C"): last - 3, (-1, "N"): last - 3, (-1, "C"): first + 3}[
        gene.strand, end
    ]
    around = text[at - ARMS // 2 : at + ARMS // 2]
    homes = sum(there.count(each) for there in plain.texts.values() for each in (around, opposite(around)))
    if homes > 1:
        return f"what surrounds the place is in the genome {homes} times"
    window = text[max(0, model.exons[0][0] - WINDOW) : model.exons[-1][1] + WINDOW]
    near = list(_guides(text, at))
    if not near:
        return "there is no guide near"
    own = [guide for guide in near if len(cuts(guide, window, weights)) == 1]
    if not own:
        return "every guide near cuts another place of the locus too"
    sites = scan_many(plain.texts, own, offtargets=(), mismatches=1)
    if all(len(found) > 1 for found in sites):
        return "every guide near fits another place of the genome with at most one mismatch"
    return ""


def _guides(text: str, at: int) -> Iterator[str]:
    """NGG guides of both strands that cut within ``REACH`` of a place."""
    for start in range(at - REACH - 23, at + REACH + 23):
        window = text[start : start + 23]
        if set(window) - set("ACGT"):
            continue
        if window.endswith("GG") and abs(start + 17 - at) <= REACH:
            yield window[:20]
        if window.startswith("CC") and abs(start + 6 - at) <= REACH:
            yield opposite(window)[:20]
