"""The cutting-frequency determination (CFD) score of one guide on one window, Doench 2016."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from loxsmith.errors import RequestError
from loxsmith.knowledge import cfd_mismatch, cfd_pam
from loxsmith.sequence import is_plain

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
