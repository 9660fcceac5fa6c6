"""The order of the guides, and every guide's place in it in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loxsmith.design.drawing import Candidate
from loxsmith.design.preferences import Preferences
from loxsmith.guides.offtargets import OffTarget
from loxsmith.knowledge import limit
from loxsmith.locus import Locus


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One thing that guides are compared by."""

    key: str
    """What it is called in here."""

    value: float
    """The lower, the better."""

    words: str
    """What it says of this guide, without a full stop."""


def explained(candidates: Sequence[Candidate], locus: Locus, wanted: Preferences) -> tuple[Candidate, ...]:
    """Put candidates in order, and say of each why it stands there."""
    graded = [(grades(candidate, locus, wanted), candidate) for candidate in candidates]
    graded.sort(key=lambda pair: [grade.value for grade in pair[0]])
    if not graded:
        return ()
    best = graded[0][0]
    return tuple(
        replace(candidate, reasons=_reasons(own, best, candidate, first=number == 0))
        for number, (own, candidate) in enumerate(graded)
    )


def doubts(candidate: Candidate, locus: Locus) -> tuple[str, ...]:
    """What should give pause about a guide that was chosen."""
    found = []
    if candidate.outside:
        found.append(
            f"{_bases(candidate.outside).capitalize()} of the silent changes "
            f"lie{'s' if candidate.outside == 1 else ''} outside codons, because no set of codons keeps the guide "
            "from cutting the finished allele (R27)."
        )
    found += candidate.concerns
    if candidate.other_cuts:
        found.append(
            f"The guide may also cut {candidate.other_cuts} similar place(s) of this locus (CFD up to "
            f"{candidate.other_cfd:.2f}), each with {limit('R29.family.mismatches').whole + 1} mismatches or more or a "
            "weak PAM, because no guide near the change cuts its own place alone: look for deletions between them in "
            "the founders (R29, R31)."
        )
    if twins := twins_of(candidate, locus):
        found.append(
            f"The guide also fits {len(twins)} other place(s) of the genome exactly, such as "
            f"{_place(twins[0], locus)}, and cuts there as well; the donor may be copied there too (R29)."
        )
    if candidate.verdict is not None and candidate.verdict.usable:
        found += candidate.verdict.reasons
    return tuple(found)


def notes(candidate: Candidate, wanted: Preferences) -> tuple[str, ...]:
    """What is worth knowing about a guide that was chosen."""
    return tuple(filter(None, (candidate.diagnostic, *wanted.said)))


def grades(candidate: Candidate, locus: Locus, wanted: Preferences) -> tuple[Grade, ...]:
    """What guides are compared by, the weightiest first."""
    guide, silent = candidate.guide, sum(len(e.alt) for e in candidate.blocking or ())
    twins, family, exonic = _foreign(candidate, locus)
    distance = candidate.distance
    return (
        Grade(
            key="silenced",
            value=candidate.blocking is None,
            words=candidate.unblocked or "cannot be kept from cutting the finished allele by silent changes (R27)"
            if candidate.blocking is None
            else "can be kept from cutting the finished allele",
        ),
        Grade(
            key="twinned",
            value=bool(candidate.twins),
            words=f"fits {candidate.twins} other place(s) of this locus with at most "
            f"{_mismatches('R29.family.mismatches', fewer=False)} (R29)" if candidate.twins
            else "fits no other place of this locus as well as its own",
        ),
        Grade(
            key="usable",
            value=candidate.verdict is not None and not candidate.verdict.usable,
            words=candidate.hindrance or "has nothing that forbids it",
        ),
        Grade(
            key="alone",
            value=candidate.other_cfd,
            words=f"may also cut {candidate.other_cuts} similar place(s) of this locus (CFD up to "
            f"{candidate.other_cfd:.2f})" if candidate.other_cuts
            else "cuts no other place of this locus",
        ),
        Grade(
            key="twins",
            value=bool(twins),
            words=f"fits {len(twins)} other place(s) of the genome exactly, such as {_place(twins[0], locus)} (R29)"
            if twins
            else "fits no other place of the genome exactly",
        ),
        Grade(
            key="family",
            value=bool(family),
            words=f"fits an exon of {_genes(family)} with {_mismatches('R29.family.mismatches')} (R29)" if family
            else "has no near-perfect match in an exon of another gene",
        ),
        Grade(
            key="codons",
            value=bool(candidate.outside),
            words=f"needs {_bases(candidate.outside)} changed outside codons" if candidate.outside
            else "needs no change outside codons",
        ),
        Grade(
            key="near",
            value=distance > wanted.near,
            words=f"cuts {distance} nt from the change, {'beyond' if distance > wanted.near else 'within'} "
            f"{wanted.near} nt (R26)",
        ),
        Grade(
            key="against",
            value=bool(candidate.verdict and candidate.verdict.usable and candidate.verdict.reasons),
            words="has something against it" if candidate.verdict and candidate.verdict.reasons
            else "has nothing against it",
        ),
        Grade(
            key="exons",
            value=bool(exonic),
            words=f"has {len(exonic)} site(s) in exons elsewhere with {_mismatches('R29.exon.mismatches')} (R29)"
            if exonic
            else "has no close off-target in an exon",
        ),
        Grade(key="silent", value=silent, words=_silent(silent)),
        Grade(key="distance", value=distance, words=f"cuts {distance} nt from the change"),
        Grade(
            key="cutting",
            value=-(candidate.efficiency or 0.0),
            words="has no predicted cutting" if candidate.efficiency is None
            else f"has a predicted cutting of {candidate.efficiency:.2f}",
        ),
        Grade(key="place", value=guide.start, words="lies where it lies along the locus"),
        Grade(key="strand", value=-guide.strand, words="lies on its strand"),
    )  # fmt: skip


