"""What a changed protein is called, against the wild type."""

from __future__ import annotations

_RESIDUES = (
    "AlaA CysC AspD GluE PheF GlyG HisH IleI LysK LeuL MetM AsnN ProP GlnQ ArgR SerS ThrT ValV TrpW TyrY"
)

THREE_LETTERS = {code[3]: code[:3] for code in _RESIDUES.split()} | {"X": "Xaa", "*": "Ter"}
"""One-letter to three-letter residues (IUPAC-IUB 1984); the drawer has its own table, so that a slip in one is seen."""


def describe(wild: str, protein: str) -> str:
    """Say in HGVS-like words how ``protein`` differs from ``wild``.

    >>> describe("MKTAY", "MKTRY")
    'p.Ala4Arg'
    >>> describe("MKTAY", "MKTAYGSG")
    'wild-type protein with 3 residues added at its C-terminus'
    """
    if protein == wild:
        return "protein identical to wild type"
    if not protein:
        return "no protein"
    if len(protein) == len(wild):
        changes = [(i, a, b) for i, (a, b) in enumerate(zip(wild, protein, strict=True), 1) if a != b]
        if len(changes) <= 20:
            return "; ".join(f"p.{THREE_LETTERS[a]}{i}{THREE_LETTERS[b]}" for i, a, b in changes)
    return _rearranged(wild, protein)


def _rearranged(wild: str, protein: str) -> str:
    left = _shared(wild, protein)
    right = _shared(wild[left:][::-1], protein[left:][::-1])
    added, lost = len(protein) - left - right, len(wild) - left - right
    if not lost:
        return _extended(len(wild), left, added)
    if not added and not right:
        return f"truncated: residues 1-{left} of {len(wild)} remain"
    if not added:
        return f"residues {left + 1}-{left + lost} of {len(wild)} are missing"
    if left <= 1 and right <= 1:
        return f"a protein of {len(protein)} residues with nothing of the wild type's {len(wild)}"
    tail = f" and the last {right}" if right > 1 else ""
    return f"residues 1-{left}{tail} of {len(wild)} with {added} other residues in place of {lost}"


def _extended(wild: int, left: int, added: int) -> str:
    if left == wild:
        return f"wild-type protein with {added} residues added at its C-terminus"
    if left <= 1:
        where = "in front of its N-terminus" if left == 0 else "behind its first methionine"
        return f"wild-type protein with {added} residues added {where}"
    return f"wild-type protein with {added} residues inserted behind residue {left}"


def _shared(one: str, other: str) -> int:
    """Length of the common beginning of two texts."""
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))
