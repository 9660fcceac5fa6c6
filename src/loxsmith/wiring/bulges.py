"""What ``offtargets --bulges`` adds: bulged sites as JSON objects, as lines of the table of sites, and the worst."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from loxsmith.adapters.bulges import check_bulges, search_bulged
from loxsmith.wiring.offtargets import SITE_COLUMNS, line_of

if TYPE_CHECKING:
    from loxsmith.genome import Genome
    from loxsmith.guides.bulges import Bulged
    from loxsmith.wiring.offtargets import Search

__all__ = [
    "BULGED_COLUMNS",
    "WHAT_IS_SHOWN",
    "bulged_of",
    "check_bulges",
    "lines",
    "marked",
    "rows",
    "widened",
    "worst",
]

BULGED_COLUMNS: Final = (*SITE_COLUMNS, "bulges", "aligned_guide")
"""Columns of the table of sites when bulges are searched for; ``sequence`` has a dash where the guide bulges."""

WHAT_IS_SHOWN: Final = (
    "Beside each PAM the guide can be laid along the genome in several ways, and one of them is listed: one with the "
    "fewest mismatches and bulged bases together. Where that needs no bulge the site is in the list above; a site here "
    "that overlaps one above is the same place read from the next PAM. CFD and MIT were not made for bulges."
)
"""What a reader of the list must know."""

_SIGN = {1: "+", -1: "-"}
_RANK = {"exon": 0, "intron": 1, "intergenic": 2}


def bulged_of(
    genome: Genome, guides: Sequence[str], search: Search, bulges: int
) -> tuple[tuple[Bulged, ...], ...]:
    """Return the bulged sites of each guide.

    Raises:
        RequestError: sassy is not installed, or more is asked for than is searched.
    """
    return search_bulged(genome, guides, pam=search.pam, mismatches=search.mismatches, bulges=bulges)


def rows(genome: Genome, sites: Iterable[Bulged]) -> list[dict[str, Any]]:
    """Return bulged sites as JSON objects, 1-based and inclusive on the printed chromosome."""
    return [
        {
            "chrom": genome.contig(site.contig).chrom,
            "start": genome.contig(site.contig).offset + site.start + 1,
            "end": genome.contig(site.contig).offset + site.end,
            "strand": _SIGN[site.strand],
            "aligned_guide": site.guide,
            "sequence": site.sequence,
            "pam": site.pam,
            "mismatches": site.mismatches,
            "bulges": site.bulges,
            "gene": site.gene,
            "region": site.region,
        }
        for site in sites
    ]


def widened(table: str, guide: str) -> str:
    """Return lines of the table of ordinary sites with the cells of :data:`BULGED_COLUMNS` added.

    >>> widened("a\\tb\\n", "ACGT")
    'a\\tb\\t0\\tACGT\\n'
    """
    return table.replace("\n", f"\t0\t{guide}\n")


def lines(genome: Genome, guide: str, name: str, sites: Iterable[Bulged]) -> str:
    """Return bulged sites as lines of that table; they have neither CFD nor MIT."""
    given = ({"guide": guide, "name": name, **row} for row in rows(genome, sites))
    return "".join(line_of(row.get(column) for column in BULGED_COLUMNS) for row in given)


def marked(site: Bulged) -> str:
    """Return the aligned bases of a site, those that differ from the guide in lower case; a dash is a base it lacks."""
    pairs = zip(site.guide, site.sequence, strict=True)
    return "".join(b.lower() if "-" not in (a, b) and a != b else b for a, b in pairs)


def worst(sites: Iterable[Bulged], most: int) -> list[Bulged]:
    """Return the sites with the fewest edits, those in exons before those in introns before the rest."""
    return heapq.nsmallest(most, sites, key=lambda s: (s.mismatches + s.bulges, _RANK[s.region], s.bulges))
