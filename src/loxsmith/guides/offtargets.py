"""Where in a genome guides may cut: counts, places and scores, and how specific that makes each guide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from loxsmith.errors import DataError, RequestError
from loxsmith.genome.regions import KINDS
from loxsmith.guides.brute import search_all
from loxsmith.guides.cutting_frequency import PROTOSPACER, cfd_hits
from loxsmith.guides.hits import Hits
from loxsmith.guides.index import SiteIndex
from loxsmith.guides.indexing import index_folder, indexes_of, open_index
from loxsmith.guides.mit import aggregate, mit_hits
from loxsmith.guides.pam import Pam, pam_of
from loxsmith.sequence import encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from loxsmith.genome import Genome

Engine = Literal["auto", "index", "brute"]

MISMATCHES: Final = 4
"""Most mismatches searched for unless told otherwise."""

MOST_MISMATCHES: Final = 6
"""Most mismatches that can be asked for: beyond, chance alone fills the table."""


class OffTarget(NamedTuple):
    """One site that a guide may cut; a plain tuple, since there are tens of thousands.

    ``start`` and ``end`` span the 20-mer without its PAM on the contig's top strand, 0-based half-open; ``strand`` is
    1 or -1; ``sequence`` and ``pam`` are read on it. ``cfd`` is 0-1 and ``mit`` 0-100, None where the score was not
    made for this PAM. ``gene`` is empty, and ``region`` ``intergenic``, outside every gene that is annotated.
    """

    contig: str
    start: int
    end: int
    strand: int
    sequence: str
    pam: str
    mismatches: int
    cfd: float | None
    mit: float | None
    gene: str
    region: str


@dataclass(frozen=True, kw_only=True)
class OffTargets:
    """What was found for one guide."""

    guide: str
    """Its 20 bases."""

    counts: tuple[int, ...]
    """Sites by their number of mismatches, from 0; the guide's own site is one of those without."""

    cfd: float | None
    """Specificity by CFD (0-100); None for a PAM that the score was not made for, or where nothing was searched."""

    mit: float | None
    """Specificity by the MIT score (0-100); None likewise."""

    searched_bp: int
    """How many bases, A, C, G or T, were searched: no specificity means more than that."""

    _found: _Found = field(repr=False)
    _which: slice = field(repr=False)

    @cached_property
    def sites(self) -> tuple[OffTarget, ...]:
        """Every site, by place, the plus strand first."""
        return self._found.sites(self._which)


def search(
    genome: Genome,
    guides: Sequence[str],
    *,
    pam: Pam | None = None,
    mismatches: int = MISMATCHES,
    engine: Engine = "auto",
    progress: Callable[[int], None] | None = None,
) -> tuple[OffTargets, ...]:
    """Return where in ``genome`` each guide may cut.

    A site is a window of 20 bases and a PAM, or one of the weaker PAMs, on either strand, with no letter other than
    A, C, G and T. Both engines return the same.

    Args:
        genome: what is searched.
        guides: 20 bases each, 5'->3', without the PAM, in either case.
        pam: PAM and weaker PAMs; SpCas9's by default.
        mismatches: most differences, 0-6.
        engine: ``index`` reads the genome's index, ``brute`` looks at every site, ``auto`` takes the index when there
            is one.
        progress: told how many bases ``brute`` has looked at.

    Raises:
        RequestError: a guide is not 20 of A, C, G, T, or ``mismatches`` is out of range.
        DataError: the index is absent (``index`` only), damaged, stale or another genome's.
    """
    asked = pam or pam_of("NGG")
    if not 0 <= mismatches <= MOST_MISMATCHES:
        raise RequestError(
            f"{mismatches} mismatches cannot be searched for.", hint=f"Ask for 0 to {MOST_MISMATCHES}."
        )
    wanted = [checked_guide(guide, asked) for guide in guides]
    if not wanted:
        return ()
    index = _index(genome, asked, engine)
    if index is not None:
        hits, searched = index.search(wanted, asked, mismatches), index.known
    else:
        hits, searched = search_all(genome, wanted, asked, mismatches, progress)
    found = _Found(genome, wanted, asked, hits)
    return tuple(found.result(number, mismatches, searched) for number in range(len(wanted)))


