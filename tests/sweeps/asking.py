"""Asks the package for a donor and sets down what it states, for the oracle to read."""

from __future__ import annotations

import loxsmith
from loxsmith.genome import Genome
from loxsmith.knowledge import part
from loxsmith.sequence import translate
from oracle.donor_case import Told


def ask(genome: Genome, gene: str, end: str, tag: str) -> Told:
    """Ask for one tag and return what is stated of its donor.

    Raises:
        LoxsmithError: no donor is given.
    """
    made = loxsmith.donor(f"{gene} {end}-term {tag}", genome=genome)
    molecule = made.molecule.model_dump()
    # An asterisk is a phosphorothioate bond, not a base.
    molecule["order"] = molecule["order"].replace("*", "") if molecule["order"] else None
    drawn = made.construct.molecule.sequence
    if molecule["order"] is not None and made.sequence != molecule["order"]:
        raise AssertionError(f"{gene} {end} {tag}: two spellings of the donor's own bases")
    return Told(
        gene=gene,
        end=end,
        tag=residues(tag, end),
        drawn=drawn,
        molecule=molecule,
        guides=[row.model_dump() for row in made.guides],
        edits=[row.model_dump() for row in made.edits],
        says=(
            *(promise.statement for promise in made.strategy.promises),
            *made.strategy.warnings,
            *made.remarks,
        ),
    )


def residues(tag: str, end: str) -> str:
    """Residues of a tag of known parts; the native Met stands for the tag's own at the N-terminus."""
    found = "".join(translate(part(name).sequence).removesuffix("*") for name in tag.split("-"))
    return found.removeprefix("M") if end == "N" else found
