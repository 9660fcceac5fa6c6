"""Which exons go between two sites: those named, or the best set; and how that is told."""

from __future__ import annotations

from collections import Counter

from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.locus import Locus
from loxsmith.request import Request
from loxsmith.strategy.critical_exons import nearest
from loxsmith.strategy.critical_region import Region
from loxsmith.strategy.model import Alternative

MOST_ALTERNATIVES = 8
"""Sets of exons not taken that are told one by one (judgement: a reader compares few)."""


def region_of(request: Request, locus: Locus, found: tuple[Region, ...]) -> Region:
    """Return the exons named, or the best set.

    Raises:
        RequestError: the transcript has no such exons.
        InfeasibleError: they cannot be floxed, or none can; the hint names the nearest that can.
    """
    return _named(request, locus, found) if request.exons else _best(locus, found)


def _named(request: Request, locus: Locus, found: tuple[Region, ...]) -> Region:
    first, last = request.exons or (0, 0)
    count = len(locus.target.exons)
    if last > count:
        raise RequestError(
            f"{locus.gene.symbol} has {count} exon{'s' if count > 1 else ''} in {locus.target.id}; there is no "
            f"exon {last}.",
            hint="Exons are counted in the target transcript; --transcript names another.",
        )
    region = next(r for r in found if (r.first, r.last) == (first, last))
    if region.hindrance:
        near = nearest(found, first, last)
        hint = (
            f"The nearest feasible request is: flox {locus.gene.symbol} {near.words}."
            if near
            else f"No other exons of {locus.target.id} can be floxed either. {_instead(locus)}"
        )
        raise InfeasibleError(region.hindrance, hint=hint, rule=region.rule)
    return region


def _best(locus: Locus, found: tuple[Region, ...]) -> Region:
    if not found[0].hindrance:
        return found[0]
    symbol = locus.gene.symbol
    if not locus.target.introns:
        raise InfeasibleError(found[0].hindrance, hint=_instead(locus), rule=found[0].rule)
    inner = [r for r in found if r.first > 1 and r.last < len(locus.target.exons)]
    if not inner:
        why = "every exon is the first or the last, and neither can be put between two sites here"
    else:
        rules = Counter(r.rule for r in inner)
        why = "; ".join(_count(rules[rule], words) for rule, words in _RULES.items() if rules[rule])
    raise InfeasibleError(f"No exons of {symbol} can be floxed: {why}.", hint=_instead(locus), gene=symbol)


_RULES = {
    "R11": (
        "leaves",
        "leave",
        "a transcript with its frame, its protein or an end that cannot be said (R11)",
    ),
    "R06": ("has", "have", "no room for a site in an intron beside it (R06)"),
    "R20": ("is", "are", "too long for one vector (R20)"),
}


def _count(number: int, words: tuple[str, str, str]) -> str:
    one, many, what = words
    return f"{number} set{'s' if number > 1 else ''} of exons {many if number > 1 else one} {what}"


def _instead(locus: Locus) -> str:
    return (
        "A coding sequence at the native start ends the gene's own expression, though not conditionally: "
        f"{locus.gene.symbol} ATG EGFP-bGHpA."
    )


def chosen(locus: Locus, found: tuple[Region, ...], region: Region, request: Request) -> tuple[str, ...]:
    """Say why these exons."""
    symbol, good = locus.gene.symbol, [r for r in found if not r.hindrance]
    size = f"{region.length} bp lie between the sites"
    loses = (
        f"Without {region.name} every coding transcript of {symbol} loses its frame or its end (R11); {size}."
    )
    if request.exons:
        verb = "was" if region.first == region.last else "were"
        return f"{region.name.capitalize()} of {locus.target.id} {verb} named.", loses
    return (
        f"{region.name.capitalize()} of {locus.target.id} chosen from {len(found)} sets of neighbouring exons, "
        f"of which {len(good)} can be floxed: fewest doubts by R10 to R15, then most 5', then fewest exons, "
        "then shortest.",
        loses,
    )


def others(found: tuple[Region, ...], region: Region) -> tuple[Alternative, ...]:
    """Say why other sets of exons were not taken."""
    rest = [r for r in found if (r.first, r.last) != (region.first, region.last)]
    edge = [r for r in rest if r.rule == "R08"]
    shown = [r for r in rest if not r.hindrance] + [r for r in rest if r.hindrance and r.rule != "R08"]
    told = [
        Alternative(id=r.name.replace(" ", "-"), why_not=r.hindrance or _compared(r, region))
        for r in shown[:MOST_ALTERNATIVES]
    ]
    if len(shown) > MOST_ALTERNATIVES:
        left = Counter(r.rule if r.hindrance else "" for r in shown[MOST_ALTERNATIVES:])
        counts = ", ".join(
            f"{n} {f'refused by {rule}' if rule else 'ranked lower'}" for rule, n in left.items()
        )
        told.append(Alternative(id="further-exons", why_not=f"Further sets of exons: {counts}."))
    if edge:
        told.append(
            Alternative(
                id="first-or-last-exon",
                why_not="The first exon begins with the transcription start and the last ends with the "
                "polyadenylation signal: what is read without them cannot be said, so no set with one of them "
                "is floxed here.",
            )
        )
    return tuple(told)


def _compared(other: Region, region: Region) -> str:
    if other.rank < region.rank:
        better = "raises fewer doubts" if other.penalty < region.penalty else "lies more 5' or is smaller"
        return f"{other.name.capitalize()} {better}, but other exons were named."
    if other.penalty > region.penalty:
        return f"{other.name.capitalize()} can be floxed, but more speaks against: {_rules(other)}."
    if other.share > region.share:
        ahead = f"{100 * other.share:.0f} %"
        return f"{other.name.capitalize()} can be floxed, but leaves {ahead} of the protein in front of it."
    if other.last - other.first > region.last - region.first:
        return f"{other.name.capitalize()} can be floxed, but needs more exons between the sites."
    return f"{other.name.capitalize()} can be floxed, but the stretch is longer ({other.length} bp)."


def _rules(region: Region) -> str:
    return ", ".join(sorted({d.rule for d in region.doubts})) or "no rule"


def assumed(locus: Locus, region: Region, far: str) -> tuple[str, ...]:
    """What holds for every vector that carries exons between sites."""
    found = [
        f"The arms are those of {locus.genome.assembly}: use ES cells of the same strain, or arms of theirs (R21).",
        f"The site {far} lies {region.length} bp from the marker: a crossover between them gives "
        "drug-resistant clones without it (distal_site_lost), so every clone must be shown to carry both "
        "(R37).",
        "What the sites left in the introns do to splicing cannot be told from their sequence: test the "
        "transcript (R09).",
        "No conservation track was examined, so conserved elements of the introns are unknown (R08).",
    ]
    if region.first == 2:
        found.append(
            "The first intron often holds elements that regulate the gene, and none was looked for: compare "
            "the RNA's amount with the wild type's (R08)."
        )
    if any(t.cds and t.incomplete for t in locus.transcripts):
        partial = ", ".join(t.id for t in locus.transcripts if t.cds and t.incomplete)
        found.append(f"Incomplete in the annotation, and not judged: {partial}.")
    return tuple(found)