def _silent(count: int) -> str:
    return (
        f"needs {_bases(count)} changed silently" if count else "needs no silent change: the change stops it"
    )


def _bases(count: int) -> str:
    return f"{count} base{'s' if count != 1 else ''}"


def _mismatches(name: str, *, fewer: bool = True) -> str:
    most = limit(name).whole
    return f"{most} mismatch{'es' if most != 1 else ''}{' or fewer' if fewer else ''}"


def _genes(sites: Sequence[OffTarget]) -> str:
    return " and ".join(sorted({site.gene for site in sites}))


def _place(site: OffTarget, locus: Locus) -> str:
    return locus.genome.describe_position(site.contig, site.start, site.end, 1 if site.strand == 1 else -1)


def elsewhere(candidate: Candidate, locus: Locus) -> list[OffTarget]:
    """Return the sites of a guide but its own; none when the genome was not searched."""
    if candidate.offtargets is None:
        return []
    own = (locus.contig.name, *locus.top_strand(candidate.guide.start, candidate.guide.end))
    return [site for site in candidate.offtargets.sites if (site.contig, site.start, site.end) != own]


def twins_of(candidate: Candidate, locus: Locus) -> list[OffTarget]:
    """Return the other places that a guide fits exactly, PAM included."""
    fitting = (site for site in elsewhere(candidate, locus) if not site.mismatches)
    return [site for site in fitting if site.pam.endswith("GG")]


def _foreign(candidate: Candidate, locus: Locus) -> tuple[list[OffTarget], list[OffTarget], list[OffTarget]]:
    """Perfect sites elsewhere, those that match nearly perfectly in exons of other genes, all close ones in exons."""
    near, close = limit("R29.family.mismatches").whole, limit("R29.exon.mismatches").whole
    exonic = [s for s in elsewhere(candidate, locus) if s.region == "exon" and s.mismatches <= close]
    names = {locus.gene.symbol.casefold(), locus.gene.id.casefold()}
    family = [site for site in exonic if site.mismatches <= near and site.gene.casefold() not in names]
    return twins_of(candidate, locus), family, exonic


FORBIDDING = ("twinned", "silenced", "usable")
"""Grades that make a guide unusable."""


def _reasons(
    own: Sequence[Grade], best: Sequence[Grade], candidate: Candidate, *, first: bool
) -> tuple[str, ...]:
    by = {grade.key: grade for grade in own}
    found = [f"Not usable: it {by[key].words}." for key in FORBIDDING if by[key].value]
    if by["twinned"].value:  # Silent changes were not looked for.
        found = [text for text in found if by["silenced"].words not in text]
    if not found and first:
        found.append(f"Ranked first: it {by['silent'].words} and {by['near'].words}.")
    if not first:
        found.append(_behind(own, best))
    for key in ("alone", "twins", "family", "codons"):
        if by[key].value and not any(by[key].words in text for text in found):
            found.append(f"It {by[key].words}.")
    if candidate.diagnostic:
        found.append(candidate.diagnostic)
    return tuple(found)


def _behind(own: Sequence[Grade], best: Sequence[Grade]) -> str:
    """Say in what a guide first falls short of the best one."""
    for number, (mine, other) in enumerate(zip(own, best, strict=True)):
        if mine.value != other.value:
            if number >= len(own) - 2:
                return "Not first: equal in all else, it lies behind the first guide along the locus."
            return f"Not first: it {mine.words}; the first {other.words}."
    return "Not first: it is equal to the first in everything."
