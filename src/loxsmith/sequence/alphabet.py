"""Letters: complements, IUPAC ambiguity, and the standard genetic code."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

IUPAC: Final = MappingProxyType(
    {
        "A": "A", "C": "C", "G": "G", "T": "T",
        "R": "AG", "Y": "CT", "S": "CG", "W": "AT", "K": "GT", "M": "AC",
        "B": "CGT", "D": "AGT", "H": "ACT", "V": "ACG", "N": "ACGT",
    }
)  # fmt: skip
"""Every IUPAC nucleotide letter and the bases it stands for (Cornish-Bowden 1985, NAR 13:3021)."""

_COMPLEMENT: Final = str.maketrans("ACGTRYSWKMBDHVNacgtryswkmbdhvn", "TGCAYRSWMKVHDBNtgcayrswmkvhdbn")

_BASES: Final = "TCAG"
_AMINO_ACIDS: Final = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"

GENETIC_CODE: Final = MappingProxyType(
    {
        first + second + third: _AMINO_ACIDS[16 * i + 4 * j + k]
        for i, first in enumerate(_BASES)
        for j, second in enumerate(_BASES)
        for k, third in enumerate(_BASES)
    }
)
"""Codon to one-letter amino acid, ``*`` for stop (NCBI translation table 1)."""

STOP_CODONS: Final = frozenset(codon for codon, residue in GENETIC_CODE.items() if residue == "*")
"""TAA, TAG and TGA."""


def reverse_complement(text: str) -> str:
    """Return the other strand of ``text``, read 5'->3'; IUPAC letters and case are kept.

    >>> reverse_complement("ATGCR")
    'YGCAT'
    """
    return text.translate(_COMPLEMENT)[::-1]


def is_plain(text: str) -> bool:
    """Say whether ``text`` consists of A, C, G and T only (upper case)."""
    return not text.translate(_DROP_PLAIN)


_DROP_PLAIN: Final = str.maketrans("", "", "ACGT")


def translate(text: str) -> str:
    """Translate whole codons of upper-case DNA; a trailing partial codon is left out.

    A codon with an ambiguous letter becomes ``X`` unless every reading of it is the same residue.

    >>> translate("ATGGCNTAAC")
    'MA*'
    """
    return "".join(_residue(text[i : i + 3]) for i in range(0, len(text) - len(text) % 3, 3))


def _residue(codon: str) -> str:
    residue = GENETIC_CODE.get(codon)
    if residue is not None:
        return residue
    readings = {
        GENETIC_CODE[a + b + c]
        for a in IUPAC.get(codon[0], "")
        for b in IUPAC.get(codon[1], "")
        for c in IUPAC.get(codon[2], "")
    }
    return readings.pop() if len(readings) == 1 else "X"
