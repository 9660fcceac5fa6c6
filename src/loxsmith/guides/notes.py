"""What to know about making one guide: remarks for information, none of which forbids it."""

from __future__ import annotations

from typing import Final

from loxsmith.guides.finding_guides import Guide

GC_LOW: Final = 0.20
GC_HIGH: Final = 0.80
"""GC content (fraction) outside which a guide is remarked on. Upper: PMC9023298; lower: design judgement."""


def remarks(guide: Guide) -> tuple[str, ...]:
    """Return what is worth knowing about expressing this guide, one sentence each, in a fixed order.

    >>> remarks(Guide(protospacer="GACG" * 5, pam="TGG", start=0, end=20, strand=1))
    ()
    """
    return tuple(text for text in (_terminator(guide), _gc(guide), _first_base(guide)) if text)


def _terminator(guide: Guide) -> str:
    at = guide.protospacer.find("TTTT")
    if at < 0:
        return ""
    return (
        f"TTTT at base {at + 1} of the protospacer ends transcription by RNA polymerase III (U6, H1): "
        "use a synthetic guide RNA or T7 transcription (judgement)."
    )


def _gc(guide: Guide) -> str:
    share = sum(guide.protospacer.count(base) for base in "GC") / len(guide.protospacer)
    if GC_LOW <= share <= GC_HIGH:
        return ""
    return (
        f"GC content {share:.0%} lies outside {GC_LOW:.0%}-{GC_HIGH:.0%}: such guides tend to cut less well "
        "(PMC9023298, table 1, names the upper bound; the lower is design judgement)."
    )


def _first_base(guide: Guide) -> str:
    if guide.protospacer.startswith("G"):
        return ""
    return (
        f"The protospacer starts with {guide.protospacer[0]}: for a U6 promoter put a G before it, since "
        "transcripts start with G (PMC3852272, figure 3); a synthetic guide RNA needs none."
    )
