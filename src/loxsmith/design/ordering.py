"""What is ordered: a donor's own bases, and how protected ends are written."""

from __future__ import annotations

from loxsmith.design.drawing import Construct
from loxsmith.knowledge import limit
from loxsmith.sequence import reverse_complement

BOND = "*"
"""Written between two bases that a phosphorothioate bond joins: the sign that oligonucleotide suppliers read (IDT's
ordering page among them)."""

IS_STRAND = ("ssODN", "lssDNA")
"""Kinds of construct that are ordered base by base."""


def own_bases(construct: Construct) -> str:
    """Bases of the construct, 5'->3', on its own strand."""
    text = construct.molecule.sequence
    return text if construct.strand == "+" else reverse_complement(text)


def order_text(construct: Construct) -> str | None:
    """Return what goes into the order form, 5'->3', or None for what is cloned.

    A phosphorothioate bond is written as ``*`` between the two bases it joins: ``A*C*GTTGCA*T*G``.
    """
    if construct.kind not in IS_STRAND:
        return None
    return written(own_bases(construct), construct.bonds)


def written(bases: str, bonds: int) -> str:
    """Write so many phosphorothioate bonds at each end.

    >>> written("ACGTTGCATG", 2)
    'A*C*GTTGCA*T*G'
    >>> written("ACG", 0)
    'ACG'
    """
    if bonds < 1 or len(bases) <= 2 * bonds:
        return bases
    middle = bases[bonds : len(bases) - bonds]
    return BOND.join([*bases[:bonds], middle, *bases[-bonds:]])


def modifications(construct: Construct) -> tuple[str, ...]:
    """Say which bonds are modified, and why."""
    if not construct.bonds:
        return ()
    source = limit("J.ends.bonds").source
    return (
        f"{construct.bonds} phosphorothioate bonds at each end, against exonucleases, written {BOND} between the bases "
        f"({source}).",
    )