def index_for(genome: Genome, pam: Pam) -> SiteIndex | None:
    """Return an index of the genome that covers a PAM and its weaker ones; None when there is none.

    Raises:
        DataError: it is damaged, stale or another genome's.
    """
    folders = indexes_of(genome)
    if genome.folder is not None and (exact := index_folder(genome.folder, pam)) in folders:
        return open_index(exact, genome)
    opened = (open_index(folder, genome) for folder in folders)
    return next((index for index in opened if index.covers(pam)), None)


def checked_guide(text: str, pam: Pam) -> str:
    """Return a guide in upper case.

    Raises:
        RequestError: it is not 20 of A, C, G, T; a PAM included by mistake is said, and the guide without it offered.
    """
    guide = text.strip().upper()
    if len(guide) == PROTOSPACER and set(guide) <= set("ACGT"):
        return guide
    raise RequestError(_what_is_wrong(guide), hint=_mend(guide, pam), guide=text)


def _what_is_wrong(guide: str) -> str:
    shown = guide if len(guide) <= 60 else f"{guide[:57]}..."
    foreign = next((letter for letter in guide if letter not in "ACGT"), None)
    if foreign is not None and len(guide) == PROTOSPACER:
        at = guide.index(foreign) + 1
        return (
            f"Guide {shown} has the letter {foreign} at base {at}, and only A, C, G and T are searched for."
        )
    return f"Guide {shown!r} has {len(guide)} letters, and a guide has {PROTOSPACER} bases."


def _mend(guide: str, pam: Pam) -> str:
    size = len(pam.pattern)
    bare, rest = (guide[:-size], guide[-size:]) if pam.side == 3 else (guide[size:], guide[:size])
    if len(bare) >= PROTOSPACER and set(guide) <= set("ACGT") and rest in pam.spellings:
        beside = bare[-PROTOSPACER:] if pam.side == 3 else bare[:PROTOSPACER]
        return f"Its {'last' if pam.side == 3 else 'first'} {size} bases, {rest}, are the PAM: give {beside}."
    if set(guide) <= set("ACGTU") and "U" in guide:
        return f"Write T for U: {guide.replace('U', 'T')}."
    if len(guide) > PROTOSPACER and set(guide) <= set("ACGT"):
        end = guide[-PROTOSPACER:] if pam.side == 3 else guide[:PROTOSPACER]
        return f"The {PROTOSPACER} bases beside the PAM would be {end}."
    return f"Write {PROTOSPACER} of A, C, G, T, 5' to 3', without the PAM."


def _index(genome: Genome, pam: Pam, engine: Engine) -> SiteIndex | None:
    if engine == "brute":
        return None
    index = index_for(genome, pam)
    if index is None and engine == "index":
        raise DataError(
            f"Genome {genome.name} has no index for {', '.join((pam.pattern, *pam.offtargets))}.",
            hint=f"Build one: loxsmith genome index {genome.name} --pam {pam.pattern}; or use --engine brute."
            if genome.folder is not None
            else "Add it first: loxsmith genome add NAME --fasta FILE; or use --engine brute.",
            genome=genome.name,
        )
    return index


