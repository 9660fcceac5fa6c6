"""What ``offtargets`` hands over: guides searched in batches, as JSON values, lines of a table, and worst sites."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, Any, Final

from loxsmith.guides.cutting_frequency import PROTOSPACER
from loxsmith.guides.offtargets import MISMATCHES, search

if TYPE_CHECKING:
    from loxsmith.genome import Genome
    from loxsmith.guides import OffTarget, OffTargets, Pam
    from loxsmith.guides.offtargets import Engine

SITE_COLUMNS: Final = (
    "guide", "name", "chrom", "start", "end", "strand", "sequence", "pam", "mismatches", "cfd", "mit", "gene", "region",
)  # fmt: skip
"""Columns of the table of sites."""

_SIGN = {1: "+", -1: "-"}
_MOST_GUIDES = 1000
_LEAST_GUIDES = 16
_MOST_HITS = 3_000_000
"""Hits expected of one batch, so that memory stays below a few hundred MB (judgement)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to search for, and how."""

    pam: Pam
    """PAM and weaker PAMs."""

    mismatches: int = MISMATCHES
    """Most differences."""

    engine: Engine = "auto"
    """``index``, ``brute``, or whichever there is."""

    def of(self, genome: Genome, guides: Sequence[str]) -> Iterator[OffTargets]:
        """Yield what each guide finds, in their order; memory holds one batch.

        Raises:
            RequestError: a guide is not 20 of A, C, G, T, or too many mismatches are asked for.
            DataError: the index is absent, damaged, stale or another genome's.
        """
        size = batch_size(genome, self)
        for first in range(0, len(guides), size):
            batch = guides[first : first + size]
            yield from search(genome, batch, pam=self.pam, mismatches=self.mismatches, engine=self.engine)


def batch_size(genome: Genome, search: Search) -> int:
    """Return how many guides are searched together, by the hits that chance alone brings."""
    bases = sum(contig.length for contig in genome.contigs)
    sites = 2 * bases * len(search.pam.spellings) / 4 ** len(search.pam.pattern)
    near = sum(comb(PROTOSPACER, m) * 3**m for m in range(min(max(search.mismatches, 0), PROTOSPACER) + 1))
    expected = sites * near / 4**PROTOSPACER
    return max(_LEAST_GUIDES, min(_MOST_GUIDES, int(_MOST_HITS / max(expected, 1))))


def brute_work(genome: Genome, guides: int, search: Search) -> float:
    """Return guides times bases when brute force is what a search comes to; 0 when an index serves it.

    Raises:
        DataError: the index is damaged, stale or another genome's.
    """
    from loxsmith.guides import index_for

    if search.engine == "index" or (search.engine == "auto" and index_for(genome, search.pam) is not None):
        return 0
    return float(guides) * sum(contig.length for contig in genome.contigs)


def advice(genome: Genome, search: Search) -> str:
    """Return how to get an index, as the beginning of a sentence."""
    if genome.folder is None:
        return "Add the genome (loxsmith genome add) and build an index"
    return f"Build an index (loxsmith genome index {genome.name} --pam {search.pam.pattern})"


class Places:
    """Where contigs lie on their chromosomes, looked up once."""

    def __init__(self, genome: Genome) -> None:
        self._of = {contig.name: (contig.chrom, contig.offset) for contig in genome.contigs}

    def rows(self, sites: Iterable[OffTarget]) -> list[dict[str, Any]]:
        """Return sites as JSON objects, 1-based and inclusive on the printed chromosome."""
        found = []
        for contig, start, end, strand, sequence, pam, mismatches, cfd, mit, gene, region in sites:
            chrom, offset = self._of[contig]
            found.append(
                {
                    "chrom": chrom,
                    "start": offset + start + 1,
                    "end": offset + end,
                    "strand": _SIGN[strand],
                    "sequence": sequence,
                    "pam": pam,
                    "mismatches": mismatches,
                    "cfd": cfd,
                    "mit": mit,
                    "gene": gene,
                    "region": region,
                }
            )
        return found

    def lines(self, guide: str, name: str, sites: Iterable[OffTarget]) -> str:
        """Return sites as lines of a table, tabs between the cells; a score that does not apply is empty."""
        head, of = f"{guide}\t{cell(name)}", {c: (cell(chrom), at) for c, (chrom, at) in self._of.items()}
        lines = []
        for contig, start, end, strand, sequence, pam, mismatches, cfd, mit, gene, region in sites:
            chrom, offset = of[contig]
            scores = f"{cfd}\t{mit}" if cfd is not None else "\t"
            lines.append(
                f"{head}\t{chrom}\t{offset + start + 1}\t{offset + end}\t{_SIGN[strand]}\t{sequence}\t{pam}\t"
                f"{mismatches}\t{scores}\t{gene if gene.isprintable() else cell(gene)}\t{region}\n"
            )
        return "".join(lines)

    def text(self, site: OffTarget) -> str:
        """Return a site's place as people write it."""
        chrom, offset = self._of[site.contig]
        return f"{chrom}:{offset + site.start + 1}-{offset + site.end}:{_SIGN[site.strand]}"


