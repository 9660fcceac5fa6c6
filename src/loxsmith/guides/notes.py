"""What to know about making one guide: remarks for information, none of which forbids it."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from loxsmith.guides.finding_guides import Guide
from loxsmith.sequence import reverse_complement

GC_LOW: Final = 0.20
GC_HIGH: Final = 0.80
"""GC content (fraction) outside which a guide is remarked on. Upper: PMC9023298; lower: design judgement."""

TERMINATOR: Final = "TTTT"
"""Where RNA polymerase III stops (judgement: four T suffice often enough to be warned of)."""

RUN: Final = 5
"""Equal bases in a row from which a guide is remarked on (judgement)."""

STEM: Final = 4
"""Base pairs of a hairpin within the protospacer from which a guide is remarked on (judgement, see LOOP)."""

LOOP: Final = 4
"""Fewest bases between the halves of such a hairpin (judgement).

That hairpins within guides impair cutting: doi:10.1038/ncomms11750 (2016). Only Watson-Crick pairs count here.
"""

NEXUS: Final = "AAGGCTAGTCCGTTATC"
"""The part of the usual SpCas9 scaffold that protospacers can pair with, to harm: doi:10.1089/crispr.2021.0084."""

PAIRED: Final = 6
"""Bases in a row that pair with it from which a guide is remarked on (judgement: 4 % of random guides have them)."""


def remarks(guide: Guide) -> tuple[str, ...]:
    """Return what is worth knowing about making this guide, one sentence each, in a fixed order.

    A guide whose PAM lies 5' of it, Cas12a's, follows its repeat: nothing is said of its first base or of the scaffold
    of SpCas9.

    >>> remarks(Guide(protospacer="GACGA" * 4, pam="TGG", start=0, end=20, strand=1))
    ()
    """
    own = (_first_base, _scaffold) if guide.side == 3 else ()
    looked_at = (_terminator, _gc, *own[:1], _runs, _hairpin, *own[1:])
    return tuple(text for look in looked_at if (text := look(guide.protospacer)))


def stops_u6(protospacer: str) -> bool:
    """Say whether RNA polymerase III would end the transcript within the protospacer.

    >>> stops_u6("GACGTTTTGACGGACGGACG")
    True
    """
    return TERMINATOR in protospacer


def longest_stem(protospacer: str) -> str:
    """Return the left half of the longest hairpin, the leftmost of equals; empty below ``STEM`` base pairs.

    >>> longest_stem("GGACCTTTTTTTTGGTCCAA")
    'GGACC'
    """
    for size in range((len(protospacer) - LOOP) // 2, STEM - 1, -1):
        for at in range(len(protospacer) - 2 * size - LOOP + 1):
            half = protospacer[at : at + size]
            if reverse_complement(half) in protospacer[at + size + LOOP :]:
                return half
    return ""


def pairing_with_scaffold(protospacer: str) -> str:
    """Return the longest stretch that pairs with the scaffold's nexus, the leftmost of equals; empty below ``PAIRED``.

    >>> pairing_with_scaffold("AAAAAAACGGACTAGCAAAA")
    'AACGGACTAGC'
    """
    partner = reverse_complement(NEXUS)
    for size in range(len(partner), PAIRED - 1, -1):
        for at in range(len(protospacer) - size + 1):
            if protospacer[at : at + size] in partner:
                return protospacer[at : at + size]
    return ""


def _terminator(protospacer: str) -> str:
    at = protospacer.find(TERMINATOR)
    if at < 0:
        return ""
    return (
        f"TTTT at base {at + 1} of the protospacer ends transcription by RNA polymerase III (U6, H1): "
        "use a synthetic guide RNA or T7 transcription (judgement)."
    )


def _gc(protospacer: str) -> str:
    share = sum(protospacer.count(base) for base in "GC") / len(protospacer)
    if GC_LOW <= share <= GC_HIGH:
        return ""
    return (
        f"GC content {share:.0%} lies outside {GC_LOW:.0%}-{GC_HIGH:.0%}: such guides tend to cut less well "
        "(PMC9023298, table 1, names the upper bound; the lower is design judgement)."
    )


def _first_base(protospacer: str) -> str:
    if protospacer.startswith("G"):
        return ""
    return (
        f"The protospacer starts with {protospacer[0]}: for a U6 promoter put a G before it, since "
        "transcripts start with G (PMC3852272, figure 3), and for T7 transcription GG (judgement); a synthetic guide "
        "RNA needs none."
    )


def _runs(protospacer: str) -> str:
    runs = [(base, len(list(same))) for base, same in groupby(protospacer)]
    base, count = max(runs, key=lambda run: run[1])
    if count < RUN:
        return ""
    return (
        f"{count} {base} in a row: such guides are harder to make and to sequence, and tend to cut less well "
        "(judgement)."
    )


def _hairpin(protospacer: str) -> str:
    stem = longest_stem(protospacer)
    if not stem:
        return ""
    return (
        f"{stem} pairs with a later stretch of the protospacer, a hairpin of {len(stem)} base pairs: the guide may "
        f"fold and cut less well (doi:10.1038/ncomms11750; {STEM} base pairs with {LOOP} bases between are judgement)."
    )


def _scaffold(protospacer: str) -> str:
    paired = pairing_with_scaffold(protospacer)
    if not paired:
        return ""
    return (
        f"{paired} pairs with the nexus of the guide scaffold, {len(paired)} base pairs: the guide may fold wrongly "
        f"and cut less well (doi:10.1089/crispr.2021.0084; {PAIRED} base pairs are judgement)."
    )
