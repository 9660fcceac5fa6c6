"""Bulges: a guide held against sites that have a base or two more, or fewer, than it has.

An extra base of the site loops out of the DNA (a DNA bulge), an extra base of the guide out of the RNA (an RNA
bulge). Everything is counted from the PAM outward, because that end of a site is fixed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from loxsmith.guides.cutting_frequency import PROTOSPACER
from loxsmith.guides.pam import Pam
from loxsmith.sequence import UNKNOWN, encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_BULGES: Final = 2
"""Most bulged bases that can be asked for (judgement: the genomic sites that Lin et al. 2014, Nucleic Acids Res
42:7473, doi:10.1093/nar/gku402, confirmed had one bulged base and one to three mismatches; with more than two, chance
alone fills the list)."""

MOST_EDITS: Final = 6
"""Most mismatches and bulged bases together (judgement: as many edits as mismatches can be asked for)."""

GAP: Final = "-"
"""Stands in the guide opposite a DNA bulge, and in the site opposite an RNA bulge."""

Segment = tuple[int, int, int]
"""Guide bases ``start..end``, counted from the PAM, that pair without a gap with the site's ``start+shift..``."""


class Bulged(NamedTuple):
    """One site that pairs best with a guide when bases bulge out.

    ``start`` and ``end`` span the site without its PAM on the contig's top strand, 0-based half-open; ``strand`` is 1
    or -1; ``guide``, ``sequence`` and ``pam`` are read on it, ``guide`` and ``sequence`` one above the other with a
    dash where the other bulges. ``bulges`` counts the bulged bases. ``gene`` is empty, and ``region`` ``intergenic``,
    outside every gene that is annotated.
    """

    contig: str
    start: int
    end: int
    strand: int
    guide: str
    sequence: str
    pam: str
    mismatches: int
    bulges: int
    gene: str
    region: str


class Way(NamedTuple):
    """One way to pair a guide with a site."""

    bulges: int
    """Bulged bases, of the DNA and of the RNA."""

    segments: tuple[Segment, ...]
    """Stretches that pair, from the PAM outward; a bulge lies between any two."""

    @property
    def longer(self) -> int:
        """Bases that the site has more than the guide."""
        return self.segments[-1][2]


@cache
def ways(most: int) -> tuple[Way, ...]:
    """Return every way with up to ``most`` bulged bases, those with fewer first, then the bulge nearest to the PAM.

    A bulge lies between paired bases: at either end of the site there is nothing that it could loop out of.

    >>> [len([way for way in ways(2) if way.bulges == n]) for n in (0, 1)]
    [1, 37]
    """
    return tuple(
        sorted((Way(bulges, segments) for bulges, segments in _ways(0, 0, most)), key=lambda w: w[0])
    )


def _ways(start: int, shift: int, most: int) -> Iterator[tuple[int, tuple[Segment, ...]]]:
    """Yield what may follow from guide base ``start`` on, that base paired."""
    yield 0, ((start, PROTOSPACER, shift),)
    for size in range(1, most + 1):
        for stop in range(start + 1, PROTOSPACER):
            for goes_on, shifted in ((stop, shift + size), (stop + size, shift - size)):
                if goes_on < PROTOSPACER:
                    for bulges, rest in _ways(goes_on, shifted, most - size):
                        yield size + bulges, ((start, stop, shift), *rest)


def outward(guide: str, pam: Pam) -> NDArray[np.uint8]:
    """Return a guide as codes 0-3, from the base beside the PAM outward."""
    codes = encode(guide)
    return codes[::-1] if pam.side == 3 else codes


def best_ways(
    guide: NDArray[np.uint8], windows: NDArray[np.uint8], mismatches: int, bulges: int
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Return for each window the number of its best way in :func:`ways`, and its mismatches; -1 where there is none.

    The best has the fewest edits, mismatches and bulged bases together; of those the fewest bulged bases.

    Args:
        guide: 20 codes from the PAM outward.
        windows: a row of ``20 + bulges`` codes a site, from the PAM outward, read on the guide's strand.
        mismatches: most mismatches.
        bulges: most bulged bases.
    """
    import numpy as np

    differ = {shift: _mismatches_before(guide, windows, shift) for shift in range(-bulges, bulges + 1)}
    unknown = np.cumsum(windows == UNKNOWN, axis=1)
    best = np.full(len(windows), -1, dtype=np.intp)
    fewest = np.full(len(windows), mismatches + bulges + 1, dtype=np.int64)
    found = np.zeros(len(windows), dtype=np.int64)
    for number, way in enumerate(ways(bulges)):
        count = np.zeros(len(windows), dtype=np.int64)
        for start, end, shift in way.segments:
            count += differ[shift][:, end] - differ[shift][:, start]
        fits = (count <= mismatches) & (count + way.bulges < fewest)
        fits &= unknown[:, PROTOSPACER + way.longer - 1] == 0
        best[fits], found[fits], fewest[fits] = number, count[fits], count[fits] + way.bulges
    return best, found


def _mismatches_before(guide: NDArray[np.uint8], windows: NDArray[np.uint8], shift: int) -> NDArray[np.int64]:
    """Count, before each guide base, the mismatches with the window's bases ``shift`` further on."""
    import numpy as np

    inside = slice(max(0, -shift), min(PROTOSPACER, windows.shape[1] - shift))
    differ = np.zeros((len(windows), PROTOSPACER + 1), dtype=np.int64)
    there = windows[:, inside.start + shift : inside.stop + shift]
    differ[:, inside.start + 1 : inside.stop + 1] = there != guide[inside]
    return np.cumsum(differ, axis=1)


def aligned(guide: str, site: str, way: Way, pam: Pam) -> tuple[str, str]:
    """Write guide and site one above the other, 5'->3', with a dash where the other bulges.

    Args:
        guide: its 20 bases, 5'->3'.
        site: as many bases as the way takes, 5'->3' on the guide's strand.
        way: how they pair.
        pam: which of the ends lies beside it.

    >>> from loxsmith.guides.pam import pam_of
    >>> way = Way(1, ((0, 3, 0), (3, 20, 1)))
    >>> aligned("ATCACCATGTACCACATCAA", "ATCACCATGTACCACATGCAA", way, pam_of("NGG"))
    ('ATCACCATGTACCACAT-CAA', 'ATCACCATGTACCACATGCAA')
    """
    turn = -1 if pam.side == 3 else 1
    bases, there = guide[::turn], site[::turn]
    above, below = [bases[: way.segments[0][1]]], [there[: way.segments[0][1]]]
    for (_, stop, before), (start, end, shift) in pairwise(way.segments):
        loop = there[stop + before : start + shift]
        above += [GAP * len(loop), bases[stop:start], bases[start:end]]
        below += [loop, GAP * (start - stop), there[start + shift : end + shift]]
    return "".join(above)[::turn], "".join(below)[::turn]