def result_row(found: OffTargets, name: str, places: Places | None, *, annotated: bool) -> dict[str, Any]:
    """Return what one guide found as a JSON object.

    Args:
        found: the result.
        name: what the user calls the guide.
        places: turns sites into rows; None leaves them out.
        annotated: whether genes were known; where not, no site's ``region`` means anything.
    """
    row: dict[str, Any] = {
        "guide": found.guide,
        "name": name or None,
        "found": found.counts[0] > 0,
        "counts": counts_of(found),
        "specificity": {"cfd": found.cfd, "mit": found.mit},
        "searched_bp": found.searched_bp,
        "annotated": annotated,
    }
    return row if places is None else {**row, "sites": places.rows(found.sites)}


def counts_of(found: OffTargets) -> dict[str, int]:
    """Return the number of sites by their mismatches."""
    return {str(mismatches): count for mismatches, count in enumerate(found.counts)}


def count_columns(mismatches: int) -> tuple[str, ...]:
    """Return the columns of the table of guides."""
    counts = (f"offtargets_{number}" for number in range(mismatches + 1))
    return ("guide", "name", *counts, "specificity_cfd", "specificity_mit", "searched_bp", "found")


def count_cells(found: OffTargets, name: str) -> tuple[object, ...]:
    """Return one guide's row of that table."""
    return (found.guide, name, *found.counts, found.cfd, found.mit, found.searched_bp, found.counts[0] > 0)


def line_of(cells: Iterable[object]) -> str:
    """Return a line of a table with tabs between the cells; None is empty.

    >>> line_of(["a\\tb", None, True, 0.5])
    'a\\\\tb\\t\\ttrue\\t0.5\\n'
    """
    return "\t".join(map(cell, cells)) + "\n"


def cell(value: object) -> str:
    """Return a value as one cell; what would break the table or steer a terminal is spelled out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def other_sites(found: OffTargets, pam: Pam) -> list[OffTarget]:
    """Return the sites of a guide but its own: one perfect match with the guide's own PAM."""
    sites = list(found.sites)
    own = next((i for i, s in enumerate(sites) if s.mismatches == 0 and pam.fits(s.pam)), None)
    if own is not None:
        del sites[own]
    return sites


def worst_of(others: Iterable[OffTarget], most: int) -> list[OffTarget]:
    """Return the sites that a guide is likeliest to cut.

    Order: CFD where there is one, else mismatches; exons before introns before the rest; then place.
    """
    return heapq.nsmallest(most, others, key=_badness)


_RANK: Mapping[str, int] = {"exon": 0, "intron": 1, "intergenic": 2}


def _badness(site: OffTarget) -> tuple[float, int, int]:
    return (-site.cfd if site.cfd is not None else site.mismatches, _RANK[site.region], site.mismatches)


def marked(guide: str, site: OffTarget) -> str:
    """Return the bases of a site, those that differ from the guide in lower case.

    >>> from loxsmith.guides import OffTarget
    >>> marked("ACGT", OffTarget("x", 0, 4, 1, "ACCT", "AGG", 1, None, None, "", "intergenic"))
    'ACcT'
    """
    return "".join(b if a == b else b.lower() for a, b in zip(guide, site.sequence, strict=True))
