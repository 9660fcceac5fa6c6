"""What is known of guides beside the drawing: off-targets, predicted cutting, what lies under them, strain variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Final, Literal, TypeAlias

from loxsmith.design import Candidate, Drawing
from loxsmith.finding import Finding, Severity
from loxsmith.genome import Genome
from loxsmith.guides import (
    Guide,
    OffTarget,
    OffTargets,
    ParalogueHit,
    Stretch,
    Usability,
    Variant,
    Variants,
    landmarks,
    read_variants,
    scores_at,
    search,
    usability,
)
from loxsmith.knowledge import limit
from loxsmith.locus import Locus
from loxsmith.locus.paralogues import Paralogues, paralogues
from loxsmith.package.document import OffTargetInfo
from loxsmith.sequence import reverse_complement

PathName: TypeAlias = str | PathLike[str]

MOST_SITES = 200
"""Off-target sites of one guide that the document lists; a guide with more is no guide (judgement)."""


class GuideBench:
    """Answers what choosing a guide asks beyond the drawing, each question once."""

    def __init__(self, genome: Genome, locus: Locus, variants: Variants | None = None) -> None:
        self._genome = genome
        self._locus = locus
        self._variants = variants
        self._marks = landmarks(locus.target.exons, locus.target.cds)
        self._found: dict[str, OffTargets] = {}

    def specificity(self, protospacers: Sequence[str]) -> Mapping[str, OffTargets]:
        """Look protospacers up in all that is open of the genome, through its index if it has one."""
        unknown = [text for text in dict.fromkeys(protospacers) if text not in self._found]
        self._found |= {found.guide: found for found in search(self._genome, unknown)}
        return {text: self._found[text] for text in protospacers}

    def efficiency(self, guides: Sequence[Guide]) -> Sequence[float | None]:
        """Predict cutting by Rule Set 1, which tells apart guides that are equal in all else."""
        return [scores_at(self._locus.molecule.sequence, guide).rule_set_1 for guide in guides]

    def examine(self, guide: Guide) -> Usability:
        """Judge a guide by itself, by what it lies over, by a strain's variants, and by paralogues that it fits."""
        return usability(
            guide, landmarks=self._marks, paralogues=self._relatives(guide), variants=self._variants
        )

    def _relatives(self, guide: Guide) -> tuple[ParalogueHit, ...]:
        found = self._found.get(guide.protospacer)
        if found is None or not sum(found.counts[: limit("R29.family.mismatches").whole + 1]) > 1:
            return ()
        close = [
            s
            for s in found.sites
            if s.region == "exon"
            and s.mismatches <= limit("R29.family.mismatches").value
            and s.pam.endswith("GG")
        ]
        known = paralogues(self._genome, self._locus.gene, (site.gene for site in close))
        return tuple(
            ParalogueHit(gene=site.gene, mismatches=site.mismatches)
            for site in close
            if known.identity_of(site.gene) is not None
        )


def variants_at(locus: Locus, path: PathName | None, strain: str | None) -> Variants | None:
    """Read the variants of a locus from a VCF or a table; None when no file is given.

    Raises:
        DataError: the file is absent, damaged, or of another assembly.
    """
    if path is None:
        return None
    stretch = Stretch(
        chromosome=locus.contig.chromosome,
        start=locus.start,
        end=locus.end,
        strand=locus.strand,
        offset=locus.contig.offset,
    )
    return read_variants(Path(path), stretch, strain=strain or "", text=locus.molecule.sequence)


def strain_findings(locus: Locus, drawing: Drawing, variants: Variants | None) -> tuple[Finding, ...]:
    """Name the variants within the arms: there the donor writes the genome's bases over the strain's (R21).

    Args:
        locus: what the arms of the drawing count on, and the variants too.
        drawing: what was drawn.
        variants: those of the strain, or of any; None when nobody looked.
    """
    if variants is None:
        return ()
    found = [v for start, end in drawing.arms for v in variants.variants_in(start, end)]
    notes = (Finding(severity="warn", message=variants.note, where="guides"),) if variants.note else ()
    if not found:
        return notes
    whose = variants.strain or "some strains"
    listed = ", ".join(_spelled(v, locus) for v in found[:MOST_LISTED])
    more = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
    one, assembly = len(found) == 1, locus.genome.assembly
    message = (
        f"{whose[0].upper()}{whose[1:]} differ{'s' if variants.strain else ''} from {assembly} at {len(found)} "
        f"place{'' if one else 's'} within the homology arms: {listed}{more}. The molecule carries the bases of "
        f"{assembly}: mismatched arms target less often, and the finished allele loses the strain's own "
        f"base{'' if one else 's'} there (R21)."
    )
    severity: Severity = "warn" if variants.strain else "inform"
    return (*notes, Finding(severity=severity, message=message, where="molecule"))


MOST_LISTED = 5
"""Variants within the arms that a finding names one by one."""


def _spelled(variant: Variant, locus: Locus) -> str:
    place = locus.describe(variant.start, max(variant.end, variant.start + 1)).rpartition(":")[0]
    ref, alt = variant.ref, variant.alt
    if locus.strand == -1:
        ref, alt = reverse_complement(ref), alt if alt.startswith("<") else reverse_complement(alt)
    change = f"{ref or '-'}>{alt or '-'}"
    return f"{place} {change}" + (f" ({variant.id})" if variant.id else "")


def counts(found: OffTargets) -> dict[str, int]:
    """Return the number of sites by mismatches, and how many bases were searched."""
    return {str(m): count for m, count in enumerate(found.counts)} | {"searched_bp": found.searched_bp}


def sites(candidate: Candidate, locus: Locus) -> tuple[OffTargetInfo, ...]:
    """Describe the sites of a guide that R29 wants reported, the closest first; its own is left out."""
    found = candidate.offtargets
    if found is None:
        return ()
    most = limit("R29.report.mismatches").whole
    own = (locus.contig.name, *locus.top_strand(candidate.guide.start, candidate.guide.end))
    close = [s for s in found.sites if s.mismatches <= most and (s.contig, s.start, s.end) != own]
    close.sort(key=lambda site: (site.mismatches, -(site.cfd or 0.0)))
    listed = close[:MOST_SITES]
    related = paralogues(locus.genome, locus.gene, (site.gene for site in listed if site.region == "exon"))
    return tuple(_site(site, locus, related) for site in listed)


_REGION: Final[Mapping[str, Literal["exon", "intron", "intergenic"]]] = {
    "exon": "exon", "intron": "intron", "intergenic": "intergenic"
}  # fmt: skip


def _site(site: OffTarget, locus: Locus, related: Paralogues) -> OffTargetInfo:
    contig = locus.genome.contig(site.contig)
    return OffTargetInfo(
        chrom=contig.chrom,
        start=contig.offset + site.start + 1,
        end=contig.offset + site.end,
        strand="+" if site.strand == 1 else "-",
        sequence=site.sequence,
        pam=site.pam,
        mismatches=site.mismatches,
        cfd=site.cfd,
        mit=site.mit,
        gene=site.gene,
        region=_REGION[site.region],
        paralogue=_is_paralogue(site, related),
    )


def _is_paralogue(site: OffTarget, related: Paralogues) -> bool | None:
    """Say whether a site lies in an exon of a paralogue; None when its gene's protein is not known."""
    if site.region != "exon":
        return False
    if related.identity_of(site.gene) is not None:
        return True
    return None if set(site.gene.split(",")) & set(related.unknown) else False
