"""Homology arms of targeting vectors and plasmids: long enough, and ending in unique sequence (R20, R22)."""

from __future__ import annotations

from collections.abc import Iterator

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, Uniqueness

END = 200
"""Outermost bases of an arm that should be unique, so that its junction can be told by PCR (judgement)."""

SLIDE = 1500
"""Bases by which an arm may be lengthened in search of a unique end (judgement)."""

STEP = 10
"""Bases by which it is lengthened at a time (judgement)."""

SHORTEST = 20
"""Arms below this are not drawn: chance alone matches them somewhere in a locus, and R25 asks for 30 nt beyond
the change even of an oligonucleotide (judgement)."""


def five_prime(locus: Locus, unique: Uniqueness, inner: int, length: int, *, exact: bool) -> tuple[int, int]:
    """Return the 5' arm that ends at ``inner`` and is ``length`` bp or, unless ``exact``, somewhat more.

    Raises:
        InfeasibleError: the sequence at hand ends first.
    """
    starts = [inner - n for n in _lengths(length, exact) if n <= inner]
    start = next((at for at in starts if unique.is_clear(at, at + END)), inner - length)
    if start < 0:
        raise _short(locus, "5'", length, inner)
    return start, inner


def three_prime(locus: Locus, unique: Uniqueness, inner: int, length: int, *, exact: bool) -> tuple[int, int]:
    """Return the 3' arm that begins at ``inner`` and is ``length`` bp or, unless ``exact``, somewhat more.

    Raises:
        InfeasibleError: the sequence at hand ends first.
    """
    size = len(locus.molecule)
    ends = [inner + n for n in _lengths(length, exact) if inner + n <= size]
    end = next((at for at in ends if unique.is_clear(at - END, at)), inner + length)
    if end > size:
        raise _short(locus, "3'", length, size - inner)
    return inner, end


def _lengths(length: int, exact: bool) -> Iterator[int]:
    yield from range(length, length + (0 if exact else SLIDE) + 1, STEP)


def _short(locus: Locus, side: str, wanted: int, there: int) -> InfeasibleError:
    return InfeasibleError(
        f"The {side} homology arm needs {wanted} bp, and the sequence of {locus.gene.symbol} at hand has {there}.",
        hint=f"Give a longer sequence, or ask for an arm of at most {there} bp on that side with --arms 5P,3P.",
    )


def long_enough(left: int, right: int) -> None:
    """Refuse arms that could not find their place.

    Raises:
        InfeasibleError: one of them is shorter than ``SHORTEST``.
    """
    if min(left, right) < SHORTEST:
        raise InfeasibleError(
            f"A homology arm of {min(left, right)} bp cannot find its place; at least {SHORTEST} are drawn.",
            hint="Ask for longer arms (--arms 5P,3P), or leave the option out.",
        )


def too_short(total: int, limit_id: str, what: str) -> tuple[str, ...]:
    """Warn of arms that together stay below a limit."""
    least = limit(limit_id).whole
    if total >= least:
        return ()
    rule = limit_id.partition(".")[0]
    return (f"The arms have {total} bp together; {what} wants at least {least} ({rule}).",)


def remarks(
    unique: Uniqueness, arms: tuple[tuple[int, int], tuple[int, int]], most: float
) -> tuple[str, ...]:
    """Say which arms are repetitive, or end in sequence that is not unique."""
    found: list[str] = []
    for side, (start, end), outer in (("5'", arms[0], arms[0][0]), ("3'", arms[1], arms[1][1] - END)):
        share = unique.share(start, end)
        if share >= most:
            found.append(
                f"{share:.0%} of the {side} arm is repeated sequence; below {most:.0%} is wanted (R22)."
            )
        if not unique.is_clear(outer, outer + END):
            found.append(f"The {side} arm ends in repeated sequence: its junction is hard to tell by PCR.")
    return tuple(found)
