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
    if anchor is None or anchor > 60:
        return ""
    return (
        f"Residues {anchor}-{anchor + 18} are hydrophobic enough to cross a membrane (Kyte-Doolittle): in a type "
        "II protein the tag stays inside the cell; if this is a signal peptide that is cleaved off, the tag goes "
        "with it. No predictor was run."
    )


def membrane_stretch(protein: str) -> int | None:
    """First residue (1-based) of the first 19-residue window that could cross a membrane; None without one."""
    values = [_HYDROPATHY.get(residue, 0.0) for residue in protein]
    for i in range(len(values) - 18):
        if sum(values[i : i + 19]) / 19 >= ANCHOR:
            return i + 1
    return None
