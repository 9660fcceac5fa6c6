"""The guides of a stretch: scored where they lie, searched in a genome, judged, and put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loxsmith.guides import Guide, GuideScores, find_guides, scores_at, usability
from loxsmith.knowledge import limit

if TYPE_CHECKING:
    from loxsmith.genome import Contig, Gene, Genome
    from loxsmith.guides import Landmark, OffTargets, Pam, Variants

AROUND: Final = 100
"""Bases read beside a stretch, so that PAM and scores of a guide at its edge are seen (judgement: the widest score,
microhomology, reads 30 on each side of the cut, and no window is longer than 28)."""

_NAMED: Final = 3
"""Genes that a sentence names before it counts the rest."""

_NOT_SCORED: Final = GuideScores(rule_set_1=None, crisprscan=None, out_of_frame=None, microhomology=None)

SearchFor = Callable[[Sequence[str]], Iterable["OffTargets"]]
"""Finds the off-targets of guides, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutRange:
    """Where a cut may lie on a contig."""

    contig: str
    """Name of the contig."""

    start: int
    """Lowest cut, 0-based, as :attr:`Guide.cut` counts it."""

    end: int
    """Highest cut, included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TabledGuide:
    """One guide with all that is known of it."""

    guide: Guide
    """The guide, its positions on the contig."""

    contig: str
    """Name of the contig."""

    scores: GuideScores
    """Predicted activity and repair; None where a score was not made for the nuclease."""

    counts: tuple[int, ...]
    """Sites by their number of mismatches in what was searched."""

    cfd: float | None
    """Specificity by CFD (0-100) in what was searched."""

    mit: float | None
    """Specificity by the MIT score (0-100) in what was searched."""

    searched_bp: int
    """How many bases that was."""

    usable: bool
    """False when one of ``why`` forbids it."""

    why: tuple[str, ...]
    """What forbids it, then what speaks against it; one sentence each."""

    remarks: tuple[str, ...]
    """What else is worth knowing; one sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What lies where the guides lie; positions are those of the contigs."""

    targets: tuple[str, ...] | None = None
    """Symbols of the genes that lie there; None when the place is not one of the genome that is searched."""

    landmarks: Mapping[str, Sequence[Landmark]] | None = None
    """Splice sites, start codons and untranslated regions by contig."""

    variants: Mapping[str, Variants] | None = None
    """Variants of a strain by contig."""


def cut_ranges(gene: Gene, length: int) -> tuple[CutRange, ...]:
    """Return where a cut serves a change in an exon: in it, or as far from it as R26 lets a cut lie from a change.

    Args:
        gene: the gene; its transcripts count together, and where it has none, the whole of it.
        length: of its contig, in bp.
    """
    from loxsmith.genome.regions import exons_of

    reach = limit("R26.oligo.warn").whole
    found: list[CutRange] = []
    for start, end in sorted(exons_of(gene)):
        first = max(start - reach, 0)
        if found and first <= found[-1].end:
            first = found.pop().start
        found.append(CutRange(contig=gene.contig, start=first, end=min(end + reach, length)))
    return tuple(found)


def guide_table(
    genome: Genome,
    ranges: Sequence[CutRange],
    *,
    pam: Pam,
    search: SearchFor,
    around: Surroundings | None = None,
) -> tuple[TabledGuide, ...]:
    """Return the guides that cut within ``ranges``, in rank order: unusable ones last, none left out.

    Order: usable before not; specificity by CFD in whole points, where it was not made for the nuclease the fewest
    sites without a mismatch, with one, with two, and so on; Rule Set 1; position, the top strand first.

    Args:
        genome: what the ranges lie on.
        ranges: where a cut may lie.
        pam: the PAM of the nuclease.
        search: finds the off-targets of guides.
        around: what else is known of the place.

    Raises:
        RequestError: a contig is not in the genome.
    """
    known = around or Surroundings()
    placed = list(_scored(genome, ranges, pam))
    spacers = list(dict.fromkeys(guide.protospacer for _, guide, _ in placed))
    found = {
        spacer: _summed(result, known.targets)
        for spacer, result in zip(spacers, search(spacers), strict=True)
    }
    rows = [
        _judged(contig, guide, scores, found[guide.protospacer], pam, known)
        for contig, guide, scores in placed
    ]
    order = {contig.name: number for number, contig in enumerate(genome.contigs)}
    return tuple(sorted(rows, key=lambda row: _rank(row, order)))


# -- finding -----------------------------------------------------------------------------------------------


def _scored(
    genome: Genome, ranges: Iterable[CutRange], pam: Pam
) -> Iterator[tuple[Contig, Guide, GuideScores]]:
    """Yield each guide once, with its scores."""
    seen: set[tuple[str, int, int]] = set()
    for stretch in ranges:
        contig = genome.contig(stretch.contig)
        low, high = max(stretch.start - AROUND, 0), min(stretch.end + AROUND, contig.length)
        text = genome.fetch(contig.name, low, high)
        for guide in find_guides(text, stretch.start - low, stretch.end - low, pam=pam):
            key = contig.name, guide.start + low, guide.strand
            if key not in seen:
                seen.add(key)
                yield contig, _moved(guide, low), _scores(text, guide, pam)


def _scores(text: str, guide: Guide, pam: Pam) -> GuideScores:
    """Return the scores that were made for the nuclease: activity for SpCas9, repair for blunt cuts."""
    if pam.is_classic:
        return scores_at(text, guide)
    if pam.cuts[0] != pam.cuts[1]:
        return _NOT_SCORED
    return replace(scores_at(text, guide), rule_set_1=None, crisprscan=None)


def _moved(guide: Guide, by: int) -> Guide:
    return replace(guide, start=guide.start + by, end=guide.end + by)


# -- searching ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Elsewhere:
    """What is kept of a search: its hits are let go."""

    counts: tuple[int, ...]
    cfd: float | None
    mit: float | None
    searched_bp: int
    exons: tuple[tuple[int, str], ...]
    """Mismatches and gene of near matches in exons of genes that are not meant."""


def _summed(found: OffTargets, targets: Sequence[str] | None) -> _Elsewhere:
    return _Elsewhere(
        counts=found.counts,
        cfd=found.cfd,
        mit=found.mit,
        searched_bp=found.searched_bp,
        exons=() if targets is None else _near_exons(found, set(targets)),
    )


def _near_exons(found: OffTargets, own: set[str]) -> tuple[tuple[int, str], ...]:
    """Return the near matches in exons of other genes; sites are described only when there may be one."""
    near = limit("R29.exon.mismatches").whole
    if sum(found.counts[: near + 1]) <= 1:
        return ()
    hits = {
        (site.mismatches, site.gene)
        for site in found.sites
        if site.mismatches <= near and site.region == "exon" and own.isdisjoint(site.gene.split(","))
    }
    return tuple(sorted(hits))


# -- judging -----------------------------------------------------------------------------------------------


def _judged(
    contig: Contig, guide: Guide, scores: GuideScores, other: _Elsewhere, pam: Pam, known: Surroundings
) -> TabledGuide:
    verdict = usability(
        guide,
        landmarks=(known.landmarks or {}).get(contig.name, ()),
        variants=(known.variants or {}).get(contig.name),
        pam=pam.pattern,
    )
    forbidden, against = _elsewhere(other)
    return TabledGuide(
        guide=guide,
        contig=contig.name,
        scores=scores,
        counts=other.counts,
        cfd=other.cfd,
        mit=other.mit,
        searched_bp=other.searched_bp,
        usable=verdict.usable and not forbidden,
        why=(*forbidden, *verdict.reasons, *against)
        if verdict.usable
        else (*verdict.reasons, *forbidden, *against),
        remarks=verdict.remarks,
    )


def _elsewhere(other: _Elsewhere) -> tuple[list[str], list[str]]:
    """Return what near matches forbid, and what speaks against the guide."""
    forbidden: list[str] = []
    against: list[str] = []
    close = limit("R29.family.mismatches").value
    for said, hits in (
        (forbidden, [hit for hit in other.exons if hit[0] <= close]),
        (against, [hit for hit in other.exons if hit[0] > close]),
    ):
        if hits:
            said.append(f"It fits {_exons(hits)} (R29).")
    if other.counts[0] > 1:
        against.append(
            f"It fits {_counted(other.counts[0], 'place')} of what was searched without a mismatch."
        )
    return forbidden, against


def _exons(hits: Sequence[tuple[int, str]]) -> str:
    """Name the genes of near matches in exons, the nearest first: a few of them, when there are many."""
    genes = list(dict.fromkeys(gene for _, labels in hits for gene in labels.split(",")))
    if len(genes) == 1:
        return f"an exon of {genes[0]} with {_counted(hits[0][0], 'mismatch')}"
    named = ", ".join(genes[:_NAMED])
    rest = f" and {len(genes) - _NAMED:,} other genes" if len(genes) > _NAMED else ""
    fewest, most = hits[0][0], hits[-1][0]
    span = f"{fewest} to {most} mismatches" if fewest < most else _counted(fewest, "mismatch")
    return f"exons of {named}{rest} with {span}"


def _counted(number: int, noun: str) -> str:
    ending = "" if number == 1 else "es" if noun.endswith("ch") else "s"
    return f"{number or 'no'} {noun}{'' if number == 0 else ending}"


# -- order -------------------------------------------------------------------------------------------------


def _rank(row: TabledGuide, contigs: Mapping[str, int]) -> tuple[object, ...]:
    efficiency = row.scores.rule_set_1
    return (
        not row.usable,
        (-round(row.cfd),) if row.cfd is not None else row.counts,
        1 if efficiency is None else -efficiency,
        contigs[row.contig],
        row.guide.start,
        -row.guide.strand,
    )
