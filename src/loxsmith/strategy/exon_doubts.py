"""What should give pause before exons are floxed: rules R06 to R08, R10, R12 to R15."""

from __future__ import annotations

from collections.abc import Iterator

from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel
from loxsmith.strategy.critical_region import Doubt, Region
from loxsmith.strategy.flanks import silent_exons
from loxsmith.strategy.placing import Spot
from loxsmith.strategy.remaining import Remainder, coding_before, restart
from loxsmith.strategy.routes import coding

_WHICH = "<transcripts>"
"""Stands in a doubt for the transcripts that share it."""


def doubts(locus: Locus, region: Region) -> Iterator[Doubt]:
    """Yield what should give pause before exons are floxed, by R06 to R15; transcripts alike share a sentence."""
    yield from _by_length(region)
    told: dict[Doubt, list[str]] = {}
    for t in coding(locus):
        for doubt in _by_product(locus, region, t, (region.left or {})[t.id]):
            told.setdefault(doubt, []).append(t.id)
    for doubt, names in told.items():
        yield Doubt(rule=doubt.rule, text=doubt.text.replace(_WHICH, ", ".join(names)))
    yield from _neighbours(locus, region)
    for spot in (region.before, region.behind):
        if spot is not None:
            yield from _by_place(locus, spot)


def _by_length(region: Region) -> Iterator[Doubt]:
    most = limit("R10.floxed").whole
    if region.length > most:
        yield Doubt(
            rule="R10",
            text=f"{region.length} bp lie between the sites, more than {most} (R10): recombination becomes "
            "rarer with the distance.",
        )


def _by_product(locus: Locus, region: Region, t: TranscriptModel, left: Remainder) -> Iterator[Doubt]:
    ahead = coding_before(t, region.gone[0]) // 3
    most = limit("R12.protein.before").value
    if ahead > most * t.residues:
        yield Doubt(
            rule="R12",
            text=f"{ahead} of {t.residues} residues of {_WHICH} ({100 * ahead // t.residues} %) lie in front "
            f"of {region.name}, more than {100 * most:.0f} % (R12): what is left may have a function.",
        )
    if left.to_junction <= limit("R13.nmd").whole and len(left.protein) >= limit("R13.leftover").whole:
        yield Doubt(rule="R13", text=_no_decay(region, left))
    yield from _starting_again(locus, region, t, left)


def _no_decay(region: Region, left: Remainder) -> str:
    near = limit("R13.nmd").whole
    if left.to_junction <= 0:
        where = "lies in the last exon"
    else:
        where = f"lies {left.to_junction} nt in front of the last exon junction, not more than {near}"
    if limit("R13.nmd.acceptable").whole < left.to_junction:
        where += f" (more than {limit('R13.nmd.acceptable').whole}, which is still accepted)"
    stay = f"{left.before} native residues stay" if left.before else "none of them native from the start on"
    return (
        f"Without {region.name} the new stop of {_WHICH} {where}, so the RNA is not expected to decay, and a "
        f"protein of {len(left.protein)} residues is made: {stay} (R13)."
    )


def _starting_again(locus: Locus, region: Region, t: TranscriptModel, left: Remainder) -> Iterator[Doubt]:
    again, most = restart(locus, t, region.gone), limit("R14.reinitiation").whole
    if left.start != "native":
        kind = "a later ATG is read" if left.start == "later" else "an ATG at the new junction is read"
        tail = ", in frame with the native end" if left.behind else ""
        yield Doubt(
            rule="R14",
            text=f"The start codon of {_WHICH} goes with {region.name}; {kind}, and makes {len(left.protein)} "
            f"residues{tail} (R14).",
        )
    elif len(left.protein) < limit("R14.leftover").whole and again > most:
        yield Doubt(
            rule="R14",
            text=f"Only {len(left.protein)} residues of {_WHICH} are made, so ribosomes may start again: an "
            f"in-frame ATG behind {region.name} opens {again} residues to the native end, more than {most} "
            "(R14).",
        )


def _neighbours(locus: Locus, region: Region) -> Iterator[Doubt]:
    start, end = region.gone
    lower, upper = start - limit("R15.upstream").whole, end + limit("R15.downstream").whole
    inside = limit("R15.inside").whole
    for n in locus.neighbours:
        lost = [e for e in n.exons if e[0] < end and e[1] > start]
        near = [e for e in n.exons if e[0] < upper and e[1] > lower]
        if lost:
            deep = all(a >= start + inside and b <= end - inside for a, b in lost)
            edge = "" if deep else f", and reaches within {inside} bp of a site"
            text = f"{n.symbol} has an exon in the stretch, which is deleted with it{edge} (R15)."
        elif near:
            text = (
                f"{n.symbol} has an exon within {limit('R15.upstream').whole} bp in front of the stretch or "
                f"{limit('R15.downstream').whole} bp behind it: what regulates it may be disturbed (R15)."
            )
        else:
            continue
        yield Doubt(rule="R15", text=text)


def _by_place(locus: Locus, spot: Spot) -> Iterator[Doubt]:
    a, b = locus.target.introns[spot.intron - 1]
    least = limit("R07.intron.minimum").whole
    if b - a < least:
        yield Doubt(
            rule="R07",
            text=f"Intron {spot.intron} has {b - a} bp, fewer than the {least} bp that a site with room for "
            "primers asks for (R07).",
        )
    if not spot.roomy:
        yield Doubt(
            rule="R06",
            text=f"The site in intron {spot.intron} stands {spot.from_donor} bp behind a splice donor and "
            f"{spot.to_acceptor} bp in front of an acceptor: R06's minimum, not its default; test splicing of "
            "the scarred intron.",
        )
    if not spot.clear:
        yield Doubt(rule="R08", text=f"The site in intron {spot.intron} stands within a repeat (R08).")
    silent = silent_exons(locus, spot.at)
    if silent:
        yield Doubt(
            rule="R08",
            text=f"The site in intron {spot.intron} stands in an exon of {', '.join(silent)}, which codes for "
            "nothing: no other place keeps R06.",
        )
