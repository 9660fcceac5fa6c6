"""How far a donor reaches beyond its outermost changes: oligonucleotide, long strand, plasmid, AAV (R22-R25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loxsmith.design import arms as homology
from loxsmith.errors import InfeasibleError
from loxsmith.guides import Guide
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy import Edit, Strategy

Held = tuple[tuple[int, int], tuple[int, int]]
"""5' and 3' homology on the wild-type locus, 0-based half-open."""

LONG_STRAND_ARM = 100
"""Default arm of a long single strand (nt), within the 55-105 nt of R24 (judgement)."""


class TooLongError(InfeasibleError):
    """Change, silent changes and arms do not fit the donor; a guide nearer to the change may still do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """What holds for one kind of donor."""

    wanted: tuple[int, int]
    """5' and 3' arm when there is room (nt)."""

    least: int
    """Shortest arm that is drawn without being asked for (nt)."""

    most: int
    """Longest donor, arms included (nt)."""

    rule: str
    """Rule that gives the longest donor."""

    what: str
    """The donor in words."""

    instead: str
    """What to ask for when it does not fit."""


def donor_arms(
    strategy: Strategy,
    edits: Sequence[Edit],
    guide: Guide,
    locus: Locus,
    unique: Uniqueness,
    request: Request,
) -> tuple[Held, tuple[str, ...]]:
    """Return the arms, counted from the outermost change on each side, and what to know about them.

    Raises:
        TooLongError: the donor would be longer than can be made.
        InfeasibleError: the sequence at hand is too short, or arms too short were asked for.
    """
    first, last = edits[0].start, edits[-1].end
    homology.long_enough(*(request.arms or (homology.SHORTEST, homology.SHORTEST)))
    if strategy.donor == "plasmid":
        return _kilobases(first, last, locus, unique, request, strategy.arms)
    terms = _terms(strategy, guide)
    left, right = request.arms or _fitted(terms, edits, locus)
    if first < left or last + right > len(locus.molecule):
        raise InfeasibleError(
            f"The sequence of {locus.gene.symbol} at hand ends within the donor's arms.",
            hint="Give a longer sequence.",
        )
    total = left + right + _extent(edits)
    if total > terms.most:
        raise TooLongError(
            f"The {terms.what} would be {total} nt long, and {terms.most} nt is the most that {_holds(strategy)} "
            f"({terms.rule}).",
            hint=terms.instead,
        )
    held = ((first - left, first), (last, last + right))
    return held, _remarks(strategy, terms, (left, right), held, unique)


def _extent(edits: Sequence[Edit]) -> int:
    """Bases of the donor between its arms."""
    return edits[-1].end - edits[0].start + sum(len(e.alt) - len(e.ref) for e in edits)


def _holds(strategy: Strategy) -> str:
    return "fits between the ITRs" if strategy.donor == "aav" else "is made reliably"


def _terms(strategy: Strategy, guide: Guide) -> _Terms:
    if strategy.donor == "ssodn":
        distal, proximal = limit("R25.distal").whole, limit("R25.proximal").whole
        return _Terms(
            wanted=(distal, proximal) if guide.strand == 1 else (proximal, distal),
            least=limit("R25.beyond").whole,
            most=limit("R25.length").whole,
            rule="R25",
            what="oligonucleotide",
            instead="Use --donor lssdna, or shorter arms (--arms 5P,3P).",
        )
    if strategy.donor == "lssdna":
        return _Terms(
            wanted=(LONG_STRAND_ARM, LONG_STRAND_ARM),
            least=limit("R24.arm.low").whole,
            most=limit("R24.total").whole,
            rule="R24",
            what="long single strand",
            instead="Use --donor plasmid, or shorter arms (--arms 5P,3P).",
        )
    arm = limit("J.aav.arm").whole
    return _Terms(
        wanted=(arm, arm),
        least=limit("J.aav.arm.low").whole,
        most=limit("J.aav.genome").whole - 2 * limit("J.aav.itr").whole,
        rule="Wu 2010",
        what="AAV donor without its ITRs",
        instead="Use --donor plasmid, or shorter arms (--arms 5P,3P).",
    )


def _fitted(terms: _Terms, edits: Sequence[Edit], locus: Locus) -> tuple[int, int]:
    """Return the wanted arms, the longer one shortened as far as length and sequence at hand demand."""
    left = min(terms.wanted[0], edits[0].start)
    right = min(terms.wanted[1], len(locus.molecule) - edits[-1].end)
    if min(left, right) < terms.least:
        raise InfeasibleError(
            f"The sequence of {locus.gene.symbol} at hand ends within the donor's arms: {min(left, right)} nt lie "
            f"beyond the outermost change, and {terms.least} are needed.",
            hint="Give a longer sequence.",
        )
    spare = terms.most - _extent(edits)
    over = left + right - spare
    if spare < 2 * terms.least or over <= 0:  # what cannot fit at all is refused with its length
        return left, right
    leveled = min(over, abs(left - right))
    left, right = (left - leveled, right) if left > right else (left, right - leveled)
    return left - (over - leveled + 1) // 2, right - (over - leveled) // 2


def _remarks(
    strategy: Strategy, terms: _Terms, arms: tuple[int, int], held: Held, unique: Uniqueness
) -> tuple[str, ...]:
    found = []
    if strategy.donor == "lssdna":
        most = limit("R24.arm.high").whole
        odd = [arm for arm in arms if not terms.least <= arm <= most]
        if odd:
            found.append(f"An arm of {odd[0]} nt lies outside the {terms.least}-{most} nt of R24.")
    elif min(arms) < terms.least:
        found.append(
            f"Only {min(arms)} nt lie beyond the outermost change on one side; {terms.least} are wanted "
            f"({'R25' if strategy.donor == 'ssodn' else 'judgement'})."
        )
    if arms != terms.wanted and sum(arms) < sum(terms.wanted):
        found.append(
            f"The arms have {arms[0]} and {arms[1]} nt instead of {terms.wanted[0]} and {terms.wanted[1]} "
            f"({terms.rule})."
        )
    if strategy.donor == "aav":
        found += homology.remarks(unique, held, limit("R22.repeat").value)
    return tuple(found)


def _kilobases(
    first: int, last: int, locus: Locus, unique: Uniqueness, request: Request, wanted: tuple[int, int] | None
) -> tuple[Held, tuple[str, ...]]:
    """Arms of a plasmid: those in common use there, else even ones, ending in unique sequence (R22, R23)."""
    even = limit("R23.arm.even").whole
    left, right = request.arms or wanted or (even, even)
    exact = request.arms is not None
    held = (
        homology.five_prime(locus, unique, first, left, exact=exact),
        homology.three_prime(locus, unique, last, right, exact=exact),
    )
    total = sum(end - start for start, end in held)
    short = homology.too_short(total, "R23.total", "a plasmid donor for zygotes")
    return held, (*short, *homology.remarks(unique, held, limit("R22.repeat").value))
