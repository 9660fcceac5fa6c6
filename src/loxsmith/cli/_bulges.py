"""``--bulges`` of ``offtargets``: the option, what is refused with it, and the sites in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from loxsmith.cli._tables import entry, table
from loxsmith.errors import RequestError

if TYPE_CHECKING:
    from loxsmith.cli._console import Console
    from loxsmith.genome import Genome
    from loxsmith.guides.bulges import Bulged
    from loxsmith.wiring.offtargets import Search

    BulgedSites = Mapping[str, Sequence[Bulged]] | None
    """Bulged sites by guide; None when they were not asked for."""

BULGES = click.option(
    "--bulges", type=int, default=0, metavar="1|2",
    help="Also list sites with 1 or 2 bulged bases of DNA or RNA, of at most 20 guides; "
    "needs pip install 'loxsmith[bulges]'.",
)  # fmt: skip


def check_bulges(guides: Sequence[str], search: Search, bulges: int, *, counts_only: bool) -> None:
    """Refuse a search with bulges that cannot be made, before the genome is opened."""
    if not bulges:
        return
    from loxsmith.wiring import bulges as wired

    if counts_only:
        raise RequestError(
            "--bulges lists sites, and --counts-only leaves them out.", hint="Keep one of them."
        )
    wired.check_bulges(len(set(guides)), search.mismatches, bulges)


def search_bulges(
    console: Console, genome: Genome, guides: Sequence[str], search: Search, bulges: int
) -> BulgedSites:
    """Return the bulged sites of each guide; None when they were not asked for."""
    if not bulges:
        return None
    from loxsmith.wiring.bulges import bulged_of

    each = list(dict.fromkeys(guides))
    with console.working(f"Searching {genome.name} for sites with bulges"):
        return dict(zip(each, bulged_of(genome, each, search, bulges), strict=True))


def told_of_bulges(found: BulgedSites) -> str:
    """Return what a reader of bulged sites must know; empty when none were asked for."""
    from loxsmith.wiring.bulges import WHAT_IS_SHOWN

    return "" if found is None else WHAT_IS_SHOWN


def bulges_told(
    named: Iterable[tuple[str, str]], genome: Genome, found: Mapping[str, Sequence[Bulged]], most: int
) -> Iterator[str]:
    """Show the few bulged sites of each guide with the fewest edits.

    Args:
        named: guides and what to call them.
        genome: what was searched.
        found: their sites.
        most: how many sites of each guide are shown.
    """
    from loxsmith.wiring.bulges import WHAT_IS_SHOWN, marked, worst

    several = len(found) > 1
    rows: list[list[object]] = []
    for guide, name in dict(named).items():
        for site in worst(found[guide], most):
            place = genome.describe_position(site.contig, site.start, site.end, 1 if site.strand == 1 else -1)
            where = site.region if genome.annotated else "-"
            whose = [name or guide] if several else []
            rows.append(
                [
                    *whose,
                    site.mismatches,
                    site.bulges,
                    site.guide,
                    marked(site),
                    site.pam,
                    place,
                    where,
                    site.gene,
                ]
            )
    yield ""
    if rows:
        total = sum(map(len, found.values()))
        yield f"Sites with bulges, fewest edits first, mismatches in lower case ({total:,} in all: --tsv lists them)"
        head = ["mm", "bulges", "guide aligned", "site aligned", "PAM", "place", "lies in", "gene"]
        yield table([*(["guide"] if several else []), *head], rows, right=["mm", "bulges"])
    else:
        yield "No site with bulges was found."
    yield entry("", WHAT_IS_SHOWN, indent=0).strip()
