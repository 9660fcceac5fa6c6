"""Residues counted on one protein, found on the other: human numbers to mouse numbers and back, both echoed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.request import Change, ProteinChange
from loxsmith.strategy.orthologues import Orthologue
from loxsmith.strategy.wording import residue_name

Counted = tuple[tuple[Change, ...], tuple[str, ...]]
"""Changes counted on the mouse protein, and a sentence on each that gives both numbers."""


def made_human(numbers: Sequence[int], found: Orthologue) -> Counted:
    """Turn mouse residues into those the human protein has in their place.

    Raises:
        RequestError: there is no such residue.
        InfeasibleError: a residue has no counterpart in the human protein, or all of them are human already.
    """
    changes: list[Change] = []
    said: list[str] = []
    for number in numbers:
        there = human_residue(number, found)
        here, wanted = found.mouse.protein[number - 1], found.protein[there - 1]
        both = f"{residue_name(here)}{number} is {residue_name(wanted)}{there} in human {found.symbol}"
        if here == wanted:
            said.append(f"{both} and stays as it is.")
            continue
        said.append(f"{both} and becomes {residue_name(wanted)}.")
        changes.append(_substitution(here, number, wanted))
    if not changes:
        symbol, near = found.mouse.gene.symbol, _differing(numbers, found)
        raise InfeasibleError(
            f"There is nothing to humanise at the residues named of {symbol}: {' '.join(said)}",
            hint=f"Residues that differ near them: humanize {symbol} scope=residues:{near}."
            if near
            else "The two proteins do not differ.",
            residues=list(numbers),
        )
    return tuple(changes), tuple(said)


def on_the_mouse(changes: Sequence[Change], found: Orthologue) -> Counted:
    """Count changes that are written on the human protein on the mouse protein instead.

    Raises:
        RequestError: a stated residue is not what the human protein has (R43).
        InfeasibleError: a residue has no counterpart, or a stretch is not as long in both.
    """
    counted = [_counted(c, found) if _is_human(c) else (c, "") for c in changes]
    return tuple(c for c, _ in counted), tuple(text for _, text in counted if text)


def _is_human(change: Change) -> bool:
    return isinstance(change, ProteinChange) and change.numbering == "human"


def _counted(change: Change, found: Orthologue) -> tuple[Change, str]:
    if not isinstance(change, ProteinChange):
        return change, ""
    for place, stated in ((change.position, change.ref), (change.end, change.end_ref)):
        _must_read(change, place, stated, found)
    back = found.backwards
    first, last = (_aligned(p, back, change.text, "mouse", found) for p in (change.position, change.end))
    if last - first != change.end - change.position:
        raise InfeasibleError(
            f"{change.text} spans {change.end - change.position + 1} residues of human {found.symbol}, and "
            f"{last - first + 1} of {found.mouse.gene.symbol} are aligned with them.",
            hint=f"Write the change on the mouse protein, where it is residues {first} to {last}.",
        )
    mouse = replace(
        change,
        ref=found.mouse.protein[first - 1],
        position=first,
        end=last,
        end_ref=found.mouse.protein[last - 1],
        numbering="mouse",
    )
    return mouse, (
        f"{change.text} counts human {found.symbol} ({found.locus.target.id}); by the alignment of the two proteins it "
        f"is {mouse.text} of {found.mouse.gene.symbol} ({found.mouse.target.id}) (R43)."
    )


def _must_read(change: ProteinChange, place: int, stated: str, found: Orthologue) -> None:
    """The residue stated must be the one the human protein has."""
    protein = found.protein
    if place > len(protein):
        raise RequestError(
            f"Human {found.symbol} has {len(protein)} residues in {found.locus.target.id}; there is no "
            f"residue {place}.",
            hint=f"Name a residue from 2 to {len(protein)}.",
        )
    has = protein[place - 1]
    if has != stated:
        meant = change.text.replace(f"{stated}{place}", f"{has}{place}")
        raise RequestError(
            f"Human {found.symbol} codon {place} is {residue_name(has)} in {found.locus.target.id}, not "
            f"{residue_name(stated)}; did you mean {meant}?",
            hint="Without human: the number counts the mouse protein.",
            residue=place,
        )


def human_residue(number: int, found: Orthologue) -> int:
    """Return the human residue that is aligned with a residue of the mouse protein.

    Raises:
        RequestError: there is no such residue.
        InfeasibleError: it lies in a gap of the alignment.
    """
    mouse = found.mouse
    if number > len(mouse.protein):
        raise RequestError(
            f"{mouse.gene.symbol} has {len(mouse.protein)} residues in {mouse.target.id}; there is no "
            f"residue {number}.",
            hint=f"Name a residue from 2 to {len(mouse.protein)}: the numbers count the mouse protein.",
            residue=number,
        )
    what = f"{residue_name(mouse.protein[number - 1])}{number} of {mouse.gene.symbol}"
    return _aligned(number, found.pairs, what, "human", found)


def _aligned(number: int, pairs: Mapping[int, int], what: str, other: str, found: Orthologue) -> int:
    """The residue aligned with ``number``."""
    there = pairs.get(number)
    if there is not None:
        return there
    below = max((n for n in pairs if n < number), default=None)
    above = min((n for n in pairs if n > number), default=None)
    nearest = [str(n) for n in (below, above) if n is not None]
    raise InfeasibleError(
        f"{what} has no counterpart in the {other} protein: the alignment of {found.mouse.gene.symbol} and "
        f"{found.symbol} has a gap there.",
        hint=f"The nearest that is aligned is residue {' or '.join(nearest)}; or humanise the whole (scope=cds).",
        residue=number,
    )


def _substitution(here: str, number: int, wanted: str) -> ProteinChange:
    return ProteinChange(ref=here, position=number, end=number, end_ref=here, alt=wanted, kind="substitution")


def _differing(numbers: Sequence[int], found: Orthologue) -> str:
    differ = [
        m for m, h in found.pairs.items() if m > 1 and found.mouse.protein[m - 1] != found.protein[h - 1]
    ]
    nearest = sorted(differ, key=lambda m: (min(abs(m - n) for n in numbers), m))[:4]
    return ",".join(map(str, sorted(nearest)))
