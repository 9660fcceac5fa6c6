"""The slow, obvious twin of what a transcript makes without some of its exons: strings, and a table of codons.

No code is shared with the package.
"""

from __future__ import annotations

Pair = tuple[int, int]

_ORDER = "TCAG"
_RESIDUES = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODONS = {
    a + b + c: _RESIDUES[16 * i + 4 * j + k]
    for i, a in enumerate(_ORDER)
    for j, b in enumerate(_ORDER)
    for k, c in enumerate(_ORDER)
}
"""The standard genetic code in its usual order."""


def spliced(text: str, exons: list[Pair], gone: Pair) -> tuple[str, list[int]]:
    """Put together the exons that lie outside ``gone``; also say where each base was."""
    kept = [(a, b) for a, b in exons if b <= gone[0] or a >= gone[1]]
    places = [p for a, b in kept for p in range(a, b)]
    return "".join(text[p] for p in places), places


def translated(rna: str) -> str:
    """Codon by codon to the first stop, which is written ``*``; without one the residues end bare."""
    made = ""
    for i in range(0, len(rna) - 2, 3):
        made += CODONS[rna[i : i + 3]]
        if made[-1] == "*":
            break
    return made


def kept_start(text: str, exons: list[Pair], start: int, gone: Pair) -> str | None:
    """Translate from the native ATG where all of it is left; None where it is gone."""
    rna, places = spliced(text, exons, gone)
    return translated(rna[places.index(start) :]) if start in places else None
