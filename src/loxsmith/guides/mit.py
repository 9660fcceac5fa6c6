"""The MIT score of one guide on one off-target (Hsu 2013), and how hits add up to a specificity."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final

from loxsmith.guides.cutting_frequency import PROTOSPACER, require_protospacer
from loxsmith.knowledge import mit_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FARTHEST: Final = PROTOSPACER - 1
"""Largest distance (bases) between two mismatches."""

CROWDING: Final = 4
"""How strongly mismatches that lie close together lower the score (Hsu 2013)."""


def mit_hit(guide: str, site: str) -> float:
    """Return how well ``guide`` cuts ``site`` by the positions of their mismatches (0-100; a perfect match is 100).

    The score is 100 times the product of ``1 - weight`` over the mismatches, divided by the square of their
    number and, from two mismatches on, by ``4 (19 - d) / 19 + 1``. There ``d`` is the mean distance from one
    mismatch to the next, a true quotient that is not rounded down. The PAM does not count.

    Args:
        guide: the 20-base protospacer, 5'->3', PAM-distal base first.
        site: the 20 bases of the window, on the strand that reads like the guide.

    Raises:
        RequestError: the guide or site is not 20 of A, C, G, T.

    >>> round(mit_hit("A" * 20, "A" * 19 + "G"), 9)
    41.7
    """
    require_protospacer(guide, "protospacer")
    require_protospacer(site, "site")
    pairs = zip(guide.upper(), site.upper(), strict=True)
    places = [place for place, (own, base) in enumerate(pairs) if own != base]
    if not places:
        return 100.0
    kept = 1.0
    for place in places:
        kept *= 1 - mit_weights()[place]
    if len(places) > 1:
        distance = (places[-1] - places[0]) / (len(places) - 1)
        kept /= (FARTHEST - distance) / FARTHEST * CROWDING + 1
    return 100 * (kept / len(places) ** 2)


def mit_hits(mismatches: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the MIT score (0-100) of many sites of one guide at once, equal to :func:`mit_hit` of each.

    Args:
        mismatches: one row a site, one column a position, the PAM-distal first; True where the bases differ.

    >>> import numpy as np
    >>> mit_hits(np.zeros((1, 20), dtype=np.bool_)).tolist()
    [100.0]
    """
    import numpy as np

    counts = np.count_nonzero(mismatches, axis=1)
    kept = np.ones(len(mismatches), dtype=np.float64)
    for place, factor in enumerate(_kept()):
        if factor != 1:
            kept *= np.where(mismatches[:, place], factor, 1.0)
    first, last = mismatches.argmax(axis=1), FARTHEST - mismatches[:, ::-1].argmax(axis=1)
    several = counts > 1
    distance = (last[several] - first[several]) / (counts[several] - 1)
    kept[several] /= (FARTHEST - distance) / FARTHEST * CROWDING + 1
    return np.asarray(100 * (kept / np.maximum(counts, 1) ** 2))


def aggregate(hits: Iterable[float]) -> float:
    """Return the specificity (0-100) of a guide whose unwanted hits have these scores; 100 when there are none.

    Args:
        hits: scores on the scale 0-100, so a CFD must be multiplied by 100. Which hits count is the caller's
            decision: usually all but one perfect match with the guide's own PAM.

    >>> aggregate([]), aggregate([100.0])
    (100.0, 50.0)
    """
    return 100 * 100 / (100 + sum(hits))


@cache
def _kept() -> tuple[float, ...]:
    """What a mismatch leaves of the score at each position."""
    return tuple(1 - weight for weight in mit_weights())
