"""The numbers of the cutting-frequency determination (CFD) score, Doench 2016."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from loxsmith.knowledge._files import read_tsv


@cache
def cfd_mismatch() -> Mapping[tuple[int, str, str], float]:
    """Return the weight of each mismatch, 240 entries.

    A key is ``(position, guide base, off-target base)``. Position 1 is PAM-distal, 20 is beside the PAM. The
    guide base is written in DNA letters (T for U); the off-target base is that of the protospacer strand, the
    strand that reads like the guide, so the two differ in every key. (The paper names the opposite base: its
    rG:dA is ``("G", "T")`` here.)

    >>> cfd_mismatch()[20, "A", "G"]
    0.764705882
    """
    return MappingProxyType(
        {
            (position, row["guide"], row["offtarget"]): float(row[str(position)])
            for row in read_tsv("cfd_mismatch.tsv")
            for position in range(1, 21)
        }
    )


@cache
def cfd_pam() -> Mapping[str, float]:
    """Return the weight of each PAM by its last two bases (NGG is ``GG``), 16 entries."""
    return MappingProxyType({row["pam"]: float(row["weight"]) for row in read_tsv("cfd_pam.tsv")})
