"""What is told of a molecule besides its bases when it is ordered or built."""

from __future__ import annotations

from loxsmith.package.document import MoleculeInfo


def order_note(molecule: MoleculeInfo) -> str:
    """Return what a supplier, or whoever clones it, must be told."""
    if molecule.order:
        return f"single strand, {molecule.polarity} polarity" if molecule.polarity else "as written, 5'->3'"
    if molecule.kind == "AAV":
        return "clone it between the ITRs of an AAV vector plasmid, or have it synthesised from the file"
    return "clone it or have it synthesised from the file"


def is_turned(molecule: MoleculeInfo) -> bool:
    """Say whether what is ordered is the reverse complement of the drawing and of the molecule's file."""
    return bool(molecule.order) and molecule.strand == "-"
