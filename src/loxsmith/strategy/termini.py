"""What the ends of a protein may be for, by sequence motif alone: a tag there can do harm."""

from __future__ import annotations

import re

_HYDROPATHY = dict(
    zip(
        "ARNDCQEGHILKMFPSTWYV",
        (1.8, -4.5, -3.5, -3.5, 2.5, -3.5, -3.5, -0.4, -3.2, 4.5, 3.8, -3.9, 1.9, 2.8, -1.6, -0.8, -0.7,
         -0.9, -1.3, 4.2),
        strict=True,
    )
)  # fmt: skip
"""Kyte & Doolittle 1982, J Mol Biol 157:105."""

_MOTIFS = (
    (re.compile(r"[KH]DEL$"), "an ER retention signal (KDEL)"),
    (re.compile(r"C[AVILM][AVILM].$"), "a prenylation motif (CAAX)"),
    (re.compile(r"[ST].[VILMF]$"), "a class I PDZ ligand (S/T-x-hydrophobic)"),
)

ANCHOR = 1.6
"""Mean hydropathy of 19 residues from which a stretch is taken to span a membrane (Kyte & Doolittle 1982)."""

_SPAN = 19
"""Residues of that stretch."""

_EARLY = 60
"""A membrane-spanning stretch that begins behind this residue is not taken for part of the N-terminus (judgement)."""


def c_terminus(protein: str) -> str:
    """Say what a C-terminal tag would hide; empty when no motif is known there."""
    for motif, what in _MOTIFS:
        if motif.search(protein):
            return (
                f"The protein ends in {protein[-4:]}, by its sequence {what}, which a C-terminal tag hides."
            )
    return ""


def n_terminus(protein: str) -> str:
    """Say what an N-terminal tag would meet; empty when the beginning is not hydrophobic."""
    anchor = membrane_stretch(protein)
    if anchor is None or anchor > _EARLY:
        return ""
    return (
        f"Residues {anchor}-{anchor + _SPAN - 1} are hydrophobic enough to cross a membrane (Kyte-Doolittle): in a "
        "type II protein the tag stays inside the cell; if this is a signal peptide that is cleaved off, the tag goes "
        "with it. No predictor was run."
    )


def is_type_ii(protein: str) -> bool:
    """Whether the first membrane-spanning stretch lies near the N-terminus and is no cleaved signal peptide."""
    anchor = membrane_stretch(protein)
    return anchor is not None and anchor <= _EARLY and signal_peptide(protein) is None


_BEFORE_CUT = {"A": 3, "G": 2, "S": 2, "C": 2, "T": 1}
_THIRD_BEFORE_CUT = {"A": 3, "V": 3, "S": 2, "T": 2, "C": 2, "G": 1, "I": 1, "L": 1}
"""How well a residue fits at -1 and at -3 of a cleavage site: after von Heijne 1986 (NAR 14:4683), in coarse steps
of our own."""

CORE = 2.0
"""Mean hydropathy from which 8 residues are taken for the core of a signal peptide (judgement)."""

_CORE_LENGTH = 8
"""Residues of that core."""

_LENGTHS = (13, 35)
"""Residues of the shortest and the longest signal peptide looked for (judgement)."""

BEHIND = 8
"""A membrane-spanning window that ends more than so many residues behind the cut is an anchor, not the core of a
signal peptide (judgement)."""


def signal_peptide(protein: str) -> int | None:
    """Last residue (1-based) of a likely cleaved signal peptide; None when the beginning does not look like one.

    Wanted are a hydrophobic core of 8 residues without a charge, small residues at -1 and -3, no proline from -3 to
    +1, and no membrane-spanning stretch that runs on behind the cut: that would be an anchor.
    """
    shortest, longest = _LENGTHS
    best = max(
        range(shortest, min(longest + 1, len(protein))), key=lambda cut: _cleavage(protein, cut), default=0
    )
    if not best or not _cleavage(protein, best):
        return None
    behind = membrane_stretch(protein, ending_after=best + BEHIND)
    return best if behind is None or behind > _EARLY else None


def _cleavage(protein: str, cut: int) -> int:
    """How well a signal peptidase would cut behind residue ``cut``; 0 when it would not."""
    last, third = _BEFORE_CUT.get(protein[cut - 1], 0), _THIRD_BEFORE_CUT.get(protein[cut - 3], 0)
    if not last or not third or "P" in protein[cut - 3 : cut + 1]:
        return 0
    before_site = cut - 3  # the core ends in front of -3
    cores = (protein[i : i + _CORE_LENGTH] for i in range(1, before_site - _CORE_LENGTH + 1))
    if not any(_is_core(core) for core in cores):
        return 0
    return last + third


def _is_core(core: str) -> bool:
    return not set(core) & set("DEKR") and sum(_HYDROPATHY.get(r, 0.0) for r in core) / len(core) >= CORE


def membrane_stretch(protein: str, *, ending_after: int = 0) -> int | None:
    """First residue (1-based) of the first 19-residue window that could cross a membrane; None without one.

    Args:
        protein: one-letter residues.
        ending_after: windows that end at or before this residue (1-based) do not count.
    """
    values = [_HYDROPATHY.get(residue, 0.0) for residue in protein]
    for i in range(len(values) - _SPAN + 1):
        if i + _SPAN > ending_after and sum(values[i : i + _SPAN]) / _SPAN >= ANCHOR:
            return i + 1
    return None
