"""The cutting-frequency determination (CFD) score of one guide on one window, Doench 2016."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from loxsmith.errors import RequestError
from loxsmith.knowledge import cfd_mismatch, cfd_pam
from loxsmith.sequence import decode, is_plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint8]
    Scores = NDArray[np.float64]

PROTOSPACER: Final = 20
"""Bases of an SpCas9 protospacer."""


def cfd(guide: str, site: str, pam: str) -> float:
    """Return how well ``guide`` cuts ``site``, relative to its perfect match before NGG (0-1).

    Args:
        guide: the 20-base protospacer, 5'->3', PAM-distal base first.
        site: the 20 bases of the window, on the strand that reads like the guide.
        pam: the window's PAM, all three bases or the last two; the first never counts.

    Raises:
        RequestError: the guide or site is not 20 of A, C, G, T, or the PAM has no weight.

    >>> cfd("A" * 20, "A" * 19 + "G", "TGG")
    0.764705882
    """
    factors = factors_of(guide)
    require_protospacer(site, "site")
    weight = cfd_pam().get(pam[-2:].upper()) if len(pam) in (2, 3) else None
    if weight is None:
        raise RequestError(f"{pam!r} is not a PAM.", hint="Give two or three bases, such as TGG.", pam=pam)
    score = 1.0
    for base, column in zip(site.upper(), factors, strict=True):
        score *= column[base]
    return score * weight


def cfd_hits(guide: Codes, sites: Codes, pams: Codes) -> Scores:
    """Return the CFD (0-1) of many sites of one guide at once, equal to :func:`cfd` of each.

    Args:
        guide: 20 codes, 0-3 for A, C, G, T, PAM-distal base first.
        sites: one row of 20 codes a site, on the strand that reads like the guide.
        pams: one row of 2 codes a site: the last two bases of its PAM.

    Returns:
        the scores; not a number (NaN) for a site or PAM that holds code 4, a letter that is no single base.

    Raises:
        RequestError: the guide is not 20 codes of 0-3.

    >>> import numpy as np
    >>> own = np.zeros(20, dtype=np.uint8)
    >>> cfd_hits(own, own[None, :], np.array([[2, 2], [0, 2]], dtype=np.uint8)).tolist()
    [1.0, 0.259259259]
    """
    import numpy as np

    columns = _columns_of(decode(guide))
    scores = np.ones(len(sites), dtype=np.float64)
    for place in range(PROTOSPACER):
        scores = scores * columns[place][sites[:, place]]
    return np.asarray(scores * _pam_weights()[pams[:, 0], pams[:, 1]])


@lru_cache(maxsize=256)
def _columns_of(guide: str) -> Scores:
    """The weight of each code at each position; code 4 has none."""
    import numpy as np

    return np.array([[*(column[base] for base in "ACGT"), np.nan] for column in factors_of(guide)])


@cache
def _pam_weights() -> Scores:
    """The weight of each pair of codes; a pair with code 4 has none."""
    import numpy as np

    weights = np.full((5, 5), np.nan)
    weights[:4, :4] = [[cfd_pam()[first + second] for second in "ACGT"] for first in "ACGT"]
    return weights


@lru_cache(maxsize=256)
def factors_of(guide: str) -> tuple[Mapping[str, float], ...]:
    """Return, for each position from the PAM-distal end, the weight of each base (1.0 for the guide's own).

    Raises:
        RequestError: the guide is not 20 of A, C, G, T.
    """
    require_protospacer(guide, "protospacer")
    table = cfd_mismatch()
    return tuple(
        {base: 1.0 if base == own else table[position, own, base] for base in "ACGT"}
        for position, own in enumerate(guide.upper(), start=1)
    )


def require_protospacer(text: str, what: str) -> None:
    """Refuse anything but 20 of A, C, G, T.

    Raises:
        RequestError: ``text`` is something else.
    """
    if len(text) != PROTOSPACER or not is_plain(text.upper()):
        raise RequestError(
            f"{text!r} is not a {what} of {PROTOSPACER} bases.",
            hint=f"Write {PROTOSPACER} of A, C, G, T, 5' to 3', without the PAM.",
            text=text,
        )
