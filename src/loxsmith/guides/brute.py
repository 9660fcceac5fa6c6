"""The reference search: every site of the genome held against every guide. Any PAM, any genome, no preparation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from loxsmith.guides.hits import Hits, different, together
from loxsmith.guides.pam import Pam
from loxsmith.guides.sites import SiteScan, packed

if TYPE_CHECKING:
    from loxsmith.genome import Genome
    from loxsmith.guides.sites import Numbers, Sites


def search_all(
    genome: Genome,
    guides: Sequence[str],
    pam: Pam,
    mismatches: int,
    progress: Callable[[int], None] | None = None,
) -> tuple[Hits, int]:
    """Return every site that differs from a guide in at most ``mismatches`` bases, and how many bases were searched.

    Args:
        genome: what is searched.
        guides: 20 of A, C, G, T each, upper case.
        pam: the PAM and its weaker ones.
        mismatches: most differences.
        progress: told how many bases have been looked at.
    """
    proximal, distal = packed(guides, pam)
    found: list[Hits] = []
    scan = SiteScan(genome, pam, progress)
    for sites in scan:
        found += _hits(sites, proximal, distal, mismatches)
    return together(found), scan.known


def _hits(sites: Sites, proximal: Numbers, distal: Numbers, most: int) -> Iterator[Hits]:
    import numpy as np

    for number, (near, far) in enumerate(zip(proximal, distal, strict=True)):
        count = different(sites.proximal, near)
        count += different(sites.distal, far)
        at = np.flatnonzero(count <= most)
        if len(at):
            yield Hits(
                guide=np.full(len(at), number, dtype=np.int32),
                mismatches=count[at],
                proximal=sites.proximal[at],
                distal=sites.distal[at],
                place=sites.place[at],
                tail=sites.tail[at],
            )