class _Found:
    """The hits of all guides, scored once, described when somebody looks."""

    def __init__(self, genome: Genome, guides: Sequence[str], pam: Pam, hits: Hits) -> None:
        import numpy as np

        self.genome, self.guides, self.pam, self.hits = genome, guides, pam, hits
        self.edges = np.searchsorted(hits.guide, np.arange(len(guides) + 1))
        self.codes = hits.codes(pam.side)
        self.cfd: NDArray[np.float64] | None = None
        self.mit: NDArray[np.float64] | None = None
        if pam.is_classic:
            self.cfd, self.mit = self._scores()

    def result(self, number: int, mismatches: int, searched: int) -> OffTargets:
        """Sum up one guide."""
        import numpy as np

        which = slice(int(self.edges[number]), int(self.edges[number + 1]))
        counts = np.bincount(self.hits.mismatches[which], minlength=mismatches + 1)
        return OffTargets(
            guide=self.guides[number],
            counts=tuple(counts.tolist()),
            cfd=None if self.cfd is None or not searched else self._specificity(100 * self.cfd, which),
            mit=None if self.mit is None or not searched else self._specificity(self.mit, which),
            searched_bp=searched,
            _found=self,
            _which=which,
        )

    def sites(self, which: slice) -> tuple[OffTarget, ...]:
        """Describe the hits of one guide."""
        rows = zip(*(column[which] for column in self._columns), strict=True)
        return tuple(map(OffTarget._make, rows))

    @cached_property
    def _columns(self) -> tuple[list[Any], ...]:
        """The fields of :class:`OffTarget`, of all guides at once."""
        import numpy as np

        hits = self.hits
        names, starts = self._contigs
        contig = np.searchsorted(starts, hits.place, side="right") - 1
        start = hits.place.astype(np.int64) - starts[contig]
        genes, regions = self._annotated(contig, start)
        return (
            [names[number] for number in contig.tolist()],
            start.tolist(),
            (start + PROTOSPACER).tolist(),
            np.where(hits.minus, -1, 1).tolist(),
            _texts(self.codes),
            [self.pam.spellings[number] for number in hits.pam_number.tolist()],
            hits.mismatches.tolist(),
            _rounded(self.cfd, len(hits)),
            _rounded(self.mit, len(hits)),
            genes,
            regions,
        )

    def _scores(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        import numpy as np

        own = np.array([encode(guide) for guide in self.guides])
        pams = np.array([encode(spelling[-2:]) for spelling in self.pam.spellings])[self.hits.pam_number]
        cfd = np.zeros(len(self.hits), dtype=np.float64)
        for number, guide in enumerate(own):
            which = slice(int(self.edges[number]), int(self.edges[number + 1]))
            cfd[which] = cfd_hits(guide, self.codes[which], pams[which])
        return cfd, mit_hits(self.codes != own[self.hits.guide])

    def _specificity(self, scores: NDArray[np.float64], which: slice) -> float:
        """Aggregate all hits but one perfect match with the guide's own PAM."""
        import numpy as np

        hits = scores[which]
        perfect = np.flatnonzero((self.hits.mismatches[which] == 0) & self._own_pam[which])
        if len(perfect):
            hits = np.delete(hits, perfect[0])
        return round(aggregate(hits.tolist()), 7)

    @cached_property
    def _own_pam(self) -> NDArray[np.bool_]:
        import numpy as np

        fits = np.array([self.pam.fits(spelling) for spelling in self.pam.spellings])
        return np.asarray(fits[self.hits.pam_number])

    @cached_property
    def _contigs(self) -> tuple[list[str], NDArray[np.int64]]:
        """Names of the contigs, and the place at which each begins."""
        import numpy as np

        lengths = [contig.length for contig in self.genome.contigs]
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64)
        return [contig.name for contig in self.genome.contigs], starts

    def _annotated(self, contig: NDArray[np.int64], start: NDArray[np.int64]) -> tuple[list[str], list[str]]:
        """Return gene and region of each hit: of its cut, unless an end of the 20-mer lies in an exon."""
        import numpy as np

        # Of Cas12a's two cuts the nearer one is within the protospacer.
        inside = min(self.pam.cuts[0], PROTOSPACER - 1)
        from_left = np.where(self.hits.minus == (self.pam.side == 3), inside, PROTOSPACER - inside)
        cut = start + np.minimum(from_left, PROTOSPACER - 1)
        genes, regions = [""] * len(start), [KINDS[0]] * len(start)
        order = np.argsort(contig, kind="stable")
        for at in np.split(order, np.flatnonzero(np.diff(contig[order])) + 1) if len(order) else ():
            known = self.genome.regions(self._contigs[0][contig[at[0]]])
            labels, kinds = known.numbers_at(cut[at])
            for places in (start[at], start[at] + PROTOSPACER - 1):
                others, kinds_there = known.numbers_at(places)
                labels, kinds = np.where(kinds_there > kinds, (others, kinds_there), (labels, kinds))
            for one, label, kind in zip(at.tolist(), labels.tolist(), kinds.tolist(), strict=True):
                genes[one], regions[one] = known.labels[label], KINDS[kind]
        return genes, regions


def _texts(codes: NDArray[np.uint8]) -> list[str]:
    """Write 20 codes a row as letters."""
    import numpy as np

    letters = np.frombuffer(b"ACGT", dtype=np.uint8)[codes].tobytes().decode("ascii")
    return [letters[at : at + PROTOSPACER] for at in range(0, len(letters), PROTOSPACER)]


def _rounded(scores: NDArray[np.float64] | None, count: int) -> list[float | None]:
    import numpy as np

    return [None] * count if scores is None else np.round(scores, 7).tolist()
