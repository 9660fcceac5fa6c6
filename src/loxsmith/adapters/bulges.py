"""The one door to sassy: off-target sites at which bases bulge out of a guide or its site. An extra.

sassy says where in a sequence the guide ends with few enough edits, one alignment at each place; PAM, limits and the
alignment that is shown are decided here, on the plain bases around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from loxsmith.errors import RequestError
from loxsmith.genome.regions import KINDS
from loxsmith.guides.bulges import MOST_BULGES, MOST_EDITS, Bulged, aligned, best_ways, outward, ways
from loxsmith.guides.cutting_frequency import PROTOSPACER
from loxsmith.guides.offtargets import checked_guide
from loxsmith.guides.pam import Pam
from loxsmith.sequence import UNKNOWN, decode, encode, reverse_complement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from loxsmith.genome import Genome

MOST_GUIDES: Final = 20
"""Most guides of one search (judgement: each reads the whole genome, seconds for a mammal's)."""

CHUNK: Final = 1 << 22
"""Bases looked at together, so that memory stays bounded."""


def search_bulged(
    genome: Genome, guides: Sequence[str], *, pam: Pam, mismatches: int, bulges: int
) -> tuple[tuple[Bulged, ...], ...]:
    """Return, for each guide, the sites that pair with fewer edits when bases bulge out than without.

    A site is a place beside a PAM, or one of the weaker PAMs, on either strand. Of each the alignment with the
    fewest edits within the limits is returned; where that has no bulge, the site is none of these.

    Args:
        genome: what is searched.
        guides: 20 bases each, 5'->3', without the PAM; at most 20 guides.
        pam: PAM and weaker PAMs.
        mismatches: most mismatches of a site.
        bulges: most bulged bases of a site, 1 or 2.

    Raises:
        RequestError: sassy is not installed, or more is asked for than is searched.
    """
    check_bulges(len(guides), mismatches, bulges)
    sassy = _sassy()
    ask = _Ask(pam=pam, mismatches=mismatches, bulges=bulges)
    wanted = [checked_guide(guide, pam) for guide in guides]
    found: list[list[Bulged]] = [[] for _ in wanted]
    searcher = sassy.Searcher("dna", rc=True)
    for contig in genome.contigs:
        for start in range(0, contig.length, CHUNK):
            piece = _piece(genome, contig.name, start, min(start + CHUNK, contig.length), ask)
            for guide, sites in zip(wanted, found, strict=True):
                sites += _sites(searcher, genome, piece, guide, ask)
    order = {contig.name: number for number, contig in enumerate(genome.contigs)}
    for sites in found:
        sites.sort(key=lambda site: (order[site.contig], site.start, -site.strand, site.end))
    return tuple(map(tuple, found))


def check_bulges(guides: int, mismatches: int, bulges: int) -> None:
    """Refuse what is not searched, or cannot be for want of sassy.

    Args:
        guides: how many are asked for.
        mismatches: most mismatches.
        bulges: most bulged bases.

    Raises:
        RequestError: sassy is not installed, or more is asked for than is searched.
    """
    if not 1 <= bulges <= MOST_BULGES:
        raise RequestError(
            f"{bulges} bulged bases cannot be searched for.", hint=f"Ask for 1 to {MOST_BULGES}."
        )
    if mismatches + bulges > MOST_EDITS:
        raise RequestError(
            f"{mismatches} mismatches and {bulges} bulged bases are {mismatches + bulges} edits of 20 bases, and at "
            f"most {MOST_EDITS} are searched for.",
            hint=f"Lower --mismatches to {MOST_EDITS - bulges}.",
        )
    if guides > MOST_GUIDES:
        raise RequestError(
            f"{guides:,} guides are too many for a search with bulges, which takes at most {MOST_GUIDES}.",
            hint="Search without --bulges first, and with it for the guides that are left.",
        )
    _sassy()


def _sassy() -> Any:
    try:
        import sassy
    except ImportError as error:
        raise RequestError(
            "Sites with bulges are searched by sassy, which is not installed.",
            hint="Install it: pip install 'loxsmith[bulges]'.",
        ) from error
    return sassy


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What is searched for."""

    pam: Pam
    mismatches: int
    bulges: int

    @property
    def edits(self) -> int:
        return self.mismatches + self.bulges

    @property
    def reach(self) -> int:
        """Bases of the longest site with its PAM."""
        return self.pam.window + self.bulges


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A stretch of a contig; sites whose PAM begins at ``low..high`` belong to it."""

    contig: str
    first: int
    """Contig position of the first of ``codes``; negative where they are padded."""
    codes: NDArray[np.uint8]
    """With as many unknown bases on either side as a site reaches."""
    low: int
    high: int


def _piece(genome: Genome, contig: str, low: int, high: int, ask: _Ask) -> _Piece:
    import numpy as np

    start, end = max(0, low - ask.reach), min(genome.contig(contig).length, high + ask.reach)
    pad = np.full(ask.reach, UNKNOWN, dtype=np.uint8)
    codes = np.concatenate((pad, genome.codes(contig, start, end), pad))
    return _Piece(contig=contig, first=start - ask.reach, codes=codes, low=low, high=high)


def _plain_runs(codes: NDArray[np.uint8], least: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches without an unknown base that are long enough for a site."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([True], codes == UNKNOWN, [True])).astype(np.int8)))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start >= least:
            yield start, end


def _sites(searcher: Any, genome: Genome, piece: _Piece, guide: str, ask: _Ask) -> Iterator[Bulged]:
    """Yield the bulged sites of one guide in one piece."""
    # sassy's ends lie right of the pattern on the plus strand and left of it on the minus strand: there the PAM must
    # lie. Of a PAM 5' of the guide this holds for the guide's other strand.
    pattern = (guide if ask.pam.side == 3 else reverse_complement(guide)).encode()
    ends: dict[bool, list[int]] = {True: [], False: []}
    for start, end in _plain_runs(piece.codes, ask.pam.window - ask.bulges):
        for match in searcher.search_all(pattern, decode(piece.codes[start:end]).encode(), ask.edits):
            right = match.strand == "+"
            ends[right].append(start + (match.text_end if right else match.text_start))
    for right, edges in ends.items():
        yield from _beside_pams(genome, piece, guide, ask, edges, right=right)


def _beside_pams(
    genome: Genome, piece: _Piece, guide: str, ask: _Ask, edges: Sequence[int], *, right: bool
) -> Iterator[Bulged]:
    """Yield the bulged sites whose PAM lies right, or left, of the given edges between two bases of the piece."""
    import numpy as np

    strand = 1 if right == (ask.pam.side == 3) else -1
    edge = np.unique(np.array(edges, dtype=np.int64))
    edge = edge[(edge + piece.first >= piece.low) & (edge + piece.first < piece.high)]
    pam = _read(piece.codes, edge if right else edge - len(ask.pam.pattern), len(ask.pam.pattern), strand)
    edge, pam = edge[_is_pam(pam, ask.pam)], pam[_is_pam(pam, ask.pam)]
    width = PROTOSPACER + ask.bulges
    # Read away from the PAM, and so against the strand where the PAM lies 3'.
    windows = _read(piece.codes, edge - width if right else edge, width, strand)
    if ask.pam.side == 3:
        windows = windows[:, ::-1]
    best, mismatches = best_ways(outward(guide, ask.pam), windows, ask.mismatches, ask.bulges)
    kept = np.flatnonzero(best > 0)
    longer = [way.longer for way in ways(ask.bulges)]
    size = PROTOSPACER + np.array(longer, dtype=np.int64)[best[kept]]
    start = edge[kept] + piece.first - (size if right else 0)
    genes, regions = _regions(genome, piece.contig, start, size, ask.pam, right=right)
    for row, at, length, gene, region in zip(
        kept.tolist(), start.tolist(), size.tolist(), genes, regions, strict=True
    ):
        way = ways(ask.bulges)[best[row]]
        codes = windows[row, :length]
        above, below = aligned(guide, decode(codes[::-1] if ask.pam.side == 3 else codes), way, ask.pam)
        yield Bulged(
            contig=piece.contig,
            start=at,
            end=at + length,
            strand=strand,
            guide=above,
            sequence=below,
            pam=decode(pam[row]),
            mismatches=int(mismatches[row]),
            bulges=way.bulges,
            gene=gene,
            region=region,
        )


def _read(codes: NDArray[np.uint8], start: NDArray[np.int64], length: int, strand: int) -> NDArray[np.uint8]:
    """Return the ``length`` bases from each start, 5'->3' on the strand, one row each."""
    import numpy as np

    rows = codes[start[:, None] + np.arange(length)]
    if strand == 1:
        return np.asarray(rows)
    return np.where(rows == UNKNOWN, UNKNOWN, 3 - rows).astype(np.uint8)[:, ::-1]


def _is_pam(rows: NDArray[np.uint8], pam: Pam) -> NDArray[np.bool_]:
    """Say which rows spell the PAM or a weaker one; none with an unknown base does."""
    import numpy as np

    powers = 5 ** np.arange(len(pam.pattern), dtype=np.int64)
    known = np.array([encode(spelling) for spelling in pam.spellings], dtype=np.int64) @ powers
    return np.asarray(np.isin(rows.astype(np.int64) @ powers, known))


def _regions(
    genome: Genome, contig: str, start: NDArray[np.int64], size: NDArray[np.int64], pam: Pam, *, right: bool
) -> tuple[list[str], list[str]]:
    """Return gene and region of each site: of its cut, unless an end of the site lies in an exon."""
    import numpy as np

    inside = np.minimum(pam.cuts[0], size - 1)
    known = genome.regions(contig)
    labels, kinds = known.numbers_at(start + (size - inside if right else inside))
    for places in (start, start + size - 1):
        others, there = known.numbers_at(places)
        labels, kinds = np.where(there > kinds, (others, there), (labels, kinds))
    return [known.labels[label] for label in labels.tolist()], [KINDS[kind] for kind in kinds.tolist()]
